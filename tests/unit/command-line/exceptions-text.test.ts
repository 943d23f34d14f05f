import { describe, expect, it } from 'vitest';
import { exceptionLines, type ShownException } from '../../../bin/text/exceptions.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { exceptionCode, paymentException, VERDICTS } from '../../../lambdas/domain/settlement/payment-exception.ts';

const JUNE = period.parse('2023-06');

function exceptionOf(given: object = {}): ShownException {
  const told = paymentException.parse({
    schemaVersion: 1,
    id: 'wrong-amount-1a2b3c4d5e6f',
    period: JUNE,
    code: 'wrong-amount',
    reference: '7T0A0123456789AB',
    provider: 'viettel-money',
    unit: '10120',
    status: 'paid',
    reasonCode: null,
    paidOn: '2023-06-09',
    amount: 350_000,
    sent: 360_000,
    file: 'results/2023-06/viettel-money/ket-qua.csv',
    line: 1,
    openedAt: '2023-06-10T20:00:00Z',
    decision: null,
    ...given,
  });
  return { ...told, state: 'instructed' };
}

const textOf = (exceptions: readonly ShownException[], width = 100) =>
  exceptionLines(JUNE, exceptions, 'vi', width).join('\n');

describe('The exceptions of a month', () => {
  it('say of each what it is, what was sent and told, and since when in Viet Nam', () => {
    const text = textOf([exceptionOf()], 140);
    expect(text).toContain('1 × số tiền khác với lệnh chi; đối chiếu với tổ chức chi trả');
    expect(text).toMatch(/wrong-amount-1a2b3c4d5e6f\s+7T0A0123456789AB\s+viettel-money\s+đã chuyển lệnh, chờ kết quả/);
    expect(text).toMatch(/đã chi\s+360\.000\s+350\.000\s+11\/06\/2023/);
  });

  it.each(exceptionCode.options)('give the exact command for every verdict that there is about %s', (code) => {
    const text = textOf([exceptionOf({ code, id: `${code}-1a2b3c4d5e6f` })]);
    for (const verdict of VERDICTS[code]) {
      expect(text).toContain(`ansinh decide ${code}-1a2b3c4d5e6f --period 2023-06 --verdict ${verdict} --checked`);
    }
    expect(text.match(/ansinh decide/g)).toHaveLength(VERDICTS[code].length);
  });

  it('never cut an id or a reference, which are copied, on however narrow a screen', () => {
    const id = 'paid-after-reinstructed-1a2b3c4d5e6f';
    const text = textOf([exceptionOf({ code: 'paid-after-reinstructed', id })], 50);
    expect(text).toMatch(new RegExp(`^ *${id} +7T0A0123456789AB `, 'm'));
  });

  it('that were decided stand apart, with who decided what, and what they checked', () => {
    const decision = { by: 'can-bo-tinh', at: '2023-06-12T03:00:00Z', verdict: 'no-change', checked: 'Sao kê 12/6' };
    const text = textOf([exceptionOf({ decision })], 120);
    expect(text).toContain('không có ngoại lệ nào chờ quyết định');
    expect(text).toContain('→ đã kiểm tra, giữ nguyên (can-bo-tinh, 12/06/2023): Sao kê 12/6');
    expect(text).not.toContain('ansinh decide');
  });
});

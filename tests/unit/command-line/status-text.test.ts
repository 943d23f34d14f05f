import { describe, expect, it } from 'vitest';
import { statusLines } from '../../../bin/commands/status.ts';
import type { MonthStatus, UnitStatus } from '../../../bin/month-status.ts';
import { runId } from '../../../lambdas/domain/payment.ts';
import { day, period } from '../../../lambdas/domain/period.ts';

const totals = {
  read: { rows: 10, amount: 10_000 },
  accepted: { rows: 8, amount: 8_000 },
  held: { rows: 2, amount: 2_000 },
  rejected: { rows: 0, amount: 0 },
};
const sent: UnitStatus = {
  unit: '10114',
  name: 'Thị trấn Kim Bài',
  list: 'on-time',
  newest: null,
  totals,
  comparison: null,
};
const missing: UnitStatus = {
  unit: '10120',
  name: 'Xã Cự Khê',
  list: 'missing',
  newest: null,
  totals: null,
  comparison: null,
};
const run: MonthStatus['runs'][number] = {
  run: runId.parse('2023-06-regular-1'),
  kind: 'regular',
  status: 'awaiting-approval',
  startedBy: 'can-bo-tinh',
  startedAt: '2023-06-08T05:00:00Z',
  decisions: [{ by: 'lanh-dao-1', at: '2023-06-08T06:00:00Z', verdict: 'approved', manifestHash: 'abc', reason: null }],
  manifestHash: 'abc',
};
const month: MonthStatus = {
  period: period.parse('2023-06'),
  status: 'open',
  deadline: day.parse('2023-06-04'),
  deadlinePassed: false,
  units: [sent, missing],
  runs: [],
  payments: [],
};

const textOf = (status: Partial<MonthStatus>) => statusLines({ ...month, ...status }, 'vi', 120).join('\n');

describe('a month at a glance', () => {
  it('says who has sent, who has not, and how much is held', () => {
    const text = textOf({});
    expect(text).toContain('Danh sách: 1/2 đơn vị đã gửi; tạm giữ 2 dòng (2.000 đồng)');
    expect(text).toMatch(/10114 +Thị trấn Kim Bài +đúng hạn +10 +8 +2 +0 +8\.000/);
    expect(text).toMatch(/10120 +Xã Cự Khê +CHƯA GỬI/);
    expect(text).toContain('Đôn đốc 1 đơn vị');
  });

  it('says that the deadline has passed', () => {
    expect(textOf({ deadlinePassed: true })).toContain('hết ngày 04/06/2023, đã qua');
    expect(textOf({ deadlinePassed: true })).toContain('Quá hạn: đôn đốc 1 đơn vị');
  });

  it('shows who has decided, the hash that waits, and how many approvals are missing', () => {
    const text = textOf({ runs: [run] });
    expect(text).toContain('lanh-dao-1 phê duyệt');
    expect(text).toContain('mã cần phê duyệt: abc');
    expect(text).toContain('còn chờ 1 người phê duyệt');
  });

  it('does not count an approval of a manifest that has changed since', () => {
    expect(textOf({ runs: [{ ...run, manifestHash: 'def' }] })).toContain('còn chờ 2 người phê duyệt');
  });

  it('names what is outstanding, and never says to pay again what is unknown', () => {
    const text = textOf({
      runs: [{ ...run, status: 'released' }],
      payments: [
        { state: 'instructed', people: 51, amount: 54_536_000 },
        { state: 'unknown', people: 1, amount: 360_000 },
      ],
    });
    expect(text).toMatch(/chờ kết quả +51 +54\.536\.000/);
    expect(text).toContain('Còn 51 khoản chờ kết quả');
    expect(text).toContain('không chi lại khi chưa có trả lời');
  });

  it('shows what changed since the month before, and lists that wait to be confirmed', () => {
    const comparison = {
      before: { period: period.parse('2023-05'), people: 12, amount: 12_000 },
      joined: { people: 1, amount: 1_000 },
      left: { people: 3, amount: 3_000 },
      adjusted: { people: 2, amount: 500 },
      after: { people: 10, amount: 10_500 },
      accountChanged: 0,
      payeeChanged: 0,
    };
    const text = textOf({ units: [{ ...sent, comparison, newest: 'awaiting-confirmation' }] });
    expect(text).toMatch(/10114 +Thị trấn Kim Bài +12 +1 +3 +2 +10 +−1\.500/);
    expect(text).toContain('đúng hạn (tệp mới: CHỜ XÁC NHẬN)');
    expect(text).toContain('ansinh confirm --unit 10114 --period 2023-06');
  });

  it('says that a newer file was refused while an older list stands', () => {
    expect(textOf({ units: [{ ...sent, newest: 'refused' }] })).toContain('đúng hạn (tệp mới: TỆP BỊ TỪ CHỐI)');
  });
});

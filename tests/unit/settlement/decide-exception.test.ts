import { describe, expect, it, vi } from 'vitest';
import {
  decideException,
  type ExceptionDecided,
  type WantedDecision,
} from '../../../lambdas/decide-exception/decide-exception.ts';
import { refusalMessage } from '../../../lambdas/decide-exception/refusal-message.ts';
import { type PaymentState, runId } from '../../../lambdas/domain/payouts/payment.ts';
import {
  type ExceptionCode,
  type ExceptionVerdict,
  exceptionCode,
  exceptionIdOf,
  exceptionVerdict,
  type PaymentException,
  paymentException,
  VERDICTS,
} from '../../../lambdas/domain/settlement/payment-exception.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { AN, CU_KHE, JUNE } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { answer, line, nameSuccessor, paymentOf, released, theException } from './answers.ts';

// Nobody reads the papers here, and each costs more than all the rest of a month.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({
  pdfBytes: async (paper: object) => Buffer.from(JSON.stringify(paper)),
}));

const SAID = { by: 'can-bo-tinh', checked: 'Sao kê Agribank ngày 11/6/2023' };

async function decide(
  province: Province,
  verdict: ExceptionVerdict,
  given: Partial<WantedDecision> = {},
  ports: object = {},
): Promise<ExceptionDecided> {
  const { id } = await theException(province);
  return decideException({ ...province, ...ports }, { period: JUNE, id, verdict, ...SAID, ...given });
}

/** Opens an exception about An's payment, as the system itself or a judgement before did. */
async function open(
  province: Province,
  code: ExceptionCode,
  given: Partial<Record<keyof PaymentException, unknown>> = {},
): Promise<void> {
  const { reference, provider } = paymentOf(province, AN);
  await province.exceptions.openAll([
    paymentException.parse({
      schemaVersion: 1,
      id: exceptionIdOf(code, reference),
      period: JUNE,
      code,
      reference,
      provider,
      unit: CU_KHE,
      status: null,
      reasonCode: null,
      paidOn: null,
      amount: null,
      sent: 360_000,
      file: null,
      line: null,
      openedAt: '2023-06-10T03:00:00Z',
      decision: null,
      ...given,
    }),
  ]);
}

/** An's payment has no answer by the day, and waits for a person. */
async function overdue(): Promise<Province> {
  const province = await released();
  const { reference, run, provider } = paymentOf(province, AN);
  const told = { run, provider, total: 360_000, fromBalance: 0 };
  const event = { state: 'unknown', at: '2023-06-20T03:00:00Z', cause: 'no-answer' } as const;
  await province.payments.transitionAll([{ reference, to: 'unknown', event, told, paidOn: null, reasonCode: null }]);
  await open(province, 'no-answer');
  return province;
}

/** An's payment stands as one outcome, and the provider reported another. */
async function contradicted(first: PaymentState, second: PaymentState): Promise<Province> {
  const province = await released();
  await answer(province, [line(province, { status: first })]);
  await answer(province, [line(province, { status: second, reasonCode: second === 'paid' ? null : 'AC04' })]);
  return province;
}

const stateOf = (province: Province) => paymentOf(province, AN).state;

describe('A decision', () => {
  it('is recorded with who made it, when, and what they checked', async () => {
    const province = await released();
    await answer(province, [line(province, { amount: 1 })]);
    province.clock.set('2023-06-12T03:00:00Z');
    await decide(province, 'no-change');
    expect((await theException(province)).decision).toEqual({
      ...SAID,
      at: '2023-06-12T03:00:00.000Z',
      verdict: 'no-change',
    });
    expect(stateOf(province)).toBe('instructed');
  });

  it('that moves a payment stands in the payment’s history for good', async () => {
    const province = await overdue();
    province.clock.set('2023-06-25T03:00:00Z');
    await decide(province, 'was-not-paid');
    const { id } = await theException(province);
    expect(paymentOf(province, AN).history.at(-1)).toEqual({
      state: 'failed',
      at: '2023-06-25T03:00:00.000Z',
      cause: `exception/${id}`,
      ...SAID,
    });
  });

  it.each([
    ['was-paid', 'paid'],
    ['was-not-paid', 'failed'],
  ] as const)('on a payment without an answer, %s, makes it %s', async (verdict, state) => {
    const province = await overdue();
    expect(await decide(province, verdict)).toHaveProperty('decision.verdict', verdict);
    expect(stateOf(province)).toBe(state);
  });

  it.each([
    ['failed', 'paid', 'paid'],
    ['paid', 'returned', 'returned'],
    // A pain.002 knows no "returned": money that came back is rejected there, too.
    ['paid', 'failed', 'returned'],
  ] as const)(
    'that what was reported is true moves a payment from %s, reported %s, to %s',
    async (stands, told, to) => {
      const province = await contradicted(stands, told);
      await decide(province, 'as-reported');
      expect(paymentOf(province, AN)).toMatchObject(
        to === 'paid' ? { state: to, paidOn: '2023-06-09' } : { state: to, reasonCode: 'AC04' },
      );
    },
  );

  it('on an unknown reason lets the payment fail with it', async () => {
    const province = await released();
    await answer(province, [line(province, { status: 'failed', reasonCode: 'XX99' })]);
    await decide(province, 'as-reported');
    expect(paymentOf(province, AN)).toMatchObject({ state: 'failed', reasonCode: 'XX99' });
  });

  it('on a late answer counts once the month is open again', async () => {
    const province = await released();
    await closeAtOnce(province.runs, JUNE);
    await answer(province, [line(province)]);
    expect(await decide(province, 'as-reported')).toEqual({ refused: 'period-closed' });
    const step = { what: 'reopened', by: 'x', at: '2023-07-02T00:00:00Z', reason: 'Kết quả muộn' } as const;
    await province.runs.movePeriod(JUNE, ['closed'], 'open', step);
    await decide(province, 'as-reported');
    expect(stateOf(province)).toBe('paid');
  });

  it('of which a late answer says the same is recorded, and moves nothing', async () => {
    const province = await overdue();
    await answer(province, [line(province, { status: 'returned', reasonCode: 'AC04' })]);
    expect(await decide(province, 'was-not-paid')).toHaveProperty('decision');
    expect(stateOf(province)).toBe('returned');
  });

  it.each([
    ['uncollected', 'resume'],
    ['paid-after-death', 'recovered'],
    ['paid-after-reinstructed', 'recovered'],
    ['wrong-amount', 'no-change'],
  ] as const)('about %s, %s, moves nothing and is made in a closed month too', async (code, verdict) => {
    const province = await released();
    await open(province, code);
    await closeAtOnce(province.runs, JUNE);
    expect(await decide(province, verdict)).toHaveProperty('decision.verdict', verdict);
    expect(stateOf(province)).toBe('instructed');
  });

  it('made again by the same person is answered as it stands', async () => {
    const province = await overdue();
    const first = await decide(province, 'was-paid');
    province.clock.set('2023-06-30T03:00:00Z');
    expect(await decide(province, 'was-paid', { checked: 'Nói lại lần nữa' })).toEqual(first);
    expect(paymentOf(province, AN).history).toHaveLength(4);
  });

  it.each([
    ['payments', 'transitionAll', 'before'],
    ['payments', 'transitionAll', 'after'],
    ['exceptions', 'decide', 'before'],
    ['exceptions', 'decide', 'after'],
  ] as const)('is whole when it is made again after a crash of %s.%s (%s)', async (port, method, when) => {
    const province = await overdue();
    const crashing = {
      payments: { payments: crashingOnce(province.payments, 'transitionAll', when) },
      exceptions: { exceptions: crashingOnce(province.exceptions, 'decide', when) },
    }[port];
    await expect(decide(province, 'was-paid', {}, crashing), method).rejects.toThrow(Crash);
    expect(await decide(province, 'was-paid')).toHaveProperty('decision.verdict', 'was-paid');
    expect((await theException(province)).decision).toMatchObject({ ...SAID, verdict: 'was-paid' });
    expect(paymentOf(province, AN)).toMatchObject({ state: 'paid', history: { length: 4 } });
  });

  it('that moved the payment before a crash is recorded, whoever decides next and whatever they want', async () => {
    const province = await contradicted('failed', 'paid');
    const exceptions = crashingOnce(province.exceptions, 'decide', 'before');
    await expect(decide(province, 'as-reported', {}, { exceptions })).rejects.toThrow(Crash);
    const other = await decide(province, 'no-change', { by: 'can-bo-khac' });
    expect(other).toMatchObject({ refused: 'decided-already', decision: { ...SAID, verdict: 'as-reported' } });
    expect((await theException(province)).decision).toMatchObject({ ...SAID, verdict: 'as-reported' });
  });

  it('of two at once one counts, and the other is told of it', async () => {
    const province = await overdue();
    const both = await Promise.all([
      decide(province, 'was-paid'),
      decide(province, 'was-not-paid', { by: 'can-bo-khac' }),
    ]);
    expect(both.filter((one) => 'refused' in one)).toHaveLength(1);
    const { decision } = await theException(province);
    expect(decision?.verdict).toBe(stateOf(province) === 'paid' ? 'was-paid' : 'was-not-paid');
  });
});

describe('A decision is refused, and nothing moves,', () => {
  it.each(
    exceptionCode.options.flatMap((code) =>
      exceptionVerdict.options
        .filter((one) => !VERDICTS[code].includes(one))
        .map((verdict) => [code, verdict] as const),
    ),
  )('where it is none about %s: %s', async (code, verdict) => {
    const wrong = { period: JUNE, id: 'x', verdict, ...SAID };
    const exception = { code, decision: null };
    const find = async () => paymentException.partial().parse(exception);
    const ports = { exceptions: { find }, payments: {}, runs: {}, clock: {} };
    const decided: unknown = await Reflect.apply(decideException, undefined, [ports, wrong]);
    expect(decided).toEqual({ refused: 'wrong-verdict', allowed: VERDICTS[code] });
  });

  it('where there is no such exception', async () => {
    const province = await overdue();
    expect(await decide(province, 'was-paid', { id: 'no-answer-khong-co' })).toEqual({ refused: 'no-such-exception' });
  });

  it('where somebody else has decided, or they themselves otherwise', async () => {
    const province = await contradicted('failed', 'paid');
    await decide(province, 'no-change');
    expect(await decide(province, 'as-reported')).toMatchObject({ refused: 'decided-already' });
    expect(await decide(province, 'no-change', { by: 'can-bo-khac' })).toMatchObject({ refused: 'decided-already' });
    expect(stateOf(province)).toBe('failed');
  });

  it('where the month of the payment is closed', async () => {
    const province = await overdue();
    await closeAtOnce(province.runs, JUNE);
    expect(await decide(province, 'was-paid')).toEqual({ refused: 'period-closed' });
    expect(stateOf(province)).toBe('unknown');
    expect((await theException(province)).decision).toBeNull();
  });

  it('where a late answer says otherwise', async () => {
    const province = await overdue();
    await answer(province, [line(province, { status: 'failed', reasonCode: 'AC04' })]);
    expect(await decide(province, 'was-paid')).toEqual({ refused: 'moved-meanwhile' });
    expect(stateOf(province)).toBe('failed');
  });

  it('where the payment can’t come from where it stands', async () => {
    const province = await contradicted('returned', 'paid');
    expect(await decide(province, 'as-reported')).toEqual({ refused: 'moved-meanwhile' });
  });

  it.each([
    ['provider', { provider: 'vnpost' }],
    ['amount', { amount: 1 }],
    ['reference', { reference: '7T00AAAAAAAAAAAA' }],
  ])('where the exception’s %s is not the payment’s', async (_, given) => {
    const province = await released();
    const { reference } = paymentOf(province, AN);
    await open(province, 'period-closed', { status: 'paid', reference, ...given });
    expect(await decide(province, 'as-reported')).toEqual({ refused: 'not-that-payment' });
    expect(stateOf(province)).toBe('instructed');
  });

  it('where another payment is, or may still be, made in its place', async () => {
    for (const status of ['drafting', 'released'] as const) {
      const province = await contradicted('failed', 'paid');
      await startRun(province, status);
      await nameSuccessor(province);
      await draftSuccessor(province, status === 'released' ? 'instructed' : 'drafted');
      expect(await decide(province, 'as-reported')).toEqual({ refused: 'paid-again' });
      expect(stateOf(province)).toBe('failed');
    }
  });
});

describe('A payment in whose place another was to be made by a run that was rejected', () => {
  it('may be decided to have been paid after all', async () => {
    const province = await released();
    await answer(province, [line(province, { status: 'failed', reasonCode: 'AC04' })]);
    await startRun(province, 'rejected');
    await nameSuccessor(province);
    await draftSuccessor(province, 'drafted');
    await answer(province, [line(province)]);
    expect((await theException(province)).code).toBe('paid-after-reinstructed');
    await decide(province, 'as-reported');
    expect(stateOf(province)).toBe('paid');
  });

  it('may not when meanwhile another run takes it over', async () => {
    const province = await contradicted('failed', 'paid');
    await startRun(province, 'rejected');
    await nameSuccessor(province);
    const [rejected, next] = [runId.parse('2023-06-supplementary-1'), runId.parse('2023-06-supplementary-2')];
    const find = async (run: typeof rejected) => {
      const { reference, successor } = paymentOf(province, AN);
      if (successor && run === rejected) {
        const instead = { successor, run: rejected };
        await province.payments.succeedAll([{ reference, successor, run: next, instead }]);
      }
      return province.runs.find(run);
    };
    const runs = { period: province.runs.period.bind(province.runs), find };
    expect(await decide(province, 'as-reported', {}, { runs })).toEqual({ refused: 'paid-again' });
    expect(stateOf(province)).toBe('failed');
  });
});

describe('What the officer reads', () => {
  it('says who decided, and that it stays so', async () => {
    const province = await overdue();
    await decide(province, 'was-paid');
    const refused = await decide(province, 'was-not-paid', { by: 'can-bo-khac' });
    expect('refused' in refused && refusalMessage(refused)).toMatch(/can-bo-tinh.*was-paid \(khoản này đã chi\)/);
  });

  it('says which verdicts there are', () => {
    expect(refusalMessage({ refused: 'wrong-verdict', allowed: VERDICTS['no-answer'] })).toBe(
      'Với loại ngoại lệ này chỉ được chọn: was-paid (khoản này đã chi); was-not-paid (khoản này chưa chi, được lập lệnh lại).',
    );
  });
});

async function startRun(province: Province, status: 'drafting' | 'rejected' | 'released'): Promise<void> {
  await province.runs.start({
    schemaVersion: 1,
    run: runId.parse('2023-06-supplementary-1'),
    period: JUNE,
    kind: 'supplementary',
    startedBy: 'can-bo-tinh',
    startedAt: '2023-06-10T03:00:00Z',
    status,
    manifestHash: null,
    manifestKey: null,
    taskTokens: [],
    decisions: [],
  });
}

/** The second attempt for An, in the place of the first. */
async function draftSuccessor(province: Province, state: 'drafted' | 'instructed'): Promise<void> {
  const before = paymentOf(province, AN);
  const { reference, successor } = before;
  if (successor === null) throw new Error('Nobody named a successor');
  const history = [{ state: 'drafted' as const, at: '2023-06-10T03:00:00Z', cause: '2023-06-supplementary-1' }];
  const run = runId.parse('2023-06-supplementary-1');
  const made = { ...before, reference: successor, attempt: 2, run, predecessors: [reference], successor: null };
  await province.payments.draftAll([{ ...made, successorRun: null, state, history }]);
}

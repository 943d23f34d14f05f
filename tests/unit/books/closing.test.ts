import { describe, expect, it, vi } from 'vitest';
import { countBooks } from '../../../lambdas/count-books/count-books.ts';
import { books, booksKey } from '../../../lambdas/domain/closing/books.ts';
import { carryIndex, carryList } from '../../../lambdas/domain/closing/carry.ts';
import { ControlTotalBroken } from '../../../lambdas/domain/control-total.ts';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import { manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { exceptionIdOf, type PaymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { publishBooks } from '../../../lambdas/publish-books/publish-books.ts';
import { reopenPeriod } from '../../../lambdas/reopen-period/reopen-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { OFFICER, payOut, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import {
  abandon,
  answered,
  begin,
  close,
  finish,
  type Ports,
  paymentOf,
  RUN,
  releasedJune,
  THE_20TH,
} from './closing-month.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

/** An was paid, Bình's account was closed, nobody came for Chi's money. */
async function settledJune(): Promise<Province> {
  const province = await releasedJune();
  await answered(province, AN, 'paid');
  await answered(province, BINH, 'failed', 'AC04');
  await answered(province, CHI, 'returned', 'UNCOLLECTED');
  province.clock.set('2023-06-28T02:00:00Z');
  return province;
}

const periodOf = async ({ runs }: Province) => runs.period(JUNE);
const booksOf = ({ outbox }: Province) => outbox.json(booksKey(JUNE), books);

async function owedIn(province: Province) {
  const key = (await periodOf(province))?.carryIndexKey;
  if (!key) throw new Error('The period says nothing of what is owed');
  const { units } = await province.outbox.unpackSealed(key, carryIndex);
  return Promise.all(units.map((unit) => province.outbox.unpackSealed(unit.key, carryList)));
}

function caseOf(province: Province, given: Partial<PaymentException> = {}): PaymentException {
  const { reference, provider, unit } = paymentOf(province, AN);
  const code = given.code ?? 'wrong-amount';
  return {
    schemaVersion: 1,
    id: exceptionIdOf(code, reference),
    period: JUNE,
    code,
    reference,
    provider,
    unit,
    status: null,
    reasonCode: null,
    paidOn: null,
    amount: null,
    sent: null,
    file: null,
    line: null,
    openedAt: THE_20TH,
    decision: null,
    ...given,
  };
}

describe('Closing a period', () => {
  it('shuts it with its books, and settles its runs', async () => {
    const province = await settledJune();
    expect(await close(province)).toMatchObject({ outcome: 'closed' });
    expect(await periodOf(province)).toMatchObject({
      status: 'closed',
      steps: [
        { what: 'closing', by: OFFICER },
        { what: 'closed', by: OFFICER },
      ],
    });
    expect(await booksOf(province)).toMatchObject({
      isClosed: true,
      runs: [RUN],
      total: {
        instructed: { people: 3, amount: 1_080_000 },
        became: {
          paid: { people: 1, amount: 360_000 },
          failed: { people: 1, amount: 360_000 },
          returned: { people: 1, amount: 360_000 },
          unknown: { people: 0, amount: 0 },
          instructed: { people: 0, amount: 0 },
        },
      },
      balance: [
        { provider: 'agribank', opening: 0, requested: 720_000, paid: 360_000, notPaid: 360_000, closing: 360_000 },
        { provider: 'vnpost', opening: 0, requested: 360_000, paid: 0, notPaid: 360_000, closing: 360_000 },
      ],
    });
    expect((await province.runs.get(RUN)).status).toBe('settled');
  });

  it('says what each unit’s people are owed still, and of whom nobody came', async () => {
    const province = await settledJune();
    await close(province);
    expect(await owedIn(province)).toMatchObject([
      {
        unit: KIM_BAI,
        entries: [
          { person: CHI, fullName: 'Nguyễn Thị Tư', parts: [{ period: JUNE, amount: 360_000, uncollected: true }] },
        ],
      },
      { unit: CU_KHE, entries: [{ person: BINH, provider: 'agribank', parts: [{ uncollected: false }] }] },
    ]);
  });

  it('carries what is owed over though something that came to nothing was named in its place', async () => {
    const province = await settledJune();
    await propose(province, '2023-06-supplementary-1', 'supplementary');
    await province.runs.advance(runId.parse('2023-06-supplementary-1'), ['awaiting-approval'], 'rejected');
    expect(paymentOf(province, BINH).successor).not.toBeNull();
    await close(province);
    expect((await owedIn(province)).flatMap(({ entries }) => entries.map(({ person }) => person))).toEqual([CHI, BINH]);
  });

  it('carries no emergency help over: it has runs of its own', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)], purpose: 'emergency' });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T04:00:00Z', rows: [row(BINH)] });
    await payOut(province, '2023-06-emergency-1', 'emergency');
    await answered(province, AN, 'failed', 'AC04');
    await close(province);
    expect(await owedIn(province)).toEqual([]);
    expect((await booksOf(province)).balance).toMatchObject([{ provider: 'agribank', closing: 360_000 }]);
  });

  it('marks what is overdue unknown, and closes: it is never paid again unseen', async () => {
    const province = await releasedJune();
    province.clock.set(THE_20TH);
    expect(await close(province)).toMatchObject({ outcome: 'closed' });
    expect((await booksOf(province)).total.became.unknown.people).toBe(3);
    expect(await owedIn(province)).toEqual([]);
  });

  it('is refused, and stays open, while a payment may still be answered in time', async () => {
    const province = await releasedJune();
    await answered(province, CHI, 'paid');
    province.clock.set('2023-06-15T02:00:00Z');
    const published = await close(province);
    expect(published.outcome).toBe('not-closed');
    expect(published.message.body).toMatch(/còn 2 khoản \(hạn trả kết quả 20\/06\/2023\)/);
    expect(await periodOf(province)).toMatchObject({ status: 'open', carryIndexKey: null });
    expect((await periodOf(province))?.steps.at(-1)).toMatchObject({
      what: 'not-closed',
      reason: published.message.body,
    });
    expect(await booksOf(province)).toMatchObject({ isClosed: false });
  });

  it('is refused while a case waits for a person, and says where to decide it', async () => {
    const province = await settledJune();
    await province.exceptions.openAll([caseOf(province)]);
    const { outcome, message } = await close(province);
    expect(outcome).toBe('not-closed');
    expect(message.body).toContain('số tiền khác với lệnh chi: 1');
    expect(message.body).toContain('ansinh exceptions 2023-06');
  });

  it.each(['no-answer', 'uncollected', 'paid-after-death'] as const)('is not held up by the case %s', async (code) => {
    const province = await settledJune();
    await province.exceptions.openAll([caseOf(province, { code })]);
    expect(await close(province)).toMatchObject({ outcome: 'closed' });
  });

  it('stops where the two sides of the books differ, and is opened again', async () => {
    const province = await settledJune();
    const told = await province.outbox.json(releasedManifestKey(RUN), manifest);
    const [first, ...others] = told.byProvider;
    if (!first) throw new Error('Nobody pays');
    await province.outbox.putJson(releasedManifestKey(RUN), {
      ...told,
      byProvider: [{ ...first, amount: first.amount + 1 }, ...others],
    });
    await expect(close(province)).rejects.toThrow(ControlTotalBroken);
    expect((await periodOf(province))?.status).toBe('closing');
    expect(await abandon(province)).toMatchObject({ reopened: true });
    expect((await periodOf(province))?.steps.map(({ what }) => what)).toEqual(['closing', 'not-closed']);
    expect((await periodOf(province))?.status).toBe('open');
  });

  it('makes books anew after a reopening', async () => {
    const province = await settledJune();
    await close(province);
    const reason = 'Agribank báo nhầm một khoản';
    await reopenPeriod(province, { period: JUNE, by: OFFICER, reason });
    province.clock.set('2023-07-02T02:00:00Z');
    expect(await close(province, 'close-2')).toMatchObject({ outcome: 'closed' });
    expect((await periodOf(province))?.steps.map(({ what }) => what)).toEqual([
      'closing',
      'closed',
      'reopened',
      'closing',
      'closed',
    ]);
  });
});

describe('The door', () => {
  it.each([
    ['a run waits for approval', 'awaiting-approval', 'ansinh approve'],
    ['a run is being released', 'approved', 'chờ đến khi chuyển xong'],
  ] as const)('does not shut while %s', async (_, status, told) => {
    const province = await settledJune();
    const run = await propose(province, '2023-06-supplementary-1', 'supplementary');
    if (status === 'approved') await province.runs.advance(run, ['awaiting-approval'], 'approved');
    const started = await begin(province, 'close-1');
    expect(started).toMatchObject({ outcome: 'refused', message: { body: expect.stringContaining(told) } });
    expect((await periodOf(province))?.status ?? 'open').toBe('open');
  });

  it('opens again for a run that began between the question and its shutting', async () => {
    const province = await settledJune();
    const { runs } = province;
    let asked = 0;
    const before = new Proxy(runs, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (name === 'ofPeriod') {
          return async () => {
            if (asked++ === 0) {
              const seen = await runs.ofPeriod(JUNE);
              await propose(province, '2023-06-supplementary-1', 'supplementary');
              return seen;
            }
            return runs.ofPeriod(JUNE);
          };
        }
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    expect(await begin({ ...province, runs: before }, 'close-1')).toMatchObject({ outcome: 'refused' });
    expect(await periodOf(province)).toMatchObject({
      status: 'open',
      steps: [{ what: 'closing' }, { what: 'not-closed' }],
    });
    expect(await begin(province, 'close-1')).toMatchObject({
      outcome: 'refused',
      message: { body: expect.stringContaining('supplementary-1') },
    });
  });

  it('does not shut on a month that has not come, nor on one that is closed', async () => {
    const province = await settledJune();
    const early = await begin(province, 'close-0', { period: addMonths(JUNE, 3) });
    expect(early).toMatchObject({ outcome: 'refused', message: { body: expect.stringContaining('chưa đến') } });
    await close(province);
    province.clock.set('2023-06-29T02:00:00Z');
    expect(await begin(province, 'close-2')).toMatchObject({
      outcome: 'refused',
      message: { body: expect.stringContaining('ansinh reopen 2023-06') },
    });
  });

  it('is shut once by one closing, however often it is tried', async () => {
    const province = await settledJune();
    const first = await begin(province, 'close-1');
    expect(await begin(province, 'close-1')).toEqual(first);
    expect((await periodOf(province))?.steps).toHaveLength(1);
  });

  it('that a closing left shut is taken over by the next, and the first leaves it alone', async () => {
    const province = await settledJune();
    const first = await begin(province, 'close-1');
    province.clock.set('2023-06-28T03:00:00Z');
    const second = await begin(province, 'close-2');
    expect(second.outcome).toBe('close');
    expect(await finish(province, first)).toMatchObject({ outcome: 'overtaken' });
    expect(await abandon(province, 'close-1')).toMatchObject({ reopened: false });
    expect((await periodOf(province))?.status).toBe('closing');
    expect(await finish(province, second)).toMatchObject({ outcome: 'closed' });
  });
});

describe('A closing that is killed', () => {
  type When = 'before' | 'after';
  const WRITES: readonly (readonly [name: string, kill: (at: Province, when: When, call: number) => Ports])[] = [
    ['packing', (at, when, call) => ({ ...at, work: crashingOnce(at.work, 'packFirst', when, call) })],
    ['a workbook', (at, when, call) => ({ ...at, outbox: crashingOnce(at.outbox, 'put', when, call) })],
    ['the JSON', (at, when, call) => ({ ...at, outbox: crashingOnce(at.outbox, 'putJson', when, call) })],
    ['a sealed list', (at, when, call) => ({ ...at, outbox: crashingOnce(at.outbox, 'packSealed', when, call) })],
    ['moving the period', (at, when, call) => ({ ...at, runs: crashingOnce(at.runs, 'movePeriod', when, call) })],
    ['settling a run', (at, when, call) => ({ ...at, runs: crashingOnce(at.runs, 'advance', when, call) })],
    ['marking', (at, when, call) => ({ ...at, payments: crashingOnce(at.payments, 'transitionAll', when, call) })],
    ['opening cases', (at, when, call) => ({ ...at, exceptions: crashingOnce(at.exceptions, 'openAll', when, call) })],
  ];

  /** Every task as the machine calls it: once more when it was killed. */
  async function closeDespite(ports: Ports): Promise<void> {
    const again = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        return work();
      }
    };
    const started = await again(() => begin(ports, 'close-1'));
    if (started.outcome === 'refused') throw new Error(started.message.body);
    for (const range of started.shardRanges) await again(() => countBooks(ports, range));
    expect(await again(() => publishBooks(ports, started))).toMatchObject({ outcome: 'closed' });
  }

  async function endOf(province: Province) {
    return {
      period: await periodOf(province),
      books: await booksOf(province),
      owed: await owedIn(province),
      keys: province.outbox.keys(),
      payments: province.payments.all().map(({ reference, history }) => ({ reference, history })),
      cases: await province.exceptions.ofPeriod(JUNE),
    };
  }

  it.each(WRITES.flatMap(([name, kill]) => (['before', 'after'] as const).map((when) => [when, name, kill] as const)))(
    '%s %s ends as if it had not been',
    async (when, _, kill) => {
      const untouched = await settledJune();
      await closeDespite(untouched);
      for (const call of [1, 2, 3]) {
        const killed = await settledJune();
        await closeDespite(kill(killed, when, call));
        expect(await endOf(killed)).toEqual(await endOf(untouched));
      }
    },
  );

  it('and goes on unseen after the period was reopened and is being closed again, ends nothing', async () => {
    const province = await settledJune();
    const first = await begin(province, 'close-1');
    if (first.outcome === 'refused') throw new Error(first.message.body);
    for (const range of first.shardRanges) await countBooks(province, range);
    const { runs } = province;
    const stalled = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const slow = new Proxy(runs, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (name === 'movePeriod') {
          return async (...given: Parameters<typeof runs.movePeriod>) => {
            reached.resolve();
            await stalled.promise;
            return runs.movePeriod(...given);
          };
        }
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    const givenUp = publishBooks({ ...province, runs: slow }, first);
    await reached.promise;
    await publishBooks(province, first);
    await reopenPeriod(province, { period: JUNE, by: OFFICER, reason: 'Agribank báo nhầm một khoản' });
    province.clock.set('2023-07-02T02:00:00Z');
    await begin(province, 'close-2');
    stalled.resolve();
    await givenUp;
    expect((await periodOf(province))?.status).toBe('closing');
  });
});

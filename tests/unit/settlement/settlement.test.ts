import { describe, expect, it } from 'vitest';
import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import { closeSettlement } from '../../../lambdas/close-settlement/close-settlement.ts';
import { ControlTotalBroken } from '../../../lambdas/domain/control-total.ts';
import { type ResultLine, resultLine } from '../../../lambdas/domain/instruction.ts';
import { type PaymentState, runId } from '../../../lambdas/domain/payment.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import {
  type AppliedChunk,
  type ResultChunkRef,
  resultChunkRef,
  resultFactsKey,
  resultLinesKey,
} from '../../../lambdas/domain/settlement.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { payOut, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const RUN = runId.parse('2023-06-regular-1');
const CASH = { channel: 'cash', accountNumber: null, bank: null };

/** An and Bình were instructed through Agribank, Chi through the post office. */
async function released() {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH), row(CHI, CASH)] });
  await payOut(province, RUN);
  return province;
}

function paymentOf(province: Province, person: PersonalId) {
  const found = province.payments.all().find((one) => one.person === person);
  if (!found) throw new Error('There is no such payment');
  return found;
}

type Answer = Partial<Record<keyof ResultLine, unknown>>;

/** A line of an answer: An was paid on the 9th, but for what is given. */
function line(province: Province, given: Answer = {}): Answer {
  return {
    reference: paymentOf(province, AN).reference,
    status: 'paid',
    amount: 360_000,
    paidOn: '2023-06-09',
    reasonCode: null,
    reason: null,
    ...given,
  };
}

let files = 0;

/** Lays an answer into the work bucket as it is when it has been read. */
async function lay(province: Province, lines: readonly Answer[], provider = 'agribank'): Promise<ResultChunkRef> {
  files += 1;
  const id = `20230610T030000Z-${String(files).padStart(8, '0')}`;
  const ref = resultChunkRef.parse({
    id,
    period: JUNE,
    provider,
    key: `results/${JUNE}/${provider}/${files}.xml`,
    chunk: 0,
  });
  const read = lines.map((one, index) => resultLine.parse({ ...one, line: index + 1 }));
  await province.work.pack(resultLinesKey(ref), { lines: read });
  await province.work.pack(resultFactsKey(ref), { lines: read.length });
  return ref;
}

async function answer(province: Province, lines: readonly Answer[], provider?: string): Promise<AppliedChunk> {
  return applyResults(province, await lay(province, lines, provider));
}

async function close(province: Province, { chunk, ...ref }: ResultChunkRef) {
  return closeSettlement(province, { ...ref, chunks: [{ ...ref, chunk }] });
}

const codes = ({ exceptions }: AppliedChunk) => exceptions.map(({ code }) => code);

describe('A line of a provider’s answer', () => {
  it.each(['paid', 'failed', 'returned'] as const)('settles its payment as %s', async (status) => {
    const province = await released();
    const applied = await answer(province, [line(province, { status, reasonCode: status === 'paid' ? null : 'AC04' })]);
    expect(applied.applied[status]).toBe(1);
    expect(paymentOf(province, AN).state).toBe(status);
    expect(paymentOf(province, BINH).state).toBe('instructed');
  });

  it('that is pending, or carries no amount, is judged by its reference alone', async () => {
    const province = await released();
    expect(await answer(province, [line(province, { status: 'pending', amount: null })])).toMatchObject({ known: 1 });
    await answer(province, [line(province, { amount: null })]);
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it('that what was paid came back is a person’s to decide', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    const { exceptions } = await answer(province, [line(province, { status: 'returned', reasonCode: 'AC04' })]);
    expect(exceptions).toHaveLength(1);
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it('is known in lower case and with spaces around it', async () => {
    const province = await released();
    const reference = ` ${paymentOf(province, AN).reference.toLowerCase()} `;
    expect((await answer(province, [line(province, { reference })])).applied.paid).toBe(1);
  });
});

describe('A line is an exception, and changes nothing,', () => {
  const states = (province: Province): PaymentState[] => province.payments.all().map(({ state }) => state);

  it.each(['7T00AAAAAAAAAAAA', 'ZZZZAAAAAAAAAAAA', '7TZZAAAAAAAAAAAA', 'STRANGER', ''])(
    'when no payment has its reference (%j)',
    async (reference) => {
      const province = await released();
      expect(codes(await answer(province, [line(province, { reference })]))).toEqual(['unknown-reference']);
      expect(states(province)).toEqual(['instructed', 'instructed', 'instructed']);
    },
  );

  it.each([
    ['when it comes from another provider', {}, 'vnpost', 'other-provider'],
    ['when its amount differs', { amount: 359_999 }, 'agribank', 'wrong-amount'],
  ])('%s', async (_, given, provider, code) => {
    const province = await released();
    const applied = await answer(province, [line(province, given)], provider);
    expect(applied.exceptions).toMatchObject([{ code, sent: 360_000 }]);
    expect(states(province)).toEqual(['instructed', 'instructed', 'instructed']);
  });

  it('when its payment was not released yet', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await propose(province, RUN);
    expect(codes(await answer(province, [line(province)]))).toEqual(['before-release']);
    expect(states(province)).toEqual(['drafted']);
  });

  it.each([
    ['failed', 'paid'],
    ['returned', 'paid'],
    ['paid', 'failed'],
  ])('when its payment has %s and it says %s', async (first, second) => {
    const province = await released();
    await answer(province, [line(province, { status: first })]);
    expect(codes(await answer(province, [line(province, { status: second })]))).toEqual(['second-outcome']);
    expect(paymentOf(province, AN).state).toBe(first);
  });
});

describe('A line that comes again', () => {
  it('in another file is known, and changes nothing', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    const before = province.payments.all();
    expect(await answer(province, [line(province)])).toMatchObject({ known: 1, applied: { paid: 0 }, exceptions: [] });
    expect(province.payments.all()).toEqual(before);
  });

  it('in the same file is known', async () => {
    const province = await released();
    expect(await answer(province, [line(province), line(province)])).toMatchObject({ applied: { paid: 1 }, known: 1 });
  });

  it('with another outcome in the same file is taken in the file’s order', async () => {
    const province = await released();
    const returned = await answer(province, [line(province), line(province, { status: 'returned' })]);
    expect(returned).toMatchObject({ applied: { paid: 1, returned: 0 }, exceptions: [{ line: 2 }] });
    const other = await released();
    const contradicted = await answer(other, [line(other, { status: 'failed' }), line(other)]);
    expect(contradicted).toMatchObject({ applied: { failed: 1 }, exceptions: [{ code: 'second-outcome', line: 2 }] });
  });

  it('because its chunk was tried again settles nothing twice', async () => {
    const province = await released();
    const ref = await lay(province, [
      line(province),
      line(province, { reference: paymentOf(province, BINH).reference }),
    ]);
    const ports = { ...province, payments: crashingOnce(province.payments, 'transitionAll', 'after') };
    await expect(applyResults(ports, ref)).rejects.toThrow(Crash);
    const { applied, known, exceptions } = await applyResults(ports, ref);
    expect(applied.paid + known).toBe(2);
    expect(exceptions).toEqual([]);
    expect(paymentOf(province, AN).history).toHaveLength(3);
  });
});

describe('Closing an answer', () => {
  it('accounts for every line and every đồng, and says what is outstanding', async () => {
    const province = await released();
    const ref = await lay(province, [line(province), line(province, { reference: 'STRANGER' })]);
    await applyResults(province, ref);
    const closed = await close(province, ref);
    expect(closed).toMatchObject({ settled: false, exceptions: 1 });
    expect(closed.message.body).toContain('Còn chờ kết quả: 2 khoản');
    expect(closed.message.body).not.toContain(AN);
  });

  it('settles the month when nothing is outstanding any more', async () => {
    const province = await released();
    const bank = [line(province), line(province, { reference: paymentOf(province, BINH).reference, status: 'failed' })];
    const first = await lay(province, bank);
    await applyResults(province, first);
    expect(await close(province, first)).toMatchObject({ settled: false });
    const second = await lay(province, [line(province, { reference: paymentOf(province, CHI).reference })], 'vnpost');
    await applyResults(province, second);
    expect(await close(province, second)).toMatchObject({ settled: true });
    expect((await province.runs.get(RUN)).status).toBe('settled');
    expect(await close(province, second)).toMatchObject({ settled: true });
  });

  it('does not settle a month of which nothing was released', async () => {
    const province = new Province();
    const ref = await lay(province, [
      { reference: 'STRANGER', status: 'paid', amount: null, paidOn: null, reasonCode: null, reason: null },
    ]);
    await applyResults(province, ref);
    expect(await close(province, ref)).toMatchObject({ settled: false, exceptions: 1 });
  });

  it('stops when a line is missing', async () => {
    const province = await released();
    const ref = await lay(province, [line(province)]);
    await applyResults(province, ref);
    await province.work.pack(resultFactsKey(ref), { lines: 2 });
    await expect(close(province, ref)).rejects.toThrow(ControlTotalBroken);
  });

  it('stops when the tables hold less than the manifest instructed', async () => {
    const province = await released();
    const ref = await lay(province, [line(province)]);
    await applyResults(province, ref);
    const payments = {
      async *booksOfShard(...given: Parameters<typeof province.payments.booksOfShard>) {
        for await (const one of province.payments.booksOfShard(...given)) if (one.state !== 'paid') yield one;
      },
    };
    const { chunk: _, ...file } = ref;
    await expect(closeSettlement({ ...province, payments }, { ...file, chunks: [ref] })).rejects.toThrow(
      ControlTotalBroken,
    );
  });
});

import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import { closeSettlement } from '../../../lambdas/close-settlement/close-settlement.ts';
import { type ResultLine, resultLine } from '../../../lambdas/domain/payouts/instruction.ts';
import { type Payment, referenceOf, runId } from '../../../lambdas/domain/payouts/payment.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { PaymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import {
  type AppliedChunk,
  type ResultChunkRef,
  resultChunkRef,
  resultFactsKey,
  resultLinesKey,
} from '../../../lambdas/domain/settlement/settlement.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

/*
 * A released run and the answers to it, as the tasks that settle them find them.
 */

export const RUN = runId.parse('2023-06-regular-1');
const CASH = { channel: 'cash', accountNumber: null, bank: null };

/** An and Bình were instructed through Agribank, Chi through the post office; it is the 10th of June. */
export async function released(): Promise<Province> {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH), row(CHI, CASH)] });
  await payOut(province, RUN);
  province.clock.set('2023-06-10T03:00:00Z');
  return province;
}

/** The first attempt for a person. */
export function paymentOf(province: Province, person: PersonalId): Payment {
  const found = province.payments.all().find((one) => one.person === person && one.attempt === 1);
  if (!found) throw new Error('There is no such payment');
  return found;
}

/** Lets a run name the payment that it is to make in the place of An's. */
export async function nameSuccessor(province: Province, run = '2023-06-supplementary-1'): Promise<void> {
  const { reference } = paymentOf(province, AN);
  const successor = referenceOf(JUNE, AN, 'BTXH', 2);
  await province.payments.succeedAll([{ reference, successor, run: runId.parse(run), instead: null }]);
}

export type Answer = Partial<Record<keyof ResultLine, unknown>>;

/** A line of an answer: An was paid on the 9th, but for what is given. */
export function line(province: Province, given: Answer = {}): Answer {
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

/** How a file differs from the next new one of Agribank: a file sent again has the same bytes, and perhaps the same name. */
export interface SentFile {
  readonly provider?: string;
  readonly name?: string;
  readonly fingerprint?: string;
  readonly landed?: string;
}

/** Lays an answer into the work bucket as it is when it has been read. */
export async function lay(province: Province, lines: readonly Answer[], given: SentFile = {}): Promise<ResultChunkRef> {
  files += 1;
  const own = String(files).padStart(8, '0');
  const { provider = 'agribank', name = `${own}.xml`, fingerprint = own, landed = '20230610T030000Z' } = given;
  const ref = resultChunkRef.parse({
    id: `${landed}-${fingerprint}`,
    period: JUNE,
    provider,
    key: `results/${JUNE}/${provider}/${name}`,
    chunk: 0,
  });
  const read = lines.map((one, index) => resultLine.parse({ ...one, line: index + 1 }));
  await province.work.pack(resultLinesKey(ref), { lines: read });
  await province.work.pack(resultFactsKey(ref), { lines: read.length });
  return ref;
}

/** Lays an answer, and applies it. */
export async function answer(province: Province, lines: readonly Answer[], given?: SentFile): Promise<AppliedChunk> {
  return applyResults(province, await lay(province, lines, given));
}

export async function close(province: Province, { chunk, ...ref }: ResultChunkRef) {
  return closeSettlement(province, { ...ref, chunks: [{ ...ref, chunk }] });
}

export const codes = ({ exceptions }: AppliedChunk) => exceptions.map(({ code }) => code);

/** The one exception of the month. */
export async function theException(province: Province): Promise<PaymentException> {
  const [found, ...others] = await province.exceptions.ofPeriod(JUNE);
  if (!found || others.length > 0) throw new Error('There is not exactly one exception');
  return found;
}

import { abandonClosing } from '../../../lambdas/abandon-closing/abandon-closing.ts';
import { beginClosing, type ClosingRequest, type ClosingStart } from '../../../lambdas/begin-closing/begin-closing.ts';
import { countBooks } from '../../../lambdas/count-books/count-books.ts';
import { closingRef } from '../../../lambdas/domain/closing/closing.ts';
import { runId, toldOf } from '../../../lambdas/domain/payouts/payment.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import { type Published, publishBooks } from '../../../lambdas/publish-books/publish-books.ts';
import { OFFICER, payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

/*
 * The tasks of close-period in the order of the machine, and a June to make books of.
 */

export const RUN = runId.parse('2023-06-regular-1');
const CASH = { channel: 'cash', accountNumber: null, bank: null };
/** The evening on which providers must have answered, and the one before. */
export const THE_20TH = '2023-06-20T13:00:00Z';
export const THE_19TH = '2023-06-19T13:00:00Z';

/** An and Bình (Cự Khê) are instructed through Agribank, Chi (Kim Bài) through the post office. */
export async function releasedJune(): Promise<Province> {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
  await takeIn(province, { unit: KIM_BAI, at: '2023-06-02T04:00:00Z', rows: [row(CHI, CASH)] });
  province.clock.set('2023-06-08T02:00:00Z');
  await payOut(province, RUN);
  return province;
}

export function paymentOf(province: Province, person: PersonalId, attempt = 1) {
  const found = province.payments.all().find((one) => one.person === person && one.attempt === attempt);
  if (!found) throw new Error('There is no such payment');
  return found;
}

/** What a provider's answer does to a payment. */
export async function answered(
  province: Province,
  person: PersonalId,
  state: 'paid' | 'failed' | 'returned',
  reasonCode: string | null = null,
): Promise<void> {
  const payment = paymentOf(province, person);
  const event = { state, at: '2023-06-12T02:00:00Z', cause: 'results/2023-06/agribank/1.xml' };
  const told = toldOf(payment);
  const paidOn = state === 'paid' ? '2023-06-10' : null;
  const { reference } = payment;
  const [outcome] = await province.payments.transitionAll([{ reference, to: state, event, told, paidOn, reasonCode }]);
  if (outcome !== 'done') throw new Error('The answer was not taken');
}

const closingOf = (name: string) => closingRef.parse({ closing: name });

/** The ports that the tasks take, any of them another in a test. */
export type Ports = Omit<Province, 'resume' | 'resumed'>;

export async function begin(ports: Ports, name: string, request: Partial<ClosingRequest> = {}): Promise<ClosingStart> {
  return beginClosing(ports, { period: JUNE, occasion: 'close', by: OFFICER, ...request }, closingOf(name), 2);
}

/** Counts and publishes what was begun. */
export async function finish(ports: Ports, started: ClosingStart): Promise<Published> {
  if (started.outcome === 'refused') throw new Error(started.message.body);
  for (const range of started.shardRanges) await countBooks(ports, range);
  return publishBooks(ports, started);
}

export async function close(ports: Ports, name = 'close-1'): Promise<Published> {
  return finish(ports, await begin(ports, name));
}

export async function listUnpaid(ports: Ports, name = 'unpaid-1'): Promise<Published> {
  return finish(ports, await begin(ports, name, { occasion: 'unpaid', by: 'schedule' }));
}

export async function abandon(ports: Ports, name = 'close-1') {
  return abandonClosing(ports, closingOf(name));
}

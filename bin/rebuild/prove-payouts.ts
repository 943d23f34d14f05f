import { createHash } from 'node:crypto';
import { type Payment, type RunId, runId, totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { isReleased, manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedFileKey, releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { ProviderId } from '../../lambdas/domain/reference-data.ts';
import { Looking, type Proof, paymentsOf, type ToProve } from './to-prove.ts';

type Payouts = Pick<ToProve, 'payments' | 'runs' | 'outbox' | 'linesOf'>;

/** Every run that was given out is the approved one, every line of its files is an instructed payment, and the reverse. */
export async function provePayouts(to: Payouts, months: readonly Period[]): Promise<Proof[]> {
  const runs = new Looking('Đợt chi trả đã chuyển = bản kê đã được hai người phê duyệt');
  const lines = new Looking('Mỗi dòng trong tệp lệnh chi là một khoản đã chuyển lệnh, đúng số tiền');
  const sent = new Looking('Mỗi khoản đã chuyển lệnh có trong tệp lệnh chi');
  for (const month of months) {
    const recorded = await to.runs.ofPeriod(month);
    const keys = new Set(await to.outbox.keys(`payouts/${month}/`));
    const published = await publishedRuns(to, keys);
    const all = await sentPayments(to, month);
    const payments = new Map<string, Payment>(all.map((one) => [one.reference, one]));
    const inFiles = new Set<string>();
    for (const id of new Set([...published.keys(), ...recorded.filter(isReleased).map(({ run }) => run)])) {
      const bytes = published.get(id);
      const run = recorded.find((one) => one.run === id);
      runs.look(isApproved(run, bytes), `${month}/${id}`);
      if (bytes === undefined) continue;
      const listed = manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
      const files = listed.files.map(({ provider, key }) => ({
        provider,
        key: releasedFileKey(id, provider, nameIn(key)),
      }));
      for (const { key } of files) runs.look(keys.has(key), `${month}/${id}`);
      for (const line of await linesOf(
        to,
        files.filter(({ key }) => keys.has(key)),
      )) {
        const payment = payments.get(line.reference);
        const isSame = payment?.run === id && payment.provider === line.provider && totalOf(payment) === line.amount;
        lines.look(isSame && !inFiles.has(line.reference), `${month}/${id}/${line.provider}`);
        inFiles.add(line.reference);
      }
    }
    for (const { reference, run, provider } of all) sent.look(inFiles.has(reference), `${month}/${run}/${provider}`);
  }
  return [runs.told(), lines.told(), sent.told()];
}

async function publishedRuns({ outbox }: Payouts, keys: Iterable<string>): Promise<ReadonlyMap<RunId, Uint8Array>> {
  const found = new Map<RunId, Uint8Array>();
  for (const key of keys) {
    const id = runId.safeParse(key.split('/')[2]);
    if (id.success && key === releasedManifestKey(id.data)) found.set(id.data, await outbox.bytes(key));
  }
  return found;
}

/** Payments that a provider was told of. */
async function sentPayments(to: Payouts, month: Period): Promise<Payment[]> {
  const all = await Array.fromAsync(paymentsOf(to, month));
  return all.filter(({ state }) => state !== 'drafted');
}

function isApproved(run: PayoutRun | undefined, bytes: Uint8Array | undefined): boolean {
  if (run === undefined || bytes === undefined || !isReleased(run)) return false;
  return createHash('sha256').update(bytes).digest('hex') === run.manifestHash;
}

function nameIn(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

async function linesOf(
  { outbox, linesOf: read }: Payouts,
  files: readonly { readonly provider: ProviderId; readonly key: string }[],
) {
  const found: { reference: string; amount: number; provider: ProviderId }[] = [];
  for (const { provider, key } of files) {
    for (const line of await read(nameIn(key), await outbox.bytes(key))) found.push({ ...line, provider });
  }
  return found;
}

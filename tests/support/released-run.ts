import { type RunId, runId } from '../../lambdas/domain/payouts/payment.ts';
import { type PublicKey, pemOf, readPublicKey } from '../../lambdas/formats/manifests/signature.ts';
import { payOut, takeIn } from './in-memory/month.ts';
import { AN, BINH, CU_KHE, row } from './in-memory/people.ts';
import { Province } from './in-memory/province.ts';

/** What was released of a run, as it lies in the folder of somebody who downloaded it, and the key by which it is signed. */
export interface ReleasedRun {
  readonly province: Province;
  readonly run: RunId;
  readonly contents: Map<string, Uint8Array>;
  readonly key: PublicKey;
  readonly pem: string;
}

/** A run with a file for the bank and one for the post office, released by the tasks themselves. */
export async function releasedRun(): Promise<ReleasedRun> {
  const province = new Province();
  const cash = { channel: 'cash', accountNumber: null, bank: null };
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH, cash)] });
  const run = await payOut(province, runId.parse('2023-06-regular-1'));
  const key = await currentKey(province);
  return { province, run, contents: await contentsOf(province, run), key, pem: pemOf(key) };
}

/** Every object of a run in the outbox, by its path under the run's folder. */
export async function contentsOf({ outbox }: Province, run: RunId): Promise<Map<string, Uint8Array>> {
  const folder = `payouts/${run.slice(0, 7)}/${run}/`;
  const keys = outbox.keys().filter((key) => key.startsWith(folder));
  return new Map(
    await Promise.all(
      keys.map(async (key): Promise<[string, Uint8Array]> => [key.slice(folder.length), await outbox.bytes(key)]),
    ),
  );
}

export async function currentKey({ signingKeys }: Province): Promise<PublicKey> {
  const der = (await signingKeys.publicKeys()).at(-1);
  if (!der) throw new Error('There is always a key');
  return readPublicKey(der, 'der');
}

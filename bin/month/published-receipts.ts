import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptWorkbookKey } from '../../lambdas/domain/answers/answer-keys.ts';
import { type Receipt, receipt } from '../../lambdas/domain/answers/receipt.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import type { Deployment } from '../deployment/deployment.ts';

/** A receipt as it stands in the outbox. */
export interface PublishedReceipt {
  readonly key: string;
  readonly receipt: Receipt;
}

/**
 * Where a receipt's key says it belongs: `receipts/{period}/{unit}/{submission}/receipt.json`, later versions
 * `receipt-{n}.json` (ruling 16). Undefined for every other key.
 */
function receiptPlace(key: string): { submission: string; version: number } | undefined {
  const match = /^receipts\/[^/]+\/[^/]+\/([^/]+)\/receipt(?:-(\d+))?\.json$/.exec(key);
  return match?.[1] === undefined ? undefined : { submission: match[1], version: Number(match[2] ?? 1) };
}

/** Of each submission the newest version that is published whole, in the order in which the lists came. */
export function newestVersions(keys: readonly string[]): string[] {
  const newest = new Map<string, { key: string; version: number }>();
  const there = new Set(keys);
  for (const key of keys) {
    const place = receiptPlace(key);
    // The workbook comes a moment after it.
    if (place === undefined || !there.has(receiptWorkbookKey(key))) continue;
    const folder = key.slice(0, key.lastIndexOf('/'));
    if ((newest.get(folder)?.version ?? 0) < place.version) newest.set(folder, { key, version: place.version });
  }
  // Submissions are named by when they were stored, so their names sort as they came.
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { key }]) => key);
}

/** The newest receipt of a unit in a period, whatever it says; undefined when it has sent nothing. */
export async function newestReceipt(
  { outbox }: Deployment,
  unit: UnitCode,
  period: Period,
): Promise<PublishedReceipt | undefined> {
  const key = newestVersions(await outbox.keys(`receipts/${period}/${unit}/`)).at(-1);
  return key === undefined ? undefined : { key, receipt: await outbox.json(key, receipt) };
}

/**
 * The newest receipt of one submission, or undefined when it is not published yet. A unit that nobody knows stands
 * apart.
 */
export async function receiptOf(
  { outbox }: { readonly outbox: Pick<Deployment['outbox'], 'keys' | 'json'> },
  unit: UnitCode,
  period: Period,
  id: string,
): Promise<PublishedReceipt | undefined> {
  for (const folder of [unit, 'unknown']) {
    const [key] = newestVersions(await outbox.keys(`receipts/${period}/${folder}/${id}/`));
    if (key !== undefined) return { key, receipt: await outbox.json(key, receipt) };
  }
  return undefined;
}

/** Saves the receipt's workbook, with the cells to mend marked, to a folder. @returns its path. */
export async function saveWorkbook(
  { outbox }: Deployment,
  { key, receipt: { unit, period } }: PublishedReceipt,
  folder: string,
): Promise<string> {
  const path = join(folder, `bien-nhan-${unit ?? 'khong-ro'}-${period ?? 'khong-ro'}.xlsx`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, await outbox.bytes(receiptWorkbookKey(key)));
  return path;
}

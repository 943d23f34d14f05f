import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../lambdas/domain/period.ts';
import { type Receipt, receipt } from '../lambdas/domain/receipt.ts';
import type { UnitCode } from '../lambdas/domain/unit.ts';
import type { Deployment } from './deployment.ts';

const NAME = 'receipt.json';

/** A receipt as it stands in the outbox. */
export interface PublishedReceipt {
  readonly key: string;
  readonly receipt: Receipt;
}

/** The newest receipt of a unit in a period, whatever it says; undefined when it has sent nothing. */
export async function newestReceipt(
  { outbox }: Deployment,
  unit: UnitCode,
  period: Period,
): Promise<PublishedReceipt | undefined> {
  // Submissions are named by when they were stored, so the last key is the newest.
  const key = (await outbox.keys(`receipts/${period}/${unit}/`))
    .filter((one) => one.endsWith(NAME))
    .sort()
    .at(-1);
  return key === undefined ? undefined : { key, receipt: await outbox.json(key, receipt) };
}

/** The receipt of one submission, or undefined when it is not published yet. A unit that nobody knows stands apart. */
export async function receiptOf(
  { outbox }: Deployment,
  unit: UnitCode,
  period: Period,
  id: string,
): Promise<PublishedReceipt | undefined> {
  for (const folder of [unit, 'unknown']) {
    const key = `receipts/${period}/${folder}/${id}/${NAME}`;
    const found = await outbox.jsonIfThere(key, receipt);
    if (found) return { key, receipt: found };
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
  await writeFile(path, await outbox.bytes(key.replace(NAME, 'receipt.xlsx')));
  return path;
}

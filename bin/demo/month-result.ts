import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Receipt, receipt } from '../../lambdas/domain/answers/receipt.ts';
import { type ControlTotal, controlTotal, controlTotalOf } from '../../lambdas/domain/control-total.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { Payment, RunId } from '../../lambdas/domain/payouts/payment.ts';
import { totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { type Manifest, manifest } from '../../lambdas/domain/payouts/payout-run.ts';
import {
  type Deferral,
  deferrals,
  isInstructionKey,
  releasedDeferralsKey,
  releasedManifestKey,
} from '../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { periodManifest } from '../../lambdas/domain/reports/publication-manifest.ts';
import { periodManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import { SHARDS } from '../../lambdas/domain/shard.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { harmlessCell } from '../../lambdas/formats/papers/harmless-cell.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { newestVersions } from '../month/published-receipts.ts';

/** Everything that a month came to, read back from what was published and from the payments table. */
export interface MonthResult {
  readonly receipts: readonly Receipt[];
  /** Of the run that paid; none when there was nobody to pay. */
  readonly manifest: Manifest | undefined;
  readonly payments: readonly Payment[];
  readonly deferrals: readonly Deferral[];
  readonly controlTotals: readonly ControlTotal[];
  readonly people: number;
  readonly published: readonly string[];
}

const settlement = z.object({ controlTotals: z.array(controlTotal).default([]) });

/** Copies all that was published to a folder, and reads from it what the month came to. */
export async function collectMonth(
  at: Deployment,
  month: Period,
  run: RunId | undefined,
  folder: string,
): Promise<MonthResult> {
  const keys = (await at.outbox.keys('')).sort();
  // A receipt has versions: the newest says all that is true now (ruling 16), so only that one is copied.
  const told = new Set(newestVersions(keys));
  // Of reports those of the newest publication, likewise.
  const publication = await at.outbox.jsonIfThere(periodManifestKey(month), periodManifest);
  const reports = new Set([periodManifestKey(month), ...(publication?.files ?? []).map(({ key }) => key)]);
  const isSaid = (key: string) =>
    key.startsWith('reports/')
      ? reports.has(key)
      : !key.startsWith('receipts/') || told.has(key.replace(/\.xlsx$/, '.json'));
  const published = keys.filter(isSaid);
  await inParallel(8, published, async (key) => {
    const file = join(folder, localPath(key));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await at.outbox.bytes(key));
  });
  const receipts = await inParallel(8, published.filter(isReceipt), (key) => at.outbox.json(key, receipt));
  const listed = run && (await at.outbox.json(releasedManifestKey(run), manifest));
  const postponed = listed
    ? await inParallel(8, listed.byUnit, ({ unit }) =>
        at.outbox.json(releasedDeferralsKey(listed.run, unit), deferrals),
      )
    : [];
  const payments = (
    await inParallel(8, Array(SHARDS).keys(), (shard) => Array.fromAsync(at.payments.ofShard(month, shard)))
  ).flat();
  const settled = published.filter((key) => key.startsWith(`settlements/${month}/`));
  const afterwards = [
    ...(await inParallel(4, settled, (key) => at.outbox.json(key, settlement))),
    ...(publication === undefined ? [] : [publication]),
  ].flatMap((part) => part.controlTotals);
  return {
    receipts,
    manifest: listed,
    payments,
    deferrals: postponed.flatMap((unit) => unit.deferrals),
    people: distinctPeople(receipts),
    controlTotals: [...receiptTotals(receipts), ...(listed?.controlTotals ?? []), ...newest(afterwards)],
    published,
  };
}

/** One line per payment or deferral (contract *Own month*). `amount` is what is to be paid, arrears included. */
export async function writePaymentsCsv(result: MonthResult, file: string): Promise<void> {
  const lines = [
    ...result.payments.map((one) => [
      one.reference,
      one.unit,
      one.person,
      one.programme,
      totalOf(one),
      one.channel,
      one.provider,
      one.state,
      one.reasonCode ?? '',
    ]),
    ...result.deferrals.map((one) => [
      '',
      one.unit,
      one.person ?? '',
      one.programme ?? '',
      one.amount,
      '',
      '',
      'deferred',
      one.reason,
    ]),
  ];
  const header = 'reference,unit,person,programme,amount,channel,provider,state,reason';
  await writeFile(file, `${[header, ...lines.map((cells) => cells.map(csvCell).join(','))].join('\n')}\n`);
}

function csvCell(value: string | number): string {
  const text = typeof value === 'string' ? harmlessCell(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Receipts and reports of the contract lie under `receipts/{unit}/` and `reports/{unit}/`; all else under its own key. */
function localPath(key: string): string {
  const [root, , ...rest] = key.split('/');
  if (root === 'reports') return [root, ...rest.slice(-2)].join('/');
  if (root !== 'receipts') return key;
  return [root, ...rest].join('/').replace(/^(receipts\/[^/]+)\/([^/]+)\/receipt(-\d+)?\./, '$1/$2-receipt.');
}

function isReceipt(key: string): boolean {
  return key.startsWith('receipts/') && key.endsWith('.json');
}

/** Distinct people on the lists; a row without a usable id is a person of its own (ruling 14). */
function distinctPeople(receipts: readonly Receipt[]): number {
  const people = new Set<string>();
  for (const { unit, submission, rows } of receipts) {
    for (const { sheet, row, outcome, values } of rows) {
      if (values?.personalId) people.add(values.personalId);
      else if (outcome !== 'rejected') people.add(`${unit}|${submission?.id}|${sheet}|${row}`);
    }
  }
  return people.size;
}

function receiptTotals(receipts: readonly Receipt[]): ControlTotal[] {
  return receipts
    .filter(({ outcome }) => outcome !== 'refused')
    .flatMap(({ unit, totals: { read, accepted, held, rejected } }) => [
      controlTotalOf(
        `${unit}: số dòng đọc được = chấp nhận + tạm giữ + từ chối`,
        read.rows,
        accepted.rows + held.rows + rejected.rows,
      ),
      controlTotalOf(
        `${unit}: số tiền đọc được = chấp nhận + tạm giữ + từ chối`,
        read.amount,
        accepted.amount + held.amount + rejected.amount,
      ),
    ]);
}

/** Books are printed after every result file; the last word on each total counts. */
function newest(totals: readonly ControlTotal[]): ControlTotal[] {
  return [...new Map(totals.map((total) => [total.name, total])).values()];
}

/** Which files a person would open first, as paths under the folder. */
export function firstToOpen(result: MonthResult, topUnit: string | UnitCode | undefined): string[] {
  const find = (test: (key: string) => boolean) => result.published.filter(test).slice(0, 1);
  return [
    ...find((key) => key.startsWith('receipts/') && key.endsWith('.xlsx')),
    ...find((key) => key.startsWith('payouts/') && key.includes('/vnpost/') && isInstructionKey(key)),
    ...find((key) => key.startsWith('payouts/') && key.endsWith('.xml')),
    ...find((key) => key.startsWith('reports/') && key.endsWith(`${topUnit ?? ''}/index.html`)),
    ...find((key) => key.startsWith('reports/') && key.endsWith(`${topUnit ?? ''}/form-1.xlsx`)),
  ].map(localPath);
}

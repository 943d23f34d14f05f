import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { newestVersions } from '../../bin/month/published-receipts.ts';
import { type Receipt, receipt } from '../../lambdas/domain/answers/receipt.ts';
import { booksKey, books as booksSchema } from '../../lambdas/domain/closing/books.ts';
import { type ControlTotal, controlTotal } from '../../lambdas/domain/control-total.ts';
import { type Payment, totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { manifest } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { periodManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import type { SampleMonth } from '../../samples/sample-month.ts';
import { readBack } from '../support/local-books.ts';
import { type LocalCloud, paymentsOf } from '../support/local-month.ts';

const withTotals = z.object({ controlTotals: z.array(controlTotal) });
/** An answer that was turned down as a whole has nothing to add up, and says why. */
const settlement = z.union([withTotals, z.object({ refused: z.object({ code: z.string() }) })]);

/** What a month came to, bare of its own name, so that months compare. */
export interface Evidence {
  /** Each row of the units' newest receipts of lists that could be read, and what became of it. */
  readonly rows: readonly string[];
  /** Who was paid what, by whom, through whom. */
  readonly payments: readonly string[];
}

/**
 * Reads a closed month back and throws where something does not hold: every control total of its manifests, settlements,
 * reports and books; every row of every list answered; each payment in exactly one line of the published files, read by
 * a program of other hands; nobody paid twice; everything that was instructed paid, and nothing outstanding.
 */
export async function evidenceOf(
  cloud: LocalCloud,
  month: Period,
  { units, truth }: Pick<SampleMonth, 'units' | 'truth'>,
): Promise<Evidence> {
  // Two communes list them: whichever list is read first pays them, and that is nobody's to say here.
  const contested = truth.rows.filter(({ expected }) => expected === 'contested');
  const isContested = (unit: string | undefined, sheet: string | null, row: number) =>
    contested.some((one) => one.unit === unit && one.sheet === sheet && one.row === row);
  const receipts = await Promise.all(units.map((unit) => newestOfRead(cloud, unit, month)));
  const rows = receipts.flatMap((found, index) => {
    assert(found, `${units[index]} has a receipt`);
    const { read, accepted, held, rejected } = found.totals;
    assert.equal(accepted.rows + held.rows + rejected.rows, read.rows, 'every row is answered');
    assert.equal(accepted.amount + held.amount + rejected.amount, read.amount, 'every đồng on the list is answered');
    return found.rows
      .filter(({ sheet, row }) => !isContested(units[index], sheet, row))
      .map(({ sheet, row, outcome }) => `${units[index]} ${sheet} ${row} ${outcome}`);
  });
  for (const { name, left, right, holds } of await totalsOf(cloud, month)) assert(holds, `${name}: ${left} ≠ ${right}`);
  const payments = await paymentsOf(cloud, month);
  await mustStandInFilesOnce(cloud, month, payments);
  mustBePaidOnce(payments);
  const elsewhere = new Set<string | null>(contested.map(({ personalId }) => personalId));
  return { rows, payments: payments.map((payment) => factsOf(payment, elsewhere.has(payment.person))).sort() };
}

/** A unit's newest receipt of a list that could be read: one that was refused says nothing about people. */
async function newestOfRead({ at }: LocalCloud, unit: string, month: Period): Promise<Receipt | undefined> {
  const keys = newestVersions(await at.outbox.keys(`receipts/${month}/${unitCode.parse(unit)}/`));
  const receipts = await Promise.all(keys.map((key) => at.outbox.json(key, receipt)));
  return receipts.findLast(({ outcome }) => outcome !== 'refused');
}

/** Every control total that the month's manifests, settlements, reports and books print. */
async function totalsOf({ at: { outbox, runs } }: LocalCloud, month: Period): Promise<ControlTotal[]> {
  const released = (await runs.ofPeriod(month)).filter(({ status }) => status === 'released' || status === 'settled');
  const books = await outbox.json(booksKey(month), booksSchema);
  assert(books.isClosed, 'the books are closed');
  for (const { provider, closing } of books.balance) assert.equal(closing, 0, `nothing is left at ${provider}`);
  const keys = [...released.map(({ run }) => releasedManifestKey(run)), periodManifestKey(month)];
  const answers = await outbox.keys(`settlements/${month}/`);
  const settled = await Promise.all(answers.map((key) => outbox.json(key, settlement)));
  const parts = await Promise.all(keys.map((key) => outbox.json(key, withTotals)));
  const applied = settled.flatMap((answer) => ('refused' in answer ? [] : answer));
  assert(applied.length > 0, 'there are answers that were applied');
  const totals = [...parts, ...applied, books].flatMap(({ controlTotals }) => controlTotals);
  assert(totals.length > 10, 'there are control totals');
  return totals;
}

async function mustStandInFilesOnce(cloud: LocalCloud, month: Period, payments: readonly Payment[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-chaos-'));
  try {
    const runs = (await cloud.at.runs.ofPeriod(month)).map(({ run }) => run);
    const published = [];
    for (const run of runs) {
      if (!(await cloud.at.outbox.jsonIfThere(releasedManifestKey(run), manifest))) continue;
      const { differences, instructions } = await readBack(cloud, run, folder);
      assert.deepEqual(differences, [], 'the files say what the manifest says');
      published.push(...instructions.map(({ reference, money }) => `${reference} ${money}`));
    }
    const inTable = payments.map((payment) => `${payment.reference} ${totalOf(payment)}`);
    assert.deepEqual(published.toSorted(), inTable.toSorted(), 'each payment stands in exactly one line of the files');
  } finally {
    await rm(folder, { recursive: true });
  }
}

function mustBePaidOnce(payments: readonly Payment[]): void {
  assert(payments.length > 20, 'there are payments');
  const paid = new Set<string>();
  for (const { person, programme, state } of payments) {
    assert.equal(state, 'paid', 'everybody who was instructed is paid');
    const key = `${person} ${programme}`;
    assert(!paid.has(key), 'nobody is paid twice');
    paid.add(key);
  }
}

function factsOf(payment: Payment, isContested: boolean): string {
  const { person, programme, unit, channel, provider } = payment;
  return [person, programme, isContested ? 'either' : unit, totalOf(payment), channel, provider].join(' ');
}

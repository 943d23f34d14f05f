import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EntitlementsTable, linesIn } from '../../lambdas/adapters/entitlements-table.ts';
import { PaymentsTable } from '../../lambdas/adapters/payments-table.ts';
import { countPayments } from '../../lambdas/count-payments/count-payments.ts';
import { countRolls } from '../../lambdas/count-rolls/count-rolls.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { payoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { referenceData } from '../../lambdas/domain/reference-data.ts';
import { publicationRef, sliceRef } from '../../lambdas/domain/reports/report-objects.ts';
import { rollPointer, submission } from '../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { planReports } from '../../lambdas/plan-reports/plan-reports.ts';
import { publishManifest } from '../../lambdas/publish-manifest/publish-manifest.ts';
import { renderReports } from '../../lambdas/render-reports/render-reports.ts';
import { REPORTS, SCHEMAS } from '../../lambdas/render-reports/report-catalogue.ts';
import { rollUpFigures } from '../../lambdas/roll-up-figures/roll-up-figures.ts';
import { unitsPerBatch } from './deployed-sizes.ts';
import { FolderObjects } from './folder-objects.ts';
import { FolderStore, linesOf, textsIn } from './folder-store.ts';
import { type Done, reportTask } from './report-tasks.ts';
import { ApprovedManifest, runOf, settledDistrict, settledProvince, settledUnits } from './settled-month.ts';
import { ownPeakMemoryMiB } from './tell-reading.ts';

/**
 * A process that does what it is told of a publication, as one warm function after the other would:
 * `node measure-reports.ts FOLDER PUBLICATION`, then a task in each message. The folder holds the settled tables; each
 * publication has a work bucket and an outbox of its own beside them.
 */
const [folder = '', name = ''] = process.argv.slice(2);

const ROLLS = 'entitlements';
const PAYMENTS = 'payments';
const store = new FolderStore(join(folder, 'tables'));
const rolls = new EntitlementsTable(store, ROLLS);
const payments = new PaymentsTable(store, PAYMENTS);
const work = new FolderObjects(join(folder, name, 'work'));
const outbox = new FolderObjects(join(folder, name, 'outbox'));

/** As cdk.json has them, and lib/tasks for what is rendered: its slices are read with all figures. */
const UNITS_PER_RENDERING = 4 * unitsPerBatch;
const SHARD_RANGES = 2;

/** What the small tables hold: some rows for each unit. */
const smallTables = z.object({
  period,
  pointers: z.array(rollPointer),
  lists: z.array(submission),
  run: payoutRun,
  data: referenceData,
});
const smallFile = join(folder, 'small-tables.json');

/** Fills the tables. The two rolls and the payments of everybody go through the adapters, as they are stored. */
async function lay({ people, communes }: { people: number; communes: number | null }): Promise<number> {
  const month = communes === null ? settledDistrict(people) : settledProvince(people, communes);
  const small: z.infer<typeof smallTables> = { ...month, pointers: [], lists: [], run: runOf(month) };
  const approved = new ApprovedManifest(month);
  let laid = 0;
  for (const unit of settledUnits(month)) {
    await rolls.putAll([...unit.linesBefore, ...unit.lines]);
    await payments.draftAll(unit.payments);
    small.pointers.push(unit.before, unit.pointer);
    small.lists.push(unit.list);
    approved.add(unit);
    laid += unit.payments.length;
  }
  await outbox.putJson(releasedManifestKey(small.run.run), approved.content());
  await writeFile(smallFile, JSON.stringify(small));
  return laid;
}

async function openTables() {
  const {
    pointers,
    lists,
    run,
    data,
    period: month,
  } = smallTables.parse(JSON.parse(await readFile(smallFile, 'utf8')));
  const reference = { version: 'bench', data };
  const of = (unit: UnitCode, isIn: (month: Period) => boolean) =>
    pointers.find((one) => one.unit === unit && isIn(one.period));
  return {
    period: month,
    ports: {
      work,
      outbox,
      rolls,
      payments,
      references: { current: async () => reference, version: async () => reference },
      runs: { ofPeriod: async (asked: Period) => (asked === run.period ? [run] : []), periods: async () => [] },
      exceptions: { ofPeriod: async () => [] },
      clock: { now: async () => new Date(`${month}-15T03:00:00Z`) },
      submissions: {
        rolls: async (units: readonly UnitCode[], asked: Period) =>
          units.flatMap((unit) => of(unit, (one) => one === asked) ?? []),
        rollBefore: async (unit: UnitCode, asked: Period) => of(unit, (one) => one < asked),
        ofUnit: async (unit: UnitCode) => lists.filter((one) => one.unit === unit),
      },
    },
  };
}

async function opened() {
  tables ??= openTables();
  return tables;
}
let tables: ReturnType<typeof openTables> | undefined;

async function plan(): Promise<object> {
  const { ports, period: month } = await opened();
  const request = { period: month, occasion: 'monthly' } as const;
  const sizes = { unitsPerBatch, shardRanges: SHARD_RANGES };
  return planReports(ports, request, name, sizes);
}

/** The least that counting must do: read every line and every payment once, and parse its text. */
async function readItems(table: string, half: number): Promise<number> {
  let items = 0;
  for (const [index, file] of (await readdir(join(folder, 'tables', table))).sort().entries()) {
    if (index % 2 !== half) continue;
    for (const line of await linesOf(join(folder, 'tables', table, file))) {
      const { page, payment = '' } = textsIn(line);
      if (page === undefined) JSON.parse(payment);
      items += page === undefined ? 1 : linesIn(page).length;
    }
  }
  return items;
}

/** The published files of one half, in memory: what the least work writes once more. */
async function publishedFiles(half: number): Promise<{ key: string; bytes: Uint8Array }[]> {
  const keys = (await outbox.keys('reports/')).filter((_, index) => index % 2 === half);
  return inParallel(4, keys, async (key) => ({ key, bytes: await readFile(join(folder, name, 'outbox', key)) }));
}

/** Does a task. What must be there before the work begins is not counted in its seconds. */
async function perform(message: unknown): Promise<Done> {
  const wanted = reportTask.parse(message);
  switch (wanted.task) {
    case 'open':
      return timed(async () => (await opened()).period);
    case 'lay':
      return timed(() => lay(wanted));
    case 'plan':
      return timed(plan);
    case 'count-rolls':
      return timed(async () => countRolls((await opened()).ports, sliceRef.parse(wanted.slice)));
    case 'count-payments':
      return timed(async () => countPayments((await opened()).ports, sliceRef.parse(wanted.slice)));
    case 'roll-up':
      return timed(async () =>
        rollUpFigures((await opened()).ports, publicationRef.parse(wanted.ref), wanted.counted, UNITS_PER_RENDERING),
      );
    case 'render':
      return timed(async () => renderReports((await opened()).ports, sliceRef.parse(wanted.slice), REPORTS, SCHEMAS));
    case 'manifest':
      return timed(async () =>
        publishManifest((await opened()).ports, publicationRef.parse(wanted.ref), wanted.slices),
      );
    case 'read-rolls':
      return timed(() => readItems(ROLLS, wanted.half));
    case 'read-payments':
      return timed(() => readItems(PAYMENTS, wanted.half));
    case 'write-files': {
      const files = await publishedFiles(wanted.half);
      const floor = new FolderObjects(join(folder, name, 'floor'));
      return timed(async () => {
        for (const { key, bytes } of files) await floor.put(key, bytes);
        return files.length;
      });
    }
    case 'memory':
      return timed(async () => ownPeakMemoryMiB());
  }
}

async function timed(of: () => Promise<unknown>): Promise<Done> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const output = await of();
  const { user, system } = process.cpuUsage(before);
  return { output, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

process.on('message', (message) => {
  perform(message).then(
    (done) => process.send?.(done),
    (error: Error) => process.send?.({ failed: `${error.name}: ${error.message}` }),
  );
});

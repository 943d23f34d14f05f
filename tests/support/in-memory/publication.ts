import { countPayments } from '../../../lambdas/count-payments/count-payments.ts';
import { countRolls } from '../../../lambdas/count-rolls/count-rolls.ts';
import type { Report, ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import type { PublicationRef, SliceRef } from '../../../lambdas/domain/reports/report-objects.ts';
import {
  type Planned,
  type Ports as PlanPorts,
  planReports,
  reportRequest,
} from '../../../lambdas/plan-reports/plan-reports.ts';
import { publishManifest } from '../../../lambdas/publish-manifest/publish-manifest.ts';
import { renderReports } from '../../../lambdas/render-reports/render-reports.ts';
import { rollUpFigures } from '../../../lambdas/roll-up-figures/roll-up-figures.ts';
import type { Province } from './province.ts';

/*
 * The tasks of publish-reports in the order in which the machine calls them.
 */

export type Wish = { period?: string; occasion?: string };
type PlannedPublication = Extract<Planned, { outcome: 'planned' }>;

export function plan(ports: PlanPorts, wish: Wish, execution = 'execution-1'): Promise<Planned> {
  return planReports(ports, reportRequest.parse(wish), execution, { unitsPerBatch: 10, shardRanges: 2 });
}

/** Plans a publication, and insists that there is something to publish. */
export async function planned(province: Province, wish: Wish, execution?: string): Promise<PlannedPublication> {
  const made = await plan(province, wish, execution);
  if (made.outcome !== 'planned') throw new Error(`Nothing is planned: ${made.outcome}`);
  return made;
}

/** Counts what was planned, and puts every unit's reports into the outbox. @returns the slices that were rendered. */
export async function render(
  province: Province,
  { period, publication, batches, shardRanges }: PlannedPublication,
  reports: readonly Report[],
): Promise<SliceRef[]> {
  for (const slice of batches) await countRolls(province, slice);
  for (const slice of shardRanges) await countPayments(province, slice);
  const counted = { rolls: batches, payments: shardRanges };
  const rolledUp = await rollUpFigures(province, { period, publication }, counted, 10);
  for (const slice of rolledUp.batches) await renderReports(province, slice, reports, []);
  return rolledUp.batches;
}

/** Publishes from beginning to end. */
export async function publish(
  province: Province,
  wish: Wish,
  { reports = [SUMMARY], execution }: { reports?: readonly Report[]; execution?: string } = {},
): Promise<PublicationRef & Awaited<ReturnType<typeof publishManifest>>> {
  const made = await planned(province, wish, execution);
  const slices = await render(province, made, reports);
  const { period, publication } = made;
  return { period, publication, ...(await publishManifest(province, { period, publication }, slices)) };
}

/** The plainest report: how many people there are, and when they were counted. */
export const SUMMARY: Report = async ({ own, asOf }) => [
  {
    file: 'summary.json',
    contentType: 'application/json',
    body: new TextEncoder().encode(JSON.stringify({ unit: own.unit.code, people: own.figures.distinctPeople, asOf })),
  },
];

/** A report that keeps what it was made of, for whoever asks. */
export function keepingInputs(): { report: Report; inputs: Map<string, ReportInput> } {
  const inputs = new Map<string, ReportInput>();
  return {
    inputs,
    report: async (input) => {
      inputs.set(input.own.unit.code, input);
      return [];
    },
  };
}

import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { runId } from '../payouts/payment.ts';
import { peopleAndAmount } from '../payouts/payout-run.ts';
import { day, type Period, period } from '../period.ts';
import { rollRevision } from '../rolls/submission.ts';
import { exceptionCode } from '../settlement/payment-exception.ts';
import { slicesOf } from '../slices.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { countedPayment } from './counted-rows.ts';
import { reportOccasion } from './progress.ts';
import { reportTotal } from './report-totals.ts';
import { rowsAndAmount, unitControls } from './unit-controls.ts';
import { unitFigures } from './unit-figures.ts';

/*
 * What the tasks of a publication leave for each other in the work bucket. All of it can be counted again.
 */

/** A publication of a period's reports; its name sorts by when it was begun. */
export const publicationRef = z.object({ period, publication: z.string().regex(/^\d{8}T\d{6}Z-[a-z0-9]{1,16}$/) });
export type PublicationRef = z.infer<typeof publicationRef>;

/** A slice of the units, or of the shards, or of the units that get forms: what an item of a map carries. */
export const sliceRef = publicationRef.extend({
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
});
export type SliceRef = z.infer<typeof sliceRef>;

/** What an execution of publish-reports set out to do, and when: written by its first try. */
export const begunPublication = publicationRef.extend({ occasion: reportOccasion, publishedAt: z.iso.datetime() });

/** What a publication counts and stands on: pinned once, so that every try makes the same. */
export const reportPlan = z.object({
  occasion: reportOccasion,
  publishedAt: z.iso.datetime(),
  /** The day in Viet Nam of `publishedAt`. */
  asOf: day,
  referenceVersion: z.string(),
  /** Released runs since 1 January: what was paid was paid by these. */
  runs: z.array(runId),
  /** Units that are asked for a list and have sent none, by code. */
  withoutList: z.array(unitCode),
  /** Earlier publications that progress is compared with: of the month before, and last on the same occasion. */
  before: z.object({ lastMonth: publicationRef.nullable(), lastOfOccasion: publicationRef.nullable() }),
  /** The months since 1 January in which there may be payments. */
  months: z.array(period),
  /** Those of them that are closed, and by which closing: a reopened month is closed by another one. */
  closings: z.array(z.object({ period, closing: z.string() })).default([]),
  /** The rolls as they stand now, and the one before each, which tells who joined. */
  rolls: z.array(
    z.object({
      unit: unitCode,
      revision: rollRevision,
      before: z.object({ period, revision: rollRevision }).nullable(),
      /** Last month's, carried over. */
      rolledForward: z.boolean(),
      /** Its rows and whole đồng, as they were closed: what is read must be that. */
      recorded: rowsAndAmount,
    }),
  ),
  /** Every other unit that is valid in the period, by code: there may be lists of it that were refused. */
  unitsWithoutRoll: z.array(unitCode),
});
export type ReportPlan = z.infer<typeof reportPlan>;

/** What the payments of a closed month in one shard say to a count. They stay as they are until somebody reopens it. */
export const countedMonth = z.object({ payments: z.array(countedPayment) });

/** Figures of some units, and what their lists were like. A unit may stand in several parts: they are added. */
export const figureParts = z.object({
  parts: z.array(unitFigures),
  /** Of those that may send lists; payments have none. */
  controls: z.array(unitControls),
});
export type FigureParts = z.infer<typeof figureParts>;

/** Everything that is printed: every unit with its figures, those above the communes included, by code. */
export const rolledUpFigures = z.object({
  units: z.array(unitFigures),
  /** Of the units that may send lists, by code: those without a list and without a roll too. */
  controls: z.array(unitControls),
  /** Units whose superior is not in the units file: their figures are on their own forms and on no other. */
  unplaced: z.array(unitCode),
  controlTotals: z.array(reportTotal),
});
export type RolledUpFigures = z.infer<typeof rolledUpFigures>;

/** What was published elsewhere about the month, as it stood when the publication was planned. */
export const monthChecks = z.object({
  /** What two people approved, of each released run of the month: the roll as cut off, and what was made of it. */
  runs: z.array(
    z.object({
      run: runId,
      byUnit: z.array(
        z.object({ unit: unitCode, payable: peopleAndAmount, instructed: peopleAndAmount, deferred: peopleAndAmount }),
      ),
    }),
  ),
  /** The other identities of runs, answers and books, all of the whole month. */
  totals: z.array(controlTotal.extend({ from: z.string() })),
  /** Exceptions that wait for a person; null is of no unit. */
  exceptions: z.array(z.object({ unit: unitCode.nullable(), code: exceptionCode, open: z.number().int().positive() })),
});
export type MonthChecks = z.infer<typeof monthChecks>;

/** A published file: its key in the outbox, SHA-256 and bytes. */
export const publishedFile = z.object({
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
});
export type PublishedFile = z.infer<typeof publishedFile>;
export const renderedFiles = z.object({ files: z.array(publishedFile) });

const folder = ({ period: month, publication }: PublicationRef) => `reports/${month}/${publication}`;
export const begunKey = (execution: string) => `reports/begun/${execution}.json.gz`;
export const planKey = (ref: PublicationRef) => `${folder(ref)}/plan.json.gz`;
export const rollFiguresKey = (ref: SliceRef) => `${folder(ref)}/rolls/${ref.from}.json.gz`;
export const paidFiguresKey = (ref: SliceRef) => `${folder(ref)}/paid/${ref.from}.json.gz`;
/** Of no publication: the next one reads it too. */
export const countedMonthKey = (month: Period, closing: string, shard: number) =>
  `reports/counted/${month}/${closing}/${shard}.json.gz`;
export const monthChecksKey = (ref: PublicationRef) => `${folder(ref)}/checks.json.gz`;
export const figuresKey = (ref: PublicationRef) => `${folder(ref)}/figures.json.gz`;
export const renderedKey = (ref: SliceRef) => `${folder(ref)}/rendered/${ref.from}.json.gz`;

/** Where a unit's report stands in the outbox. Every publication has a folder of its own, and leaves the others alone. */
export const reportKey = (ref: PublicationRef, unit: UnitCode, file: string) => `${folder(ref)}/${unit}/${file}`;
export const schemaKey = (ref: PublicationRef, file: string) => `${folder(ref)}/schemas/${file}`;
export const publicationManifestKey = (ref: PublicationRef) => `${folder(ref)}/manifest.json`;
/** The newest publication's manifest, and which versions there are. */
export const periodManifestKey = (month: Period) => `reports/${month}/manifest.json`;

/** `count` things of a publication in slices of `size` or more. */
export function publicationSlices(ref: PublicationRef, count: number, size: number): SliceRef[] {
  return slicesOf(count, size).map((slice) => ({ ...ref, ...slice }));
}

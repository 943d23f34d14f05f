import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { period } from '../period.ts';
import { rollRevision } from '../submission.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { unitFigures } from './unit-figures.ts';

/*
 * What the tasks of a publication leave for each other in the work bucket. All of it can be counted again.
 */

/** A publication of a period's reports; its name sorts by when it was planned. */
export const publicationRef = z.object({ period, publication: z.string().regex(/^\d{8}T\d{6}Z-[a-z0-9]{1,16}$/) });
export type PublicationRef = z.infer<typeof publicationRef>;

/** A slice of the units, or of the shards, or of the units that get forms: what an item of a map carries. */
export const sliceRef = publicationRef.extend({
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
});
export type SliceRef = z.infer<typeof sliceRef>;

export const reportPlan = z.object({
  publishedAt: z.iso.datetime(),
  referenceVersion: z.string(),
  /** The months since 1 January in which there may be payments. */
  months: z.array(period),
  /** The rolls as they stand now, and the one before each, which tells who joined. */
  rolls: z.array(
    z.object({
      unit: unitCode,
      revision: rollRevision,
      before: z.object({ period, revision: rollRevision }).nullable(),
    }),
  ),
});
export type ReportPlan = z.infer<typeof reportPlan>;

/** Figures of some units. A unit may stand in several parts: they are added. */
export const figureParts = z.object({ parts: z.array(unitFigures) });
export type FigureParts = z.infer<typeof figureParts>;

/** Everything that is printed: every unit with its figures, those above the communes included. */
export const rolledUpFigures = z.object({
  units: z.array(unitFigures),
  /** Units whose superior is not in the units file: their figures are on their own forms and on no other. */
  unplaced: z.array(unitCode),
  controlTotals: z.array(controlTotal),
});
export type RolledUpFigures = z.infer<typeof rolledUpFigures>;

const renderedFile = z.object({ key: z.string(), sha256: z.string().length(64) });
export type RenderedFile = z.infer<typeof renderedFile>;
export const renderedFiles = z.object({ files: z.array(renderedFile) });

const folder = ({ period: month, publication }: PublicationRef) => `reports/${month}/${publication}`;
export const planKey = (ref: PublicationRef) => `${folder(ref)}/plan.json.gz`;
export const rollFiguresKey = (ref: SliceRef) => `${folder(ref)}/rolls/${ref.from}.json.gz`;
export const paidFiguresKey = (ref: SliceRef) => `${folder(ref)}/paid/${ref.from}.json.gz`;
export const figuresKey = (ref: PublicationRef) => `${folder(ref)}/figures.json.gz`;
export const renderedKey = (ref: SliceRef) => `${folder(ref)}/rendered/${ref.from}.json.gz`;

/** Where a unit's report stands in the outbox; versions of the object keep what was published before. */
export const reportKey = (month: string, unit: UnitCode, name: string) => `reports/${month}/${unit}/${name}`;
export const reportManifestKey = (month: string) => `reports/${month}/manifest.json`;

/** `count` things in slices of `size`. */
export function slicesOf(ref: PublicationRef, count: number, size: number): SliceRef[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
    ...ref,
    from: index * size,
    to: Math.min((index + 1) * size, count),
  }));
}

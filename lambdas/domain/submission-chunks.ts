import { z } from 'zod';
import { reconciledRow } from './entitlement.ts';
import { checkedRow } from './list-row.ts';
import { period } from './period.ts';
import { columnReading, rowsAndAmount } from './receipt.ts';
import { type SubmissionId, submissionId } from './submission.ts';
import { type UnitCode, unitCode } from './unit.ts';

/*
 * What the tasks of an intake leave for each other in the work bucket. All of it can be made again from the list.
 */

/** Which submission a task is about: what a state carries. */
export const submissionRef = z.object({ unit: unitCode, period, id: submissionId });
export type SubmissionRef = z.infer<typeof submissionRef>;

/** Which chunk of it: what an item of a map carries. */
export const chunkRef = submissionRef.extend({ chunk: z.number().int().nonnegative() });
export type ChunkRef = z.infer<typeof chunkRef>;

/** Rows as they were read; `start` is the position of the first among all rows of the submission. */
export const checkedChunk = z.object({ start: z.number().int().nonnegative(), rows: z.array(checkedRow) });
export type CheckedChunk = z.infer<typeof checkedChunk>;

export const reconciledChunk = z.object({ rows: z.array(reconciledRow) });
export type ReconciledChunk = z.infer<typeof reconciledChunk>;

/** What reading found, before anybody else was asked: the left side of the list's control total. */
export const readSummary = z.object({
  chunks: z.number().int().nonnegative(),
  read: rowsAndAmount,
  columns: z.array(columnReading),
});
export type ReadSummary = z.infer<typeof readSummary>;

const folder = ({ unit, period: month, id }: { unit: UnitCode; period: string; id: SubmissionId }) =>
  `submissions/${month}/${unit}/${id}`;

export const summaryKey = (ref: SubmissionRef) => `${folder(ref)}/summary.json.gz`;
export const checkedKey = (ref: ChunkRef) => `${folder(ref)}/checked-${ref.chunk}.json.gz`;
export const reconciledKey = (ref: ChunkRef) => `${folder(ref)}/reconciled-${ref.chunk}.json.gz`;

/** References to all chunks of a submission, in order. */
export function chunkRefs({ unit, period: month, id }: SubmissionRef, chunks: number): ChunkRef[] {
  return Array.from({ length: chunks }, (_, chunk) => ({ unit, period: month, id, chunk }));
}

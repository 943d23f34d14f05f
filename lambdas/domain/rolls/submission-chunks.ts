import { z } from 'zod';
import { listPurpose } from '../list-purpose.ts';
import { columnReading, fileReading, listKind, listNote, rowsAndAmount } from '../lists/list-facts.ts';
import { checkedRow } from '../lists/list-row.ts';
import { period } from '../period.ts';
import { personalId } from '../person.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { reconciledRow } from './entitlement.ts';
import { rollComparison } from './roll-comparison.ts';
import { type SubmissionId, submissionId } from './submission.ts';

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
  kind: listKind,
  purpose: listPurpose,
  /** Null of a roll that was carried over. */
  file: fileReading.nullable(),
  notes: z.array(listNote),
  /** Of a change list: the lists of the roll that it was read against, those that came before it. */
  readAgainst: z.array(submissionId).default([]),
});
export type ReadSummary = z.infer<typeof readSummary>;

/**
 * What closing found, for the answers: the month beside the one before, why an officer must confirm the list, and
 * about whom other units may have to be told: people whose claim was given back, or who are listed elsewhere too.
 */
export const closingReport = z.object({
  monthOnMonth: rollComparison.nullable(),
  confirmationReasons: z.array(listNote),
  contested: z.array(personalId),
});
export type ClosingReport = z.infer<typeof closingReport>;

const folder = ({ unit, period: month, id }: { unit: UnitCode; period: string; id: SubmissionId }) =>
  `submissions/${month}/${unit}/${id}`;

export const summaryKey = (ref: SubmissionRef) => `${folder(ref)}/summary.json.gz`;
export const checkedKey = (ref: ChunkRef) => `${folder(ref)}/checked-${ref.chunk}.json.gz`;
/**
 * The rows of a change list as they meet the roll: under a key of their own, so that nobody who reads the list again
 * puts rows that have not met it where they are just being reconciled.
 */
export const metKey = (ref: ChunkRef) => `${folder(ref)}/met-${ref.chunk}.json.gz`;
export const reconciledKey = (ref: ChunkRef) => `${folder(ref)}/reconciled-${ref.chunk}.json.gz`;

export const closingKey = (ref: SubmissionRef) => `${folder(ref)}/closing.json.gz`;

/** References to all chunks of a submission, in order. */
export function chunkRefs({ unit, period: month, id }: SubmissionRef, chunks: number): ChunkRef[] {
  return Array.from({ length: chunks }, (_, chunk) => ({ unit, period: month, id, chunk }));
}

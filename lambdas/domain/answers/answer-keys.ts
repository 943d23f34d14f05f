import type { Period } from '../period.ts';
import type { SubmissionId } from '../rolls/submission.ts';
import type { UnitCode } from '../unit.ts';
import type { WorklistKind } from './worklist.ts';

/*
 * Where the answers to a unit stand in the outbox.
 */

/**
 * A receipt's JSON. The first version keeps the plain name; later ones bear their number (ruling 16). A list whose path
 * names no unit, or no period, is answered under `unknown`.
 */
export function receiptJsonKey(
  { unit, period, id }: { unit: UnitCode | null; period: Period | null; id: SubmissionId },
  version: number,
): string {
  return `receipts/${period ?? 'unknown'}/${unit ?? 'unknown'}/${id}/receipt${version === 1 ? '' : `-${version}`}.json`;
}

/** The workbook beside a receipt's JSON. */
export function receiptWorkbookKey(jsonKey: string): string {
  return jsonKey.replace(/\.json$/, '.xlsx');
}

export const worklistsKey = (unit: UnitCode, month: Period) => `worklists/${month}/${unit}/worklists.json`;
export const worklistKey = (unit: UnitCode, month: Period, kind: WorklistKind) =>
  `worklists/${month}/${unit}/${kind}.xlsx`;

/** The unit's roll after cleaning; an emergency roll stands beside the regular one. */
export function cleanedListKey(
  unit: UnitCode,
  month: Period,
  purpose: 'regular' | 'emergency',
  format: 'xlsx' | 'csv',
): string {
  return `rolls/${month}/${unit}/${purpose === 'regular' ? 'cleaned-list' : 'cleaned-emergency-list'}.${format}`;
}

/** Under which the feeds of all units stand. */
export const accountFeedsPrefix = (month: Period) => `feeds/${month}/accounts/`;
export const accountFeedKey = (unit: UnitCode, month: Period, format: 'csv' | 'json') =>
  `${accountFeedsPrefix(month)}${unit}.${format}`;

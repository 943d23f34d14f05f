import type { Entitlement, ReconciledRow } from '../rolls/entitlement.ts';
import type { SubmissionId } from '../rolls/submission.ts';

/**
 * The rows of a list as they stand now. A row that a line of the unit's roll comes from says what that line says, since
 * a conflict may have been settled or a death learnt since the list was read (ruling 16); every other row (rejected,
 * of a list that is not part of the roll, a decrease) says what it said when the list was closed.
 *
 * @param roll the lines of the unit's current roll, of whatever lists.
 */
export function rowsAsTheyStand(
  id: SubmissionId,
  rows: readonly ReconciledRow[],
  roll: readonly Entitlement[],
): ReconciledRow[] {
  const lines = new Map(
    roll.filter(({ source }) => source.submission === id).map((line) => [line.source.position, line]),
  );
  return rows.map((row) => {
    const line = row.outcome === 'rejected' ? undefined : lines.get(row.position);
    if (line === undefined) return row;
    const { outcome, notes, findings, claim, registry } = line;
    return { ...row, outcome, notes, findings, claim, registry };
  });
}

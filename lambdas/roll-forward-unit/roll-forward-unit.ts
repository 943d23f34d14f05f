import { outcomeByNotes } from '../domain/checks/row-outcome.ts';
import type { CheckedRow } from '../domain/lists/list-row.ts';
import type { Period } from '../domain/period.ts';
import type { Clock, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import { validityNotes } from '../domain/readings/payee-reading.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { type RollRevision, submission as submissionSchema } from '../domain/rolls/submission.ts';
import {
  type CheckedChunk,
  type ChunkRef,
  checkedKey,
  chunkRefs,
  type ReadSummary,
  type SubmissionRef,
  summaryKey,
} from '../domain/rolls/submission-chunks.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly submissions: Pick<Submissions, 'register' | 'roll' | 'rolls'>;
  readonly references: Pick<References, 'current'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Carries a unit's last roll into a month, as if the unit had sent it again: its rows go into chunks to be reconciled
 * anew, since people die and accounts close. Arrears were for then, so they do not come along. One that is part of the
 * unit's roll already has no chunks: what is left of it is to settle and to answer.
 */
export async function rollForwardUnit(
  ports: Ports,
  { from, ...ref }: SubmissionRef & { from: { period: Period; revision: RollRevision } },
  chunkRows: number,
): Promise<SubmissionRef & { chunks: ChunkRef[] }> {
  const standing = await ports.submissions.roll(ref.unit, ref.period, 'regular');
  if (standing?.parts.some(({ id }) => id === ref.id)) return { ...ref, chunks: [] };
  const { version } = await ports.references.current();
  const [earlier] = await ports.submissions.rolls([ref.unit], from.period);
  await ports.submissions.register(
    submissionSchema.parse({
      schemaVersion: 1,
      ...ref,
      origin: 'rolled-forward',
      key: '',
      versionId: null,
      fingerprint: earlier?.fingerprint ?? '',
      receivedAt: (await ports.clock.now()).toISOString(),
      late: false,
      referenceVersion: version,
      status: 'reading',
      receiptKey: null,
    }),
  );
  const rows: CheckedRow[] = [];
  for await (const line of ports.rolls.ofRoll({ unit: ref.unit, period: from.period, revision: from.revision })) {
    rows.push(carried(line, ref.period));
  }
  const refs = chunkRefs(ref, Math.ceil(rows.length / chunkRows));
  for (const chunk of refs) {
    const start = chunk.chunk * chunkRows;
    const content: CheckedChunk = { start, rows: rows.slice(start, start + chunkRows) };
    await ports.work.pack(checkedKey(chunk), content);
  }
  const amount = rows.reduce((sum, { values }) => sum + (values.amount ?? 0), 0);
  const summary: ReadSummary = {
    chunks: refs.length,
    read: { rows: rows.length, amount },
    columns: [],
    kind: 'full',
    purpose: 'regular',
    file: null,
    notes: [],
    readAgainst: [],
  };
  await ports.work.pack(summaryKey(ref), summary);
  return { ...ref, chunks: refs };
}

/** A line as next month's list would have it. Whether its payee's authorisation holds is looked at anew. */
function carried({ sheet, row, values, notes: known }: Entitlement, month: Period): CheckedRow {
  const lasting = known.filter(({ code }) => code !== 'payee-expired' && code !== 'payee-not-yet');
  const notes = [...lasting, ...validityNotes(values, month)];
  return {
    sheet,
    row,
    outcome: outcomeByNotes(notes),
    change: null,
    given: [],
    notes,
    // Arrears and the reason of a change were for then.
    values: { ...values, arrears: null, changeReason: null },
    cells: [],
  };
}

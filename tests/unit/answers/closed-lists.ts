import { totalsOf } from '../../../lambdas/domain/answers/receipt-of.ts';
import { outcomeByNotes } from '../../../lambdas/domain/checks/row-outcome.ts';
import type { ListPurpose } from '../../../lambdas/domain/list-purpose.ts';
import type { ListKind } from '../../../lambdas/domain/lists/list-facts.ts';
import type { RowNote } from '../../../lambdas/domain/lists/list-row.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import {
  type Entitlement,
  entitlement,
  type ReconciledRow,
  reconciledRow,
} from '../../../lambdas/domain/rolls/entitlement.ts';
import { rollRevision, type Submission, submissionIdOf } from '../../../lambdas/domain/rolls/submission.ts';
import {
  type ClosingReport,
  closingKey,
  reconciledKey,
  type SubmissionRef,
  summaryKey,
} from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';

/*
 * Lists as they stand when closing is done with them, for tests of what is then answered.
 */

type Values = Parameters<typeof row>[1];

/** A row after reconciliation: clean and the registry's own but for what is given. */
export function reconciled(
  id: string | null,
  given: { values?: Values; notes?: RowNote[]; findings?: RowNote[] } & Partial<
    Pick<ReconciledRow, 'claim' | 'registry' | 'change'>
  > = {},
): Omit<ReconciledRow, 'position'> {
  const { outcome: _, ...listed } = row(id, given.values);
  const notes = given.notes ?? listed.notes;
  const findings = given.findings ?? [];
  const { position: __, ...whole } = reconciledRow.parse({
    ...listed,
    position: 0,
    notes,
    findings,
    outcome: outcomeByNotes([...notes, ...findings]),
    registry: given.registry ?? null,
    claim: given.claim ?? { standing: id === null ? 'none' : 'here' },
    change: given.change ?? null,
    cells: ['1', listed.values.fullName ?? '', id ?? ''],
  });
  return whole;
}

export interface ClosedList {
  readonly at: string;
  readonly rows: readonly Omit<ReconciledRow, 'position'>[];
  readonly period?: Period;
  readonly purpose?: ListPurpose;
  readonly kind?: ListKind;
  readonly origin?: Submission['origin'];
  readonly status?: Submission['status'];
  readonly closing?: Partial<ClosingReport>;
}

/** Stores a list of Cự Khê as read, reconciled and closed; one that is current is the unit's whole roll. */
export async function closeList(province: Province, list: ClosedList): Promise<SubmissionRef> {
  const { at, period = JUNE, purpose = 'regular', kind = 'full', status = 'current', origin = 'list' } = list;
  province.clock.set(at);
  const id = submissionIdOf(new Date(at), 'abcdef0123');
  const ref = { unit: CU_KHE, period, id };
  const rows = list.rows.map((one, position): ReconciledRow => ({ ...one, position, row: position + 8 }));
  const totals = totalsOf(rows);
  await province.submissions.register({
    schemaVersion: 1,
    ...ref,
    origin,
    key: origin === 'list' ? `lists/${period}/${CU_KHE}/danh-sach.xlsx` : '',
    versionId: null,
    fingerprint: 'abcdef0123',
    receivedAt: at,
    late: false,
    referenceVersion: 'v1',
    status,
    kind,
    purpose,
    receiptKey: null,
    receiptVersion: 0,
    confirmation: null,
    said: null,
  });
  await province.work.pack(summaryKey(ref), {
    chunks: 1,
    read: totals.read,
    columns: [],
    kind,
    purpose,
    file: { format: 'xlsx', encoding: null, separator: null },
    notes: [],
  });
  await province.work.pack(reconciledKey({ ...ref, chunk: 0 }), { rows });
  await province.work.pack(closingKey(ref), {
    monthOnMonth: null,
    confirmationReasons: [],
    contested: [],
    ...list.closing,
  });
  if (status === 'current') await storeRoll(province, ref, purpose, linesOf(ref, purpose, rows));
  return ref;
}

function linesOf(ref: SubmissionRef, purpose: ListPurpose, rows: readonly ReconciledRow[]): Entitlement[] {
  return rows
    .filter(({ outcome }) => outcome !== 'rejected')
    .map(({ cells: _, ...line }) =>
      entitlement.parse({
        ...line,
        schemaVersion: 1,
        unit: ref.unit,
        period: ref.period,
        purpose,
        revision: ref.id,
        source: { submission: ref.id, position: line.position },
      }),
    );
}

/** Stores the unit's roll under its next revision, made of one list, and moves the pointer to it. */
export async function storeRoll(
  { rolls, submissions }: Pick<Province, 'rolls' | 'submissions'>,
  ref: SubmissionRef,
  purpose: ListPurpose,
  lines: readonly Entitlement[],
): Promise<void> {
  const seen = await submissions.roll(ref.unit, ref.period, purpose);
  const version = (seen?.version ?? 0) + 1;
  const revision = rollRevision.parse(version === 1 ? ref.id : `${ref.id}-r${version}`);
  await rolls.putAll(lines.map((line, position) => ({ ...line, revision, position })));
  await submissions.movePointer({
    unit: ref.unit,
    period: ref.period,
    purpose,
    revision,
    version,
    parts: [{ id: ref.id, kind: 'full' }],
    fingerprint: 'abcdef0123',
    totals: totalsOf(lines),
    rolledForward: false,
    unanswered: 0,
    comparison: null,
  });
}

/** Settles something about lines of the unit's roll, as a decision on a conflict does: a new revision of the roll. */
export async function changeRoll(
  province: Pick<Province, 'rolls' | 'submissions'>,
  ref: SubmissionRef,
  change: (line: Entitlement) => Entitlement,
): Promise<void> {
  const pointer = await province.submissions.roll(ref.unit, ref.period, 'regular');
  if (!pointer) throw new Error('The unit has no roll');
  const lines = await Array.fromAsync(province.rolls.ofRoll({ ...ref, revision: pointer.revision }));
  await storeRoll(province, ref, 'regular', lines.map(change));
}

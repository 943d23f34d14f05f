import { outcomeByNotes } from '../domain/checks/row-outcome.ts';
import { identityFindings, registryQuestions } from '../domain/identity/identity-findings.ts';
import type { IdentityRegistry } from '../domain/identity/identity-port.ts';
import type { Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement, ReconciledRow } from '../domain/rolls/entitlement.ts';
import { saysMeeting } from '../domain/rolls/roll-fold.ts';
import {
  type ChunkRef,
  checkedChunk,
  checkedKey,
  metKey,
  type ReconciledChunk,
  reconciledKey,
} from '../domain/rolls/submission-chunks.ts';
import { type Ports as ClaimPorts, NOTHING_CLAIMED, takeClaims } from './take-claims.ts';

export interface Ports extends ClaimPorts {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: ClaimPorts['submissions'] & Pick<Submissions, 'get'>;
  readonly references: Pick<References, 'version'>;
  readonly registry: IdentityRegistry;
  readonly rolls: ClaimPorts['rolls'] & Pick<Rolls, 'putAll'>;
}

export interface ReconciledCounts {
  readonly chunk: number;
  readonly rows: number;
  readonly held: number;
  readonly registryCalls: number;
  readonly registryRetries: number;
  readonly registryThrottled: number;
  /** Milliseconds of the slowest call. */
  readonly registrySlowest: number;
}

/**
 * Reconciles a chunk: asks the registry about everybody with a usable id, takes the claims, and stores the lines of
 * the list under its id, decreases too. Which rows have a line depends on the list alone, so everything overwrites
 * itself, and a crash at any point and a second try end the same.
 */
export async function reconcileChunk(ports: Ports, ref: ChunkRef): Promise<ReconciledCounts> {
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const key = submission.kind === 'changes' ? metKey(ref) : checkedKey(ref);
  const { start, rows } = await ports.work.unpack(key, checkedChunk);
  const { data } = await ports.references.version(submission.referenceVersion);

  const questions = rows.map(registryQuestions);
  const { verifications, effort } = await ports.registry.verify(questions.flat());
  const claims = await takeClaims(ports, submission, data, rows, start);

  let asked = 0;
  const reconciled: ReconciledRow[] = rows.map((row, index) => {
    const questionsOfRow = questions[index] ?? [];
    const answers = verifications.slice(asked, asked + questionsOfRow.length);
    asked += questionsOfRow.length;
    const identity = identityFindings(row.values, answers, ref.period);
    const claimed = claims[index] ?? NOTHING_CLAIMED;
    const findings = [...identity.findings, ...claimed.findings];
    return {
      position: start + index,
      sheet: row.sheet,
      row: row.row,
      outcome: row.outcome === 'rejected' ? 'rejected' : outcomeByNotes([...row.notes, ...findings]),
      change: row.change,
      given: row.given,
      notes: row.notes,
      findings,
      values: row.values,
      cells: row.cells,
      registry: identity.answer,
      claim: claimed.claim,
    };
  });

  await ports.rolls.putAll(
    reconciled.filter(isKept).map(
      ({ cells: _, ...line }): Entitlement => ({
        ...line,
        schemaVersion: 1,
        unit: ref.unit,
        period: ref.period,
        purpose: submission.purpose,
        revision: ref.id,
        source: { submission: ref.id, position: line.position },
      }),
    ),
  );
  const content: ReconciledChunk = { rows: reconciled };
  await ports.work.pack(reconciledKey(ref), content);
  return {
    chunk: ref.chunk,
    rows: rows.length,
    held: reconciled.filter(({ outcome }) => outcome === 'held').length,
    registryCalls: effort.calls,
    registryRetries: effort.retries,
    registryThrottled: effort.throttled,
    registrySlowest: effort.slowest,
  };
}

/**
 * Of the rejected rows only an increase for somebody who was on the roll already is kept: should an earlier list that is
 * closed later take that person off, the increase counts.
 */
function isKept({ outcome, change, notes }: ReconciledRow): boolean {
  return outcome !== 'rejected' || (change === 'increase' && notes.some(saysMeeting));
}

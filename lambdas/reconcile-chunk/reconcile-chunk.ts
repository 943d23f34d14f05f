import type { Claim } from '../domain/claim.ts';
import type { ClaimAnswer, Entitlement, ReconciledRow } from '../domain/entitlement.ts';
import { identityFindings, registryQuestions } from '../domain/identity-findings.ts';
import type { IdentityRegistry } from '../domain/identity-port.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { CheckedRow, RowNote } from '../domain/list-row.ts';
import type { ClaimOutcome, Claims, ClaimWish, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Programme } from '../domain/programme.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { outcomeByNotes } from '../domain/row-outcome.ts';
import {
  type ChunkRef,
  checkedChunk,
  checkedKey,
  type ReconciledChunk,
  reconciledKey,
} from '../domain/submission-chunks.ts';
import { type Unit, unitIn } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: Pick<Submissions, 'get' | 'statusOf'>;
  readonly references: Pick<References, 'version'>;
  readonly registry: IdentityRegistry;
  readonly claims: Claims;
  readonly rolls: Pick<Rolls, 'putAll'>;
}

export interface ReconciledCounts {
  readonly chunk: number;
  readonly rows: number;
  readonly held: number;
  readonly registryCalls: number;
  readonly registryRetries: number;
}

/**
 * Reconciles a chunk: asks the registry about everybody with a usable id, takes the claims, and stores the lines of
 * the roll under the submission's revision. Everything overwrites itself, so a crash at any point and a second try
 * end the same.
 */
export async function reconcileChunk(ports: Ports, ref: ChunkRef): Promise<ReconciledCounts> {
  const { start, rows } = await ports.work.unpack(checkedKey(ref), checkedChunk);
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const { data } = await ports.references.version(submission.referenceVersion);

  const questions = rows.map(registryQuestions);
  const { verifications, effort } = await ports.registry.verify(questions.flat());
  const claims = await takeClaims(ports, ref, data, rows, start);

  let asked = 0;
  const reconciled: ReconciledRow[] = rows.map((row, index) => {
    const questionsOfRow = questions[index] ?? [];
    const answers = verifications.slice(asked, asked + questionsOfRow.length);
    asked += questionsOfRow.length;
    const identity = identityFindings(row.values, answers, ref.period);
    const claim = claims[index] ?? { standing: 'none' };
    const findings = [...identity.findings, ...claimFindings(claim, row, data.units, ref)];
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
      claim,
    };
  });

  await ports.rolls.putAll(
    reconciled
      .filter(({ outcome }) => outcome !== 'rejected')
      .map(
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
  };
}

/** Takes the claim of every row that names a person and a programme, held rows included (ruling 1). */
async function takeClaims(
  ports: Pick<Ports, 'claims' | 'submissions'>,
  ref: ChunkRef,
  data: ReferenceData,
  rows: readonly CheckedRow[],
  start: number,
): Promise<ClaimAnswer[]> {
  const wishes = rows.map((row, index) => claimWish(row, start + index, ref, data));
  const wanted = wishes.filter((wish) => wish !== null);
  const outcomes = await ports.claims.takeAll(ref.period, wanted);
  const answers = await inParallel(8, wanted.entries(), async ([index, wish]): Promise<ClaimAnswer> => {
    const outcome = outcomes[index] ?? { taken: true };
    return answerOf(outcome.taken ? outcome : await withoutStale(ports, ref, wish, outcome.inTheWay));
  });
  let next = 0;
  return wishes.map((wish) => (wish === null ? { standing: 'none' } : (answers[next++] ?? { standing: 'none' })));
}

function claimWish(row: CheckedRow, position: number, ref: ChunkRef, data: ReferenceData): ClaimWish | null {
  const { personalId, programme } = row.values;
  if (row.outcome === 'rejected' || personalId === null || programme === null) return null;
  return {
    person: personalId,
    claim: { programme, unit: ref.unit, revision: ref.id, position },
    incompatible: incompatibleWith(data, programme),
  };
}

function incompatibleWith(data: ReferenceData, programme: Programme): Programme[] {
  return data.incompatible.flatMap(([one, other]) => (one === programme ? [other] : other === programme ? [one] : []));
}

/**
 * A claim holds only while the revision that took it is current or being read: others are cleared away. So is one of
 * an older revision of this very roll, which this one replaces: a unit that mends a programme is not in its own way.
 */
async function withoutStale(
  ports: Pick<Ports, 'claims' | 'submissions'>,
  ref: ChunkRef,
  wish: ClaimWish,
  inTheWay: readonly Claim[],
): Promise<ClaimOutcome> {
  const stale: Claim[] = [];
  for (const claim of inTheWay) {
    const replaced = claim.unit === ref.unit && claim.revision < ref.id;
    const status = replaced ? undefined : await ports.submissions.statusOf(claim.unit, ref.period, claim.revision);
    if (status !== 'current' && status !== 'reading') stale.push(claim);
  }
  if (stale.length < inTheWay.length) return { taken: false, inTheWay: inTheWay.filter((one) => !stale.includes(one)) };
  return ports.claims.takeOver(ref.period, wish, stale);
}

function answerOf(outcome: ClaimOutcome): ClaimAnswer {
  if (outcome.taken) return { standing: 'here' };
  const [first] = outcome.inTheWay;
  return first ? { standing: 'elsewhere', unit: first.unit, programme: first.programme } : { standing: 'none' };
}

/** What a unit is told of a claim that stands elsewhere: the other unit and programme, nothing more. */
function claimFindings(claim: ClaimAnswer, row: CheckedRow, units: readonly Unit[], ref: ChunkRef): RowNote[] {
  if (claim.standing !== 'elsewhere') return [];
  const code = claim.programme === row.values.programme ? 'claimed-elsewhere' : 'incompatible-programme';
  const name = unitIn(units, claim.unit, ref.period)?.name ?? claim.unit;
  return [{ code, field: 'personalId', read: name, taken: claim.programme }];
}

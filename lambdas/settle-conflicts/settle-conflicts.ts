import { totalsOf } from '../domain/answers/receipt-of.ts';
import { outcomeByNotes } from '../domain/checks/row-outcome.ts';
import { NOTHING_STANDS, type Standing } from '../domain/claims/claim.ts';
import {
  type ConflictRules,
  claimAnswerOf,
  conflictFindings,
  isSameStanding,
  saySame,
  settle,
  withoutConflicts,
} from '../domain/claims/conflict.ts';
import {
  decidedPeople,
  decidedPeopleKey,
  type ListsToAnswer,
  listingOf,
  listsToAnswer,
  listsToAnswerKey,
  type SettlingRef,
} from '../domain/claims/conflict-settling.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type ListPurpose, listPurpose } from '../domain/list-purpose.ts';
import { addMonths } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Claims, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { closingKey, closingReport, type SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import { linesOfRoll, storeRoll } from '../domain/rolls/unit-roll.ts';
import type { UnitCode } from '../domain/unit.ts';
import { ContestedRolls } from './contested-rolls.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly references: Pick<References, 'current'>;
  readonly submissions: Pick<Submissions, 'get' | 'statusOf' | 'roll' | 'movePointer'>;
  readonly rolls: Pick<Rolls, 'ofRoll' | 'putAll'>;
  readonly claims: Pick<Claims, 'standing' | 'replace'>;
}

/**
 * Settles the conflicts that a closed list or an officer's decision gave rise to: a free claim goes to whoever waits
 * longest, and the roll of every unit concerned says what stands then. A roll of which lines change is stored again
 * under a revision of its own before its pointer moves, so a crash at any point and a second try end the same.
 *
 * @returns the lists of which rows changed and that were answered before: they are to be answered again. One without a
 *   receipt, as the list that closed, is answered by its own closing, which sees the roll as it is then.
 */
export async function settleConflicts(ports: Ports, ref: SettlingRef): Promise<ListsToAnswer> {
  const people = await contestedBy(ports.work, ref);
  const { data: rules } = await ports.references.current();
  const rolls = new ContestedRolls(ports, ref.period, people);
  await settleClaims(ports, ref, people, rolls, rules);
  const answers = await AnswersToGive.recall(ports.work, ref);
  for (const unit of rolls.units()) {
    for (const purpose of listPurpose.options) await tellRoll(ports, ref, { unit, purpose }, rolls, rules, answers);
  }
  return { answers: await answeredBefore(ports.submissions, answers.list()) };
}

/** Asked once the rolls have moved: who answers looks at the roll after the receipt was recorded, and finds it moved. */
async function answeredBefore(
  submissions: Pick<Submissions, 'get'>,
  { answers }: ListsToAnswer,
): Promise<SubmissionRef[]> {
  const found = await inParallel(16, answers, ({ unit, period, id }) => submissions.get(unit, period, id));
  return answers.filter((_, index) => (found[index]?.receiptVersion ?? 0) > 0);
}

async function contestedBy(work: Ports['work'], { unit, ...ref }: SettlingRef): Promise<PersonalId[]> {
  if (unit === undefined) return (await work.unpack(decidedPeopleKey(ref), decidedPeople)).people;
  return (await work.unpack(closingKey({ ...ref, unit }), closingReport)).contested;
}

/** Brings what stands about each person in order. Whoever wrote meanwhile is seen, and it is judged again. */
async function settleClaims(
  { claims }: Ports,
  ref: SettlingRef,
  people: readonly PersonalId[],
  rolls: ContestedRolls,
  rules: ConflictRules,
): Promise<void> {
  const now = await claims.standing(ref.period, people);
  const lastMonth = await claims.standing(addMonths(ref.period, -1), people);
  await inParallel(16, people, async (person) => {
    let seen = now.get(person) ?? NOTHING_STANDS;
    for (;;) {
      const living = await rolls.living(person, seen, rules, ref.unit);
      const next = settle(living, rules, lastMonth.get(person)?.claims);
      if (isSameStanding(next, seen) || (await claims.replace(ref.period, person, seen, next))) return;
      seen = (await claims.standing(ref.period, [person])).get(person) ?? NOTHING_STANDS;
    }
  });
}

/**
 * Stores a roll again with the lines that changed, and moves its pointer; if somebody else moved it first, once more.
 * What stands is read after the pointer: whoever changes it after that finds this roll when looking at it, and whoever
 * moved the pointer before that is found here. So of two settlings at once the later truth is the last word.
 */
async function tellRoll(
  { submissions, rolls, claims }: Ports,
  ref: SettlingRef,
  { unit, purpose }: { unit: UnitCode; purpose: ListPurpose },
  contested: ContestedRolls,
  rules: ConflictRules,
  answers: AnswersToGive,
): Promise<void> {
  for (;;) {
    const pointer = await submissions.roll(unit, ref.period, purpose);
    if (!pointer) return;
    const lines = await contested.ofRoll(pointer);
    const listed = lines.flatMap(({ values }) => values.personalId ?? []);
    const standing = await claims.standing(ref.period, [...new Set(listed)]);
    const changed = lines.map((line) => told(line, standing, rules)).filter((line, index) => line !== lines[index]);
    if (changed.length === 0) return;
    await answers.add(changed);
    const instead = new Map(changed.map((line) => [line.position, line]));
    const before = await linesOfRoll(rolls, pointer);
    const after = before.map((line) => instead.get(line.position) ?? line);
    // The id of what is settled keeps two settlings of one roll, at one time, out of each other's lines.
    const version = pointer.version + 1;
    const revision = await storeRoll(rolls, { unit, period: ref.period, purpose, id: ref.id }, version, after);
    if (await submissions.movePointer({ ...pointer, revision, version, totals: totalsOf(after) })) return;
  }
}

/** The line as it must be told now: the very same one if nothing about it changed. */
function told(line: Entitlement, standing: ReadonlyMap<PersonalId, Standing>, rules: ConflictRules): Entitlement {
  const row = listingOf(line);
  const stands = row && standing.get(row.person);
  if (!row || !stands) return line;
  const claim = claimAnswerOf(row, stands, rules);
  const findings = [...withoutConflicts(line.findings), ...conflictFindings(row, stands, rules, line.period)];
  if (saySame([claim], [line.claim]) && saySame(findings, line.findings)) return line;
  return { ...line, claim, findings, outcome: outcomeByNotes([...line.notes, ...findings]) };
}

/** The lists to answer again, kept in the work bucket before a roll changes: a second try would find it changed. */
class AnswersToGive {
  readonly #work: Ports['work'];
  readonly #ref: SettlingRef;
  readonly #answers: Map<string, SubmissionRef>;

  private constructor(work: Ports['work'], ref: SettlingRef, answers: readonly SubmissionRef[]) {
    this.#work = work;
    this.#ref = ref;
    this.#answers = new Map(answers.map((answer) => [keyOf(answer), answer]));
  }

  static async recall(work: Ports['work'], ref: SettlingRef): Promise<AnswersToGive> {
    try {
      const { answers } = await work.unpack(listsToAnswerKey(ref), listsToAnswer);
      return new AnswersToGive(work, ref, answers);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NoSuchKey') throw error;
      return new AnswersToGive(work, ref, []);
    }
  }

  async add(changed: readonly Entitlement[]): Promise<void> {
    for (const { unit, period, source } of changed) {
      const answer = { unit, period, id: source.submission };
      if (unit !== this.#ref.unit || source.submission !== this.#ref.id) this.#answers.set(keyOf(answer), answer);
    }
    await this.#work.pack(listsToAnswerKey(this.#ref), this.list());
  }

  list(): ListsToAnswer {
    return { answers: [...this.#answers].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, answer]) => answer) };
  }
}

function keyOf({ unit, id }: SubmissionRef): string {
  return `${unit} ${id}`;
}

import type { VerificationSubject } from '../domain/identity/identity.ts';

/** People of one call, by id: no id stands twice in it, so each answer has one question. */
export type Batch = ReadonlyMap<string, VerificationSubject>;

/** A call about these people, no two of the same id. */
export function batchOf(...subjects: readonly VerificationSubject[]): Batch {
  return new Map(subjects.map((subject) => [subject.personalId, subject]));
}

/**
 * Batches of distinct questions, in the order of the subjects. Further questions about the same id (another account, a
 * name spelt otherwise) wait for batches of their own, after the first questions about everybody.
 */
export function batchesOf(subjects: readonly VerificationSubject[], size: number): Batch[] {
  const batches: Map<string, VerificationSubject>[] = [];
  let round = [...new Map(subjects.map((subject) => [keyOf(subject), subject])).values()];
  while (round.length > 0) {
    const later: VerificationSubject[] = [];
    const inRound = new Map<string, VerificationSubject>();
    for (const subject of round) {
      if (inRound.has(subject.personalId)) later.push(subject);
      else inRound.set(subject.personalId, subject);
    }
    const people = [...inRound];
    for (let start = 0; start < people.length; start += size) batches.push(new Map(people.slice(start, start + size)));
    round = later;
  }
  return batches;
}

/** Equal for equal questions. */
export function keyOf({ personalId: id, fullName, birthDate, sex, account }: VerificationSubject): string {
  return JSON.stringify([id, fullName, birthDate, sex, account?.bank, account?.number]);
}

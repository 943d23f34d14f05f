import type { ListPurpose } from '../domain/list-purpose.ts';
import type { Objects, Rolls, Submissions } from '../domain/ports.ts';
import { meetRoll } from '../domain/rolls/roll-changes.ts';
import { type Listed, RollLines } from '../domain/rolls/roll-lines.ts';
import type { RollPointer } from '../domain/rolls/submission.ts';
import {
  checkedChunk,
  checkedKey,
  chunkRefs,
  metKey,
  type ReadSummary,
  type SubmissionRef,
} from '../domain/rolls/submission-chunks.ts';
import { foldParts, linesOfRoll } from '../domain/rolls/unit-roll.ts';

interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: Pick<Submissions, 'roll' | 'ofUnit'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

/** A change list came while the unit's first list of the month is still being read: it is tried again in a while. */
export class RollUnderWay extends Error {
  override readonly name = 'RollUnderWay';
}

/** There is no roll that a change list could change, and none is on its way. */
export class NoRoll extends Error {
  override readonly name = 'NoRoll';
}

/**
 * Reads the rows of a change list, which lie in their chunks, as they meet the roll that the lists before it make, so
 * that the registry is asked about a person's facts as they will stand. What the rows come to is laid beside them.
 */
export async function meetStandingRoll(ports: Ports, ref: SubmissionRef, read: ReadSummary): Promise<ReadSummary> {
  const pointer = await standingRoll(ports, ref, read.purpose);
  const before = pointer.parts.filter(({ id }) => id < ref.id);
  const roll = new RollLines<Listed>(await linesBefore(ports, ref, pointer));
  let amount = 0;
  for (const chunk of chunkRefs(ref, read.chunks)) {
    const { start, rows } = await ports.work.unpack(checkedKey(chunk), checkedChunk);
    const met = rows.map((row) => meetRoll(row, roll));
    for (const { values } of met) amount += values.amount ?? 0;
    await ports.work.pack(metKey(chunk), { start, rows: met });
  }
  return { ...read, read: { ...read.read, amount }, readAgainst: before.map(({ id }) => id) };
}

async function linesBefore({ rolls }: Ports, ref: SubmissionRef, pointer: RollPointer): Promise<readonly Listed[]> {
  const before = pointer.parts.filter(({ id }) => id < ref.id);
  if (before.length === pointer.parts.length) return linesOfRoll(rolls, pointer);
  return (await foldParts(rolls, ref, before)).lines;
}

/**
 * The roll to change. It is looked for once more after the lists were: a try that is slow may see that there is none
 * yet, and then no list under way any more, because the first list was closed in between.
 */
async function standingRoll({ submissions }: Ports, ref: SubmissionRef, purpose: ListPurpose): Promise<RollPointer> {
  const { unit, period, id } = ref;
  const seen = await submissions.roll(unit, period, purpose);
  if (seen !== undefined) return seen;
  const lists = await submissions.ofUnit(unit, period);
  if (lists.some((one) => one.id < id && one.status === 'reading')) {
    throw new RollUnderWay('The roll that the list changes is still being read');
  }
  const closedMeanwhile = await submissions.roll(unit, period, purpose);
  if (closedMeanwhile === undefined) throw new NoRoll();
  return closedMeanwhile;
}

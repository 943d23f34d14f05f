import { z } from 'zod';
import { type Day, period } from '../period.ts';
import { unitCode } from '../unit.ts';
import {
  nameKey,
  type WaitingPerson,
  type WorklistEntry,
  type WorklistKind,
  waitingPerson,
  worklistKind,
} from './worklist.ts';

/**
 * A unit's worklists of a period for programs, and the memory of since when each person waits. A list that was ever
 * published stays named, empty when all of it is mended: its sheet then says that nothing is left.
 */
export const waitingLists = z.object({
  schemaVersion: z.literal(1),
  unit: unitCode,
  period,
  lists: z.array(z.object({ kind: worklistKind, people: z.array(waitingPerson) })),
});
export type WaitingLists = z.infer<typeof waitingLists>;

/**
 * The worklists as they are to be published. A person waits for the same thing since the day that an earlier version
 * says; where this period has none yet, the unit's last one of an earlier period. Who is new waits since today.
 */
export function waitingListsOf(
  about: Pick<WaitingLists, 'unit' | 'period'>,
  now: ReadonlyMap<WorklistKind, readonly WorklistEntry[]>,
  before: { readonly thisPeriod: WaitingLists | undefined; readonly lastPeriod: WaitingLists | undefined },
  today: Day,
): WaitingLists {
  const known = sinceDays(before.thisPeriod ?? before.lastPeriod);
  const published = new Set(before.thisPeriod?.lists.map(({ kind }) => kind));
  const lists = worklistKind.options
    .filter((kind) => now.has(kind) || published.has(kind))
    .map((kind) => ({
      kind,
      people: (now.get(kind) ?? []).map(
        (entry): WaitingPerson => ({ ...entry, since: sinceOf(kind, entry, known) ?? today }),
      ),
    }));
  return { schemaVersion: 1, unit: about.unit, period: about.period, lists };
}

type SinceDays = ReadonlyMap<string, Day>;

/** Somebody who had no id when the waiting began, and has one now, is known by name and birth date. */
function sinceOf(kind: WorklistKind, entry: WorklistEntry, known: SinceDays): Day | undefined {
  return known.get(`${kind}#${entry.personalId}`) ?? known.get(`${kind}#${nameKey(entry)}`);
}

function sinceDays(before: WaitingLists | undefined): SinceDays {
  const days = new Map<string, Day>();
  for (const { kind, people } of before?.lists ?? []) {
    for (const person of people) {
      const key = `${kind}#${person.personalId ?? nameKey(person)}`;
      const day = days.get(key);
      if (day === undefined || person.since < day) days.set(key, person.since);
    }
  }
  return days;
}

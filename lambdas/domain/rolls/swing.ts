import type { ListNote } from '../lists/list-facts.ts';
import { listNoteOf } from '../lists/note-catalogue.ts';
import type { ReferenceData } from '../reference-data.ts';
import { tally } from '../tally.ts';
import type { Listed } from './roll-lines.ts';

export type SwingThresholds = ReferenceData['intake']['swing'];

/**
 * Why a roll that would take another's place must be confirmed first: so many people or so much money more or less
 * that it may be a file that was cut off, a column that was doubled, one group's list sent as if it were all, or so
 * many other people that it may be another unit's.
 * Empty where it need not.
 */
export function swingReasons(
  before: readonly Listed[],
  after: readonly Listed[],
  { peopleShare, leastPeople, leftShare, amountShare, leastAmount }: SwingThresholds,
): ListNote[] {
  const reasons: ListNote[] = [];
  const people = Math.abs(after.length - before.length);
  if (people > peopleShare * before.length && people > leastPeople) {
    reasons.push(listNoteOf('swing-people', String(before.length), String(after.length)));
  } else {
    // As many people, but others: another unit's list, or that of another group.
    const gone = goneFrom(before, after);
    if (gone > leftShare * before.length && gone > leastPeople) {
      reasons.push(listNoteOf('swing-left', String(before.length), String(gone)));
    }
  }
  const [was, is] = [moneyOf(before), moneyOf(after)];
  if (Math.abs(is - was) > amountShare * was && Math.abs(is - was) > leastAmount) {
    reasons.push(listNoteOf('swing-amount', String(was), String(is)));
  }
  const left = new Set(after.map(({ values }) => values.programme));
  for (const [programme, { people: listed }] of programmesOf(before)) {
    if (listed >= leastPeople && programme !== '' && ![...left].some((one) => one === programme)) {
      reasons.push(listNoteOf('programme-gone', programme, String(listed)));
    }
  }
  return reasons;
}

function goneFrom(before: readonly Listed[], after: readonly Listed[]): number {
  const keyOf = ({ values: { personalId, fullName, birthDate } }: Listed) => personalId ?? `${fullName} ${birthDate}`;
  const staying = new Set(after.map(keyOf));
  return before.filter((line) => !staying.has(keyOf(line))).length;
}

function moneyOf(lines: readonly Listed[]): number {
  return lines.reduce((sum, { values }) => sum + (values.amount ?? 0), 0);
}

function programmesOf(lines: readonly Listed[]) {
  return tally(
    lines,
    ({ values }) => values.programme ?? '',
    ({ values }) => values.amount ?? 0,
  );
}

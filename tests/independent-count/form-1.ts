import type { ListRow } from './list-rows.ts';
import { isKnownAs, type readPopulation } from './population.ts';
import type { Told } from './provider-files.ts';

/*
 * Form 1 counted by hand, from the lists, the registry's file and the providers' files, after the rulings and the
 * report definitions alone. Nothing here is shared with what it checks.
 */

type Population = ReturnType<typeof readPopulation>;
export type Group = 'BTXH' | 'NCC';

/** Part I, II.1, II.2, III.1 (people) and III.2 (đồng) of one group. */
export interface Counted {
  readonly people: number;
  readonly reviewed: number;
  readonly withAccount: number;
  readonly paid: number;
  readonly dong: number;
}

export interface Month {
  readonly period: string;
  readonly rows: readonly ListRow[];
  readonly population: Population;
  readonly instructions: readonly Told[];
  readonly paid: ReadonlySet<string>;
}

/** The rows that count as somebody on the roll: not a repetition within a list, not who died before the month. */
export function onTheRolls({ rows, population, period }: Month): ListRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row.id === null) return true;
    const diedOn = population.get(row.id)?.diedOn ?? '';
    if (diedOn !== '' && diedOn.slice(0, 7) < period) return false;
    const key = `${row.unit}/${row.id}/${row.programme}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Of the rows on the rolls, the ones to be paid: a usable id, and the registry knows the person so. */
export function payable(month: Month): ListRow[] {
  return onTheRolls(month).filter(
    ({ id, ...row }) => id !== null && isKnownAs({ ...row, id }, month.population.get(id)),
  );
}

/** Ids that several units list: who arrives first holds the claim. */
export function contested(rows: readonly ListRow[]): Set<string> {
  const units = Map.groupBy(
    rows.filter(({ id }) => id !== null),
    ({ id }) => id,
  );
  const several = [...units].filter(([, ofOne]) => new Set(ofOne.map(({ unit }) => unit)).size > 1);
  return new Set(several.flatMap(([id]) => id ?? []));
}

/** Counts a group over some of the rows, everybody once, whichever unit's row it is that counts. */
export function countGroup(month: Month, group: Group, isCounted: (row: ListRow) => boolean = () => true): Counted {
  const rolls = onTheRolls(month).filter((row) => row.programme === group && isCounted(row));
  const receivers = new Map(payable(month).map((row) => [row.account, row]));
  const paidRows = month.instructions.flatMap(({ reference, account }) => {
    const row = account === '' || !month.paid.has(reference) ? undefined : receivers.get(account);
    return row?.programme === group && isCounted(row) ? [row] : [];
  });
  return {
    people: peopleIn(rolls),
    reviewed: peopleIn(rolls.filter(({ id }) => id !== null)),
    withAccount: peopleIn(rolls.filter(({ account }) => account !== '')),
    paid: peopleIn(paidRows),
    dong: paidRows.reduce((sum, { money }) => sum + money, 0),
  };
}

/** People of some rows of one group: each id once, each row without a usable id by itself (ruling 14). */
function peopleIn(rows: readonly ListRow[]): number {
  const ids = new Set(rows.flatMap(({ id }) => id ?? []));
  return ids.size + rows.filter(({ id }) => id === null).length;
}

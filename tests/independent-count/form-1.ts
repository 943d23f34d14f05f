import type { ListRow } from './list-rows.ts';
import { isKnownAs, type readPopulation } from './population.ts';
import type { Told } from './provider-files.ts';

/*
 * Form 1 counted by hand, from the lists, the registry's file and the providers' files, after the rulings and the
 * report definitions alone. Nothing here is shared with what it checks.
 */

type Population = ReturnType<typeof readPopulation>;
type Group = 'BTXH' | 'NCC';

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

/**
 * Who is to be paid: on the rolls, with a usable id, and known to the registry as the list has them. Once for each
 * programme, also where two units list them.
 */
export function payable(month: Month): ListRow[] {
  const known = onTheRolls(month).filter((row) => row.id !== null && isKnownAs(row, month.population.get(row.id)));
  return [...new Map(known.map((row) => [`${row.id}/${row.programme}`, row])).values()];
}

/**
 * Whom each instruction into an account is for. A guardian receives for two children into one account: which of two
 * equal instructions is whose makes no difference to any sum.
 */
export function receivers(month: Month): Map<string, ListRow> {
  const waiting = Map.groupBy(payable(month), ({ account, money }) => `${account}/${money}`);
  const found = new Map<string, ListRow>();
  for (const { reference, account, money } of month.instructions) {
    const row = account === '' ? undefined : waiting.get(`${account}/${money}`)?.pop();
    if (row !== undefined) found.set(reference, row);
  }
  return found;
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

/** Counts a group over some of the rows of a month: everybody once, whichever unit's row it is that counts. */
export function countGroups(month: Month): (group: Group, isCounted?: (row: ListRow) => boolean) => Counted {
  const onRolls = onTheRolls(month);
  const paidRows = [...receivers(month)].filter(([reference]) => month.paid.has(reference)).map(([, row]) => row);
  return (group, isCounted = () => true) => {
    const isMeant = (row: ListRow) => row.programme === group && isCounted(row);
    const people = onRolls.filter(isMeant);
    const paid = paidRows.filter(isMeant);
    return {
      people: peopleIn(people),
      reviewed: peopleIn(people.filter(({ id }) => id !== null)),
      withAccount: peopleIn(people.filter(({ account }) => account !== '')),
      paid: peopleIn(paid),
      dong: paid.reduce((sum, { money }) => sum + money, 0),
    };
  };
}

/** People of some rows of one group: each id once, each row without a usable id by itself (ruling 14). */
function peopleIn(rows: readonly ListRow[]): number {
  const ids = new Set(rows.flatMap(({ id }) => id ?? []));
  return ids.size + rows.filter(({ id }) => id === null).length;
}

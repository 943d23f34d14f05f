import { z } from 'zod';
import type { RowValues } from '../lists/list-row.ts';
import { type Period, period } from '../period.ts';
import { programme } from '../programme.ts';
import { folded } from '../readings/folded-text.ts';
import { isSamePerson, type Listed } from './roll-lines.ts';

const count = z.number().int().nonnegative();
/** Lines of a roll, each a person and a programme, and the đồng of this period on them. */
const linesAndAmount = z.object({ people: count, amount: count });

/** What became of one person on a roll since the roll before it. `left` carries the reason where the list gives one. */
const rollMove = z.object({
  what: z.enum(['joined', 'left', 'amount', 'account', 'payee']),
  fullName: z.string().nullable(),
  birthYear: z.string().nullable(),
  village: z.string().nullable(),
  programme: programme.nullable(),
  /** Whole đồng; null on the side where the person is not. */
  amountBefore: z.number().int().nonnegative().nullable(),
  amountAfter: z.number().int().nonnegative().nullable(),
  reason: z.string().nullable(),
});
export type RollMove = z.infer<typeof rollMove>;

/**
 * A roll beside the one before it (biến động). The identity `before + joined − left ± adjusted = after` holds in
 * people and in đồng; `adjusted.amount` is what the changed amounts add up to, and may be negative.
 */
export const rollComparison = z.object({
  /** The month of the roll before; the same month where an earlier list of it stood. */
  before: linesAndAmount.extend({ period }),
  joined: linesAndAmount,
  left: linesAndAmount,
  adjusted: z.object({ people: count, amount: z.number().int() }),
  after: linesAndAmount,
  /** Another bank account, wallet or number than before; another payee than before. */
  accountChanged: count,
  payeeChanged: count,
  moves: z.array(rollMove),
});
export type RollComparison = z.infer<typeof rollComparison>;

/** A comparison without the people in it. */
export const rollFigures = rollComparison.omit({ moves: true });
export type RollFigures = z.infer<typeof rollFigures>;

export function figuresOf({ moves: _, ...figures }: RollComparison): RollFigures {
  return figures;
}

/** Why a line of an earlier roll is on this one no more, as far as a change list says it. */
export function departureReasons(
  departures: readonly { readonly line: Listed; readonly reason: string | null }[],
): (left: Listed) => string | null {
  const known = new Map(departures.map(({ line, reason }) => [idKey(line) ?? nameKey(line), reason]));
  return (left) => known.get(idKey(left) ?? nameKey(left)) ?? null;
}

/** A line of this roll beside the one of the roll before that it continues. */
interface Pair<Line> {
  readonly before: Line;
  readonly after: Line;
}

/**
 * Compares a roll with the one before it. A line continues another if it is of the same person and programme; where one
 * of the two has no personal id, by name and birth date, so that an id that was added makes nobody leave and join.
 * `reasonOf` is why somebody left, where a list says so.
 */
export function compareRolls<Line extends Listed>(
  before: { readonly period: Period; readonly lines: readonly Line[] },
  after: readonly Line[],
  reasonOf: (left: Line) => string | null,
): RollComparison {
  const { pairs, left, joined } = pairLines(before.lines, after);
  const moved = pairs.filter(({ before: was, after: is }) => amountOf(was) !== amountOf(is));
  const ofAccount = pairs.filter((pair) => differ(pair, ['accountNumber', 'bank', 'channel']));
  const ofPayee = pairs.filter((pair) => differ(pair, ['payeeName', 'payeeId', 'payeeRole']));
  const adjusted = moved.reduce((sum, { before: was, after: is }) => sum + amountOf(is) - amountOf(was), 0);
  return {
    before: { ...sumOf(before.lines), period: before.period },
    joined: sumOf(joined),
    left: sumOf(left),
    adjusted: { people: moved.length, amount: adjusted },
    after: sumOf(after),
    accountChanged: ofAccount.length,
    payeeChanged: ofPayee.length,
    moves: [
      ...joined.map((line) => moveOf('joined', null, line, line.values.changeReason)),
      ...left.map((line) => moveOf('left', line, null, reasonOf(line))),
      ...moved.map(({ before: was, after: is }) => moveOf('amount', was, is, is.values.changeReason)),
      ...ofAccount.map(({ before: was, after: is }) => moveOf('account', was, is, is.values.changeReason)),
      ...ofPayee.map(({ before: was, after: is }) => moveOf('payee', was, is, is.values.changeReason)),
    ],
  };
}

function pairLines<Line extends Listed>(before: readonly Line[], after: readonly Line[]) {
  const pairs: Pair<Line>[] = [];
  const match = (was: readonly Line[], is: readonly Line[], keyOf: (line: Line) => string | null, same: Same<Line>) => {
    const waiting = Map.groupBy(was, keyOf);
    const left = new Set(was);
    const joined: Line[] = [];
    for (const line of is) {
      const key = keyOf(line);
      const found = key === null ? undefined : waiting.get(key)?.find((one) => left.has(one) && same(one, line));
      if (found === undefined) joined.push(line);
      else {
        left.delete(found);
        pairs.push({ before: found, after: line });
      }
    }
    return { left: [...left], joined };
  };
  const byId = match(before, after, idKey, () => true);
  const byName = match(byId.left, byId.joined, nameKey, isSameWithoutId);
  return { pairs, ...byName };
}
type Same<Line> = (one: Line, other: Line) => boolean;

function idKey({ values }: Listed): string | null {
  return values.personalId === null ? null : `${values.personalId} ${values.programme}`;
}

function nameKey({ values }: Listed): string | null {
  return values.fullName === null ? null : `${folded(values.fullName)} ${values.programme}`;
}

function isSameWithoutId(one: Listed, other: Listed): boolean {
  return (one.values.personalId === null || other.values.personalId === null) && isSamePerson(one.values, other.values);
}

function differ({ before, after }: Pair<Listed>, fields: readonly (keyof RowValues)[]): boolean {
  return fields.some((field) => before.values[field] !== after.values[field]);
}

/** An amount that is not readable counts as nothing, as in every total. */
function amountOf({ values }: Listed): number {
  return values.amount ?? 0;
}

function sumOf(lines: readonly Listed[]): { people: number; amount: number } {
  return { people: lines.length, amount: lines.reduce((sum, line) => sum + amountOf(line), 0) };
}

function moveOf(what: RollMove['what'], before: Listed | null, after: Listed | null, reason: string | null): RollMove {
  const line = after ?? before;
  return {
    what,
    fullName: line?.values.fullName ?? null,
    birthYear: line?.values.birthDate?.slice(0, 4) ?? null,
    village: line?.values.village ?? null,
    programme: line?.values.programme ?? null,
    amountBefore: before?.values.amount ?? null,
    amountAfter: after?.values.amount ?? null,
    reason,
  };
}

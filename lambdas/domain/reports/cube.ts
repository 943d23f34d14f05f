import { z } from 'zod';
import { paymentState } from '../payouts/payment.ts';
import { channel } from '../person.ts';
import { category, programme } from '../programme.ts';
import { providerId } from '../reference-data.ts';

/*
 * The small cube of a unit and a month: every line of its roll and every payment of the month, counted by what reports
 * tell apart. Cells are added, never joined: communes make a district, shards make a unit. A person with two programmes
 * is in a cell of each (ruling 5); distinct people stand beside it, in the unit's figures.
 */

const count = z.number().int().nonnegative();

/** Lines of the roll that count (ruling 2), by what they are and how their person would be paid. */
const rollCell = z.object({
  programme: programme.nullable(),
  category: category.nullable(),
  /** As the list and the account say; null where nothing usable is given. */
  channel: channel.nullable(),
  outcome: z.enum(['accepted', 'held']),
  /** The registry has answered about them this period (ruling 3). */
  reviewed: z.boolean(),
  /** Joined since the unit's last roll (ruling 2). */
  joined: z.boolean(),
  people: count,
  /** Whole đồng: this period's amount and arrears, as listed. */
  amount: count,
});
export type RollCell = z.infer<typeof rollCell>;

/** Payments of the month, whatever became of them. */
const paymentCell = z.object({
  programme,
  category: category.nullable(),
  channel,
  provider: providerId,
  state: paymentState,
  people: count,
  /** Whole đồng that the provider was told, what earlier months owed included. */
  amount: count,
});
export type PaymentCell = z.infer<typeof paymentCell>;

export const cube = z.object({ roll: z.array(rollCell), payments: z.array(paymentCell) });
export type Cube = z.infer<typeof cube>;

export function emptyCube(): Cube {
  return { roll: [], payments: [] };
}

type RollPlace = Omit<RollCell, 'people' | 'amount'>;
type PaymentPlace = Omit<PaymentCell, 'people' | 'amount'>;

/** What tells the cells of a roll apart, as one text. */
export function rollKey(of: RollPlace): string {
  return `${of.programme}|${of.category}|${of.channel}|${of.outcome}|${of.reviewed}|${of.joined}`;
}

/** What tells the cells of payments apart, as one text. */
export function paymentKey(of: PaymentPlace): string {
  return `${of.programme}|${of.category}|${of.channel}|${of.provider}|${of.state}`;
}

/** Cells while they are counted. */
export class CubeCount {
  readonly #roll = new Map<string, RollCell>();
  readonly #payments = new Map<string, PaymentCell>();

  addRoll(place: RollPlace, people: number, amount: number): void {
    const key = rollKey(place);
    const cell = this.#roll.get(key);
    if (cell === undefined) {
      const { programme: what, category: named, channel: by, outcome, reviewed, joined } = place;
      this.#roll.set(key, { programme: what, category: named, channel: by, outcome, reviewed, joined, people, amount });
    } else {
      cell.people += people;
      cell.amount += amount;
    }
  }

  addPayment(place: PaymentPlace, people: number, amount: number): void {
    const key = paymentKey(place);
    const cell = this.#payments.get(key);
    if (cell === undefined) {
      const { programme: what, category: named, channel: by, provider, state } = place;
      this.#payments.set(key, { programme: what, category: named, channel: by, provider, state, people, amount });
    } else {
      cell.people += people;
      cell.amount += amount;
    }
  }

  add({ roll, payments }: Cube): void {
    for (const cell of roll) this.addRoll(cell, cell.people, cell.amount);
    for (const cell of payments) this.addPayment(cell, cell.people, cell.amount);
  }

  /** In the order of what tells them apart: the same lines in any order give the same cube. */
  cells(): Cube {
    return { roll: inOrder(this.#roll), payments: inOrder(this.#payments) };
  }
}

function inOrder<Cell>(cells: ReadonlyMap<string, Cell>): Cell[] {
  return [...cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => ({ ...cell }));
}

/** The sum of two cubes, cell by cell. */
export function addCubes(a: Cube, b: Cube): Cube {
  const sum = new CubeCount();
  sum.add(a);
  sum.add(b);
  return sum.cells();
}

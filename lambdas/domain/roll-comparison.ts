import { z } from 'zod';
import { period } from './period.ts';
import { programme } from './programme.ts';

const count = z.number().int().nonnegative();
/** Lines of a roll, each a person and a programme, and the đồng of this period on them. */
const linesAndAmount = z.object({ people: count, amount: count });

/** What became of one person on a roll since the roll before it. `left` carries the reason where the list gives one. */
export const rollMove = z.object({
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

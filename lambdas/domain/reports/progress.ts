import { z } from 'zod';
import { day, period } from '../period.ts';
import { channel } from '../person.ts';
import { programme } from '../programme.ts';
import { providerId } from '../reference-data.ts';
import { unit, unitCode } from '../unit.ts';

/** Why reports are published: on a schedule, when the month's answers are complete, or because somebody asked. */
export const reportOccasion = z.enum(['weekly', 'monthly', 'yearly', 'settled', 'by-hand']);
export type ReportOccasion = z.infer<typeof reportOccasion>;

const count = z.number().int().nonnegative();

/**
 * How far people are from being paid by account. `share` is paidByAccount / people, unrounded (1,380 of 2,301 is
 * 0.59973…, printed 59,97%); null where there is nobody.
 */
const progressLine = z.object({
  /** On the roll at the end of the period (ruling 2). */
  people: count,
  /** With an account, wallet or mobile-money number usable for payout (ruling 3). */
  withAccount: count,
  /** Settled as paid in the period through account, wallet or mobile money (ruling 4). */
  paidByAccount: count,
  /** Whole đồng of those payments. */
  paidAmount: count,
  share: z.number().min(0).nullable(),
});
export type ProgressLine = z.infer<typeof progressLine>;

const change = z.number().int();

/** One target of the reference data, and how far a unit is from it. */
const targetProgress = z.object({
  name: z.string(),
  programmes: z.array(programme),
  /** The share aimed at, 0 to 1; null for "all programmes", which nobody set a target for. */
  target: z.number().min(0).max(1).nullable(),
  total: progressLine,
  /** Since the newest earlier publication of the same occasion; null where there is none. */
  since: z
    .object({
      asOf: day,
      /** Its month: weekly reports cross from one into the next, where what is paid begins again at zero. */
      period,
      people: change,
      withAccount: change,
      paidByAccount: change,
      /** Difference of the two shares; null where either is. */
      share: z.number().nullable(),
    })
    .nullable(),
  /** The units directly below, by code; empty in a commune. */
  byUnit: z.array(
    progressLine.extend({ unit: unitCode, name: z.string(), level: unit.shape.level, hasRoll: z.boolean() }),
  ),
  /**
   * Of a unit with others below it: what stands on lists of its own (districts sent some until 2025), so that `total` is
   * this and the sum over `byUnit`. Null where it has none, and in a commune.
   */
  ownLists: progressLine.nullable(),
  /** The villages that the unit's own list names, in the order of their names; null is a row without one. */
  byVillage: z.array(progressLine.extend({ village: z.string().nullable() })),
  byProgramme: z.array(progressLine.extend({ programme, name: z.string() })),
  /** What was paid in the period, by whom and how: payments, cash included. */
  byProvider: z.array(z.object({ provider: providerId, name: z.string(), paid: count, amount: count })),
  byChannel: z.array(z.object({ channel, paid: count, amount: count })),
});
export type TargetProgress = z.infer<typeof targetProgress>;

/**
 * The same target in another month's or report's list: by its name; of several that bear one name, by their order.
 */
export function sameTarget<Of extends { readonly name: string }>(
  targets: readonly { readonly name: string }[],
  index: number,
  among: readonly Of[],
): Of | undefined {
  const name = targets[index]?.name;
  const before = targets.slice(0, index).filter((one) => one.name === name).length;
  return among.filter((one) => one.name === name)[before];
}

/** How many more people must be paid by account until a target is reached; 0 where it is, or where nobody is. */
export function missingTo({ people, paidByAccount }: ProgressLine, target: number): number {
  let needed = Math.ceil(people * target);
  // 100 × 0.07 is 7.000000000000001: the smallest number whose share reaches the target is meant.
  while (needed > 0 && (needed - 1) / people >= target) needed--;
  return Math.max(0, needed - paidByAccount);
}

/**
 * Progress toward the targets, of one unit: what is published as JSON, and what every printed shape and the page are made
 * from. The first target is always "all programmes", then those that hold on the last day of the period.
 */
export const progressReport = z.object({
  schemaVersion: z.literal(1),
  report: z.literal('progress'),
  occasion: reportOccasion,
  unit: unitCode,
  unitName: unit.shape.name,
  unitLevel: unit.shape.level,
  period,
  /** The day in Viet Nam on which it was counted. */
  asOf: day,
  /** People on the roll over all programmes, each once (ruling 5). */
  distinctPeople: count,
  targets: z.array(targetProgress).min(1),
  /**
   * The same targets' totals month by month, oldest first and this period last, at most thirteen; a month in which a
   * target did not hold lacks it. Each month's own payments, in a yearly report too.
   */
  history: z.array(z.object({ period, totals: z.array(progressLine.extend({ name: z.string() })) })),
});
export type ProgressReport = z.infer<typeof progressReport>;

import { benefitOf } from '../domain/benefit.ts';
import { listsSomebody } from '../domain/checks/row-listing.ts';
import { incompatibleWith, NOTHING_STANDS, type Standing } from '../domain/claims/claim.ts';
import {
  type ConflictRules,
  claimAnswerOf,
  conflictFindings,
  settle,
  withContender,
} from '../domain/claims/conflict.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { listPurpose } from '../domain/list-purpose.ts';
import type { CheckedRow, RowNote } from '../domain/lists/list-row.ts';
import type { Claims, ClaimWish } from '../domain/ports.ts';
import type { ClaimAnswer } from '../domain/rolls/entitlement.ts';
import type { Submission } from '../domain/rolls/submission.ts';
import { LivingListings, type Ports as LivingPorts } from './living-listings.ts';

export interface Ports extends LivingPorts {
  readonly claims: Pick<Claims, 'takeAll' | 'replace'>;
}

/** What a row's claim came to, and what the unit is told of other units that list the person. */
export interface Claimed {
  readonly claim: ClaimAnswer;
  readonly findings: readonly RowNote[];
}

/** A row without a usable id or programme, or one that wants nobody on the roll. */
export const NOTHING_CLAIMED: Claimed = { claim: { standing: 'none' }, findings: [] };

/**
 * Takes the claim of every row that lists a person for a programme, held rows included (ruling 1). A row that loses is
 * entered among those that wait for the claim.
 *
 * @param start the position of the first row in its list.
 */
export async function takeClaims(
  ports: Ports,
  list: Submission,
  rules: ConflictRules,
  rows: readonly CheckedRow[],
  start: number,
): Promise<Claimed[]> {
  const wishes = rows.map((row, index) => claimWish(row, start + index, list, rules));
  const wanted = wishes.filter((wish) => wish !== null);
  const outcomes = await ports.claims.takeAll(list.period, wanted, await isFirstRoll(ports, list));
  const listings = new LivingListings(ports, list);
  const claimed = new Map<ClaimWish, Claimed>();
  await inParallel(16, wanted.entries(), async ([index, wish]) => {
    const outcome = outcomes[index] ?? { taken: false, standing: NOTHING_STANDS };
    // Nearly everybody: nobody else lists them.
    const alone = outcome.taken && outcome.standing.contenders.length === 0;
    const standing = alone ? outcome.standing : await settledWith(ports, list, rules, wish, outcome, listings);
    claimed.set(wish, {
      claim: claimAnswerOf(wish.claim, standing, rules),
      findings: conflictFindings(wish.claim, standing, rules, list.period),
    });
  });
  return wishes.map((wish) => (wish === null ? NOTHING_CLAIMED : (claimed.get(wish) ?? NOTHING_CLAIMED)));
}

/** Whether the unit has no roll this month yet, so that only other units can list its people. */
async function isFirstRoll({ submissions }: Ports, { unit, period }: Submission): Promise<boolean> {
  const rolls = await Promise.all(listPurpose.options.map((purpose) => submissions.roll(unit, period, purpose)));
  return rolls.every((roll) => roll === undefined);
}

function claimWish(row: CheckedRow, position: number, list: Submission, rules: ConflictRules): ClaimWish | null {
  const { personalId, programme } = row.values;
  if (!listsSomebody(row) || personalId === null || programme === null) return null;
  const benefit = benefitOf(list.purpose, programme);
  return {
    person: personalId,
    claim: { benefit, unit: list.unit, revision: list.id, position },
    incompatible: incompatibleWith(rules, benefit),
  };
}

/**
 * What stands about a person once rows that mean nothing any more are cleared away and this one has its place. Several
 * lists may do so at once: whoever wrote first is seen, and everything is judged again.
 */
async function settledWith(
  { claims }: Pick<Ports, 'claims'>,
  list: Submission,
  rules: ConflictRules,
  wish: ClaimWish,
  first: { taken: boolean; standing: Standing },
  listings: LivingListings,
): Promise<Standing> {
  let { taken, standing } = first;
  for (;;) {
    const living = await listings.among(standing, wish, list.kind === 'full');
    if (taken) return living;
    const next = settle(withContender(living, wish.claim), rules);
    if (await claims.replace(list.period, wish.person, standing, next)) return next;
    const [again] = await claims.takeAll(list.period, [wish]);
    if (again) ({ taken, standing } = again);
  }
}

import { type Claim, claim } from '../../../lambdas/domain/claim.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { ClaimOutcome, Claims, ClaimWish } from '../../../lambdas/domain/ports.ts';
import type { Programme } from '../../../lambdas/domain/programme.ts';

/** Claims by (period, person), a programme each: taking one judges it and every incompatible one in one step. */
export class ClaimsInMemory implements Claims {
  readonly #people = new Map<string, Map<Programme, Claim>>();

  async takeAll(month: Period, wishes: readonly ClaimWish[]): Promise<ClaimOutcome[]> {
    return wishes.map((wish) => this.#take(month, wish));
  }

  async takeOver(month: Period, wish: ClaimWish, stale: readonly Claim[]): Promise<ClaimOutcome> {
    for (const one of stale) await this.giveBack(month, wish.person, one);
    return this.#take(month, wish);
  }

  async giveBack(month: Period, person: PersonalId, held: Claim): Promise<void> {
    const claims = this.#of(month, person);
    const stored = claims.get(held.programme);
    if (stored?.unit === held.unit && stored.revision === held.revision) claims.delete(held.programme);
  }

  /** What stands for a person, as a test looks at it. */
  of(month: Period, person: PersonalId): Claim[] {
    return [...this.#of(month, person).values()];
  }

  #take(month: Period, wish: ClaimWish): ClaimOutcome {
    const claims = this.#of(month, wish.person);
    const inTheWay = [wish.claim.programme, ...wish.incompatible]
      .map((programme) => claims.get(programme))
      .filter((stored) => stored !== undefined)
      .filter(
        ({ programme, unit, revision }) =>
          programme !== wish.claim.programme || unit !== wish.claim.unit || revision > wish.claim.revision,
      );
    if (inTheWay.length > 0) return { taken: false, inTheWay };
    claims.set(wish.claim.programme, claim.parse(wish.claim));
    return { taken: true };
  }

  #of(month: Period, person: PersonalId): Map<Programme, Claim> {
    const key = `${month}#${person}`;
    const claims = this.#people.get(key) ?? new Map<Programme, Claim>();
    this.#people.set(key, claims);
    return claims;
  }
}

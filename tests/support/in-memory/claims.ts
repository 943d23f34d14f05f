import { type Claim, isSameListing, NOTHING_STANDS, type Standing } from '../../../lambdas/domain/claims/claim.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { ClaimOutcome, Claims, ClaimWish } from '../../../lambdas/domain/ports.ts';

/** Claims by (period, person): taking one judges its benefit and every incompatible one in one step. */
export class ClaimsInMemory implements Claims {
  readonly #people = new Map<string, Standing>();

  async takeAll(month: Period, wishes: readonly ClaimWish[]): Promise<ClaimOutcome[]> {
    return wishes.map((wish) => this.#take(month, wish));
  }

  async standing(month: Period, people: readonly PersonalId[]): Promise<ReadonlyMap<PersonalId, Standing>> {
    return new Map(
      people.flatMap((person) => {
        const found = this.#people.get(keyOf(month, person));
        return found ? [[person, structuredClone(found)] as const] : [];
      }),
    );
  }

  async replace(month: Period, person: PersonalId, seen: Standing, next: Standing): Promise<boolean> {
    const stored = this.#of(month, person);
    // A row that began to wait meanwhile is not in what was seen; it is kept, as an attribute of its own is.
    const joined = stored.contenders.filter((row) => !seen.contenders.some((one) => isSameListing(one, row)));
    const before = { ...stored, contenders: stored.contenders.filter((row) => !joined.includes(row)) };
    const isAsSeen =
      marksOf(before) === marksOf(seen) &&
      !joined.some((row) => next.contenders.some((one) => isSameListing(one, row)));
    if (!isAsSeen) return false;
    this.#put(month, person, { ...next, contenders: [...next.contenders, ...joined] });
    return true;
  }

  async giveBack(month: Period, person: PersonalId, held: Pick<Claim, 'benefit' | 'unit' | 'revision'>): Promise<void> {
    const stored = this.#of(month, person);
    this.#put(month, person, {
      ...stored,
      claims: stored.claims.filter((one) => !isSameListing(one, held) || one.revision > held.revision),
    });
  }

  /** The claims that stand for a person, as a test looks at them. */
  of(month: Period, person: PersonalId): readonly Claim[] {
    return this.#of(month, person).claims;
  }

  #take(month: Period, { person, claim: wanted, incompatible }: ClaimWish): ClaimOutcome {
    const { claims, contenders, decisions } = this.#of(month, person);
    const isInTheWay = (one: Claim) =>
      incompatible.includes(one.benefit) ||
      (one.benefit === wanted.benefit && (one.unit !== wanted.unit || one.revision > wanted.revision));
    const isDecidedOtherwise = decisions.some(
      (one) => incompatible.includes(one.benefit) || (one.benefit === wanted.benefit && !isSameListing(one, wanted)),
    );
    if (isDecidedOtherwise || claims.some(isInTheWay)) {
      return { taken: false, standing: structuredClone(this.#of(month, person)) };
    }
    this.#put(month, person, {
      claims: [...claims.filter((one) => one.benefit !== wanted.benefit), wanted],
      contenders: contenders.filter((one) => !isSameListing(one, wanted)),
      decisions,
    });
    return { taken: true, standing: structuredClone(this.#of(month, person)) };
  }

  #of(month: Period, person: PersonalId): Standing {
    return this.#people.get(keyOf(month, person)) ?? NOTHING_STANDS;
  }

  #put(month: Period, person: PersonalId, { claims, contenders, decisions }: Standing): void {
    const nameOf = (one: { benefit: string; unit: string }) => `${one.benefit} ${one.unit}`;
    const sorted = <T extends { benefit: string; unit: string }>(listings: readonly T[]): T[] =>
      structuredClone([...listings].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)));
    this.#people.set(keyOf(month, person), {
      claims: sorted(claims),
      contenders: sorted(contenders),
      decisions: sorted(decisions),
    });
  }
}

function keyOf(month: Period, person: PersonalId): string {
  return `${month}#${person}`;
}

/** What the table looks at to see whether something changed. */
function marksOf({ claims, contenders, decisions }: Standing): string {
  return [
    ...claims.map(({ benefit, unit, revision }) => `${benefit} held by ${unit} ${revision}`),
    ...contenders.map(({ benefit, unit, submission }) => `${benefit} waited for by ${unit} ${submission}`),
    ...decisions.map(({ benefit, at }) => `${benefit} decided ${at}`),
  ]
    .sort()
    .join();
}

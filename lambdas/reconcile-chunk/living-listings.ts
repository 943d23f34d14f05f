import { benefitOf } from '../domain/benefit.ts';
import { isSameListing, type Listing, type Standing } from '../domain/claims/claim.ts';
import { listPurpose } from '../domain/list-purpose.ts';
import type { PersonalId } from '../domain/person.ts';
import type { ClaimWish, Rolls, Submissions } from '../domain/ports.ts';
import type { SubmissionId } from '../domain/rolls/submission.ts';
import type { SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly submissions: Pick<Submissions, 'statusOf' | 'roll'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

/**
 * Which claims and contenders still mean something: those of a list that is being read, waits for confirmation or is
 * current, and those of whoever stands on their unit's roll whatever list brought them there. What it asked once it
 * remembers: it serves one chunk. A roll counts only as it is after the list was found to count no more: the one read
 * before may be the one that the list's rows were not on yet.
 */
export class LivingListings {
  readonly #ports: Ports;
  readonly #reading: SubmissionRef;
  /** The unit's roll, where the list itself counts no more. */
  readonly #rolls = new Map<string, Promise<ReadonlySet<string> | undefined>>();

  /** @param reading the list that is being reconciled. */
  constructor(ports: Ports, reading: SubmissionRef) {
    this.#ports = ports;
    this.#reading = reading;
  }

  /**
   * What stands in earnest about a person whom a row wants to list. A full list replaces the unit's older ones of its
   * roll, the regular or the emergency one, so a unit that mends a programme is not in its own way; should the list come to nothing, settling enters the roll's
   * lines again.
   */
  async among({ claims, contenders, decisions }: Standing, wish: ClaimWish, isFullList: boolean): Promise<Standing> {
    const living = async <Row extends Listing>(rows: readonly Row[], listOf: (row: Row) => SubmissionId) => {
      const lives = await Promise.all(
        rows.map((row) => {
          const isOther = !isSameListing(row, wish.claim) && isOfSameRoll(row, wish.claim);
          if (isFullList && isOther && this.#isOlder(row, listOf(row))) return false;
          return this.#lives(wish.person, row, listOf(row));
        }),
      );
      return rows.filter((_, index) => lives[index]);
    };
    return {
      claims: await living(claims, ({ revision }) => revision),
      contenders: await living(contenders, ({ submission }) => submission),
      decisions,
    };
  }

  #isOlder({ unit }: Listing, list: SubmissionId): boolean {
    return unit === this.#reading.unit && list < this.#reading.id;
  }

  async #lives(person: PersonalId, { unit, benefit }: Listing, list: SubmissionId): Promise<boolean> {
    const key = `${unit} ${list}`;
    const asked = this.#rolls.get(key) ?? this.#rollInstead(unit, list);
    this.#rolls.set(key, asked);
    const roll = await asked;
    return roll === undefined || roll.has(`${person} ${benefit}`);
  }

  async #rollInstead(unit: UnitCode, list: SubmissionId): Promise<ReadonlySet<string> | undefined> {
    const status = await this.#ports.submissions.statusOf(unit, this.#reading.period, list);
    const counts = status === 'current' || status === 'reading' || status === 'awaiting-confirmation';
    return counts ? undefined : this.#rollOf(unit);
  }

  async #rollOf(unit: UnitCode): Promise<ReadonlySet<string>> {
    const { period } = this.#reading;
    const found = new Set<string>();
    for (const purpose of listPurpose.options) {
      const pointer = await this.#ports.submissions.roll(unit, period, purpose);
      if (!pointer) continue;
      for await (const { values } of this.#ports.rolls.ofRoll({ unit, period, revision: pointer.revision })) {
        if (values.programme !== null) found.add(`${values.personalId} ${benefitOf(purpose, values.programme)}`);
      }
    }
    return found;
  }
}

function isOfSameRoll(one: Listing, other: Listing): boolean {
  return (one.benefit === 'EMERGENCY') === (other.benefit === 'EMERGENCY');
}

import { isSameListing, type Listing, type Standing } from '../domain/claims/claim.ts';
import { type ConflictRules, rivalsOf, withContender } from '../domain/claims/conflict.ts';
import { listingOf } from '../domain/claims/conflict-settling.ts';
import { listPurpose } from '../domain/list-purpose.ts';
import type { Period } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import type { SubmissionId } from '../domain/rolls/submission.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly submissions: Pick<Submissions, 'statusOf' | 'roll'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

type LinesByPerson = ReadonlyMap<PersonalId, readonly Entitlement[]>;

/**
 * What the units' current rolls say of the people who are contested; only the lines of these people are kept. A roll is
 * read when somebody first asks about its unit, and again whenever a list of it turns out to be closed: one that closed
 * between the reading of its roll and the question would otherwise be taken for one that means nothing any more.
 */
export class ContestedRolls {
  readonly #ports: Ports;
  readonly #month: Period;
  readonly #people: ReadonlySet<PersonalId>;
  readonly #lines = new Map<UnitCode, Promise<LinesByPerson>>();
  readonly #pending = new Map<string, Promise<boolean>>();

  constructor(ports: Ports, month: Period, people: readonly PersonalId[]) {
    this.#ports = ports;
    this.#month = month;
    this.#people = new Set(people);
  }

  /** The units whose rolls were asked about. */
  units(): UnitCode[] {
    return [...this.#lines.keys()].sort();
  }

  /**
   * What stands about a person in earnest. A row lives while its unit's roll has it; of a list that is still being
   * read or waits for confirmation it lives too, unless the roll that stands until then lists the person otherwise.
   * A line of a roll that nobody entered is entered now.
   */
  async living(
    person: PersonalId,
    { claims, contenders, decisions }: Standing,
    rules: ConflictRules,
    closed: UnitCode | undefined,
  ): Promise<Standing> {
    // Before the rolls are looked at: a list that is under way now has its rows on no roll yet.
    await Promise.all(claims.map(({ unit, revision }) => this.#isPending(unit, revision)));
    await Promise.all(contenders.map(({ unit, submission }) => this.#isPending(unit, submission)));
    const units = new Set([...claims, ...contenders].map(({ unit }) => unit));
    if (closed !== undefined) units.add(closed);
    const lines = (await Promise.all([...units].map((unit) => this.#linesOf(unit)))).flatMap(
      (ofUnit) => ofUnit.get(person) ?? [],
    );
    const onRoll = lines.flatMap((line) => {
      const row = listingOf(line);
      return row
        ? [{ unit: row.unit, benefit: row.benefit, revision: line.source.submission, position: line.source.position }]
        : [];
    });
    const lives = async (row: Listing, list: SubmissionId): Promise<boolean> => {
      if (onRoll.some((one) => isSameListing(one, row))) return true;
      const ofUnit = { claims: onRoll.filter(({ unit }) => unit === row.unit), contenders: [], decisions: [] };
      return rivalsOf(row, ofUnit, rules).length === 0 && this.#isPending(row.unit, list);
    };
    const living: Standing = {
      claims: await filtered(claims, (row) => lives(row, row.revision)),
      contenders: await filtered(contenders, (row) => lives(row, row.submission)),
      decisions,
    };
    const entered = [...living.claims, ...living.contenders];
    return onRoll
      .filter((row) => !entered.some((one) => isSameListing(one, row)))
      .reduce((standing, row) => withContender(standing, row), living);
  }

  #linesOf(unit: UnitCode): Promise<LinesByPerson> {
    const reading = this.#lines.get(unit) ?? this.#read(unit);
    this.#lines.set(unit, reading);
    return reading;
  }

  #readAgain(unit: UnitCode): void {
    const reading = this.#read(unit);
    // Whoever asks about the unit next is told of a failure; nobody may ask, if something else failed first.
    reading.catch(() => undefined);
    this.#lines.set(unit, reading);
  }

  async #read(unit: UnitCode): Promise<LinesByPerson> {
    const lines: Entitlement[] = [];
    for (const purpose of listPurpose.options) {
      const pointer = await this.#ports.submissions.roll(unit, this.#month, purpose);
      if (!pointer) continue;
      for await (const line of this.#ports.rolls.ofRoll(pointer)) {
        if (line.values.personalId !== null && this.#people.has(line.values.personalId)) lines.push(line);
      }
    }
    const found = new Map<PersonalId, Entitlement[]>();
    for (const line of lines) {
      const { personalId } = line.values;
      if (personalId !== null) found.set(personalId, [...(found.get(personalId) ?? []), line]);
    }
    return found;
  }

  #isPending(unit: UnitCode, list: SubmissionId): Promise<boolean> {
    const key = `${unit} ${list}`;
    const asked =
      this.#pending.get(key) ??
      this.#ports.submissions.statusOf(unit, this.#month, list).then((status) => {
        const isPending = status === 'reading' || status === 'awaiting-confirmation';
        if (!isPending) this.#readAgain(unit);
        return isPending;
      });
    this.#pending.set(key, asked);
    return asked;
  }
}

async function filtered<Row>(rows: readonly Row[], keep: (row: Row) => Promise<boolean>): Promise<Row[]> {
  const kept = await Promise.all(rows.map(keep));
  return rows.filter((_, index) => kept[index]);
}

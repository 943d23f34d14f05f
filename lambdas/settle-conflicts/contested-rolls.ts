import { isSameListing, type Listing, type Standing } from '../domain/claims/claim.ts';
import { type ConflictRules, rivalsOf, withContender } from '../domain/claims/conflict.ts';
import { listingOf } from '../domain/claims/conflict-settling.ts';
import { listPurpose } from '../domain/list-purpose.ts';
import type { Period } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Roll, Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import type { SubmissionId } from '../domain/rolls/submission.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly submissions: Pick<Submissions, 'statusOf' | 'roll'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

type LinesByPerson = ReadonlyMap<PersonalId, readonly Entitlement[]>;

/**
 * What the units' current rolls say of the people who are contested: the lines of these people. Which roll is current is
 * looked up when somebody first asks about its unit, and again whenever a list of it turns out to be closed: one that closed
 * between the look and the question would otherwise be taken for one that means nothing any more. A roll is read once,
 * since none is ever written over.
 */
export class ContestedRolls {
  readonly #ports: Ports;
  readonly #month: Period;
  readonly #people: ReadonlySet<PersonalId>;
  readonly #current = new Map<UnitCode, Promise<LinesByPerson>>();
  readonly #read = new Map<string, Promise<readonly Entitlement[]>>();
  readonly #pending = new Map<string, Promise<boolean>>();

  constructor(ports: Ports, month: Period, people: readonly PersonalId[]) {
    this.#ports = ports;
    this.#month = month;
    this.#people = new Set(people);
  }

  /** The units whose rolls were asked about. */
  units(): UnitCode[] {
    return [...this.#current.keys()].sort();
  }

  /** The contested people's lines of one roll, in its order. */
  ofRoll({ unit, period, revision }: Roll): Promise<readonly Entitlement[]> {
    const key = `${unit} ${revision}`;
    const reading =
      this.#read.get(key) ?? Array.fromAsync(this.#ports.rolls.ofRoll({ unit, period, revision }, this.#people));
    this.#read.set(key, reading);
    return reading;
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
    const looking = this.#current.get(unit) ?? this.#look(unit);
    this.#current.set(unit, looking);
    return looking;
  }

  #lookAgain(unit: UnitCode): void {
    const looking = this.#look(unit);
    // Whoever asks about the unit next is told of a failure; nobody may ask, if something else failed first.
    looking.catch(() => undefined);
    this.#current.set(unit, looking);
  }

  async #look(unit: UnitCode): Promise<LinesByPerson> {
    const lines: Entitlement[] = [];
    for (const purpose of listPurpose.options) {
      const pointer = await this.#ports.submissions.roll(unit, this.#month, purpose);
      if (pointer) lines.push(...(await this.ofRoll(pointer)));
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
        if (!isPending) this.#lookAgain(unit);
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

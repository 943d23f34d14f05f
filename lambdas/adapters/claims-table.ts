import {
  type BatchStatementRequest,
  ConditionalCheckFailedException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { benefit } from '../domain/benefit.ts';
import {
  type Claim,
  claim,
  conflictDecision,
  contender,
  type Listing,
  NOTHING_STANDS,
  type Standing,
} from '../domain/claims/claim.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Period } from '../domain/period.ts';
import { type PersonalId, personalId } from '../domain/person.ts';
import type { ClaimOutcome, Claims, ClaimWish } from '../domain/ports.ts';
import { shardOf } from '../domain/shard.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';
import { UpdateExpressions } from './update-expressions.ts';

/**
 * Claims on (period, person): partition key `period#shard`, sort key the person. Everything about a person stands on
 * one item: each claim under the name of its benefit, who waits under `waits:{unit}:{benefit}`, what officers decided
 * under `decided:{benefit}`. So one conditional write judges the same benefit and every incompatible one together, and
 * two communes that arrive at once cannot both win. Why not an item a benefit: docs/adr/0003-claims.md.
 */
export class ClaimsTable implements Claims {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Takes claims, in the order given. A unit's own claim is renewed by a list as new or newer. */
  async takeAll(month: Period, wishes: readonly ClaimWish[], mostAreFree = false): Promise<ClaimOutcome[]> {
    // A person's first claim of the month, nearly all of them, is an insert and goes by the batch. Two wishes of one
    // person in one call must not race each other, so only the first of them is tried that way. Unless most are
    // free, of whom something stands already is read first: an insert that is refused costs a write unit all the same
    // (Amazon DynamoDB Developer Guide, "Write request units"), one for every person of a unit that was carried over and
    // sends its list again.
    const people = mostAreFree ? [] : wishes.map(({ person }) => person);
    const seen = new Set<string>((await this.standing(month, people)).keys());
    const inserts = wishes.filter(({ person }) => !seen.has(person) && seen.add(person) !== undefined);
    const inserted = await this.#store.executeAll(inserts.map((wish) => this.#insert(month, wish)));
    const outcomes = new Map<ClaimWish, ClaimOutcome>();
    for (const [index, wish] of inserts.entries()) {
      if (inserted[index] === 'done') outcomes.set(wish, onlyThis(wish));
    }
    const rest = [
      ...Map.groupBy(
        wishes.filter((wish) => !outcomes.has(wish)),
        (wish) => wish.person,
      ).values(),
    ];
    await inParallel(16, rest, async (ofOnePerson) => {
      for (const wish of ofOnePerson) outcomes.set(wish, await this.#take(month, wish));
    });
    return wishes.map((wish) => outcomes.get(wish) ?? onlyThis(wish));
  }

  async standing(month: Period, people: readonly PersonalId[]): Promise<ReadonlyMap<PersonalId, Standing>> {
    const items = await this.#store.getAll(
      this.#table,
      [...new Set(people)].map((person) => keyOf(month, person)),
    );
    return new Map(items.map((item) => [personalId.parse(item['sk']), standingOf(item)]));
  }

  /**
   * Brings an item from what was seen to what shall stand, in one write. Its condition names every claim and decision,
   * those that were not there too: a claim that another list took meanwhile must not be written over.
   */
  async replace(month: Period, person: PersonalId, seen: Standing, next: Standing): Promise<boolean> {
    const before = attributesOf(seen);
    const after = attributesOf(next);
    const watched = new Set([
      ...benefit.options.flatMap((one) => [one, `decided:${one}`]),
      ...before.keys(),
      ...after.keys(),
    ]);
    const update = new UpdateExpressions();
    for (const name of watched) {
      const [was, will] = [before.get(name), after.get(name)];
      if (was === undefined) update.expectNothing(name);
      else update.expect(name, was.marks);
      if (will !== undefined) update.set(name, will.content);
      else if (was !== undefined) update.remove(name);
    }
    return this.#conditionally(month, person, update);
  }

  async giveBack(month: Period, person: PersonalId, held: Pick<Claim, 'benefit' | 'unit' | 'revision'>): Promise<void> {
    const update = new UpdateExpressions();
    update.remove(held.benefit);
    update.expectNotAfter(held.benefit, 'revision', held.revision);
    update.expect(held.benefit, { unit: held.unit });
    await this.#conditionally(month, person, update);
  }

  #insert(month: Period, wish: ClaimWish): BatchStatementRequest {
    const { pk, sk } = keyOf(month, wish.person);
    return {
      Statement: `INSERT INTO "${this.#table}" VALUE {'pk': ?, 'sk': ?, 'schemaVersion': ?, '${wish.claim.benefit}': ?}`,
      Parameters: [toParameter(pk), toParameter(sk), toParameter(1), toParameter(wish.claim)],
    };
  }

  /** Free, or an older one of the unit's own; nothing incompatible; and nothing else decided. */
  async #take(month: Period, wish: ClaimWish): Promise<ClaimOutcome> {
    const { claim: wanted, incompatible } = wish;
    const update = new UpdateExpressions();
    update.set(wanted.benefit, wanted);
    update.set('schemaVersion', 1);
    update.remove(waitsFor(wanted));
    update.expectNothingOr(wanted.benefit, () => {
      update.expect(wanted.benefit, { unit: wanted.unit });
      update.expectNotAfter(wanted.benefit, 'revision', wanted.revision);
    });
    update.expectNothingOr(`decided:${wanted.benefit}`, () =>
      update.expect(`decided:${wanted.benefit}`, { unit: wanted.unit }),
    );
    for (const other of incompatible) {
      update.expectNothing(other);
      update.expectNothing(`decided:${other}`);
    }
    try {
      const { Attributes } = await this.#store.client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: toStored(keyOf(month, wish.person)),
          ...update.input(),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { taken: true, standing: Attributes ? standingOf(unmarshall(Attributes)) : onlyThis(wish).standing };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return { taken: false, standing: standingOf(unmarshall(error.Item)) };
    }
  }

  async #conditionally(month: Period, person: PersonalId, update: UpdateExpressions): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({ TableName: this.#table, Key: toStored(keyOf(month, person)), ...update.input() }),
    );
  }
}

/** An attribute of an item: what it holds, and the parts by which a change of it shows. */
interface Attribute {
  readonly content: object;
  readonly marks: Readonly<Record<string, string>>;
}

function attributesOf({ claims, contenders, decisions }: Standing): ReadonlyMap<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const one of claims) {
    attributes.set(one.benefit, { content: one, marks: { unit: one.unit, revision: one.revision } });
  }
  for (const one of contenders) attributes.set(waitsFor(one), { content: one, marks: { submission: one.submission } });
  for (const one of decisions) attributes.set(`decided:${one.benefit}`, { content: one, marks: { at: one.at } });
  return attributes;
}

function standingOf(item: Readonly<Record<string, unknown>>): Standing {
  const entries = Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    claims: entries.flatMap(([name, value]) => (benefit.safeParse(name).success ? [claim.parse(value)] : [])),
    contenders: entries.flatMap(([name, value]) => (name.startsWith('waits:') ? [contender.parse(value)] : [])),
    decisions: entries.flatMap(([name, value]) => (name.startsWith('decided:') ? [conflictDecision.parse(value)] : [])),
  };
}

function onlyThis({ claim: taken }: ClaimWish): ClaimOutcome {
  return { taken: true, standing: { ...NOTHING_STANDS, claims: [taken] } };
}

function waitsFor({ unit, benefit: what }: Listing): string {
  return `waits:${unit}:${what}`;
}

function keyOf(month: Period, person: PersonalId) {
  return { pk: `${month}#${shardOf(person)}`, sk: person };
}

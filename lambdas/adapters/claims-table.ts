import {
  type BatchStatementRequest,
  ConditionalCheckFailedException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Claim, claim } from '../domain/claim.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Period } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { ClaimOutcome, Claims, ClaimWish } from '../domain/ports.ts';
import { shardOf } from '../domain/shard.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

/**
 * Claims on (period, person): partition key `period#shard`, sort key the person. All programmes of a person stand on
 * one item, an attribute each, so that one conditional write judges the same programme and every incompatible one
 * together, and two communes that arrive at once cannot both win. Why not an item a programme: docs/adr/0003-claims.md.
 */
export class ClaimsTable implements Claims {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Takes claims, in the order given. A unit's own claim is renewed by a revision as new or newer. */
  async takeAll(month: Period, wishes: readonly ClaimWish[]): Promise<ClaimOutcome[]> {
    // A person's first claim of the month, nearly all of them, is an insert and goes by the batch. Two wishes of one
    // person in one call must not race each other, so only the first of them is tried that way.
    const seen = new Set<string>();
    const first = wishes.map((wish) => !seen.has(wish.person) && seen.add(wish.person) !== undefined);
    const inserts = wishes.filter((_, index) => first[index]);
    const inserted = await this.#store.executeAll(inserts.map((wish) => this.#insert(month, wish)));
    const won = new Set(inserts.filter((_, index) => inserted[index] === 'done'));
    const outcomes = new Map<ClaimWish, ClaimOutcome>();
    for (const wish of won) outcomes.set(wish, { taken: true });
    const rest = [
      ...Map.groupBy(
        wishes.filter((wish) => !won.has(wish)),
        (wish) => wish.person,
      ).values(),
    ];
    await inParallel(16, rest, async (ofOnePerson) => {
      for (const wish of ofOnePerson) outcomes.set(wish, await this.#take(month, wish));
    });
    return wishes.map((wish) => outcomes.get(wish) ?? { taken: true });
  }

  /**
   * Takes over claims that were seen to stand in the way and no longer mean anything (their revision was superseded),
   * then takes the wish. Nothing happens to a claim that changed in between.
   */
  async takeOver(month: Period, wish: ClaimWish, stale: readonly Claim[]): Promise<ClaimOutcome> {
    for (const one of stale) await this.giveBack(month, wish.person, one);
    return this.#take(month, wish);
  }

  /** Gives a claim back, if it is still this very one. */
  async giveBack(month: Period, person: PersonalId, held: Claim): Promise<void> {
    try {
      await this.#store.client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: toStored(keyOf(month, person)),
          UpdateExpression: 'REMOVE #programme',
          ConditionExpression: '#programme.#unit = :unit AND #programme.#revision = :revision',
          ExpressionAttributeNames: { '#programme': held.programme, '#unit': 'unit', '#revision': 'revision' },
          ExpressionAttributeValues: { ':unit': toParameter(held.unit), ':revision': toParameter(held.revision) },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  #insert(month: Period, wish: ClaimWish): BatchStatementRequest {
    const { pk, sk } = keyOf(month, wish.person);
    return {
      Statement: `INSERT INTO "${this.#table}" VALUE {'pk': ?, 'sk': ?, '${wish.claim.programme}': ?}`,
      Parameters: [toParameter(pk), toParameter(sk), toParameter(wish.claim)],
    };
  }

  async #take(month: Period, wish: ClaimWish): Promise<ClaimOutcome> {
    const others = wish.incompatible.map((_, index) => `#other${index}`);
    const free = others.map((name) => `attribute_not_exists(${name})`);
    const mine =
      '(attribute_not_exists(#programme) OR (#programme.#unit = :unit AND #programme.#revision <= :revision))';
    try {
      await this.#store.client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: toStored(keyOf(month, wish.person)),
          UpdateExpression: 'SET #programme = :claim',
          ConditionExpression: [mine, ...free].join(' AND '),
          ExpressionAttributeNames: {
            '#programme': wish.claim.programme,
            '#unit': 'unit',
            '#revision': 'revision',
            ...Object.fromEntries(wish.incompatible.map((other, index) => [`#other${index}`, other])),
          },
          ExpressionAttributeValues: {
            ':claim': toParameter(wish.claim),
            ':unit': toParameter(wish.claim.unit),
            ':revision': toParameter(wish.claim.revision),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { taken: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      const stored = unmarshall(error.Item);
      const standing = [wish.claim.programme, ...wish.incompatible].flatMap((name) =>
        stored[name] === undefined ? [] : [claim.parse(stored[name])],
      );
      return { taken: false, inTheWay: standing.filter((one) => !isOwn(one, wish.claim)) };
    }
  }
}

/** The wisher's own older claim on the same programme never stands in its way; a newer one of its own does. */
function isOwn(standing: Claim, wished: Claim): boolean {
  return (
    standing.programme === wished.programme && standing.unit === wished.unit && standing.revision <= wished.revision
  );
}

function keyOf(month: Period, person: PersonalId) {
  return { pk: `${month}#${shardOf(person)}`, sk: person };
}

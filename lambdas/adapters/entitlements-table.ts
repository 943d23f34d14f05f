import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { type CountedLine, countedLine } from '../domain/counted-rows.ts';
import { type Entitlement, entitlement } from '../domain/entitlement.ts';
import { rowValues } from '../domain/list-row.ts';
import type { Roll, Rolls } from '../domain/ports.ts';
import { jsonText, type Store, toParameter } from './dynamodb.ts';

/** A row gives a third of its values or fewer; what it does not give is left out of the text. */
const NOTHING_GIVEN = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
const shortLine = z
  .looseObject({ values: z.record(z.string(), z.unknown()) })
  .transform((line) => ({ ...line, values: { ...NOTHING_GIVEN, ...line.values } }));
const storedLine = z.object({ entitlement: jsonText.pipe(shortLine).pipe(entitlement) });
const counted = countedLine.shape.values.shape;
/** The same for the few values that reports count, in one step: reports read every line of two months. */
const countedValues = z.object({
  personalId: counted.personalId.default(null),
  fullName: counted.fullName.default(null),
  birthDate: counted.birthDate.default(null),
  programme: counted.programme.default(null),
  category: counted.category.default(null),
  amount: counted.amount.default(null),
  arrears: counted.arrears.default(null),
  accountNumber: counted.accountNumber.default(null),
  channel: counted.channel.default(null),
  village: counted.village.default(null),
});
const storedCounted = z.object({ entitlement: jsonText.pipe(countedLine.extend({ values: countedValues })) });

/**
 * The rolls: partition key `unit#period#revision`, sort key the row's position in its submission. A revision is
 * written whole under keys of its own before the pointer flips to it, so a retry overwrites itself. A line is one JSON
 * text: no condition looks inside, and a third of the local store's time in a month went into nested attributes (48.7 s
 * of its processor with them, 32.5 s without, over one demo). A line must stay below 1 KB, or each write costs twice.
 */
export class EntitlementsTable implements Rolls {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  async putAll(entries: readonly Entitlement[]): Promise<void> {
    await this.#store.putAll(
      this.#table,
      entries.map((entry) => ({ pk: partitionOf(entry), sk: entry.position, entitlement: textOf(entry) })),
    );
  }

  /** Every line of a roll, in the order of the list. */
  async *ofRoll(roll: Roll): AsyncGenerator<Entitlement> {
    for await (const item of this.#store.query(this.#linesOf(roll))) yield storedLine.parse(item).entitlement;
  }

  async *countedOfRoll(roll: Roll): AsyncGenerator<CountedLine[]> {
    for await (const page of this.#store.pages(this.#linesOf(roll))) {
      yield page.map((item) => storedCounted.parse(item).entitlement);
    }
  }

  #linesOf(roll: Roll): QueryCommandInput {
    return {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :roll',
      ExpressionAttributeValues: { ':roll': toParameter(partitionOf(roll)) },
    };
  }
}

function textOf(entry: Entitlement): string {
  const given = Object.entries(entry.values).filter(([, value]) => value !== null);
  return JSON.stringify({ ...entry, values: Object.fromEntries(given) });
}

function partitionOf({ unit, period, revision }: Roll): string {
  return `${unit}#${period}#${revision}`;
}

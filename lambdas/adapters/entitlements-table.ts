import { gunzipSync, gzipSync } from 'node:zlib';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { rowValues } from '../domain/lists/list-row.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Roll, Rolls } from '../domain/ports.ts';
import { type CountedLine, countedLine } from '../domain/reports/counted-rows.ts';
import { type Entitlement, entitlement } from '../domain/rolls/entitlement.ts';
import { jsonText, type Store, saidOf, slices, toParameter } from './dynamodb.ts';

/** A row gives a third of its values or fewer; what it does not give is left out of the text. */
const NOTHING_GIVEN = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
const shortLine = z
  .looseObject({ values: z.record(z.string(), z.unknown()) })
  .transform((line) => ({ ...line, values: { ...NOTHING_GIVEN, ...line.values } }));
const wholeLine = shortLine.pipe(entitlement);
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
const lineAsCounted = countedLine.extend({ values: countedValues });

/** A page's lines are checked when they are read for one purpose or another: to do it here as well would copy them twice. */
const unread = z.array(z.unknown());
const identified = z.object({ values: z.object({ personalId: counted.personalId.default(null) }) });
const placed = z.object({ position: entitlement.shape.position });
/** A line in an item of its own: how rolls were kept before they were kept in pages (docs/adr/0033-rolls-in-pages.md). */
const singleLine = z.object({ entitlement: jsonText }).transform((item) => [item.entitlement]);
const storedPage = z.object({ page: z.string() }).transform(({ page }) => linesIn(page));
const storedLines = z.union([storedPage, singleLine]);

/** Lines that make one item: 72 bytes each in the month of the sample district (`npm run cost -- --measure thanh-oai`). */
const LINES_A_PAGE = 250;
/** DynamoDB keeps items up to 400 KB, names and keys included. */
const MOST_TEXT = 350_000;

/**
 * The rolls: partition key `unit#period#revision`, sort key the position of a page's first line. A line never stands
 * alone: rolls are written and read whole, so {@link LINES_A_PAGE} lines are one item, gzipped, and a person's line costs
 * a twelfth of a write unit (docs/adr/0033-rolls-in-pages.md). A revision is written under keys of its own before the
 * pointer flips to it, and the same lines put again overwrite themselves.
 */
export class EntitlementsTable implements Rolls {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  async putAll(entries: readonly Entitlement[]): Promise<void> {
    const items = [...Map.groupBy(entries, partitionOf)].flatMap(([pk, lines]) =>
      slices(lines, LINES_A_PAGE)
        .flatMap(pagesOf)
        .map((page) => ({ pk, schemaVersion: 1, ...page })),
    );
    await this.#store.putAll(this.#table, items);
  }

  /** Lines in the order of the list. Of others than those asked about only the id is read: the rest is most of the work. */
  async *ofRoll(roll: Roll, about?: ReadonlySet<PersonalId>): AsyncGenerator<Entitlement> {
    for await (const lines of this.#pages(roll)) {
      for (const line of lines) if (about === undefined || isAbout(about, line)) yield wholeLine.parse(line);
    }
  }

  async *countedOfRoll(roll: Roll): AsyncGenerator<CountedLine[]> {
    for await (const lines of this.#pages(roll)) yield lines.map((line) => lineAsCounted.parse(line));
  }

  /**
   * The lines page by page. A page that begins within the one before it is what is left of an earlier try, whose lines
   * were a little longer and made two pages of these: its lines stand in the newer one.
   */
  async *#pages(roll: Roll): AsyncGenerator<unknown[]> {
    let last = -1;
    const query: QueryCommandInput = {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :roll',
      ExpressionAttributeValues: { ':roll': toParameter(partitionOf(roll)) },
    };
    for await (const item of this.#store.query(query)) {
      const lines = rollLinesIn(item);
      if (lines.length === 0 || placed.parse(lines[0]).position <= last) continue;
      last = placed.parse(lines.at(-1)).position;
      yield lines;
    }
  }
}

/** The lines in an item, as they are stored: what a list does not give is not in them. */
export function rollLinesIn(item: object): unknown[] {
  return storedLines.parse(item);
}

/** Lines as one page, or as several where an item could not hold them: a list may have very long texts. */
function pagesOf(lines: readonly Entitlement[]): { sk: number; page: string }[] {
  const page = pageOf(lines.map(shortened));
  const half = Math.ceil(lines.length / 2);
  if (page.length > MOST_TEXT && half < lines.length) {
    return [...pagesOf(lines.slice(0, half)), ...pagesOf(lines.slice(half))];
  }
  return lines.slice(0, 1).map(({ position: sk }) => ({ sk, page }));
}

function shortened(entry: Entitlement): object {
  return { ...entry, values: saidOf(entry.values) };
}

/** Lines as an item keeps them: a JSON array, gzipped, in base64. A text, since the journal knows no other bytes. */
export function pageOf(lines: readonly object[]): string {
  return gzipSync(JSON.stringify(lines)).toString('base64');
}

export function linesIn(page: string): unknown[] {
  return unread.parse(JSON.parse(gunzipSync(Buffer.from(page, 'base64')).toString()));
}

function isAbout(people: ReadonlySet<PersonalId>, line: unknown): boolean {
  const { personalId } = identified.parse(line).values;
  return personalId !== null && people.has(personalId);
}

function partitionOf({ unit, period, revision }: Roll): string {
  return `${unit}#${period}#${revision}`;
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { compareItems, isSame } from '../../../bin/rebuild/compare-items.ts';
import { journaledItems } from '../../../bin/rebuild/journaled-items.ts';
import { proveTables } from '../../../bin/rebuild/prove-tables.ts';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { journaledTable, type StoredImage, storedImage } from '../../../lambdas/domain/journal.ts';
import { Random } from '../../../samples/random.ts';
import type { Item } from '../cloud/expression-reader.ts';
import { loadHandler, NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import { linesIn } from './publishing.ts';

type Tell = (violation: string) => void;

/** A change as a stream tells it. */
interface Change {
  readonly sequence: number;
  readonly item: Item;
}

/** Every change of every table, as the tables' streams keep them. */
export class Streams {
  readonly #changes = new Map<string, Change[]>();
  #sequence = 0;

  constructor({ tables }: World) {
    tables.onChange = (table, item) => {
      const own = this.#changes.get(table) ?? [];
      this.#changes.set(table, own);
      own.push({ sequence: ++this.#sequence, item });
    };
  }

  of(table: string): readonly Change[] {
    return this.#changes.get(table) ?? [];
  }
}

/**
 * The journal's function is given the streams in batches, some twice, some cut anew after a failure; the tables that are
 * made from what it kept are those of the month, item by item, and agree with every list, file, answer and book.
 */
export async function checkRebuild(world: World, streams: Streams, seed: number, tell: Tell): Promise<void> {
  const random = new Random(`rebuild/${seed}`);
  const journal = new Bucket(NAMES.JOURNAL_BUCKET);
  const store = new Store();
  const keep = await loadHandler('journal-changes');
  for (const table of journaledTable.options) {
    for (const batch of batchesOf(streams.of(table), random)) await keep({ Records: batch.map(recordOf(table)) }, {});
    const items = await Array.fromAsync(journaledItems(journal, table));
    await store.putAll(
      rebuilt(table),
      items.map((image) => unmarshall(image)),
    );
    const difference = await compareItems(imagesOf(world, table), imagesOf(world, rebuilt(table)));
    if (!isSame(difference)) tell(`${table} is rebuilt otherwise: ${JSON.stringify(difference)}`);
  }
  const proofs = await proveTables({
    submissions: new SubmissionsTable(store, rebuilt('submissions')),
    rolls: new EntitlementsTable(store, rebuilt('entitlements')),
    payments: new PaymentsTable(store, rebuilt('payments')),
    runs: new RunsTable(store, rebuilt('runs')),
    exceptions: new ExceptionsTable(store, rebuilt('exceptions')),
    inbox: new Bucket(NAMES.INBOX_BUCKET),
    outbox: new Bucket(NAMES.OUTBOX_BUCKET),
    linesOf: async (_, bytes) => linesIn(new TextDecoder().decode(bytes)),
  });
  for (const { name, wrong } of proofs) if (wrong.length > 0) tell(`Rebuilt: ${name}, not in ${wrong.join(', ')}`);
}

const rebuilt = (table: string) => `rebuilt-${table}`;

/** In the stream's order; a batch may come again, whole or from its middle on. */
function* batchesOf(changes: readonly Change[], random: Random): Generator<readonly Change[]> {
  for (let from = 0; from < changes.length; ) {
    const batch = changes.slice(from, from + random.integer(1, 200));
    yield batch;
    if (random.chance(0.1)) yield batch;
    from += random.chance(0.1) ? Math.ceil(batch.length / 2) : batch.length;
  }
}

function recordOf(table: string) {
  return ({ sequence, item }: Change) => ({
    eventSourceARN: `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${table}/stream/2023-06-01T00:00:00.000`,
    dynamodb: {
      // Numbers of differing length, as AWS gives them.
      SequenceNumber: String(sequence * 7 + 99_990),
      ApproximateCreationDateTime: 1_685_577_600 + sequence,
      Keys: keysOf(item),
      NewImage: json(item),
    },
  });
}

function keysOf({ pk, sk }: Item) {
  return { pk: json(pk), sk: json(sk) };
}

function imagesOf(world: World, table: string): StoredImage[] {
  return world.tables.all(table).map((item) => storedImage.parse(json(item)));
}

/** As it comes over the wire. */
function json(value: Item | AttributeValue | undefined) {
  return JSON.parse(JSON.stringify(value));
}

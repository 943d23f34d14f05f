import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { layTable } from './bench-cloud.ts';
import { tellReading } from './tell-reading.ts';

/**
 * One reading of the floor of a month: writes so many items to a new table, by the store that every task uses
 * (BatchWriteItem of 25, 6 at once), in one process that does nothing else: `node measure-store.ts ITEMS`.
 */
const TABLE = 'bench-floor';
const SHARDS = 256;
/** About what a line of a roll, a claim or a payment comes to as stored text. */
const TEXT = 'x'.repeat(500);

const count = Number(process.argv[2]);
if (!Number.isInteger(count) || count < 1) throw new Error('How many items? node measure-store.ts ITEMS');
const store = new Store();
await layTable(store, TABLE, 'S');
const items = Array.from({ length: count }, (_, index) => ({
  pk: `2023-06#${index % SHARDS}`,
  sk: `${String(index).padStart(12, '0')}#BTXH#1`,
  text: TEXT,
}));
await tellReading(async () => {
  await store.putAll(TABLE, items);
  return items.length;
});

import { kindOf } from '../../support/stored-kinds.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';

const BUCKETS = [NAMES.WORK_BUCKET, NAMES.OUTBOX_BUCKET, NAMES.REFERENCE_BUCKET, NAMES.JOURNAL_BUCKET];
const TABLES = [
  NAMES.SUBMISSIONS_TABLE,
  NAMES.ENTITLEMENTS_TABLE,
  NAMES.CLAIMS_TABLE,
  NAMES.PAYMENTS_TABLE,
  NAMES.RUNS_TABLE,
  NAMES.EXCEPTIONS_TABLE,
];

/** What a bundle of reference data was made of, as officers wrote it: kept to be looked at, and never read. */
const SOURCES = /^reference\/[^/]+\/(?!bundle\.)/;

/** Everything stored says by which version of its shape, and is of a kind of which the fixtures hold an example. */
export function checkStored(world: World, tell: (violation: string) => void): void {
  for (const bucket of BUCKETS) {
    for (const key of world.buckets.keys(bucket, '')) {
      if (!/\.json(\.gz)?$/.test(key) || SOURCES.test(key)) continue;
      if (kindOf(bucket, key) === undefined)
        tell(`${bucket}/${key} is of no kind that tests/support/stored-kinds.ts has`);
      const start = new TextDecoder().decode(world.buckets.bytes(bucket, key)?.slice(0, 40));
      if (!/^\{\s*"schemaVersion":\s*\d/.test(start)) tell(`${bucket}/${key} does not say its schema version`);
    }
  }
  for (const table of TABLES) {
    for (const item of world.tables.all(table)) {
      if (!JSON.stringify(item).includes('schemaVersion')) tell(`${table} ${item['pk']?.S}: no schema version`);
    }
  }
}

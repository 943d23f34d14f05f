import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { shapesOfKinds } from '../support/stored-kinds.ts';
import { loadOtherwise } from './engine/loading.ts';

/*
 * `npm run stored-examples`: writes tests/fixtures/stored, an example of each kind of stored object and
 * item out of played months, and records the shapes. Examples of a version that is there already stay as they are.
 */
const FOLDER = new URL('../fixtures/stored/', import.meta.url);
loadOtherwise();
const { prepare, simulateSeed } = await import('./simulate-seed.ts');
const { currentWorld } = await import('./engine/world.ts');
const { NAMES } = await import('./engine/deployment.ts');
const { ITEM_KINDS, OBJECT_KINDS, kindOf } = await import('../support/stored-kinds.ts');
prepare();

const examples = new Map<string, { text: string; content: object }>();

/** Of each kind the smallest example of some size: a receipt of a refused list shows little. */
function offer(kind: string, content: object): void {
  const text = JSON.stringify(content);
  const known = examples.get(kind)?.text.length ?? 0;
  if (known === 0 || (text.length > known && text.length < 4000)) examples.set(kind, { text, content });
}

for (let seed = 1; seed <= 16; seed++) {
  await simulateSeed(seed);
  const { buckets, tables } = currentWorld();
  for (const bucket of [NAMES.WORK_BUCKET, NAMES.OUTBOX_BUCKET, NAMES.REFERENCE_BUCKET, NAMES.JOURNAL_BUCKET]) {
    for (const key of buckets.keys(bucket, '')) {
      const kind = /\.json(\.gz)?$/.test(key) ? kindOf(bucket, key) : undefined;
      if (kind !== undefined) offer(kind, JSON.parse(new TextDecoder().decode(buckets.bytes(bucket, key))));
    }
  }
  for (const item of tables.all('submissions')) {
    if (item['submission']) offer('submission', item);
    if (item['pointer']) offer('roll-pointer', item);
  }
  for (const item of tables.all('entitlements')) offer('roll-page', item);
  for (const item of tables.all('claims')) {
    const names = Object.keys(item);
    offer('claim', item);
    if (names.some((name) => name.startsWith('waits:'))) offer('contender', item);
    if (names.some((name) => name.startsWith('decided:'))) offer('conflict-decision', item);
  }
  for (const item of tables.all('payments')) offer('payment', item);
  for (const item of tables.all('runs')) {
    if (item['record']) offer('period', item);
    if (item['run']) offer('run', item);
    if (item['entry']) offer('treasury-return', item);
  }
  for (const item of tables.all('exceptions')) offer('exception', item);
}

for (const kind of [...Object.keys(OBJECT_KINDS), ...Object.keys(ITEM_KINDS)]) {
  const content = examples.get(kind)?.content;
  if (content === undefined) {
    process.stderr.write(`No example of ${kind}: write one by hand.\n`);
    continue;
  }
  const version = 'schemaVersion' in content && typeof content.schemaVersion === 'number' ? content.schemaVersion : 1;
  const place = new URL(`${kind}.v${version}.json`, FOLDER);
  await writeFile(place, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' }).catch(() => undefined);
}
const shapes = Object.entries(shapesOfKinds()).map(([kind, shape]) => [
  kind,
  createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16),
]);
await writeFile(new URL('shapes.json', FOLDER), `${JSON.stringify(Object.fromEntries(shapes), null, 2)}\n`);

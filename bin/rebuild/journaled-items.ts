import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import {
  imageKey,
  isLater,
  type JournaledTable,
  journaledChanges,
  journalPrefix,
  type StoredImage,
} from '../../lambdas/domain/journal.ts';
import type { Objects } from '../../lambdas/domain/ports.ts';

export type JournalObjects = Pick<Objects, 'keys' | 'unpackSealed'>;

/** How many objects of the journal are in memory at once, each of 6 MB at most. */
const AT_ONCE = 8;

/**
 * Every item of a table as its newest change left it; deleted ones are left out. Objects may come in any order, and a
 * change may stand in several: the journal is read twice, first for the newest change of each item (some 200 bytes an
 * item in memory), then for the items themselves. Throws `SealBroken` where an object is not what was written.
 */
export async function* journaledItems(journal: JournalObjects, table: JournaledTable): AsyncGenerator<StoredImage> {
  const newest = new Map<string, string>();
  for await (const { key, sequence } of changesOf(journal, table)) {
    const name = imageKey(key);
    const known = newest.get(name);
    if (known === undefined || isLater({ sequence }, known)) newest.set(name, sequence);
  }
  for await (const { key, sequence, image } of changesOf(journal, table)) {
    const name = imageKey(key);
    if (newest.get(name) !== sequence) continue;
    newest.delete(name);
    if (image !== null) yield image;
  }
}

async function* changesOf(journal: JournalObjects, table: JournaledTable) {
  const keys = await journal.keys(journalPrefix(table));
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const read = await inParallel(AT_ONCE, keys.slice(from, from + AT_ONCE), (key) =>
      journal.unpackSealed(key, journaledChanges),
    );
    for (const { table: whose, changes } of read) {
      if (whose !== table) throw new Error(`An object under ${journalPrefix(table)} is about ${whose}`);
      yield* changes;
    }
  }
}

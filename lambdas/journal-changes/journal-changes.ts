import { type JournaledChange, type JournaledTable, journalKeyPrefix } from '../domain/journal.ts';
import type { Objects } from '../domain/ports.ts';

export interface Ports {
  readonly journal: Pick<Objects, 'packSealed'>;
}

/** A batch of a table's stream. */
export interface Changes {
  readonly table: JournaledTable;
  /** When the first of them was made. */
  readonly at: Date;
  readonly changes: readonly [JournaledChange, ...JournaledChange[]];
}

/**
 * Keeps a batch of changes as one object under the hash of its bytes. The same batch again is the same object; one that
 * is cut otherwise when it comes again repeats changes, and whoever reads takes each item's newest.
 */
export async function journalChanges(
  { journal }: Ports,
  { table, at, changes }: Changes,
): Promise<{ table: JournaledTable; changes: number }> {
  await journal.packSealed(journalKeyPrefix(table, at, changes[0]), { schemaVersion: 1, table, changes });
  return { table, changes: changes.length };
}

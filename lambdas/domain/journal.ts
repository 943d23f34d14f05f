import { z } from 'zod';

/** The tables whose changes are kept, as keys of the journal name them. */
export const journaledTable = z.enum(['submissions', 'entitlements', 'claims', 'payments', 'runs', 'exceptions']);
export type JournaledTable = z.infer<typeof journaledTable>;

/** A value as DynamoDB keeps it, in the kinds of which our items are made. Another kind is a bug and is not passed over. */
export type StoredValue =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: StoredValue[] }
  | { M: Record<string, StoredValue> };

const storedValue: z.ZodType<StoredValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(storedValue) }),
    z.strictObject({ M: z.record(z.string(), storedValue) }),
  ]),
);

export const storedImage = z.record(z.string(), storedValue);
/** An item as DynamoDB keeps it: values by name. */
export type StoredImage = z.infer<typeof storedImage>;

/** Grows with every change of an item; digits, of which AWS promises no number (up to 40 are documented). */
const sequence = z.string().regex(/^\d{1,40}$/);

/** One change of one item: what it is since then, or null where it was deleted. */
export const journaledChange = z.object({
  sequence,
  key: z.strictObject({ pk: storedValue, sk: storedValue }),
  image: storedImage.nullable(),
});
export type JournaledChange = z.infer<typeof journaledChange>;

/** Changes of one table in the order in which they came: one object of the journal. */
export const journaledChanges = z.object({
  schemaVersion: z.literal(1),
  table: journaledTable,
  changes: z.array(journaledChange).min(1),
});

/** Everything that is known of a table stands below. */
export const journalPrefix = (table: JournaledTable) => `journal/${table}/`;

/** By day (UTC) and first change; the key goes on with the hash of the bytes. */
export function journalKeyPrefix(table: JournaledTable, at: Date, { sequence: first }: JournaledChange): string {
  return `${journalPrefix(table)}${at.toISOString().slice(0, 10)}/${first.padStart(40, '0')}`;
}

/** Whether a change came after another of the same item. */
export function isLater(change: Pick<JournaledChange, 'sequence'>, than: string): boolean {
  return BigInt(change.sequence) > BigInt(than);
}

/** One text for each item of a table. */
export function imageKey({ pk, sk }: JournaledChange['key']): string {
  return JSON.stringify([pk, sk]);
}

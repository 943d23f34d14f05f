import { createHash } from 'node:crypto';
import { imageKey, type StoredImage, type StoredValue, storedImage } from '../../lambdas/domain/journal.ts';

/** How two tables differ, item by item. Partitions hold months, units and shards, and never say whose an item is. */
export interface Difference {
  readonly items: number;
  /** In the first and not in the second. */
  readonly missing: number;
  /** In the second and not in the first. */
  readonly unexpected: number;
  readonly different: number;
  /** The partitions in which they differ, the first twenty. */
  readonly partitions: readonly string[];
}

const PARTITIONS_TOLD = 20;

/** Compares what a table should hold with what it holds. Of each item a hash is kept in memory, nothing more. */
export async function compareItems(
  expected: AsyncIterable<StoredImage> | Iterable<StoredImage>,
  found: AsyncIterable<StoredImage> | Iterable<StoredImage>,
): Promise<Difference> {
  const hashes = new Map<string, string>();
  for await (const image of expected) hashes.set(nameOf(image), hashOf(image));
  const items = hashes.size;
  const partitions = new Set<string>();
  let unexpected = 0;
  let different = 0;
  for await (const image of found) {
    const name = nameOf(image);
    const hash = hashes.get(name);
    hashes.delete(name);
    if (hash === hashOf(image)) continue;
    if (hash === undefined) unexpected += 1;
    else different += 1;
    partitions.add(partitionIn(name));
  }
  for (const name of hashes.keys()) partitions.add(partitionIn(name));
  return {
    items,
    missing: hashes.size,
    unexpected,
    different,
    partitions: [...partitions].sort().slice(0, PARTITIONS_TOLD),
  };
}

export function isSame({ missing, unexpected, different }: Difference): boolean {
  return missing === 0 && unexpected === 0 && different === 0;
}

const NOTHING = { NULL: true } as const;

function nameOf({ pk = NOTHING, sk = NOTHING }: StoredImage): string {
  return imageKey({ pk, sk });
}

function partitionIn(name: string): string {
  const [pk] = storedImage.valueType.array().parse(JSON.parse(name));
  return pk && 'S' in pk ? pk.S : '';
}

/** Independent of the order in which the store gives the parts of an item. */
function hashOf(image: StoredImage): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered({ M: image })))
    .digest('base64');
}

function ordered(value: StoredValue): unknown {
  if ('L' in value) return { L: value.L.map(ordered) };
  if (!('M' in value)) return value;
  const names = Object.entries(value.M).sort(([one], [other]) => (one < other ? -1 : 1));
  return { M: names.map(([name, part]) => [name, ordered(part)]) };
}

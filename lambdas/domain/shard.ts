/** How many partitions a period is spread over: no hot key, and few enough to walk side by side. */
export const SHARDS = 256;

/** The shard of a person: FNV-1a, 32 bits (Fowler, Noll, Vo), folded to {@link SHARDS}. Never changes: keys depend on it. */
export function shardOf(person: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < person.length; index++) hash = Math.imul(hash ^ person.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % SHARDS;
}

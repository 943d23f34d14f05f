import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './expression-reader.ts';
import { compare } from './expressions.ts';

/** How items are kept: as they are, or as bytes, since millions of objects would take ten times the memory. */
export interface Keeping<Kept> {
  keep(item: Item): Kept;
  give(kept: Kept): Item;
}

export const AS_THEY_ARE: Keeping<Item> = { keep: (item) => item, give: (item) => item };
export const AS_BYTES: Keeping<Buffer> = {
  keep: (item) => Buffer.from(JSON.stringify(item)),
  give: (bytes) => JSON.parse(bytes.toString()),
};

/** The items of one partition key, by their sort key. */
export class Partition<Kept = unknown> {
  readonly #items = new Map<string, Kept>();
  readonly #keys: AttributeValue[] = [];
  readonly #keeping: Keeping<Kept>;
  #isOrdered = true;

  constructor(keeping: Keeping<Kept>) {
    this.#keeping = keeping;
  }

  get(sortKey: AttributeValue): Item | undefined {
    const kept = this.#items.get(nameOf(sortKey));
    return kept === undefined ? undefined : this.#keeping.give(kept);
  }

  set(sortKey: AttributeValue, item: Item): void {
    const name = nameOf(sortKey);
    if (!this.#items.has(name)) {
      this.#keys.push(sortKey);
      this.#isOrdered = false;
    }
    this.#items.set(name, this.#keeping.keep(item));
  }

  /** All sort keys, in their order. */
  order(): readonly AttributeValue[] {
    if (!this.#isOrdered) this.#keys.sort((one, other) => compare(one, other) ?? 0);
    this.#isOrdered = true;
    return this.#keys;
  }

  /** The items of some sort keys, or all in their order. */
  items(keys: readonly AttributeValue[] = this.order()): Item[] {
    return keys.flatMap((key): Item[] => {
      const item = this.get(key);
      return item === undefined ? [] : [item];
    });
  }
}

/** A table's sort keys are all texts or all numbers. */
function nameOf(key: AttributeValue): string {
  return key.S ?? key.N ?? JSON.stringify(key);
}

import fc from 'fast-check';

/** One thing that happens to bytes: bits turn, bytes are lost, bytes come in, a piece is doubled, the end is cut off. */
type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'delete' | 'double'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly at: number };

/** Places are shares of the length, so that one mutation serves every file. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const anyMutation = (pieces: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Mutation> =>
  fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
    fc.record({
      kind: fc.constantFrom('delete' as const, 'double' as const),
      at: place,
      length: fc.integer({ min: 1, max: 60 }),
    }),
    fc.record({ kind: fc.constant('insert' as const), at: place, bytes: pieces }),
    fc.record({ kind: fc.constant('cut' as const), at: place }),
  );

function changed(bytes: Uint8Array, mutation: Mutation): Uint8Array {
  const at = Math.floor(mutation.at * bytes.length);
  switch (mutation.kind) {
    case 'flip':
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << mutation.bit) : byte));
    case 'delete':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + mutation.length)]);
    case 'double':
      return Buffer.concat([bytes.subarray(0, at + mutation.length), bytes.subarray(at)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), mutation.bytes, bytes.subarray(at)]);
    case 'cut':
      return bytes.subarray(0, at);
  }
}

/** The bytes after all of these have happened to them, one after another. */
export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  return mutations.reduce(changed, bytes);
}

/** One to `most` mutations; what comes in is one of these pieces. */
export function anyMutations(pieces: fc.Arbitrary<Uint8Array>, most: number): fc.Arbitrary<Mutation[]> {
  return fc.array(anyMutation(pieces), { minLength: 1, maxLength: most });
}

import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { verifyPayout } from '../../../bin/month/payout-verification.ts';
import { type ReleasedRun, releasedRun } from '../../support/released-run.ts';

// The papers for the Treasury need no layout here.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

let released: ReleasedRun;
beforeAll(async () => {
  released = await releasedRun();
});

/** How one file of many becomes another. */
const change = fc.oneof(
  fc.record({ how: fc.constant('another byte' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ how: fc.constant('a byte more' as const), at: fc.nat(), by: fc.nat({ max: 255 }) }),
  fc.record({ how: fc.constant('a byte less' as const), at: fc.nat(), by: fc.constant(0) }),
);

function changed(bytes: Uint8Array, { how, at, by }: { how: string; at: number; by: number }): Uint8Array {
  const copy = [...bytes];
  const position = at % copy.length;
  if (how === 'another byte') copy[position] = (copy[position] ?? 0) ^ by;
  else if (how === 'a byte more') copy.splice(position, 0, by);
  else copy.splice(position, 1);
  return Uint8Array.from(copy);
}

it('finds nothing wrong with what was released', async () => {
  const { contents, key } = released;
  const found = await verifyPayout(contents, [key]);
  expect(found.problems).toEqual([]);
  expect(found.manifests.map(({ provider }) => provider)).toEqual(['agribank', null, 'vnpost']);
  expect(found.files).toHaveLength(contents.size - 6);
});

it('finds every single byte that is another, in all that one bank is given', async ({ annotate }) => {
  const { contents, key } = released;
  const own = new Map([...contents].filter(([path]) => path.startsWith('agribank/')));
  let tried = 0;
  for (const [path, bytes] of own) {
    for (const at of bytes.keys()) {
      const after = changed(bytes, { how: 'another byte', at, by: 1 + (at % 255) });
      const found = await verifyPayout(new Map(own).set(path, after), [key]);
      if (found.problems.length === 0) throw new Error(`Byte ${at} of ${path} may be changed`);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(2000);
  await annotate(`${tried} of ${tried} changed bytes of a bank's files, manifest and signature found`, 'figure');
});

it('finds bytes that are changed, added or left out anywhere in a run', async () => {
  const { contents, key } = released;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...contents.keys()), change, async (path, how) => {
      const before = contents.get(path) ?? new Uint8Array();
      const after = changed(before, how);
      // A byte put beside its equal changes nothing.
      fc.pre(!Buffer.from(after).equals(before));
      const found = await verifyPayout(new Map(contents).set(path, after), [key]);
      expect(found.problems).not.toEqual([]);
      expect(found.files).not.toContain(path);
    }),
    { numRuns: 60 },
  );
});

it('finds any file that is taken away, but for the papers to the Treasury', async () => {
  const { contents, key } = released;
  for (const path of [...contents.keys()].filter((one) => !one.startsWith('funding/'))) {
    const rest = new Map(contents);
    rest.delete(path);
    expect((await verifyPayout(rest, [key])).problems).not.toEqual([]);
  }
});

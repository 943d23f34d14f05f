import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { playSeeds } from './run-seeds.ts';

const sideBySide = Math.min(2, availableParallelism());
/** Ten thousand are played by hand before a release: docs/simulation.md. */
const SEEDS = 150;

describe('whole months with faults drawn from a seed', () => {
  it(`hold in every one of ${SEEDS} seeds`, async () => {
    const results = await playSeeds({ from: 1, seeds: SEEDS, sideBySide });
    const failed = results.filter(({ violations }) => violations.length > 0);
    expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
    expect(results.length).toBe(SEEDS);
    // A simulation in which nothing happens holds too.
    expect(results.reduce((sum, { payments }) => sum + payments, 0)).toBeGreaterThan(10 * SEEDS);
    expect(results.filter(({ faults }) => Object.keys(faults).length > 2).length).toBeGreaterThan(SEEDS / 2);
  });

  it('go the same way again from the same seed', async () => {
    const [once, again] = await Promise.all([1, 2].map(() => playSeeds({ from: 11, seeds: 3, sideBySide: 1 })));
    expect(again?.map(({ traceHash }) => traceHash)).toEqual(once?.map(({ traceHash }) => traceHash));
  });
});

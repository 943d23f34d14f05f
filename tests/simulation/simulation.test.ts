import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { playSeeds } from './run-seeds.ts';

const sideBySide = Math.min(2, availableParallelism());
/** Ten thousand are played by hand before a release: docs/simulation.md. */
const SEEDS = 300;

/** What some seed has to come to. */
const HAPPENS = [
  ...['month closed', 'month not-closed', 'month reopened', 'returned to the Treasury'],
  ...['run on schedule', 'run expired', 'run rejected', 'run nothing-to-pay', 'approval withdrawn'],
  ...['second attempt', 'carried over', 'paid from the balance', 'unknown for a while', 'decided by a person'],
  ...['deferred suspended', 'deferred not-on-roll', 'deferred already-instructed', 'deferred no-channel'],
  ...['cash paid', 'cash returned', 'cash failed', 'file rejected as a whole', 'rejection not believed'],
  ...['emergency run released', 'emergency help failed', 'second attempt of emergency help'],
  'both a benefit and emergency help',
  ...[
    'exception period-closed',
    'exception returned-after-paid',
    'exception second-outcome',
    'exception unknown-reason',
  ],
];

describe('whole months with faults drawn from a seed', () => {
  it(`hold in every one of ${SEEDS} seeds`, async () => {
    const results = await playSeeds({ from: 1, seeds: SEEDS, sideBySide });
    const failed = results.filter(({ violations }) => violations.length > 0);
    expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
    expect(results.length).toBe(SEEDS);
    // A simulation in which nothing happens holds too.
    expect(results.reduce((sum, { payments }) => sum + payments, 0)).toBeGreaterThan(10 * SEEDS);
    const happened = new Set(results.flatMap((one) => Object.keys(one.happened)));
    expect([...happened]).toEqual(expect.arrayContaining(HAPPENS));
    expect(results.filter(({ faults }) => Object.keys(faults).length > 2).length).toBeGreaterThan(SEEDS / 2);
  });

  it('go the same way again from the same seed', async () => {
    const [once, again] = await Promise.all([1, 2].map(() => playSeeds({ from: 11, seeds: 3, sideBySide: 1 })));
    expect(again?.map(({ traceHash }) => traceHash)).toEqual(once?.map(({ traceHash }) => traceHash));
  });
});

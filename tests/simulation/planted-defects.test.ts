import { describe, expect, it } from 'vitest';
import { playSeeds } from './run-seeds.ts';

/** Each defect by its name in `planted.ts`, and what the simulation must say of it. */
const DEFECTS = {
  'drafts-without-condition': /may both be paid|was sent twice|A control total does not hold/,
  'claims-without-condition': /hold one claim|is accepted 2 times/,
  'batch-repeated': /the roll has \d+ lines, its lists make/,
  'any-amount-accepted': /is (paid|failed|returned), its provider said/,
  'pointer-flipped-early': /the roll has \d+ lines, its lists make|A control total does not hold/,
  'instructed-after-publishing': /was published before it was marked instructed/,
  'successor-without-condition': /may both be paid|in the place of \S+: that names/,
  'carry-attached-twice': /may both be paid|in the place of \S+: that names/,
  'unknown-taken-for-failed': /may both be paid|A control total does not hold/,
  'exception-not-opened': /no exception says so/,
  'duplicate-believed': /is failed, its provider said|turns a file down in a way that decides nothing, and was taken/,
  'cash-never-ends': /is paid in cash, which \d+ does not pay/,
  'line-lost': /the roll has \d+ lines, its lists make|A control total does not hold/,
  'file-changed-after-signing': /what was signed does not list it/,
  'manifest-changed-after-signing': /was published without a signature/,
  'changes-not-kept': /payments is rebuilt otherwise/,
} as const;

describe('a defect that was planted is found within 300 seeds', () => {
  it.each(Object.entries(DEFECTS))('%s', async (name, shows) => {
    const results = await playSeeds({ from: 1, seeds: 300, sideBySide: 1, planted: { name, shows } });
    const found = results.find(({ violations }) => violations.some((violation) => shows.test(violation)));
    expect(found).toBeDefined();
  });
});

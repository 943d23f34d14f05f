import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCALE_DOCUMENT, withCurrentLimits } from '../../../bin/documents/scale.ts';
import { slopeOf } from '../../../bin/scale/figures.ts';

describe('The slope on a log-log plot', () => {
  it.each([
    ['flat', [5, 5, 5], 0],
    ['in proportion', [2, 20, 200], 1],
    ['by the square', [1, 100, 10_000], 2],
  ])('of what grows %s', (_, values, slope) => {
    expect(slopeOf([10, 100, 1000], values)).toBeCloseTo(slope);
  });

  it('is unknown with one size, and where nothing was used', () => {
    expect(slopeOf([10], [2])).toBeNull();
    expect(slopeOf([10, 100], [0, 0])).toBeNull();
  });
});

describe('The document of limits', () => {
  it('says what the sizes of cdk.json come to (npm run limits)', () => {
    const page = readFileSync(SCALE_DOCUMENT, 'utf8');
    expect(page).toBe(withCurrentLimits(page));
  });
});

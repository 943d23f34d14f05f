import { describe, expect, it } from 'vitest';
import { pointerOf } from '../../../bin/bench/settled-roll.ts';
import { gatherReference } from '../../../bin/deployment/reference-files.ts';
import { periodRecord } from '../../../lambdas/domain/closing/period-record.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { publicationRef, publicationSlices } from '../../../lambdas/domain/reports/report-objects.ts';
import type { RollPointer } from '../../../lambdas/domain/rolls/submission.ts';
import { MOST_ITEMS, slicesOf } from '../../../lambdas/domain/slices.ts';
import { type UnitCode, unitCode } from '../../../lambdas/domain/unit.ts';
import { listRolls } from '../../../lambdas/list-rolls/list-rolls.ts';
import { provinceOf, SCALE_PERIOD } from '../../scale/province.ts';

const COMMUNES = 3_321;
const LARGEST_PAYLOAD = 32 * 1024;
const MONTH = addMonths(SCALE_PERIOD, 1);
const bytesOf = (payload: unknown) => Buffer.byteLength(JSON.stringify(payload));

/** A nation whose units all had a roll in the month before. */
function nation() {
  const { reference } = provinceOf(COMMUNES, COMMUNES);
  const data = gatherReference(reference);
  const rolls = new Map<UnitCode, RollPointer>(
    Array.from({ length: COMMUNES }, (_, index) => {
      const code = unitCode.parse(String(10_201 + index));
      return [code, pointerOf(code, SCALE_PERIOD, [])];
    }),
  );
  return {
    runs: {
      openPeriod: async () => periodRecord.parse({ period: MONTH, status: 'open', openedAt: '2025-09-01T00:00:00Z' }),
    },
    submissions: {
      rolls: async () => [],
      rollBefore: async (unit: UnitCode) => rolls.get(unit),
      get: async () => Promise.reject(new Error('No roll of this month stands yet')),
    },
    references: { current: async () => ({ version: 'v', data }) },
    clock: { now: async () => new Date('2025-09-01T00:00:00Z') },
  };
}

describe('A nation of 3,321 communes', () => {
  it('opens a month in turns, each small enough to be passed on, every unit once', async () => {
    const ports = nation();
    const seen: UnitCode[] = [];
    let after: UnitCode | undefined;
    do {
      const turn = await listRolls(ports, MONTH, after);
      expect(bytesOf(turn)).toBeLessThan(LARGEST_PAYLOAD);
      seen.push(...turn.units.map(({ unit }) => unit));
      after = turn.after;
    } while (after !== undefined);
    expect(seen).toHaveLength(COMMUNES);
    expect(new Set(seen).size).toBe(COMMUNES);
  });

  it('has plans of reports that fit beside the slices of what was counted', () => {
    const ref = publicationRef.parse({ period: MONTH, publication: '20250912T050000Z-0123456789abcdef' });
    const batches = publicationSlices(ref, COMMUNES, 4);
    expect(bytesOf({ ...ref, batches, figures: { batches } })).toBeLessThan(LARGEST_PAYLOAD);
  });
});

describe('Slices of what stands in an order', () => {
  it.each([0, 1, 4, 5, 480, 481, COMMUNES])('of %i things hold each once, in its order', (count) => {
    const slices = slicesOf(count, 4);
    expect(slices.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at))).toEqual(
      Array.from({ length: count }, (_, at) => at),
    );
    expect(slices.length).toBeLessThanOrEqual(MOST_ITEMS);
  });

  it('are as large as was asked while there are few', () => {
    expect(slicesOf(9, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 9 },
    ]);
  });
});

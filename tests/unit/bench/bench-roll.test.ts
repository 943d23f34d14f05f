import { describe, expect, it } from 'vitest';
import { PAYOUT_PERIOD, PAYOUT_UNITS, payoutReference, payoutRolls } from '../../../bin/bench/bench-roll.ts';
import { gatherReference } from '../../../bin/deployment/reference-files.ts';
import { payoutDay } from '../../../lambdas/domain/calendar.ts';
import { decidePayout } from '../../../lambdas/domain/payouts/payout-rules.ts';
import { unitCodesIn } from '../../../lambdas/domain/unit.ts';

const data = gatherReference(payoutReference());
const rolls = [...payoutRolls(1003)];
const lines = rolls.flatMap((roll) => roll.lines);

describe('the rolls that a payout is measured on', () => {
  it('have everybody once, in the units of a district, none of which has much more than another', () => {
    expect(rolls.map(({ pointer }) => pointer.unit)).toEqual(unitCodesIn(data.units, PAYOUT_PERIOD));
    expect(rolls).toHaveLength(PAYOUT_UNITS);
    expect(new Set(lines.map(({ values }) => values.personalId)).size).toBe(1003);
    const sizes = rolls.map((roll) => roll.lines.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(rolls.map(({ pointer }) => pointer.totals.accepted.rows)).toEqual(sizes);
  });

  it('are paid to the last line, through several providers, so that nothing that is measured is a deferral', () => {
    const payOn = payoutDay(data, PAYOUT_PERIOD);
    const decided = lines.map((line) => decidePayout(line, data, PAYOUT_PERIOD, payOn));
    expect(decided.filter(({ kind }) => kind !== 'pay')).toEqual([]);
    const providers = new Set(decided.flatMap((one) => (one.kind === 'pay' ? one.provider.id : [])));
    expect([...providers].sort()).toEqual(['agribank', 'lpbank', 'momo', 'vnpost']);
  });

  it('are the same in every run, so that figures of two days compare', () => {
    expect([...payoutRolls(100)]).toEqual([...payoutRolls(100)]);
  });
});

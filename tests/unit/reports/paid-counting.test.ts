import { describe, expect, it } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { type CountedPayment, countPaid, type UnitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { CU_KHE, JUNE } from './counted.ts';

const AN = personalId.parse('001045000001');
const MAY = period.parse('2023-05');
const IN_JUNE = { period: JUNE, formGroups: new Map() };

/** 360,000 đồng of social assistance for An in June, settled as paid into an account, but for what is given. */
function payment(given: Partial<CountedPayment> = {}): CountedPayment {
  return {
    person: AN,
    programme: 'BTXH',
    category: null,
    amount: toDong(360_000),
    arrears: toDong(0),
    carried: [],
    channel: 'account',
    state: 'paid',
    period: JUNE,
    unit: CU_KHE.code,
    ...given,
  };
}

function count(payments: CountedPayment[]): UnitFigures {
  const figures = countPaid([payment(), ...payments], IN_JUNE).get(CU_KHE.code);
  if (figures === undefined) throw new Error('Nothing counted for Cự Khê');
  return figures;
}

const paid = (payments: CountedPayment[]) => {
  const { paidPeople, paidAmount } = count(payments).groups.BTXH;
  return { people: paidPeople, dong: paidAmount };
};
const ONLY_AN = { people: { cumulative: 1, inPeriod: 1 }, dong: { cumulative: 360_000, inPeriod: 360_000 } };
const BINH = personalId.parse('001145000002');

describe('Part III (ruling 4)', () => {
  it.each(['account', 'wallet', 'mobile-money'] as const)('counts what was paid through %s', (channel) => {
    expect(paid([payment({ person: BINH, channel })]).people.inPeriod).toBe(2);
  });

  it('does not count cash', () => {
    expect(paid([payment({ person: BINH, channel: 'cash' })])).toEqual(ONLY_AN);
  });

  it.each(['drafted', 'instructed', 'failed', 'returned', 'unknown'] as const)('does not count what is %s', (state) => {
    expect(paid([payment({ person: BINH, state })])).toEqual(ONLY_AN);
  });

  it('includes arrears paid in the period', () => {
    expect(paid([payment({ person: BINH, arrears: toDong(720_000) })]).dong.inPeriod).toBe(1_440_000);
  });

  it('adds up since 1 January, people once and money every time', () => {
    expect(paid([payment({ period: MAY }), payment({ period: period.parse('2023-01') })])).toEqual({
      people: { cumulative: 1, inPeriod: 1 },
      dong: { cumulative: 1_080_000, inPeriod: 360_000 },
    });
  });

  it('leaves out last year and later months', () => {
    expect(paid([payment({ period: period.parse('2022-12') }), payment({ period: period.parse('2023-07') })])).toEqual(
      ONLY_AN,
    );
  });

  it('counts somebody paid earlier this year, but not this month, as cumulative only', () => {
    expect(paid([payment({ person: BINH, period: MAY })]).people).toEqual({ cumulative: 2, inPeriod: 1 });
  });

  it('counts somebody with two programmes of one column once, with both amounts', () => {
    expect(paid([payment({ programme: 'HTXH' })])).toEqual({
      people: { cumulative: 1, inPeriod: 1 },
      dong: { cumulative: 720_000, inPeriod: 720_000 },
    });
  });

  it('counts for the unit that listed the person', () => {
    const bichHoa = unitCode.parse('10126');
    const figures = countPaid([payment(), payment({ unit: bichHoa, person: BINH })], IN_JUNE);
    expect([...figures].map(([unit, { groups }]) => [unit, groups.BTXH.paidPeople.cumulative])).toEqual([
      [CU_KHE.code, 1],
      [bichHoa, 1],
    ]);
  });

  it('counts people with merit on the line of their category', () => {
    const { lines, groups } = count([payment({ programme: 'NCC', category: 'ncc-3' })]);
    expect([lines['ncc-3'].paidPeople.inPeriod, groups.NCC.paidAmount.inPeriod]).toEqual([1, 360_000]);
  });
});

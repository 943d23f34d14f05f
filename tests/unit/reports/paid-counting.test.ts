import { describe, expect, it } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { providerId } from '../../../lambdas/domain/reference-data.ts';
import type { CountedPayment } from '../../../lambdas/domain/reports/counted-rows.ts';
import { PaidCount } from '../../../lambdas/domain/reports/paid-counting.ts';
import { type UnitFigures, unitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import { type Unit, unit, unitCode } from '../../../lambdas/domain/unit.ts';
import { ALL, ASSISTED, CU_KHE, IN_JUNE, JUNE, MAY, WITH_MERIT } from './counted.ts';

const AN = personalId.parse('001045000001');
const AGRIBANK = providerId.parse('agribank');
const VNPOST = providerId.parse('vnpost');

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
    provider: AGRIBANK,
    state: 'paid',
    period: JUNE,
    unit: CU_KHE.code,
    village: null,
    ...given,
  };
}

function countAll(payments: CountedPayment[], directory: readonly Unit[] = []): UnitFigures[] {
  const counted = new PaidCount(IN_JUNE, directory);
  counted.add(payments);
  return counted.figures();
}

/** An's payment and others, all of Cự Khê. */
function count(payments: CountedPayment[]): UnitFigures {
  const [figures] = countAll([payment(), ...payments]);
  return unitFigures.parse(figures);
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
    const figures = countAll([payment(), payment({ unit: bichHoa, person: BINH })]);
    expect(figures.map(({ unit, groups }) => [unit, groups.BTXH.paidPeople.cumulative])).toEqual([
      [CU_KHE.code, 1],
      [bichHoa, 1],
    ]);
  });

  it('counts people with merit on the line of their category', () => {
    const { lines, groups } = count([payment({ programme: 'NCC', category: 'ncc-3' })]);
    expect([lines['ncc-3'].paidPeople.inPeriod, groups.NCC.paidAmount.inPeriod]).toEqual([1, 360_000]);
  });
});

describe('Targets', () => {
  const peopleOf = (figures: UnitFigures, target: number) => figures.targets[target]?.figures.paidPeople;

  it('count somebody with two programmes of one target once, and once among all programmes', () => {
    const figures = count([payment({ programme: 'HTXH' }), payment({ programme: 'NCC', category: 'ncc-3' })]);
    expect([ALL, WITH_MERIT, ASSISTED].map((target) => peopleOf(figures, target)?.inPeriod)).toEqual([1, 1, 1]);
    expect(figures.targets[ALL]?.figures.paidAmount.inPeriod).toBe(1_080_000);
    expect(figures.targets[ASSISTED]?.figures.paidAmount.inPeriod).toBe(720_000);
  });

  it('count somebody who was paid emergency help beside a benefit as one person', () => {
    const figures = count([payment({ programme: 'KHAC' })]);
    expect([peopleOf(figures, ALL)?.inPeriod, figures.groups.KHAC.paidPeople.inPeriod]).toEqual([1, 1]);
  });

  it('count by programme beside the group', () => {
    const { programmes } = count([payment({ programme: 'HTXH', person: BINH })]);
    expect([programmes.BTXH.paidPeople.inPeriod, programmes.HTXH.paidPeople.inPeriod]).toEqual([1, 1]);
  });
});

describe('Villages', () => {
  it('have the people paid in them, once for each target', () => {
    const { villages } = count([
      payment({ village: 'Thôn Đông' }),
      payment({ village: 'thôn  đông', programme: 'HTXH' }),
      payment({ village: 'Thôn Đoài', person: BINH, period: MAY }),
    ]);
    expect(villages.map(({ village, targets }) => [village, targets[ASSISTED]?.paidPeople])).toEqual([
      ['Thôn Đoài', { cumulative: 1, inPeriod: 0 }],
      ['Thôn Đông', { cumulative: 1, inPeriod: 1 }],
      [null, { cumulative: 1, inPeriod: 1 }],
    ]);
  });
});

describe('The cube of payments', () => {
  it('has every payment of the period, whatever became of it, cash too', () => {
    const { cube, groups } = count([
      payment({ person: BINH, state: 'failed', arrears: toDong(5) }),
      payment({ person: BINH, channel: 'cash', provider: VNPOST }),
      payment({ person: BINH, period: MAY }),
    ]);
    expect(
      cube.payments.map(({ channel, provider, state, people, amount }) => [channel, provider, state, people, amount]),
    ).toEqual([
      ['account', 'agribank', 'failed', 1, 360_005],
      ['account', 'agribank', 'paid', 1, 360_000],
      ['cash', 'vnpost', 'paid', 1, 360_000],
    ]);
    expect(groups.BTXH.paidAmount.inPeriod).toBe(360_000);
  });

  it('adds payments that are alike into one cell', () => {
    const { cube } = count([payment({ person: BINH })]);
    expect(cube.payments).toMatchObject([{ people: 2, amount: 720_000 }]);
  });
});

describe('What a unit was paid earlier in the year', () => {
  const [UNTIL, SINCE] = ['2023-05-31', '2023-06-01'];
  const entry = (code: string, name: string, parent: string | null, from: string, to: string | null) =>
    unit.parse({ code, name, level: parent === null ? 'province' : 'commune', parent, validFrom: from, validTo: to });
  const HA_NOI = entry('01', 'Thành phố Hà Nội', null, '2000-01-01', null);
  const paidSince = (directory: readonly Unit[]) =>
    countAll([payment({ period: MAY })], directory).map(({ unit: code, groups }) => [
      code,
      groups.BTXH.paidAmount.cumulative,
    ]);

  it('is its own where it goes on, as a ward where it was a commune too', () => {
    const was = entry('10120', 'Xã Cự Khê', '01', '2000-01-01', UNTIL);
    const is = entry('10120', 'Phường Cự Khê', '01', SINCE, null);
    expect(paidSince([HA_NOI, was, is])).toEqual([['10120', 360_000]]);
  });

  it('stands above it where its code names another place since, and never there', () => {
    const was = entry('10120', 'Xã Cự Khê', '01', '2000-01-01', UNTIL);
    const is = entry('10120', 'Xã Bình Minh', '01', SINCE, null);
    expect(paidSince([HA_NOI, was, is])).toEqual([['01', 360_000]]);
  });

  it('stands above it where it is gone', () => {
    expect(paidSince([HA_NOI, entry('10120', 'Xã Cự Khê', '01', '2000-01-01', UNTIL)])).toEqual([['01', 360_000]]);
  });

  it('stands above what it was last, though it had ended before it was paid', () => {
    const ended = entry('10120', 'Xã Cự Khê', '01', '2000-01-01', '2020-12-31');
    expect(paidSince([HA_NOI, ended])).toEqual([['01', 360_000]]);
  });

  it('never comes to a place that took over the code of the unit above it', () => {
    const district = entry('278', 'Huyện Thanh Oai', '01', '2000-01-01', '2020-12-31');
    const another = entry('278', 'Xã Khác', '01', '2021-01-01', null);
    const ended = entry('10120', 'Xã Cự Khê', '278', '2000-01-01', '2020-12-31');
    expect(paidSince([HA_NOI, district, another, ended])).toEqual([['01', 360_000]]);
  });

  it('stands in the province that took in its own, and bears its code', () => {
    const was = entry('01', 'Tỉnh Quảng Bình', null, '2000-01-01', UNTIL);
    const is = entry('01', 'Tỉnh Quảng Trị', null, SINCE, null);
    expect(paidSince([was, is, entry('10120', 'Xã Cự Khê', '01', '2000-01-01', UNTIL)])).toEqual([['01', 360_000]]);
  });
});

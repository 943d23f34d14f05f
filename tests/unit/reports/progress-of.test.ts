import { describe, expect, test } from 'vitest';
import { ControlTotalBroken } from '../../../lambdas/domain/control-total.ts';
import { addMonths, day } from '../../../lambdas/domain/period.ts';
import { providerId, type ReferenceData } from '../../../lambdas/domain/reference-data.ts';
import {
  missingTo,
  type ProgressLine,
  type ProgressReport,
  progressReport,
} from '../../../lambdas/domain/reports/progress.ts';
import { ALL_PROGRAMMES, progressOf } from '../../../lambdas/domain/reports/progress-of.ts';
import type { ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';
import {
  CU_KHE,
  countedFigures,
  DISTRICT,
  districtOf,
  JUNE,
  KIM_BAI,
  paidCell,
  reportedUnit,
  reportInput,
  unitFigures,
} from './progress-sample.ts';

/** The first target of the reference data; 0 is all programmes. */
const TARGET = 1;

function target(report: ProgressReport, index = TARGET) {
  const found = report.targets[index];
  if (found === undefined) throw new Error(`The report has no target ${index}`);
  return found;
}

function withTargets(targets: ReferenceData['targets']): ReferenceData {
  return { ...THANH_OAI, targets };
}

const YEAR = { from: day.parse('2023-01-01'), to: day.parse('2023-12-31') };

describe('progress of a commune', () => {
  test('1,380 of 2,301 people paid by account is a share of 59.97%', () => {
    const report = progressOf(
      reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 2301, paid: 1380 }) }),
    );
    expect(target(report).total.share).toBeCloseTo(0.59973924, 8);
    expect(((target(report).total.share ?? 0) * 100).toFixed(2)).toBe('59.97');
  });

  test('nobody on the roll leaves the share open, with any target', () => {
    const data = withTargets([{ name: 'Không', programmes: ['BTXH'], share: 0, ...YEAR }]);
    const figures = unitFigures(CU_KHE, { people: 0 }, { data });
    const report = progressOf(reportInput({ code: CU_KHE, figures }, [], { data }));
    expect(target(report)).toMatchObject({ target: 0, total: { people: 0, share: null } });
  });

  test('all programmes come first, without a target, then those that hold at the end of the month', () => {
    const data = withTargets([
      { name: 'Hết hạn', programmes: ['BTXH'], share: 1, from: day.parse('2023-01-01'), to: day.parse('2023-06-29') },
      { name: 'Người có công', programmes: ['NCC'], share: 0.98, ...YEAR },
    ]);
    const report = progressOf(
      reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 5 }, { data }) }, [], { data }),
    );
    expect(report.targets.map(({ name, target: share }) => [name, share])).toEqual([
      [ALL_PROGRAMMES, null],
      ['Người có công', 0.98],
    ]);
  });

  test('two targets of one name keep their own figures', () => {
    const named = (programmes: ReferenceData['targets'][number]['programmes'], share: number) => ({
      name: 'Mục tiêu',
      programmes,
      share,
      ...YEAR,
    });
    const data = withTargets([named(['BTXH'], 1), named(['NCC'], 0.5)]);
    const figures = unitFigures(CU_KHE, { people: 10 }, { data });
    const second = { ...figures.targets[2], name: 'Mục tiêu', figures: countedFigures({ people: 4 }) };
    const targets = figures.targets.map((one, index) => (index === 2 ? second : one));
    const before = progressOf(reportInput({ code: CU_KHE, figures: { ...figures, targets } }, [], { data }));
    const after = progressOf(
      reportInput({ code: CU_KHE, figures }, [], { data, before: { lastMonth: undefined, lastOfOccasion: before } }),
    );
    expect(after.targets.map(({ since }) => since?.people)).toEqual([0, 0, 6]);
  });

  test('a name that every object has is a target like any other', () => {
    const data = withTargets([{ name: '__proto__', programmes: ['BTXH'], share: 1, ...YEAR }]);
    const figures = unitFigures(CU_KHE, { people: 7 }, { data, villages: [['constructor', { people: 7 }]] });
    const report = progressOf(reportInput({ code: CU_KHE, figures }, [], { data }));
    expect(target(report)).toMatchObject({
      name: '__proto__',
      total: { people: 7 },
      byVillage: [{ village: 'constructor', people: 7 }],
    });
  });

  test('villages are in the order in which people count them, rows without one last', () => {
    const villages: [string | null, { people: number }][] = [
      [null, { people: 1 }],
      ['Thôn 10', { people: 1 }],
      ['Thôn 2', { people: 1 }],
      ['Thôn Đông', { people: 1 }],
      ['Thôn Dư', { people: 1 }],
      ['Thôn trống', { people: 0 }],
    ];
    const figures = unitFigures(CU_KHE, { people: 5 }, { villages });
    const report = progressOf(reportInput({ code: CU_KHE, figures }));
    expect(target(report).byVillage.map(({ village }) => village)).toEqual([
      'Thôn 2',
      'Thôn 10',
      'Thôn Dư',
      'Thôn Đông',
      null,
    ]);
  });

  test('what was paid is told by provider and by every channel, cash too, and nothing that was not paid', () => {
    const post = providerId.parse('vnpost');
    const figures = {
      ...unitFigures(CU_KHE, { people: 9 }),
      cube: {
        roll: [],
        payments: [
          paidCell({ people: 3, amount: 300 }),
          paidCell({ category: 'ncc-1', people: 1, amount: 100 }),
          paidCell({ channel: 'cash', provider: post, people: 2, amount: 200 }),
          paidCell({ state: 'failed', people: 5, amount: 500 }),
          paidCell({ programme: 'BHXH', people: 7, amount: 700 }),
        ],
      },
    };
    const report = target(progressOf(reportInput({ code: CU_KHE, figures })));
    expect(report.byProvider.map(({ provider, paid, amount }) => [provider, paid, amount])).toEqual([
      ['agribank', 4, 400],
      ['vnpost', 2, 200],
    ]);
    expect(report.byChannel).toEqual([
      { channel: 'account', paid: 4, amount: 400 },
      { channel: 'wallet', paid: 0, amount: 0 },
      { channel: 'mobile-money', paid: 0, amount: 0 },
      { channel: 'cash', paid: 2, amount: 200 },
    ]);
  });
});

describe('progress above communes', () => {
  const cuKhe = unitFigures(CU_KHE, { people: 10, withAccount: 8, paid: 5, dong: 5000 });

  test('every unit below has its line, one without a roll too', () => {
    const below = [reportedUnit(KIM_BAI, undefined), reportedUnit(CU_KHE, cuKhe)];
    const report = progressOf(reportInput({ code: DISTRICT, figures: districtOf([cuKhe]) }, below));
    expect(target(report).byUnit.map(({ unit, hasRoll, people, share }) => [unit, hasRoll, people, share])).toEqual([
      [KIM_BAI, false, 0, null],
      [CU_KHE, true, 10, 0.5],
    ]);
    expect(target(report).ownLists).toBeNull();
  });

  test('what a district sends itself stands beside its communes, so that both make its total', () => {
    const own = unitFigures(DISTRICT, { people: 4, withAccount: 3, paid: 2, dong: 700 });
    const report = progressOf(
      reportInput({ code: DISTRICT, figures: districtOf([cuKhe, own]) }, [reportedUnit(CU_KHE, cuKhe)]),
    );
    expect(target(report).total).toMatchObject({ people: 14, paidAmount: 5700 });
    expect(target(report).ownLists).toEqual({
      people: 4,
      withAccount: 3,
      paidByAccount: 2,
      paidAmount: 700,
      share: 0.5,
    });
  });

  test('communes that have more than their district are a broken control total, never printed', () => {
    const input = reportInput({ code: DISTRICT, figures: districtOf([]) }, [reportedUnit(CU_KHE, cuKhe)]);
    expect(() => progressOf(input)).toThrow(ControlTotalBroken);
  });
});

describe('progress in time', () => {
  const figures = unitFigures(CU_KHE, { people: 10, paid: 4, dong: 400, paidYear: 9, dongYear: 2400 });

  test('a month counts its own payments, a yearly report all since 1 January', () => {
    const monthly = progressOf(reportInput({ code: CU_KHE, figures }));
    const yearly = progressOf(reportInput({ code: CU_KHE, figures }, [], { occasion: 'yearly' }));
    expect(target(monthly).total).toMatchObject({ paidByAccount: 4, paidAmount: 400 });
    expect(target(yearly).total).toMatchObject({ paidByAccount: 9, paidAmount: 2400 });
    expect(target(yearly).byProgramme.find(({ programme }) => programme === 'BTXH')).toMatchObject({
      paidByAccount: 9,
    });
  });

  test('the history of a yearly report is of months all the same', () => {
    const yearly = progressOf(reportInput({ code: CU_KHE, figures }, [], { occasion: 'yearly' }));
    expect(yearly.history.at(-1)?.totals.map(({ paidByAccount }) => paidByAccount)).toEqual([4, 4]);
  });

  test('the change is that since the last report of the occasion', () => {
    const lastOfOccasion = progressOf(
      reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 12, withAccount: 6, paid: 3 }) }, [], {
        asOf: day.parse('2023-06-07'),
      }),
    );
    const report = progressOf(
      reportInput({ code: CU_KHE, figures }, [], { before: { lastMonth: undefined, lastOfOccasion } }),
    );
    expect(target(report).since).toEqual({
      asOf: '2023-06-07',
      period: JUNE,
      people: -2,
      withAccount: 4,
      paidByAccount: 1,
      share: 0.4 - 0.25,
    });
  });

  test('the first report of an occasion has no change', () => {
    expect(target(progressOf(reportInput({ code: CU_KHE, figures }))).since).toBeNull();
  });

  test('the history goes on from last month, thirteen months at most, without targets that hold no more', () => {
    const line: ProgressLine = { people: 1, withAccount: 1, paidByAccount: 1, paidAmount: 1, share: 1 };
    const lastMonth: ProgressReport = {
      ...progressOf(reportInput({ code: CU_KHE, figures })),
      history: Array.from({ length: 13 }, (_, index) => ({
        period: addMonths(JUNE, index - 13),
        totals: [
          { name: ALL_PROGRAMMES, ...line },
          { name: 'Mục tiêu cũ', ...line },
        ],
      })),
    };
    const { history } = progressOf(
      reportInput({ code: CU_KHE, figures }, [], { before: { lastMonth, lastOfOccasion: undefined } }),
    );
    expect(history).toHaveLength(13);
    expect([history[0]?.period, history.at(-1)?.period]).toEqual(['2022-06', '2023-06']);
    expect(history[0]?.totals.map(({ name }) => name)).toEqual([ALL_PROGRAMMES]);
  });

  test('a month that was published again does not stand twice in the history', () => {
    const lastMonth = progressOf(reportInput({ code: CU_KHE, figures }));
    const { history } = progressOf(
      reportInput({ code: CU_KHE, figures }, [], { before: { lastMonth, lastOfOccasion: undefined } }),
    );
    expect(history.map(({ period }) => period)).toEqual([JUNE]);
  });
});

describe('people missing to a target', () => {
  const line = (people: number, paidByAccount: number): ProgressLine => ({
    people,
    paidByAccount,
    withAccount: 0,
    paidAmount: 0,
    share: people === 0 ? null : paidByAccount / people,
  });

  test('are those between what is paid and the smallest number that reaches it', () => {
    expect(missingTo(line(498, 211), 1)).toBe(287);
    expect(missingTo(line(101, 0), 0.5)).toBe(51);
    expect(missingTo(line(100, 0), 0.07)).toBe(7);
  });

  test('are none beyond the target, with a target of zero, or where nobody is', () => {
    expect(missingTo(line(10, 12), 1)).toBe(0);
    expect(missingTo(line(10, 0), 0)).toBe(0);
    expect(missingTo(line(0, 0), 1)).toBe(0);
  });
});

test('a model that cannot be is refused', () => {
  const report = progressOf(reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 1 }) }));
  const broken: ReportInput['own']['figures'] = unitFigures(CU_KHE, { people: -1 });
  expect(progressReport.safeParse(report).success).toBe(true);
  expect(progressReport.safeParse(progressOf(reportInput({ code: CU_KHE, figures: broken }))).success).toBe(false);
});

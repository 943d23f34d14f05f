import { describe, expect, test } from 'vitest';
import { type ControlSheet, controlSheet } from '../../../lambdas/domain/reports/control-sheet.ts';
import { controlSheetOf } from '../../../lambdas/domain/reports/control-sheet-of.ts';
import type { ListSent, UnitControls } from '../../../lambdas/domain/reports/unit-controls.ts';
import { submissionId } from '../../../lambdas/domain/rolls/submission.ts';
import { type UnitCode, unitCode } from '../../../lambdas/domain/unit.ts';
import {
  CU_KHE,
  controlsOf,
  DISTRICT,
  districtOf,
  KIM_BAI,
  reportedUnit,
  reportInput,
  unitFigures,
} from './progress-sample.ts';

const BICH_HOA = unitCode.parse('10126');

function list(day: number, given: Partial<ListSent> = {}): ListSent {
  const stamp = `202306${String(day).padStart(2, '0')}T020000Z`;
  return {
    id: submissionId.parse(`${stamp}-abcd1234`),
    receivedAt: `2023-06-${String(day).padStart(2, '0')}T02:00:00Z`,
    late: day > 4,
    kind: 'full',
    status: 'current',
    totals: null,
    ...given,
  };
}

/** The control sheet of the district over communes with these controls. */
function districtSheet(
  controls: readonly [UnitCode, Partial<UnitControls>][],
  given: Parameters<typeof reportInput>[2] = {},
): ControlSheet {
  const below = controls.map(([code, of]) =>
    reportedUnit(code, unitFigures(code, { people: 1 }), controlsOf(code, of)),
  );
  return controlSheetOf(reportInput({ code: DISTRICT, figures: districtOf([]) }, below, given));
}

describe('who sent when', () => {
  test('the last day on which a list is on time is the 4th', () => {
    expect(districtSheet([]).deadline).toBe('2023-06-04');
  });

  test('a unit is on time, late, or has sent nothing', () => {
    const sheet = districtSheet([
      [KIM_BAI, { lists: [list(3)] }],
      [CU_KHE, { lists: [list(6)] }],
      [BICH_HOA, { carriedOver: true }],
    ]);
    expect(sheet.lateness.map(({ unit, timeliness, carriedOver }) => [unit, timeliness, carriedOver])).toEqual([
      [KIM_BAI, 'on-time', false],
      [CU_KHE, 'late', false],
      [BICH_HOA, 'none', true],
    ]);
  });

  test('a list sent again late does not make the unit late', () => {
    const lists = [list(3, { status: 'superseded' }), list(7)];
    expect(districtSheet([[KIM_BAI, { lists }]]).lateness[0]?.timeliness).toBe('on-time');
  });

  test('a refused file in time does not make the unit be on time', () => {
    const refused = list(3, { status: 'refused' });
    const sheet = districtSheet([
      [KIM_BAI, { lists: [refused, list(7)] }],
      [CU_KHE, { lists: [refused] }],
    ]);
    expect(sheet.lateness.map(({ timeliness }) => timeliness)).toEqual(['late', 'none']);
  });

  test('a district is not asked for a list that its communes send, but stands there when it sent one', () => {
    const own = (lists: ListSent[]) =>
      controlSheetOf(
        reportInput({ code: DISTRICT, figures: districtOf([]), controls: controlsOf(DISTRICT, { lists }) }, [
          reportedUnit(CU_KHE, undefined, controlsOf(CU_KHE)),
        ]),
      ).lateness.map(({ unit }) => unit);
    expect(own([])).toEqual([CU_KHE]);
    expect(own([list(3)])).toEqual([DISTRICT, CU_KHE]);
  });
});

describe('data quality', () => {
  test('the unit with the largest share of held rows comes first', () => {
    const sheet = districtSheet([
      [KIM_BAI, { rows: { rows: 1000, amount: 0 }, held: { rows: 20, amount: 0 } }],
      [CU_KHE, { rows: { rows: 100, amount: 0 }, held: { rows: 10, amount: 5 } }],
      [BICH_HOA, {}],
    ]);
    expect(sheet.quality.map(({ unit, rows, held }) => [unit, rows, held.rows])).toEqual([
      [CU_KHE, 100, 10],
      [KIM_BAI, 1000, 20],
      [BICH_HOA, 0, 0],
    ]);
  });
});

describe('duplicates', () => {
  test('what was not paid twice is what others claim and what lists repeat', () => {
    const sheet = districtSheet([
      [KIM_BAI, { claimedElsewhere: { rows: 2, amount: 720_000 }, repeated: { rows: 1, amount: 360_000 } }],
      [CU_KHE, {}],
    ]);
    expect(sheet.duplicates.map(({ unit }) => unit)).toEqual([KIM_BAI]);
    expect(sheet.notPaidTwice).toBe(1_080_000);
  });
});

test('exceptions of one code are one line, those that nobody waits for none', () => {
  const exceptions = [
    { code: 'uncollected', open: 1 },
    { code: 'second-outcome', open: 2 },
    { code: 'second-outcome', open: 3 },
    { code: 'no-answer', open: 0 },
  ] as const;
  expect(districtSheet([], { exceptions }).exceptions).toEqual([
    { code: 'second-outcome', open: 5 },
    { code: 'uncollected', open: 1 },
  ]);
});

test('control totals stand as they were given, those that do not hold too', () => {
  const controlTotals = [
    { name: 'Lệnh chi = kết quả', left: 2, right: 1, holds: false, from: 'payments; settlements' },
  ];
  expect(districtSheet([], { controlTotals }).controlTotals).toEqual(controlTotals);
});

test('a unit above without any sender is a sheet all the same', () => {
  expect(controlSheet.parse(districtSheet([]))).toMatchObject({ lateness: [], quality: [], notPaidTwice: 0 });
});

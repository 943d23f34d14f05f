import { describe, expect, it } from 'vitest';
import { form1, form2, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { figures as figuresSchema, unitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import { CU_KHE, figuresOf, tenFigures } from './counted.ts';

const counted = figuresOf({
  BTXH: [500, 5, 490, 4, 400, 3, 390, 380, 1_000_000_500, 300_000_499],
  NCC: [120, 2, 110, 1, 100, 1, 90, 80, 2_000_000_500, 600_000_500],
  KHAC: [10, 1, 9, 1, 8, 1, 7, 6, 0, 0],
  'ncc-1': [100, 1, 95, 1, 90, 1, 80, 75, 1, 1],
  unclassified: [20, 1, 15, 0, 10, 0, 10, 5, 1, 1],
  'decision-142': [6, 1, 5, 1, 4, 1, 3, 2, 1, 1],
  'decision-53': [4, 0, 4, 0, 4, 0, 4, 4, 1, 1],
});

function cellsOf(form: ReturnType<typeof form1>, row: string): Record<string, number> | undefined {
  return form.rows.find((one) => one.row === row)?.cells;
}

describe('Form 1 as JSON', () => {
  const form = form1(counted, CU_KHE);

  it('has the rows of the form, by part and line', () => {
    expect(form.rows.map(({ row }) => row)).toEqual([
      'I',
      'I.1',
      'I.2',
      'I.3',
      'II',
      'II.1',
      'II.2',
      'III',
      'III.1',
      'III.2',
    ]);
  });

  it('adds 5, 7 and 9 in column 4', () => {
    expect(cellsOf(form, 'I')).toEqual({ '4': 630, '5': 500, '6': 5, '7': 120, '8': 2, '9': 10, '10': 1 });
    expect(cellsOf(form, 'II.1')).toEqual({ '4': 609, '5': 490, '6': 4, '7': 110, '8': 1, '9': 9, '10': 1 });
    expect(cellsOf(form, 'III.1')).toEqual({ '4': 487, '5': 390, '6': 380, '7': 90, '8': 80, '9': 7, '10': 6 });
  });

  it('fills only the columns of its group in each line of part I', () => {
    expect(cellsOf(form, 'I.1')).toEqual({ '4': 500, '5': 500, '6': 5 });
    expect(cellsOf(form, 'I.2')).toEqual({ '4': 120, '7': 120, '8': 2 });
    expect(cellsOf(form, 'I.3')).toEqual({ '4': 10, '9': 10, '10': 1 });
  });

  it('has no figures in the headings II and III', () => {
    expect([cellsOf(form, 'II'), cellsOf(form, 'III')]).toEqual([{}, {}]);
  });

  it('rounds each cell of III.2 half up by itself, and keeps the exact đồng beside it (ruling 6)', () => {
    const row = form.rows.find(({ row: name }) => name === 'III.2');
    expect(row?.cells).toEqual({
      '4': 3_000_001,
      '5': 1_000_001,
      '6': 300_000,
      '7': 2_000_001,
      '8': 600_001,
      '9': 0,
      '10': 0,
    });
    expect(row?.dong?.['4']).toBe(3_000_001_000);
    expect(row?.measure).toBe('1000 đồng');
  });

  it('remarks on rounding when the printed parts miss the printed total', () => {
    expect(form.footnote).toContain('do làm tròn số');
  });

  it('remarks on nothing when they add up', () => {
    expect(form1(figuresOf({ BTXH: [1, 0, 0, 0, 0, 0, 1, 1, 1_500, 1_500] }), CU_KHE).footnote).toBeNull();
  });

  it('keeps the number of distinct people beside the form (ruling 5)', () => {
    expect(form1({ ...counted, distinctPeople: 615 }, CU_KHE).distinctPeople).toBe(615);
    expect(officialForm.parse(form)).toEqual(form);
  });
});

describe('Form 2 as JSON', () => {
  const form = form2(counted, CU_KHE);

  it('has the rows of the form, and one for people of no named category (ruling 7)', () => {
    const one = Array.from({ length: 12 }, (_, index) => `I.${index + 1}`);
    expect(form.rows.map(({ row }) => row)).toEqual(['I', ...one, 'I.unclassified', 'II', 'II.16', 'II.17', 'II.18']);
  });

  it('counts people in every column, results included', () => {
    expect(cellsOf(form, 'I.1')).toEqual({
      'total.cumulative': 100,
      'total.inPeriod': 1,
      reviewed: 95,
      withAccount: 90,
      'paid.cumulative': 80,
      'paid.inPeriod': 75,
    });
  });

  it('sums its lines in I and II, those of no named category included', () => {
    expect(cellsOf(form, 'I')).toMatchObject({ 'total.cumulative': 120, reviewed: 110, 'paid.inPeriod': 80 });
    expect(cellsOf(form, 'II')).toMatchObject({ 'total.cumulative': 10, withAccount: 8, 'paid.inPeriod': 6 });
  });

  it('puts each decision on the line that names its people', () => {
    expect([cellsOf(form, 'II.16')?.['total.cumulative'], cellsOf(form, 'II.17')?.['total.cumulative']]).toEqual([
      6, 4,
    ]);
  });
});

describe('Impossible figures', () => {
  it.each([
    ['more joined than there are', [1, 2, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['more reviewed than there are', [1, 0, 2, 0, 0, 0, 0, 0, 0, 0]],
    ['a negative count', [1, -1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['part of a đồng', [1, 0, 0, 0, 0, 0, 1, 1, 0.5, 0]],
  ] as const)('are refused where they are read: %s', (_, numbers) => {
    expect(figuresSchema.safeParse(tenFigures(numbers)).success).toBe(false);
  });

  it('are not what counting makes', () => {
    expect(unitFigures.safeParse(counted).success).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { mustHold } from '../../../lambdas/domain/control-total.ts';
import { day, period } from '../../../lambdas/domain/period.ts';
import { reportTotals } from '../../../lambdas/domain/reports/report-totals.ts';
import { rollUp, UnitHierarchyBroken } from '../../../lambdas/domain/reports/roll-up.ts';
import {
  emptyFigures,
  mergeFigures,
  noFigures,
  type UnitFigures,
} from '../../../lambdas/domain/reports/unit-figures.ts';
import { type Unit, type UnitCode, unit, unitCode } from '../../../lambdas/domain/unit.ts';
import { JUNE, tenFigures } from './counted.ts';

const code = (text: string): UnitCode => unitCode.parse(text);
const place = (text: string, level: Unit['level'], parent: string | null, to: string | null = null): Unit =>
  unit.parse({ code: text, name: `Đơn vị ${text}`, level, parent, validFrom: '2000-01-01', validTo: to });

const UNITS = [
  place('01', 'province', null),
  place('278', 'district', '01', '2025-06-30'),
  place('10114', 'commune', '278', '2025-06-30'),
  place('10120', 'commune', '278', '2025-06-30'),
  { ...place('10114', 'commune', '01'), validFrom: day.parse('2025-07-01') },
];

function people(of: string, number: number, month = JUNE): [UnitCode, UnitFigures] {
  const figures = emptyFigures(code(of), month);
  figures.groups.BTXH = tenFigures([number, 0, number, 0, 0, 0, number, 0, number * 360_000, 0]);
  return [code(of), { ...figures, distinctPeople: number }];
}

const peopleOf = (rolled: ReturnType<typeof rollUp>, of: string) =>
  rolled.figures.get(code(of))?.groups.BTXH.onRoll.cumulative;

describe('Rolling up', () => {
  it('makes the district of its communes and the province of its districts', () => {
    const rolled = rollUp(UNITS, new Map([people('10114', 7), people('10120', 5)]), JUNE);

    expect([peopleOf(rolled, '10114'), peopleOf(rolled, '278'), peopleOf(rolled, '01')]).toEqual([7, 12, 12]);
    expect([rolled.figures.get(code('278'))?.distinctPeople, rolled.roots, rolled.unplaced]).toEqual([12, ['01'], []]);
  });

  it('adds what a district lists itself', () => {
    const counted = new Map([people('10114', 7), people('278', 3)]);
    const rolled = rollUp(UNITS, counted, JUNE);

    expect([peopleOf(rolled, '278'), peopleOf(rolled, '01')]).toEqual([10, 10]);
    const totals = mustHold(reportTotals(UNITS, counted, rolled, JUNE));
    expect(totals.filter(({ name }) => name.startsWith('Đối tượng trên địa bàn, lũy kế'))).toMatchObject([
      { left: 10, right: 10, unit: '278' },
      { left: 10, right: 10, unit: '01' },
      { left: 10, right: 10, unit: null },
    ]);
  });

  it('follows the hierarchy of the period: no districts after 30 June 2025', () => {
    const july = period.parse('2025-07');
    const rolled = rollUp(UNITS, new Map([people('10114', 7, july)]), july);

    expect([...rolled.figures.keys()]).toEqual(['10114', '01']);
  });

  it('brings what a unit was paid before it merged to the nearest superior that there still is', () => {
    const july = period.parse('2025-07');
    const counted = new Map([people('10114', 7, july), people('10120', 5, july)]);
    const rolled = rollUp(UNITS, counted, july);

    expect([[...rolled.figures.keys()], peopleOf(rolled, '01'), peopleOf(rolled, '10114')]).toEqual([
      ['10114', '01'],
      12,
      7,
    ]);
    expect(rolled.unplaced).toEqual([]);
    expect(mustHold(reportTotals(UNITS, counted, rolled, july))).not.toEqual([]);
  });

  it('names a unit whose superior is not in the units file, and loses none of its people', () => {
    const units = [...UNITS, place('16033', 'commune', '38')];
    const counted = new Map([people('10114', 7), people('16033', 5), people('99999', 1)]);
    const rolled = rollUp(units, counted, JUNE);

    expect([rolled.unplaced, rolled.roots]).toEqual([
      ['16033', '99999'],
      ['01', '16033', '99999'],
    ]);
    expect(reportTotals(units, counted, rolled, JUNE).every(({ holds }) => holds)).toBe(true);
  });

  it('leaves villages with the unit that names them', () => {
    const [code10114, own] = people('10114', 7);
    const villages = [{ village: 'Thôn Đông', targets: [noFigures()] }];
    const { figures } = rollUp(UNITS, new Map([[code10114, { ...own, villages }]]), JUNE);

    expect([...figures].map(([of, { villages: named }]) => [of, named.length])).toEqual([
      ['10114', 1],
      ['278', 0],
      ['01', 0],
    ]);
  });

  it('lets a unit without a parent stand alone', () => {
    const alone = [place('16033', 'commune', null)];
    const rolled = rollUp(alone, new Map([people('16033', 4)]), JUNE);

    expect([rolled.roots, rolled.unplaced]).toEqual([['16033'], []]);
  });

  it('stops at a unit that stands above itself', () => {
    const circle = [place('278', 'district', '01'), place('01', 'province', '278')];

    expect(() => rollUp(circle, new Map([people('278', 1)]), JUNE)).toThrow(UnitHierarchyBroken);
  });

  it('shows a district that does not equal its communes', () => {
    const counted = new Map([people('10114', 7), people('10120', 5)]);
    const rolled = rollUp(UNITS, counted, JUNE);
    rolled.figures.set(...people('278', 13));

    expect(() => mustHold(reportTotals(UNITS, counted, rolled, JUNE))).toThrow('Đơn vị 278');
  });

  it('shows a district whose groups are shifted, though its sum is right', () => {
    const counted = new Map([people('10114', 7)]);
    const rolled = rollUp(UNITS, counted, JUNE);
    const [district, figures] = people('278', 7);
    rolled.figures.set(district, {
      ...figures,
      groups: { ...figures.groups, BTXH: noFigures(), NCC: figures.groups.BTXH },
    });

    expect(() => mustHold(reportTotals(UNITS, counted, rolled, JUNE))).toThrow('[NCC]: 7 ≠ 0');
  });

  it('shows a cell of the cube that is not the sum of the cells below', () => {
    const counted = new Map([people('10114', 7)]);
    const rolled = rollUp(UNITS, counted, JUNE);
    const [district, figures] = people('278', 7);
    const cell = {
      programme: 'NCC',
      category: 'ncc-1',
      channel: null,
      outcome: 'held',
      reviewed: true,
      joined: true,
    } as const;
    rolled.figures.set(district, { ...figures, cube: { roll: [{ ...cell, people: 1, amount: 5 }], payments: [] } });

    expect(() => mustHold(reportTotals(UNITS, counted, rolled, JUNE))).toThrow(
      '[NCC|ncc-1|null|held|true|true]: 1 ≠ 0',
    );
  });

  it('keeps names of 10,000 characters out of what it says is broken', () => {
    const units = UNITS.map((one) => ({ ...one, name: 'Đ'.repeat(10_000) }));
    const counted = new Map([people('10114', 7), people('10120', 5)]);

    const names = reportTotals(units, counted, rollUp(units, counted, JUNE), JUNE).map(({ name }) => name.length);
    expect(Math.max(...names)).toBeLessThan(300);
  });

  it('never adds figures of different months', () => {
    const [, june] = people('10114', 1);
    const [, july] = people('10114', 1, period.parse('2023-07'));

    expect(() => mergeFigures(june, july)).toThrow('2023-07');
  });

  it('never adds figures of different targets', () => {
    const [, all] = people('10114', 1);
    const more = emptyFigures(code('10114'), JUNE, [{ name: 'all' }, { name: 'Người có công' }]);

    expect(() => mergeFigures(all, more)).toThrow('targets');
  });
});

import { describe, expect, it } from 'vitest';
import { mustHold } from '../../../lambdas/domain/control-total.ts';
import { day, period } from '../../../lambdas/domain/period.ts';
import { reportTotals, rollUp, UnitHierarchyBroken } from '../../../lambdas/domain/reports/roll-up.ts';
import { emptyFigures, mergeFigures, type UnitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
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
    expect(mustHold(reportTotals(UNITS, counted, rolled, JUNE))).toHaveLength(9);
  });

  it('follows the hierarchy of the period: no districts after 30 June 2025', () => {
    const july = period.parse('2025-07');
    const rolled = rollUp(UNITS, new Map([people('10114', 7, july)]), july);

    expect([...rolled.figures.keys()]).toEqual(['10114', '01']);
  });

  it('names a unit that the period does not know, and loses none of its people', () => {
    const july = period.parse('2025-07');
    const counted = new Map([people('10114', 7, july), people('10120', 5, july)]);
    const rolled = rollUp(UNITS, counted, july);

    expect([rolled.unplaced, rolled.roots]).toEqual([['10120'], ['01', '10120']]);
    expect(reportTotals(UNITS, counted, rolled, july).every(({ holds }) => holds)).toBe(true);
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

  it('never adds figures of different months', () => {
    const [, june] = people('10114', 1);
    const [, july] = people('10114', 1, period.parse('2023-07'));

    expect(() => mergeFigures(june, july)).toThrow('2023-07');
  });
});

import { firstDay, lastDay, period } from '../../../lambdas/domain/period.ts';
import { formGroup } from '../../../lambdas/domain/programme.ts';
import { type FigureContext, figureContext } from '../../../lambdas/domain/reports/figure-context.ts';
import {
  emptyFigures,
  type Figures,
  figureLine,
  type UnitFigures,
} from '../../../lambdas/domain/reports/unit-figures.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';

export const JUNE = period.parse('2023-06');
export const MAY = period.parse('2023-05');
export const CU_KHE = { code: unitCode.parse('10120'), name: 'Xã Cự Khê', level: 'commune' } as const;

/** June 2023, with two targets that hold: people with merit, and social assistance with social pensions. */
export const IN_JUNE: FigureContext = figureContext(JUNE, {
  programmes: [{ code: 'HTXH', name: 'Trợ cấp hưu trí xã hội', formGroup: 'BTXH', purpose: 'PENS' }],
  targets: [
    { name: 'Người có công', programmes: ['NCC'], share: 1, from: firstDay(JUNE), to: null },
    { name: '__proto__', programmes: ['BTXH', 'HTXH'], share: 0.8, from: firstDay(JUNE), to: lastDay(JUNE) },
    { name: 'Năm trước', programmes: ['NCC'], share: 0.5, from: firstDay(MAY), to: lastDay(MAY) },
  ],
});
export const [ALL, WITH_MERIT, ASSISTED] = [0, 1, 2] as const;

/** Cumulative and in period of: on the roll, reviewed, with account, people paid, đồng paid. */
export type TenNumbers = readonly [number, number, number, number, number, number, number, number, number, number];

/** Figures of Cự Khê in June 2023: what is not given is zero. */
export function figuresOf(given: Record<string, TenNumbers>): UnitFigures {
  const result = emptyFigures(CU_KHE.code, JUNE);
  for (const [column, numbers] of Object.entries(given)) {
    const group = formGroup.safeParse(column);
    if (group.success) result.groups[group.data] = tenFigures(numbers);
    else result.lines[figureLine.parse(column)] = tenFigures(numbers);
  }
  return result;
}

export function tenFigures(numbers: TenNumbers): Figures {
  const [roll, joined, reviewed, newReviewed, account, newAccount, people, peopleNow, dong, dongNow] = numbers;
  return {
    onRoll: { cumulative: roll, inPeriod: joined },
    reviewed: { cumulative: reviewed, inPeriod: newReviewed },
    withAccount: { cumulative: account, inPeriod: newAccount },
    paidPeople: { cumulative: people, inPeriod: peopleNow },
    paidAmount: { cumulative: dong, inPeriod: dongNow },
  };
}

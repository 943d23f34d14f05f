import { day, period } from '../../../lambdas/domain/period.ts';
import { type ProviderId, providerId, type ReferenceData } from '../../../lambdas/domain/reference-data.ts';
import type { PaymentCell } from '../../../lambdas/domain/reports/cube.ts';
import { targetsIn } from '../../../lambdas/domain/reports/figure-context.ts';
import type { ReportedUnit, ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import type { UnitControls } from '../../../lambdas/domain/reports/unit-controls.ts';
import {
  emptyFigures,
  type Figures,
  mergeFigures,
  noFigures,
  type UnitFigures,
} from '../../../lambdas/domain/reports/unit-figures.ts';
import { type UnitCode, unitCode, unitIn } from '../../../lambdas/domain/unit.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

export const JUNE = period.parse('2023-06');
const AS_OF = day.parse('2023-06-14');
export const KIM_BAI = unitCode.parse('10114');
export const CU_KHE = unitCode.parse('10120');
export const DISTRICT = unitCode.parse('278');
const BANK: ProviderId = providerId.parse('agribank');

/** People on the roll, of them with an account, paid this month and since 1 January, and đồng of both. */
export interface Counted {
  readonly people: number;
  readonly withAccount?: number;
  readonly paid?: number;
  readonly dong?: number;
  readonly paidYear?: number;
  readonly dongYear?: number;
}

export function countedFigures({ people, withAccount = people, paid = 0, dong = 0, ...year }: Counted): Figures {
  return {
    ...noFigures(),
    onRoll: { cumulative: people, inPeriod: 0 },
    withAccount: { cumulative: withAccount, inPeriod: 0 },
    paidPeople: { cumulative: year.paidYear ?? paid, inPeriod: paid },
    paidAmount: { cumulative: year.dongYear ?? dong, inPeriod: dong },
  };
}

/** Figures of a unit in which every target counts the same people, all of them on BTXH. */
export function unitFigures(
  code: UnitCode,
  counted: Counted,
  { data = THANH_OAI, villages = [] }: { data?: ReferenceData; villages?: [string | null, Counted][] } = {},
): UnitFigures {
  const empty = emptyFigures(code, JUNE, targetsIn(data, JUNE));
  const figures = countedFigures(counted);
  return {
    ...empty,
    groups: { ...empty.groups, BTXH: figures },
    programmes: { ...empty.programmes, BTXH: figures },
    targets: empty.targets.map(({ name }) => ({ name, figures })),
    distinctPeople: counted.people,
    villages: villages.map(([village, of]) => ({ village, targets: empty.targets.map(() => countedFigures(of)) })),
    cube: { roll: [], payments: [paidCell({ people: counted.paid ?? 0, amount: counted.dong ?? 0 })] },
  };
}

export function paidCell(given: Partial<PaymentCell>): PaymentCell {
  return {
    programme: 'BTXH',
    category: null,
    channel: 'account',
    provider: BANK,
    state: 'paid',
    people: 0,
    amount: 0,
    ...given,
  };
}

const NOTHING = { rows: 0, amount: 0 };

export function controlsOf(unit: UnitCode, given: Partial<UnitControls> = {}): UnitControls {
  return {
    unit,
    lists: [],
    carriedOver: false,
    notes: [],
    rows: NOTHING,
    held: NOTHING,
    claimedElsewhere: NOTHING,
    repeated: NOTHING,
    ...given,
  };
}

export function reportedUnit(
  code: UnitCode,
  figures: UnitFigures | undefined,
  controls: UnitControls | undefined = controlsOf(code),
  data: ReferenceData = THANH_OAI,
): ReportedUnit {
  const unit = unitIn(data.units, code, JUNE);
  if (unit === undefined) throw new Error(`The sample has no unit ${code}`);
  return { unit, figures, controls };
}

/** The reports of one unit: of the given ones below it, or, without any, of itself alone. */
export function reportInput(
  own: { code: UnitCode; figures: UnitFigures; controls?: UnitControls | undefined },
  below: readonly ReportedUnit[] = [],
  given: Partial<ReportInput> = {},
): ReportInput {
  const data = given.data ?? THANH_OAI;
  const unit = reportedUnit(
    own.code,
    own.figures,
    own.controls ?? (below.length > 0 ? undefined : controlsOf(own.code)),
    data,
  );
  const self = { ...unit, figures: own.figures, controls: below.length > 0 ? own.controls : unit.controls };
  return {
    occasion: 'monthly',
    period: JUNE,
    asOf: AS_OF,
    data,
    own: self,
    above: undefined,
    below,
    senders: [
      ...(self.controls === undefined ? [] : [self]),
      ...below.filter(({ controls }) => controls !== undefined),
    ],
    controlTotals: [],
    exceptions: [],
    before: { lastMonth: undefined, lastOfOccasion: undefined },
    ...given,
  };
}

/** The sum of units under the code of another. */
export function districtOf(parts: readonly UnitFigures[], data: ReferenceData = THANH_OAI): UnitFigures {
  const sum = parts.reduce(mergeFigures, emptyFigures(DISTRICT, JUNE, targetsIn(data, JUNE)));
  return { ...sum, villages: [] };
}

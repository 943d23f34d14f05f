import type { Dong } from '../money.ts';
import { firstDay, lastDay, type Period } from '../period.ts';
import type { PayeeRole } from '../person.ts';
import type { Category, Programme } from '../programme.ts';
import { cashAllowed, type ReferenceData } from '../reference-data.ts';
import type { UnitCode } from '../unit.ts';
import type { ListCell } from './list-cell.ts';
import type { RowChange } from './list-row.ts';

/** A cell of money beside the amount, in a column that nothing is paid from. */
export interface MoneyNotPaid {
  /** Its column's header, as the officer wrote it. */
  readonly header: string;
  readonly cell: ListCell;
  /** The header says that it comes to the amount or off it ("Phụ cấp", "Khấu trừ"); otherwise it only may. */
  readonly isBeside: boolean;
}

/** What a row takes from where it stands: group rows above it, the sheet, the title, the headers. */
export interface Surroundings {
  readonly programme: Programme | null;
  readonly category: Category | null;
  readonly village: string | null;
  /** What the section, the sheet or the title says that its rows do to the roll. */
  readonly change: RowChange | null;
  /** The title says that it is a change list: then reasons and remarks may say what a row does. */
  readonly inChangeList: boolean;
  /** The title says that the list is of emergency help: a programme of its own, whatever else its people receive. */
  readonly emergency: boolean;
  /** What the payee's column is headed: "Người giám hộ", "Người được ủy quyền". */
  readonly payeeRole: PayeeRole | null;
  readonly amountInThousands: boolean;
  /** The amount's cell is merged over several rows. */
  readonly amountMerged: boolean;
  /** What the row has in columns of money that nothing is paid from. */
  readonly notPaid: readonly MoneyNotPaid[];
  /** The row has more cells than the header: in a text, what stands in which column is not certain. */
  readonly shifted: boolean;
  readonly hidden: boolean;
}

/** What every row of one list is checked against. */
export interface RowRules {
  readonly period: Period;
  readonly cashIsAllowed: boolean;
  readonly rates: readonly { readonly programme: Programme; readonly standard: Dong; readonly lawful: Set<number> }[];
}

/** The rules in force for a unit's list: rates that hold on any day of the period, and whether cash is still paid. */
export function rulesFor(data: ReferenceData, unit: UnitCode, period: Period): RowRules {
  const inForce = data.rates.filter(
    ({ from, to }) => from <= lastDay(period) && (to === null || to >= firstDay(period)),
  );
  return {
    period,
    cashIsAllowed: cashAllowed(data, unit, period),
    rates: inForce.map(({ programme, standard, coefficients }) => ({
      programme,
      standard,
      lawful: new Set(coefficients.map((coefficient) => Math.round(standard * coefficient))),
    })),
  };
}

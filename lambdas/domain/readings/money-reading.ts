import type { ListCell } from '../lists/list-cell.ts';
import type { RowCells } from '../lists/list-column.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { MoneyNotPaid, RowRules, Surroundings } from '../lists/row-rules.ts';
import { type Dong, formatDong } from '../money.ts';
import type { Programme } from '../programme.ts';
import { readAmount } from './amount-reading.ts';
import { noteMissing } from './cell-text.ts';

/** This period's amount and arrears. What the rate, the total or an earlier month says of them is only noted. */
export function readMoney(
  cells: RowCells,
  around: Surroundings,
  programme: Programme | null,
  rules: RowRules,
  notes: RowNote[],
): { amount: Dong | null; arrears: Dong | null } {
  // Where the list has no column for this period alone, its total is all there is to pay.
  const cell = cells.amount;
  const amount = readThisPeriods(cell, around, notes);
  const arrearsReading = readAmount(cells.arrears);
  const arrears = arrearsReading.kind === 'amount' ? arrearsReading.amount : null;
  if (arrearsReading.kind === 'unreadable' || arrearsReading.kind === 'negative') {
    notes.push(noteOf('arrears-unreadable', 'arrears', cells.arrears?.text ?? ''));
  }
  const carried = readAmount(cells.carryOver);
  const carryOver = carried.kind === 'amount' ? carried.amount : 0;
  if (carryOver > 0) notes.push(noteOf('carry-over-not-paid', 'row', String(carryOver)));
  if (amount !== null && amount > 0) {
    const total = readAmount(cells.total);
    const sum = amount + (arrears ?? 0) + carryOver;
    noteNotPaid(amount, around.notPaid, notes);
    if (total.kind === 'amount' && total.amount !== sum) {
      // Certain only where a column that pays nothing makes up the difference: then the list means another sum.
      const isMeant = makesUp(total.amount - sum, around.notPaid);
      notes.push(noteOf(isMeant ? 'total-means-more' : 'total-differs', 'amount', String(total.amount), String(sum)));
    }
    const standard = standardInstead(amount, programme, rules);
    if (standard !== null) notes.push(noteOf('amount-differs-from-rate', 'amount', String(amount), String(standard)));
  }
  return { amount, arrears };
}

/** Smaller figures beside an amount are coefficients and counts of months. */
const LEAST_DONG = 1_000;
/** More columns of money than this beside the amount are looked at one by one only. */
const MOST_TOGETHER = 4;

/** Says of each allowance or deduction that it is not part of what is paid. */
function noteNotPaid(amount: Dong, notPaid: readonly MoneyNotPaid[], notes: RowNote[]): void {
  for (const { header, cell, isBeside } of notPaid) {
    const beside = sizeOf(cell);
    if (!isBeside || beside < LEAST_DONG) continue;
    notes.push(noteOf('money-beside-not-paid', 'amount', `${header}: ${formatDong(beside)} đồng`, String(amount)));
  }
}

/** Whether some of the unpaid figures, each added or taken off, are exactly the difference. */
function makesUp(difference: number, notPaid: readonly MoneyNotPaid[]): boolean {
  const sizes = notPaid.map(({ cell }) => sizeOf(cell)).filter((size) => size >= LEAST_DONG);
  if (sizes.length > MOST_TOGETHER) return sizes.some((size) => size === Math.abs(difference));
  let sums = [0];
  for (const size of sizes) sums = sums.flatMap((sum) => [sum, sum + size, sum - size]);
  return sums.includes(difference);
}

/** The figure in a cell whatever its sign; 0 where there is none. */
function sizeOf(cell: ListCell): number {
  const sign = /^\s*[-–(]+|\)\s*$/g;
  const reading = readAmount({ ...cell, text: cell.text.replace(sign, ''), raw: cell.raw.replace(sign, '') });
  return reading.kind === 'amount' ? reading.amount : 0;
}

/** The programme's first rate in force, where the amount is of none of them; null where it is, or nothing is in force. */
function standardInstead(amount: Dong, programme: Programme | null, rules: RowRules): Dong | null {
  let first: Dong | null = null;
  for (const rate of rules.rates) {
    if (rate.programme !== programme) continue;
    if (rate.lawful.has(amount)) return null;
    first ??= rate.standard;
  }
  return first;
}

function readThisPeriods(cell: ListCell | undefined, around: Surroundings, notes: RowNote[]): Dong | null {
  const reading = readAmount(cell);
  const text = cell?.text ?? '';
  // Below the first row of a merged cell, nothing stands in the cell itself.
  if (reading.kind === 'missing' && around.amountMerged) notes.push(noteOf('amount-merged', 'amount'));
  else if (reading.kind === 'missing') noteMissing('amount-missing', 'amount', notes);
  else if (reading.kind === 'unreadable') notes.push(noteOf('amount-unreadable', 'amount', text));
  else if (around.amountMerged) notes.push(noteOf('amount-merged', 'amount'));
  else if (reading.kind === 'negative' || reading.amount === 0)
    notes.push(noteOf('amount-not-positive', 'amount', text));
  else if (around.amountInThousands) notes.push(noteOf('amount-in-thousands', 'amount', text));
  else return reading.amount;
  return reading.kind === 'amount' && reading.amount === 0 ? reading.amount : null;
}

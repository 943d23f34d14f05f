import type { ListCell } from '../lists/list-cell.ts';
import type { RowCells } from '../lists/list-column.ts';
import type { RowNote, RowValues } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import { type Day, day, firstDay, lastDay, type Period } from '../period.ts';
import type { PayeeRole } from '../person.ts';
import { textOf } from './cell-text.ts';
import { datesIn } from './date-reading.ts';
import { folded } from './folded-text.ts';
import { hasLetter } from './letters.ts';
import { withRealLetters } from './name-reading.ts';
import { readPersonalId } from './personal-id.ts';

type Payee = Pick<RowValues, 'payeeName' | 'payeeRole' | 'payeeId' | 'payeeFrom' | 'payeeUntil'>;

const NO_PAYEE: Payee = { payeeName: null, payeeRole: null, payeeId: null, payeeFrom: null, payeeUntil: null };

/** Who receives in the beneficiary's place; an account holder of another name is one too. */
export function readPayee(
  cells: RowCells,
  headedRole: PayeeRole | null,
  fullName: string | null,
  period: Period,
  notes: RowNote[],
): Payee {
  const payee = textOf(cells.payeeName);
  const holder = textOf(cells.accountHolder);
  const payeeId = readPayeeId(cells.payeeId, period, notes);
  if (payee === null && holder === null) return NO_PAYEE;
  // Banks write holders without marks, so only there a name without its marks is still the same name.
  const isOther =
    payee === null
      ? holder !== null && folded(holder) !== folded(fullName ?? '')
      : payee.toLowerCase() !== fullName?.toLowerCase();
  const named = isOther ? (payee ?? holder) : null;
  if (named === null || !hasLetter(named)) return NO_PAYEE;
  const role = folded(cells.payeeRole?.text ?? '');
  // Paid to somebody else's account, and nothing says why.
  if (payee === null && role === '') notes.push(noteOf('holder-without-relation', 'payeeName', named));
  const spoken = /giam ho|guardian|^gh$|^g ho$/.test(role)
    ? 'guardian'
    : /uy quyen|thay|authori/.test(role)
      ? 'authorised'
      : null;
  return {
    payeeName: withRealLetters(named, 'payeeName', notes),
    payeeRole: spoken ?? (cells.payeeName === undefined ? null : headedRole),
    payeeId,
    ...readValidity(cells, period, notes),
  };
}

function readPayeeId(cell: ListCell | undefined, period: Period, notes: RowNote[]): RowValues['payeeId'] {
  if (cell === undefined) return null;
  const reading = readPersonalId(cell, period);
  if (reading.id === null && /\d/.test(cell.text)) notes.push(noteOf('payee-id-unreadable', 'payeeId', cell.text));
  for (const { code, read, taken } of reading.notes) {
    if (code === 'id-zeros-restored' || code === 'id-cleaned') notes.push(noteOf(code, 'payeeId', read, taken));
  }
  return reading.id;
}

type Validity = Pick<Payee, 'payeeFrom' | 'payeeUntil'>;
const ALWAYS: Validity = { payeeFrom: null, payeeUntil: null };

/**
 * From when and until when the authorisation (giấy ủy quyền) holds: two columns, or a span in one ("01/01/2026 –
 * 31/12/2026"). Where it excludes the whole period, somebody must decide who receives, and the row is held.
 */
function readValidity(cells: RowCells, period: Period, notes: RowNote[]): Validity {
  if (cells.payeeFrom === undefined && cells.payeeUntil === undefined) return ALWAYS;
  const from = datesIn(cells.payeeFrom);
  const until = datesIn(cells.payeeUntil);
  if (from === null) notes.push(noteOf('payee-dates-unreadable', 'payeeFrom', cells.payeeFrom?.text));
  if (until === null) notes.push(noteOf('payee-dates-unreadable', 'payeeUntil', cells.payeeUntil?.text));
  const [, alsoUntil] = from ?? [];
  const [one, two] = until ?? [];
  const isStart = one !== undefined && two === undefined && /^\s*(kể )?từ\s/i.test(cells.payeeUntil?.text ?? '');
  const start = from?.[0] ?? (two === undefined && !isStart ? undefined : one);
  const end = two ?? (isStart ? undefined : one) ?? alsoUntil;
  const payeeFrom = start === undefined ? null : firstDayIn(start);
  const payeeUntil = end === undefined ? null : lastDayIn(end);
  notes.push(...validityNotes({ payeeFrom, payeeUntil }, period));
  return { payeeFrom, payeeUntil };
}

/** An authorisation that holds on no day of a month holds the row: who receives must be decided. */
export function validityNotes(
  { payeeFrom, payeeUntil }: Pick<Payee, 'payeeFrom' | 'payeeUntil'>,
  period: Period,
): RowNote[] {
  if (payeeUntil !== null && payeeUntil < firstDay(period)) {
    return [noteOf('payee-expired', 'payeeUntil', shownDay(payeeUntil))];
  }
  if (payeeFrom !== null && payeeFrom > lastDay(period)) {
    return [noteOf('payee-not-yet', 'payeeFrom', shownDay(payeeFrom))];
  }
  return [];
}

/** A month or a year alone begins on its first day, and lasts through its last. */
function firstDayIn(date: string): Day {
  return day.parse(date.padEnd(10, '-01-01').slice(0, 10));
}

function lastDayIn(date: string): Day {
  if (date.length === 10) return day.parse(date);
  const [year = '', month = '12'] = date.split('-');
  return day.parse(new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10));
}

function shownDay(date: Day): string {
  return date.split('-').reverse().join('/');
}

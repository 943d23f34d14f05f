import type { ColumnField } from '../../domain/lists/list-column.ts';
import type { ColumnReading, ListNote } from '../../domain/lists/list-facts.ts';
import type { ClashingColumn } from '../../domain/lists/refusal-catalogue.ts';
import type { PayeeRole } from '../../domain/person.ts';
import { readAmount } from '../../domain/readings/amount-reading.ts';
import { readChange } from '../../domain/readings/change-reading.ts';
import { folded } from '../../domain/readings/folded-text.ts';
import { countDigits, hasLetter } from '../../domain/readings/letters.ts';
import { type Cell, columnLetters, type SheetRow } from '../tables/sheet.ts';
import { fallBack, findIdByContents } from './column-stand-ins.ts';
import { type HeaderTexts, type MeaningScore, meaningOf } from './header-meaning.ts';
import { type MoneyColumn, moneyColumns, notesOnMoneyColumns, shownHeader } from './money-columns.ts';

/** Which column of a table holds what. */
export interface ListColumns {
  readonly fields: ReadonlyMap<number, ColumnField>;
  readonly readings: readonly ColumnReading[];
  /** The last column that the header reaches. */
  readonly last: number;
  /** What the payee's column is headed. */
  readonly payeeRole: PayeeRole | null;
  /** The amount is headed "nghìn đồng". */
  readonly amountInThousands: boolean;
  /** Columns of money that nothing is paid from. */
  readonly notPaid: readonly MoneyColumn[];
  /** What the officer is told of the columns. */
  readonly notes: readonly ListNote[];
}

export type ColumnsRefusal = 'headers-missing' | 'headers-ambiguous';

/** Why a table's columns cannot be used. */
export interface RefusedColumns {
  readonly refusal: ColumnsRefusal;
  /** The columns that fit equally, as the officer finds them: "D: Số tiền". Empty unless they are ambiguous. */
  readonly clashing: readonly ClashingColumn[];
}

interface Candidate {
  readonly column: number;
  readonly score: number;
}

/** Of these, a column that another was preferred to may hold money all the same. */
const MONEY = new Set<ColumnField>(['amount', 'arrears', 'total']);
/** Where two columns fit equally, these decide over money or identity: nobody may guess. */
const DECISIVE = new Set<ColumnField>(['fullName', 'personalId', 'amount', 'accountNumber']);
/** Two scores nearer than this are equal. */
const EQUAL_WITHIN = 5;

/**
 * Maps columns by what their headers mean, confirmed by what the cells of the first rows hold. A column whose cells
 * are ids is the id, whatever it is called. A list needs names, and ids or amounts.
 */
export function readColumns(
  sheet: string | null,
  headers: ReadonlyMap<number, HeaderTexts>,
  sample: readonly SheetRow[],
): ListColumns | RefusedColumns {
  const cells = cellsByColumn(sample);
  const candidates = new Map<ColumnField, Candidate[]>();
  const unknown: number[] = [];
  const beside: number[] = [];
  const householders: number[] = [];
  for (const [column, texts] of headers) {
    const meaning = splitMeaning(column, headers, cells) ?? meaningOf(texts);
    const field = meaning?.meaning ?? null;
    if (meaning === null || field === null) unknown.push(column);
    else if (field === 'beside') beside.push(column);
    else if (field === 'householder') householders.push(column);
    else if (field !== 'unused' && isBorneOut(field, cells.get(column) ?? [])) {
      const candidate = { column, score: meaning.score + confirmation(field, cells.get(column) ?? []) };
      candidates.set(field, [...(candidates.get(field) ?? []), candidate]);
    }
  }
  joinSplitName(candidates, headers);
  leaveOutFormer(candidates, headers);
  // Beside a whole name, "Hộ" (the household, folded as "Họ") is no part of one.
  if (candidates.has('fullName')) for (const part of ['familyName', 'givenName'] as const) candidates.delete(part);
  const headerAt = (column: number): string => shownHeader(headers.get(column) ?? []);
  const fields = new Map<number, ColumnField>();
  for (const [field, fitting] of candidates) {
    const chosen = choose(field, fitting, cells, candidates);
    if (chosen === null) {
      const clashing = fitting.map(({ column }) => ({ column: columnLetters(column), header: headerAt(column) }));
      return { refusal: 'headers-ambiguous', clashing };
    }
    fields.set(chosen, field);
    if (MONEY.has(field)) unknown.push(...fitting.map(({ column }) => column));
  }
  findIdByContents(fields, cells);
  fallBack(fields, householders, headers, cells);
  const found = new Set(fields.values());
  const hasName = found.has('fullName') || found.has('givenName');
  if (!hasName || !(found.has('personalId') || found.has('amount')))
    return { refusal: 'headers-missing', clashing: [] };
  const notPaid = moneyColumns({ beside, unknown }, headerAt, fields, cells);
  return {
    fields,
    readings: readingsOf(sheet, headers, fields),
    last: Math.max(...headers.keys()),
    payeeRole: payeeRoleOf(headers, fields),
    amountInThousands: headedInThousands(headers, fields),
    notPaid,
    notes: notesOnMoneyColumns(notPaid),
  };
}

function cellsByColumn(sample: readonly SheetRow[]): Map<number, Cell[]> {
  const cells = new Map<number, Cell[]>();
  for (const row of sample) {
    for (const cell of row.cells) {
      const column = cells.get(cell.column);
      if (column === undefined) cells.set(cell.column, [cell]);
      else column.push(cell);
    }
  }
  return cells;
}

/** Headers that only mean something beside their siblings: *Năm sinh* over *Nam* and *Nữ*, or over *Ngày*, *Tháng*. */
function splitMeaning(
  column: number,
  headers: ReadonlyMap<number, HeaderTexts>,
  cells: ReadonlyMap<number, readonly Cell[]>,
): MeaningScore | null {
  const texts = headers.get(column) ?? [];
  const own = (texts.at(-1) ?? '').normalize('NFC').trim().toLowerCase();
  const word = folded(own);
  if (!['nam', 'nu', 'ngay', 'thang'].includes(word)) return null;
  const parent = texts.length > 1 ? folded(texts[0] ?? '') : '';
  const siblings = [...headers]
    .filter(([other, others]) => other !== column && (texts.length < 2 || others[0] === texts[0]))
    .map(([, others]) => folded(others.at(-1) ?? ''));
  const found = (meaning: ColumnField): MeaningScore => ({ meaning, score: 100 });
  // "Năm" and "Nam" differ in a mark only, which lists in capitals without marks leave out: then the siblings tell.
  const isYear = word === 'nam' && (own.startsWith('nă') || (siblings.includes('thang') && !siblings.includes('nu')));
  if (isYear) return parent.includes('sinh') ? found('birthYear') : null;
  if (word === 'ngay') return parent.includes('sinh') ? found('birthDay') : null;
  if (word === 'thang') return parent.includes('sinh') ? found('birthMonth') : null;
  if (!siblings.includes(word === 'nam' ? 'nu' : 'nam')) return null;
  const holdsYears = (cells.get(column) ?? []).some(({ text }) => /\d{4}/.test(text));
  if (parent.includes('sinh') || holdsYears) return found(word === 'nam' ? 'birthDateMale' : 'birthDateFemale');
  return found(word === 'nam' ? 'sexMale' : 'sexFemale');
}

/** What the cells add to, or take from, what the header says: at most 10 points, so that a clear header stands. */
function confirmation(field: ColumnField, cells: readonly Cell[]): number {
  const fits = SHAPES[field];
  if (cells.length === 0) return DECISIVE.has(field) ? -10 : 0;
  if (fits === undefined) return 0;
  const share = cells.filter(fits).length / cells.length;
  return share * 20 - 10;
}

const SHAPES: { readonly [field in ColumnField]?: (cell: Cell) => boolean } = {
  personalId: (cell) => cell.kind !== 'date' && countDigits(cell.text) >= 8,
  accountNumber: (cell) => cell.kind !== 'date' && countDigits(cell.text) >= 6,
  amount: (cell) => readAmount(cell).kind === 'amount',
  total: (cell) => readAmount(cell).kind === 'amount',
  fullName: (cell) => hasLetter(cell.text) && countDigits(cell.text) === 0,
  birthDate: (cell) => cell.kind === 'date' || countDigits(cell.text) >= 4,
};

const isMark = ({ text }: Cell): boolean => /^\s*([xv+1✓✔√×]|có)\s*$/i.test(text);
const isChange = ({ kind, text }: Cell): boolean => kind === 'text' && readChange(text) !== null;
/** These may as well be headed so in a full list and hold money or a phrase: the cells must say what the header says. */
const MUST_FIT: { readonly [field in ColumnField]?: (cell: Cell) => boolean } = {
  change: isChange,
  markedIncrease: isMark,
  markedDecrease: isMark,
  markedAdjust: isMark,
};

function isBorneOut(field: ColumnField, cells: readonly Cell[]): boolean {
  const fits = MUST_FIT[field];
  return fits === undefined || cells.length === 0 || cells.filter(fits).length * 2 >= cells.length;
}

/** *Họ và tên* merged over two columns: family name, then given name. */
function joinSplitName(candidates: Map<ColumnField, Candidate[]>, headers: ReadonlyMap<number, HeaderTexts>): void {
  const [first, second, ...others] = candidates.get('fullName') ?? [];
  if (first === undefined || second === undefined || others.length > 0) return;
  const sameHeader = headers.get(first.column)?.join() === headers.get(second.column)?.join();
  if (!sameHeader || second.column !== first.column + 1) return;
  candidates.delete('fullName');
  candidates.set('familyName', [first]);
  candidates.set('givenName', [second]);
}

/** Fields that a change list gives twice: as they were and as they are to be. */
const GIVEN_TWICE: readonly ColumnField[] = ['fullName', 'personalId', 'accountNumber', 'bank', 'accountHolder'];
/** "Số TK cũ", "Tài khoản cũ / Số", "Ngân hàng trước đây"; not "dân cư", which folds alike. */
const FORMER = /(?<!\bdan )\bcu$|\btruoc( day| dieu chinh| thay doi)?$|\bdang (dung|su dung)$/;

/** Beside "Số TK mới", "Số TK cũ" is for comparison only. */
function leaveOutFormer(candidates: Map<ColumnField, Candidate[]>, headers: ReadonlyMap<number, HeaderTexts>): void {
  const isFormer = ({ column }: Candidate): boolean =>
    (headers.get(column) ?? []).some((text) => FORMER.test(folded(text)));
  for (const field of GIVEN_TWICE) {
    const all = candidates.get(field) ?? [];
    const current = all.filter((candidate) => !isFormer(candidate));
    if (current.length > 0 && current.length < all.length) candidates.set(field, current);
  }
}

/** The column that fits best, or null where two fit equally and it matters which. */
function choose(
  field: ColumnField,
  fitting: readonly Candidate[],
  cells: ReadonlyMap<number, readonly Cell[]>,
  candidates: ReadonlyMap<ColumnField, readonly Candidate[]>,
): number | null {
  const [best, next] = fitting.toSorted((one, other) => other.score - one.score);
  if (best === undefined) return null;
  if (next === undefined) return best.column;
  if (field === 'amount') {
    const arrears = candidates.get('arrears')?.[0]?.column;
    if (arrears !== undefined && isSum(best.column, next.column, arrears, cells)) return next.column;
  }
  if (!DECISIVE.has(field) || best.score - next.score >= EQUAL_WITHIN) return best.column;
  return sameTexts(cells.get(best.column) ?? [], cells.get(next.column) ?? []) ? best.column : null;
}

/** Whether one column is the sum of two others: then it is the total, whatever it is called. */
function isSum(total: number, part: number, other: number, cells: ReadonlyMap<number, readonly Cell[]>): boolean {
  const sumOf = (column: number): number =>
    (cells.get(column) ?? []).reduce((sum, cell) => {
      const reading = readAmount(cell);
      return sum + (reading.kind === 'amount' ? reading.amount : 0);
    }, 0);
  return sumOf(other) > 0 && sumOf(total) === sumOf(part) + sumOf(other);
}

function sameTexts(one: readonly Cell[], other: readonly Cell[]): boolean {
  return one.length > 0 && one.length === other.length && one.every(({ text }, index) => text === other[index]?.text);
}

function readingsOf(
  sheet: string | null,
  headers: ReadonlyMap<number, HeaderTexts>,
  fields: ReadonlyMap<number, ColumnField>,
): ColumnReading[] {
  return [...new Set([...headers.keys(), ...fields.keys()])]
    .toSorted((one, other) => one - other)
    .map((column) => ({
      sheet,
      column: columnLetters(column),
      header: [...new Set(headers.get(column) ?? [])].join(' / '),
      field: fields.get(column) ?? null,
    }));
}

function headerOf(
  field: ColumnField,
  headers: ReadonlyMap<number, HeaderTexts>,
  fields: ReadonlyMap<number, ColumnField>,
): string {
  const column = [...fields].find(([, one]) => one === field)?.[0];
  return column === undefined ? '' : (headers.get(column) ?? []).join(' ');
}

function payeeRoleOf(
  headers: ReadonlyMap<number, HeaderTexts>,
  fields: ReadonlyMap<number, ColumnField>,
): PayeeRole | null {
  const header = folded(headerOf('payeeName', headers, fields));
  const isGuardian = header.includes('giam ho');
  const isAuthorised = /uy quyen|nhan thay|linh thay/.test(header);
  // "Người giám hộ/người được ủy quyền" says neither.
  if (isGuardian === isAuthorised) return null;
  return isGuardian ? 'guardian' : 'authorised';
}

function headedInThousands(
  headers: ReadonlyMap<number, HeaderTexts>,
  fields: ReadonlyMap<number, ColumnField>,
): boolean {
  return /nghin dong|ngan dong|1 ?000 ?(dong|d\b)/.test(folded(headerOf('amount', headers, fields)));
}

import { phoneIn, readAccount } from './account.ts';
import { readAmount } from './amount-reading.ts';
import { readBirthDate } from './birth-date-reading.ts';
import { folded, tidyText } from './folded-text.ts';
import type { ListCell } from './list-cell.ts';
import type { ColumnField, RowCells } from './list-column.ts';
import { type RowNote, type RowOutcome, type RowValues, rowValues } from './list-row.ts';
import type { Dong } from './money.ts';
import { type NoteCode, noteOf, severityOf } from './note-catalogue.ts';
import { firstDay, lastDay, type Period } from './period.ts';
import type { BirthDate, PayeeRole, Sex } from './person.ts';
import { contradictions, readPersonalId } from './personal-id.ts';
import type { Category, Programme } from './programme.ts';
import { readProgramme } from './programme-reading.ts';
import { cashAllowed, type ReferenceData } from './reference-data.ts';
import type { UnitCode } from './unit.ts';

/** What a row takes from where it stands: group rows above it, the sheet, the title, the headers. */
export interface Surroundings {
  readonly programme: Programme | null;
  readonly category: Category | null;
  readonly village: string | null;
  /** What the payee's column is headed: "Người giám hộ", "Người được ủy quyền". */
  readonly payeeRole: PayeeRole | null;
  readonly amountInThousands: boolean;
  /** The amount's cell is merged over several rows. */
  readonly amountMerged: boolean;
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

export interface RowCheck {
  /** Never `rejected`: only the whole file shows a repetition. */
  readonly outcome: Exclude<RowOutcome, 'rejected'>;
  readonly notes: RowNote[];
  readonly values: RowValues;
}

/**
 * Turns a row's cells into values, repairs what is certain and notes everything else. One error holds the row; the
 * rest of it is read all the same, so that the officer learns of everything at once.
 */
export function checkRow(all: RowCells, around: Surroundings, rules: RowRules): RowCheck {
  const notes: RowNote[] = [];
  if (around.hidden) notes.push(noteOf('hidden-row', 'row'));
  const cells = withoutErrors(all, notes);

  const fullName = readName(cells, notes);
  const { birth, sexByColumn } = readBirth(cells, rules.period, notes);
  const sex = readSex(cells, sexByColumn, notes);
  const id = readPersonalId(cells.personalId, rules.period);
  notes.push(...id.notes);
  if (id.id !== null) notes.push(...contradictions(id.id, birth, sex));
  const { programme, category } = readProgrammeOf(cells, around, notes);
  const money = readMoney(cells, around, programme, rules, notes);
  const phone = cells.phone === undefined ? null : phoneIn(cells.phone.text, 'phone', notes);
  if (cells.phone !== undefined && phone === null && /\d/.test(cells.phone.text)) {
    notes.push(noteOf('phone-unreadable', 'phone', cells.phone.text));
  }
  const account = readAccount(
    { account: cells.accountNumber, bank: cells.bank, channel: cells.channel, phone },
    rules.cashIsAllowed,
  );
  notes.push(...account.notes);

  const values: RowValues = {
    personalId: id.id,
    fullName,
    birthDate: birth,
    sex,
    programme,
    category,
    amount: money.amount,
    arrears: money.arrears,
    accountNumber: account.accountNumber,
    bank: account.bank,
    channel: account.channel,
    ...readPayee(cells, around.payeeRole, fullName, rules.period, notes),
    phone,
    village: textOf(cells.village) ?? around.village,
    address: textOf(cells.address),
    decisionNumber: textOf(cells.decisionNumber),
    bookNumber: textOf(cells.bookNumber),
    changeReason: null,
  };
  const outcome = notes.some((note) => severityOf(note) === 'error') ? 'held' : 'accepted';
  return { outcome, notes, values };
}

const valueField = rowValues.keyof();

/** An error value (`#N/A`) holds the row and says so, instead of the field being called missing. */
function withoutErrors(all: RowCells, notes: RowNote[]): RowCells {
  if (!hasException(all)) return all;
  const good: { [field in ColumnField]?: ListCell } = {};
  for (const [field, cell] of cellsOf(all)) {
    if (cell.kind !== 'error' && cell.converted !== true) {
      good[field] = cell;
      continue;
    }
    const noted = valueField.safeParse(field).data ?? 'row';
    if (cell.kind === 'error') {
      notes.push(noteOf('cell-error', noted, cell.text));
      continue;
    }
    notes.push(noteOf('old-font', noted, cell.raw, tidyText(cell.text)));
    good[field] = cell;
  }
  return good;
}

function hasException(cells: RowCells): boolean {
  let field: ColumnField;
  for (field in cells) {
    if (cells[field]?.kind === 'error' || cells[field]?.converted === true) return true;
  }
  return false;
}

function* cellsOf(cells: RowCells): Generator<[ColumnField, ListCell]> {
  let field: ColumnField;
  for (field in cells) {
    const cell = cells[field];
    if (cell !== undefined) yield [field, cell];
  }
}

/** Adds "missing" unless the cell was there and held an error value. */
function noteMissing(code: NoteCode, field: RowNote['field'], notes: RowNote[]): void {
  if (!notes.some((note) => note.code === 'cell-error' && note.field === field)) notes.push(noteOf(code, field));
}

function textOf(cell: ListCell | undefined): string | null {
  const text = cell === undefined ? '' : tidyText(cell.text);
  return text === '' ? null : text;
}

function readName(cells: RowCells, notes: RowNote[]): string | null {
  const parts = [textOf(cells.familyName), textOf(cells.givenName)].filter((part) => part !== null);
  const name = textOf(cells.fullName) ?? (parts.length === 0 ? null : parts.join(' '));
  if (name === null || !/\p{L}/u.test(name)) {
    noteMissing('name-missing', 'fullName', notes);
    return null;
  }
  // No Vietnamese name has these: text of an old font or a wrong encoding that could not be converted.
  if (/[\uFFFD¡-©«-¹»-¿×÷]/.test(name)) notes.push(noteOf('name-damaged', 'fullName', name));
  return name;
}

function readBirth(
  cells: RowCells,
  period: Period,
  notes: RowNote[],
): { birth: BirthDate | null; sexByColumn: Sex | null } {
  const { birthDateMale: male, birthDateFemale: female } = cells;
  const sexByColumn = (male === undefined) === (female === undefined) ? null : male === undefined ? 'female' : 'male';
  const cell = cells.birthDate ?? joinedDate(cells) ?? (sexByColumn === null ? undefined : (male ?? female));
  if (male !== undefined && female !== undefined) {
    notes.push(noteOf('birth-date-unreadable', 'birthDate', `${male.text} / ${female.text}`));
    return { birth: null, sexByColumn };
  }
  if (cell === undefined) {
    noteMissing('birth-date-missing', 'birthDate', notes);
    return { birth: null, sexByColumn };
  }
  const reading = readBirthDate(cell, period);
  notes.push(...reading.notes);
  return { birth: reading.birthDate, sexByColumn };
}

/** Day, month and year in columns of their own. */
function joinedDate({ birthDay, birthMonth, birthYear }: RowCells): ListCell | undefined {
  if (birthYear === undefined) return undefined;
  if (birthDay === undefined && birthMonth === undefined) return birthYear;
  const text = `${birthDay?.text ?? '0'}/${birthMonth?.text ?? '0'}/${birthYear.text}`;
  return { kind: 'text', text, raw: text };
}

const MALE = new Set(['nam', 'm', 'male', 'trai', 'ong']);
const FEMALE = new Set(['nu', 'f', 'female', 'gai', 'ba']);

function readSex(cells: RowCells, byColumn: Sex | null, notes: RowNote[]): Sex | null {
  if (cells.sex !== undefined) {
    const text = folded(cells.sex.text);
    if (MALE.has(text)) return 'male';
    if (FEMALE.has(text)) return 'female';
    if (text !== '') notes.push(noteOf('sex-unreadable', 'sex', cells.sex.text));
    return byColumn;
  }
  const male = isMarked(cells.sexMale);
  const female = isMarked(cells.sexFemale);
  return male === female ? byColumn : male ? 'male' : 'female';
}

function isMarked(cell: ListCell | undefined): boolean {
  return cell !== undefined && !['0', '', 'false'].includes(folded(cell.text));
}

/** Ruling 9: the row's own column, else the nearest group row, the sheet's name, the title; else unknown. */
function readProgrammeOf(
  cells: RowCells,
  around: Surroundings,
  notes: RowNote[],
): { programme: Programme | null; category: Category | null } {
  const ownText = textOf(cells.programme);
  const own = ownText === null ? null : readProgramme(ownText);
  const categoryText = textOf(cells.category);
  const byCategory = categoryText === null ? null : readProgramme(categoryText);
  if (ownText !== null && own === null && byCategory === null) {
    notes.push(noteOf('programme-unreadable', 'programme', ownText));
    return { programme: null, category: null };
  }
  const programme = own?.programme ?? byCategory?.programme ?? around.programme;
  if (programme === null) noteMissing('programme-unknown', 'programme', notes);
  const category =
    own?.category ??
    (byCategory?.programme === programme ? byCategory.category : null) ??
    (around.programme === programme ? around.category : null);
  return { programme, category };
}

function readMoney(
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
    if (total.kind === 'amount' && total.amount !== sum) {
      notes.push(noteOf('total-differs', 'amount', String(total.amount), String(sum)));
    }
    const rates = rules.rates.filter((rate) => rate.programme === programme);
    const [first] = rates;
    if (first !== undefined && !rates.some(({ lawful }) => lawful.has(amount))) {
      notes.push(noteOf('amount-differs-from-rate', 'amount', String(amount), String(first.standard)));
    }
  }
  return { amount, arrears };
}

function readThisPeriods(cell: ListCell | undefined, around: Surroundings, notes: RowNote[]): Dong | null {
  const reading = readAmount(cell);
  const text = cell?.text ?? '';
  if (reading.kind === 'missing') noteMissing('amount-missing', 'amount', notes);
  else if (reading.kind === 'unreadable') notes.push(noteOf('amount-unreadable', 'amount', text));
  else if (around.amountMerged) notes.push(noteOf('amount-merged', 'amount', text));
  else if (reading.kind === 'negative' || reading.amount === 0)
    notes.push(noteOf('amount-not-positive', 'amount', text));
  else if (around.amountInThousands) notes.push(noteOf('amount-in-thousands', 'amount', text));
  else return reading.amount;
  return reading.kind === 'amount' && reading.amount === 0 ? reading.amount : null;
}

type Payee = Pick<RowValues, 'payeeName' | 'payeeRole' | 'payeeId' | 'payeeFrom' | 'payeeUntil'>;

const NO_PAYEE: Payee = { payeeName: null, payeeRole: null, payeeId: null, payeeFrom: null, payeeUntil: null };

/** Who receives in the beneficiary's place; an account holder of another name is one too. */
function readPayee(
  cells: RowCells,
  headedRole: PayeeRole | null,
  fullName: string | null,
  period: Period,
  notes: RowNote[],
): Payee {
  const payee = textOf(cells.payeeName);
  const holder = textOf(cells.accountHolder);
  // Banks write holders without marks, so only there a name without its marks is still the same name.
  const isOther =
    payee === null
      ? holder !== null && folded(holder) !== folded(fullName ?? '')
      : payee.toLowerCase() !== fullName?.toLowerCase();
  const named = isOther ? (payee ?? holder) : null;
  const reading = cells.payeeId === undefined ? null : readPersonalId(cells.payeeId, period);
  if (reading !== null && reading.id === null && /\d/.test(cells.payeeId?.text ?? '')) {
    notes.push(noteOf('payee-id-unreadable', 'payeeId', cells.payeeId?.text ?? ''));
  }
  for (const { code, read, taken } of reading?.notes ?? []) {
    if (code === 'id-zeros-restored' || code === 'id-cleaned') notes.push(noteOf(code, 'payeeId', read, taken));
  }
  const payeeId = reading?.id ?? null;
  if (named === null || !/\p{L}/u.test(named)) return NO_PAYEE;
  const role = folded(cells.payeeRole?.text ?? '');
  const spoken = /giam ho|guardian/.test(role) ? 'guardian' : /uy quyen|thay|authori/.test(role) ? 'authorised' : null;
  return {
    ...NO_PAYEE,
    payeeName: named,
    payeeRole: spoken ?? (cells.payeeName === undefined ? null : headedRole),
    payeeId,
  };
}

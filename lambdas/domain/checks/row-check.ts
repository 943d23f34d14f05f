import type { ListCell } from '../lists/list-cell.ts';
import type { ColumnField, RowCells } from '../lists/list-column.ts';
import { type RowChange, type RowNote, type RowOutcome, type RowValues, rowValues } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { RowRules, Surroundings } from '../lists/row-rules.ts';
import type { Category, Programme } from '../programme.ts';
import { phoneIn, readAccount } from '../readings/account.ts';
import { readAtHome } from '../readings/at-home-reading.ts';
import { readBirth, readSex } from '../readings/birth-reading.ts';
import { noteMissing, textOf } from '../readings/cell-text.ts';
import { readChange, saysEnded } from '../readings/change-reading.ts';
import { tidyText } from '../readings/folded-text.ts';
import { readMoney } from '../readings/money-reading.ts';
import { readName } from '../readings/name-reading.ts';
import { readPayee } from '../readings/payee-reading.ts';
import { contradictions, readPersonalId } from '../readings/personal-id.ts';
import { readProgramme } from '../readings/programme-reading.ts';
import { ofChange } from './row-of-change.ts';
import { outcomeByNotes } from './row-outcome.ts';

export interface RowCheck {
  /** Never `rejected`: only the whole file shows a repetition. */
  readonly outcome: Exclude<RowOutcome, 'rejected'>;
  /** Null where the row does not say what it does to the roll, as in every full list. */
  readonly change: RowChange | null;
  readonly notes: RowNote[];
  readonly values: RowValues;
}

/**
 * Turns a row's cells into values, repairs what is certain and notes everything else. One error holds the row; the
 * rest of it is read all the same, so that the officer learns of everything at once. A row that adjusts or ends
 * something on the roll need not give what the roll already has.
 */
export function checkRow(all: RowCells, around: Surroundings, rules: RowRules): RowCheck {
  const notes: RowNote[] = [];
  if (around.hidden) notes.push(noteOf('hidden-row', 'row'));
  if (around.shifted) notes.push(noteOf('cells-shifted', 'row'));
  const cells = withoutErrors(all, notes);

  const fullName = readName(cells, notes);
  const { birth, sexByColumn } = readBirth(cells, rules.period, notes);
  const sex = readSex(cells, sexByColumn, notes);
  const id = readPersonalId(cells.personalId, rules.period);
  // A formula in the id's cell has been said to be wrong already.
  if (all.personalId?.kind !== 'error') notes.push(...id.notes);
  if (id.id !== null) notes.push(...contradictions(id.id, birth, sex));
  const { programme, category } = readProgrammeOf(cells, around, notes);
  const money = readMoney(cells, around, programme, rules, notes);
  const phone = cells.phone === undefined ? null : phoneIn(cells.phone.text, 'phone', notes);
  if (cells.phone !== undefined && phone === null && /\d/.test(cells.phone.text)) {
    notes.push(noteOf('phone-unreadable', 'phone', cells.phone.text));
  }
  const atHome = readAtHome(cells, notes);
  const account = readAccount(
    { account: cells.accountNumber, bank: cells.bank, channel: cells.channel, phone, atHome: atHome === true },
    rules.cashIsAllowed,
  );
  notes.push(...account.notes);
  const payee = readPayee(cells, around.payeeRole, fullName, rules.period, notes);
  const change = changeIn(cells, around);
  if (change === null && !around.inChangeList) noteEnded(cells, notes);

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
    atHome,
    payeeName: payee.payeeName,
    payeeRole: payee.payeeRole,
    payeeId: payee.payeeId,
    payeeFrom: payee.payeeFrom,
    payeeUntil: payee.payeeUntil,
    phone,
    village: textOf(cells.village) ?? around.village,
    address: textOf(cells.address),
    decisionNumber: textOf(cells.decisionNumber),
    bookNumber: textOf(cells.bookNumber),
    changeReason: textOf(cells.changeReason) ?? (change === null ? null : textOf(cells.remark)),
  };
  if (change !== 'decrease' && change !== 'adjust') return { outcome: outcomeByNotes(notes), change, notes, values };
  const row = ofChange(change, cells, { notes, values });
  return { outcome: outcomeByNotes(row.notes), change, notes: row.notes, values: row.values };
}

/**
 * What the row does to the roll: its own column first, then marks under *Tăng* and *Giảm*, then where it stands. Under
 * the title of a change list its reason or remark may say it ("chết", "chuyển đến"); elsewhere a remark says nothing.
 */
function changeIn(cells: RowCells, around: Surroundings): RowChange | null {
  const own = cells.change === undefined ? null : readChange(cells.change.text);
  if (own !== null) return own;
  if (cells.markedIncrease !== undefined) return 'increase';
  if (cells.markedDecrease !== undefined) return 'decrease';
  if (cells.markedAdjust !== undefined) return 'adjust';
  if (around.change !== null) return around.change;
  if (!around.inChangeList) return null;
  return readChange(textOf(cells.changeReason) ?? '') ?? readChange(textOf(cells.remark) ?? '');
}

/** A full list pays whoever stands in it: what a remark says of an end, an officer looks at. */
function noteEnded({ remark, fullName }: RowCells, notes: RowNote[]): void {
  const inName = fullName?.text.split(/[()]/, 2)[1] ?? '';
  const said = [remark?.text ?? '', inName].find((text) => text !== '' && saysEnded(text));
  if (said !== undefined) notes.push(noteOf('remark-says-ended', 'row', tidyText(said)));
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
    if (cell.kind === 'error' && cell.raw === '') {
      // A formula that nobody calculated, in a column that only numbers or checks the row, takes nothing from it.
      if (noted !== 'row') notes.push(noteOf('cell-not-calculated', noted));
      continue;
    }
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

/** Ruling 9: the row's own column, else the nearest group row, the sheet's name, the title; else unknown. */
function readProgrammeOf(
  cells: RowCells,
  around: Surroundings,
  notes: RowNote[],
): { programme: Programme | null; category: Category | null } {
  const ownText = textOf(cells.programme);
  const own = ownText === null ? null : readProgramme(ownText);
  // Emergency help comes on top of what somebody receives: "hộ nghèo", "NCC" say who they are, not what this is.
  if (around.emergency) return { programme: own?.programme ?? 'KHAC', category: own?.category ?? null };
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

import type { Benefit } from '../../domain/benefit.ts';
import { checkRow } from '../../domain/checks/row-check.ts';
import type { CheckedRow, RowNote, RowValues } from '../../domain/lists/list-row.ts';
import { noteOf } from '../../domain/lists/note-catalogue.ts';
import type { RowRules } from '../../domain/lists/row-rules.ts';
import type { Programme } from '../../domain/programme.ts';
import type { Cell } from '../tables/sheet.ts';
import { textsOf } from '../tables/xlsx-reader.ts';
import type { Belonging } from './list-belonging.ts';
import type { PersonRow } from './list-table.ts';
import { marksOf, mayBeSame, type PersonMarks } from './person-marks.ts';
import { type FirstRow, type RowPlace, SeenRows } from './seen-rows.ts';

/** Checks the rows of one file, in their order: each by itself, then whose it is, then whether it stood there before. */
export class ListRows {
  readonly #rules: RowRules;
  readonly #belonging: Belonging;
  readonly #seen = new SeenRows();

  constructor(rules: RowRules, belonging: Belonging) {
    this.#rules = rules;
    this.#belonging = belonging;
  }

  check(sheet: string | null, person: PersonRow): CheckedRow {
    const { row, cells, around } = person;
    const { outcome, change, notes, values } = checkRow(cells, around, this.#rules);
    const found = this.#ofOtherUnit(person) ?? this.#repeated(sheet, person, values);
    // One id in two rows of different people: nobody can say whose it is, so the later one is held as somebody without
    // a usable id. The earlier one has been read by then; the registry holds it where the id is not theirs.
    const isShared = found?.code === 'id-shared';
    return {
      sheet,
      row: row.row,
      outcome: found === null ? outcome : isShared ? 'held' : 'rejected',
      change,
      given: [],
      notes: found === null ? notes : [found, ...notes],
      values: isShared ? { ...values, personalId: null } : values,
      cells: textsOf(row.cells, shownText),
    };
  }

  /** Asked before repetitions are looked for: a row that is another unit's keeps nobody here from being paid. */
  #ofOtherUnit({ unit }: PersonRow): RowNote | null {
    if (unit === null || !this.#belonging.isOther(unit)) return null;
    return noteOf('other-unit', 'row', unit, this.#belonging.ownName);
  }

  #repeated(
    sheet: string | null,
    { row, ordinal, around }: PersonRow,
    { personalId, programme, fullName, birthDate }: RowValues,
  ): RowNote | null {
    const key = personalId === null ? keyWithoutId(row.cells, ordinal, programme) : keyWithId(personalId, programme);
    const who = marksOf(fullName, birthDate);
    const programmeFirst = this.#seen.firstOf(key, sheet, row.row, who);
    const first = programmeFirst ?? (around.emergency ? this.#helpedBefore(personalId, sheet, row.row, who) : null);
    if (first === null) return null;
    return personalId === null || mayBeSame(first.who, who)
      ? noteOf('repeated-row', 'row', shownPlace({ sheet, row: row.row }), shownPlace(first))
      : noteOf('id-shared', 'personalId', undefined, shownPlace(first));
  }

  /** Emergency help is one benefit a person and month, whatever programme its list names (domain/benefit.ts). */
  #helpedBefore(personalId: string | null, sheet: string | null, row: number, who: PersonMarks): FirstRow | null {
    return personalId === null ? null : this.#seen.firstOf(keyWithId(personalId, 'EMERGENCY'), sheet, row, who);
  }
}

function shownPlace({ sheet, row }: RowPlace): string {
  return sheet === null ? String(row) : `${row} (trang tính “${sheet}”)`;
}

/** A cell of the officer's own row: as text, dates as they are written in Viet Nam. */
function shownText({ kind, text }: Cell): string {
  if (kind !== 'date') return text;
  const [year, month, day] = text.split('-');
  return day === undefined ? text : `${day}/${month}/${year}`;
}

const BENEFIT_NUMBERS: Readonly<Record<Benefit, number>> = { BTXH: 1, NCC: 2, HTXH: 3, BHXH: 4, KHAC: 5, EMERGENCY: 6 };

/** Person and benefit as one number, far below 2^53: a million of them must fit into memory. */
function keyWithId(id: string, benefit: Benefit | null): number {
  return Number(id) * 8 + (benefit === null ? 0 : BENEFIT_NUMBERS[benefit]);
}

function keyWithoutId(cells: readonly Cell[], ordinal: number | undefined, programme: Programme | null): string {
  const texts = cells.filter(({ column }) => column !== ordinal).map(({ column, text }) => `${column}:${text.trim()}`);
  return [programme ?? '', ...texts].join('\u001f');
}

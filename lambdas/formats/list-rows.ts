import type { CheckedRow } from '../domain/list-row.ts';
import { noteOf } from '../domain/note-catalogue.ts';
import type { Programme } from '../domain/programme.ts';
import { checkRow, type RowRules } from '../domain/row-check.ts';
import type { Belonging } from './list-belonging.ts';
import type { LayoutEvent } from './list-layout.ts';
import { type RowPlace, SeenRows } from './seen-rows.ts';
import type { Cell } from './sheet.ts';
import { textsOf } from './xlsx-reader.ts';

type PersonRow = Extract<LayoutEvent, { event: 'person' }>;

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
    const shown = shownCells(row.cells);
    // Before repetitions are looked for: a row that is another unit's keeps nobody here from being paid.
    if (person.unit !== null && this.#belonging.isOther(person.unit)) {
      const other = noteOf('other-unit', 'row', person.unit, this.#belonging.ownName);
      return {
        sheet,
        row: row.row,
        outcome: 'rejected',
        change,
        given: [],
        notes: [other, ...notes],
        values,
        cells: shown,
      };
    }
    const key =
      values.personalId === null
        ? keyWithoutId(row.cells, person.ordinal, values.programme)
        : keyWithId(values.personalId, values.programme);
    const first = this.#seen.firstOf(key, sheet, row.row);
    if (first === null) return { sheet, row: row.row, outcome, change, given: [], notes, values, cells: shown };
    const repeated = noteOf('repeated-row', 'row', shownPlace({ sheet, row: row.row }), shownPlace(first));
    return {
      sheet,
      row: row.row,
      outcome: 'rejected',
      change,
      given: [],
      notes: [repeated, ...notes],
      values,
      cells: shown,
    };
  }
}

function shownPlace({ sheet, row }: RowPlace): string {
  return sheet === null ? String(row) : `${row} (trang tính “${sheet}”)`;
}

/** The officer's own row: as text, dates as they are written in Viet Nam. */
function shownCells(cells: readonly Cell[]): string[] {
  if (!cells.some(isDate)) return textsOf(cells);
  return textsOf(
    cells.map((cell) => {
      if (cell.kind !== 'date') return cell;
      const [year, month, day] = cell.text.split('-');
      return day === undefined ? cell : { ...cell, text: `${day}/${month}/${year}` };
    }),
  );
}

function isDate({ kind }: Cell): boolean {
  return kind === 'date';
}

const PROGRAMME_NUMBERS: Readonly<Record<Programme, number>> = { BTXH: 1, NCC: 2, HTXH: 3, BHXH: 4, KHAC: 5 };

/** Person and programme as one number, far below 2^53: a million of them must fit into memory. */
function keyWithId(id: string, programme: Programme | null): number {
  return Number(id) * 8 + (programme === null ? 0 : PROGRAMME_NUMBERS[programme]);
}

function keyWithoutId(cells: readonly Cell[], ordinal: number | undefined, programme: Programme | null): string {
  const texts = cells.filter(({ column }) => column !== ordinal).map(({ column, text }) => `${column}:${text.trim()}`);
  return [programme ?? '', ...texts].join('\u001f');
}

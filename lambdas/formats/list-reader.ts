import type { CheckedRow } from '../domain/list-row.ts';
import { noteOf } from '../domain/note-catalogue.ts';
import type { Period } from '../domain/period.ts';
import type { Programme } from '../domain/programme.ts';
import type { ColumnReading, FileReading, ListKind, ListNote, ListPurpose } from '../domain/receipt.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { RefusalCode } from '../domain/refusal-catalogue.ts';
import { checkRow, type RowRules, rulesFor } from '../domain/row-check.ts';
import type { UnitCode } from '../domain/unit.ts';
import { readCsv } from './csv-reader.ts';
import { fileKindOf } from './file-kind.ts';
import { type LayoutEvent, ListLayout, LOOKAHEAD } from './list-layout.ts';
import { inUnicode } from './old-fonts.ts';
import { type RowPlace, SeenRows } from './seen-rows.ts';
import { type Cell, columnLetters, type Sheet, type SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { DEFAULT_XLSX_LIMITS, readWorkbook, textsOf, type XlsxLimits } from './xlsx-reader.ts';

/** What a list may hold; all of it is configuration. */
export interface ListLimits extends XlsxLimits {
  /** Of the file as it was sent. */
  readonly bytes: number;
  /** Rows of people, over all sheets. */
  readonly rows: number;
}

/** A province's largest list has some 100,000 people; a Lambda of 512 MB reads twice that. */
export const DEFAULT_LIMITS: ListLimits = { ...DEFAULT_XLSX_LIMITS, bytes: 64 * 1024 * 1024, rows: 1_000_000 };

export interface ListContext {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly referenceData: ReferenceData;
  readonly limits: ListLimits;
}

/**
 * Columns come whenever a table begins (each sheet has its own), always before its rows. What the list is as a whole
 * comes last, since its last sheet may be the one that says so.
 */
export type ListPart =
  | ({ readonly part: 'list' } & ListReading)
  | { readonly part: 'columns'; readonly columns: ColumnReading[] }
  | { readonly part: 'rows'; readonly rows: CheckedRow[] };

/** What a list is as a whole. */
export interface ListReading {
  readonly kind: ListKind;
  readonly purpose: ListPurpose;
  readonly file: FileReading;
  readonly notes: readonly ListNote[];
}

/** A file that is refused as a whole; the state machine knows it by this name. Its message tells nothing of people. */
export class ListRefused extends Error {
  override readonly name = 'ListRefused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, options?: ErrorOptions) {
    super(`The list is refused: ${code}`, options);
    this.code = code;
  }
}

const BATCH = 500;
/** Tab, line feed, carriage return, space. */
const BLANKS = [0x09, 0x0a, 0x0d, 0x20];

/**
 * Reads a list, XLSX or CSV by its content, into checked rows: in file order, every row of a person exactly once, in
 * batches of at most 500. Throws {@link ListRefused}, which may come after rows have been given (a second sheet
 * without headers): nothing of a refused file counts.
 */
export async function* readList(bytes: Uint8Array, context: ListContext): AsyncGenerator<ListPart> {
  if (bytes.byteLength > context.limits.bytes) throw new ListRefused('too-large');
  if (bytes.every((byte) => BLANKS.includes(byte))) throw new ListRefused('empty');
  try {
    yield* partsOf(bytes, context);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ListRefused(error.code, { cause: error });
    throw error;
  }
}

async function* sheetsOf(bytes: Uint8Array, limits: ListLimits): AsyncGenerator<Sheet> {
  if (fileKindOf(bytes) === 'csv') yield readCsv(bytes, limits);
  else yield* readWorkbook(bytes, limits);
}

async function* partsOf(
  bytes: Uint8Array,
  { unit, period, referenceData, limits }: ListContext,
): AsyncGenerator<ListPart> {
  const rules = rulesFor(referenceData, unit, period);
  const seen = new SeenRows();
  let hasContent = false;
  let hasTable = false;
  let sawHeader = false;
  let count = 0;
  let batch: CheckedRow[] = [];
  for await (const sheet of sheetsOf(bytes, limits)) {
    if (sheet.hidden) {
      // Nobody sees it, so nobody is paid from it: usually last month's list. The receipt says that it was not read.
      yield { part: 'columns', columns: [unreadSheet(sheet.name)] };
      continue;
    }
    const layout = new ListLayout(sheet);
    for await (const { events, rows } of eventsOf(sheet, layout)) {
      hasContent ||= rows > 0;
      for (const event of events) {
        if (event.event === 'columns') {
          hasTable = true;
          if (batch.length > 0) yield { part: 'rows', rows: batch };
          batch = [];
          yield { part: 'columns', columns: [...event.columns.readings] };
          continue;
        }
        count += 1;
        if (count > limits.rows) throw new ListRefused('too-large');
        batch.push(checkedRowOf(sheet.name, event, rules, seen));
        if (batch.length < BATCH) continue;
        yield { part: 'rows', rows: batch };
        batch = [];
      }
    }
    sawHeader ||= layout.sawHeader;
    if (layout.refusal !== null) throw new ListRefused(layout.refusal);
  }
  if (batch.length > 0) yield { part: 'rows', rows: batch };
  if (!hasContent || (hasTable && count === 0)) throw new ListRefused('empty');
  if (!hasTable) throw new ListRefused(sawHeader ? 'headers-missing' : 'not-a-list');
  const file: FileReading = { format: fileKindOf(bytes), encoding: null, separator: null };
  yield { part: 'list', kind: 'full', purpose: 'regular', file, notes: [] };
}

/** What the layout finds, as rows stream by; enough rows are kept back that a header sees what follows it. */
async function* eventsOf(sheet: Sheet, layout: ListLayout): AsyncGenerator<{ events: LayoutEvent[]; rows: number }> {
  let pending: readonly SheetRow[] = [];
  for await (const batch of sheet.rows) {
    pending = [...pending, ...batch.map(modernRow)];
    const events: LayoutEvent[] = [];
    const taken = layout.take(pending, pending.length - LOOKAHEAD, events);
    pending = pending.slice(taken);
    yield { events, rows: batch.length };
  }
  const events: LayoutEvent[] = [];
  layout.take(pending, pending.length, events);
  yield { events, rows: 0 };
}

function modernRow(row: SheetRow): SheetRow {
  return row.cells.some(({ font }) => font?.startsWith('.Vn')) ? { ...row, cells: row.cells.map(inUnicode) } : row;
}

function unreadSheet(sheet: string | null): ColumnReading {
  return { sheet, column: columnLetters(0), header: '(trang tính ẩn: không đọc)', field: null };
}

function checkedRowOf(
  sheet: string | null,
  { row, cells, around, ordinal }: Extract<LayoutEvent, { event: 'person' }>,
  rules: RowRules,
  seen: SeenRows,
): CheckedRow {
  const { outcome, notes, values } = checkRow(cells, around, rules);
  const shown = shownCells(row.cells);
  const key =
    values.personalId === null
      ? keyWithoutId(row.cells, ordinal, values.programme)
      : keyWithId(values.personalId, values.programme);
  const first = seen.firstOf(key, sheet, row.row);
  if (first === null) return { sheet, row: row.row, outcome, change: null, given: [], notes, values, cells: shown };
  return {
    sheet,
    row: row.row,
    outcome: 'rejected',
    change: null,
    given: [],
    notes: [noteOf('repeated-row', 'row', shownPlace({ sheet, row: row.row }), shownPlace(first)), ...notes],
    values,
    cells: shown,
  };
}

function shownPlace({ sheet, row }: RowPlace): string {
  return sheet === null ? String(row) : `${row} (trang tính “${sheet}”)`;
}

/** The officer's own row: as text, dates as they are written in Viet Nam. */
function shownCells(cells: readonly Cell[]): string[] {
  return textsOf(
    cells.map((cell) => {
      if (cell.kind !== 'date') return cell;
      const [year, month, day] = cell.text.split('-');
      return day === undefined ? cell : { ...cell, text: `${day}/${month}/${year}` };
    }),
  );
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

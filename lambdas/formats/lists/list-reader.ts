import type { ListPurpose } from '../../domain/list-purpose.ts';
import type { ColumnReading, FileReading, ListKind, ListNote } from '../../domain/lists/list-facts.ts';
import type { CheckedRow } from '../../domain/lists/list-row.ts';
import { listNoteOf } from '../../domain/lists/note-catalogue.ts';
import type { LimitName, RefusalCode, RefusalDetails } from '../../domain/lists/refusal-catalogue.ts';
import { rulesFor } from '../../domain/lists/row-rules.ts';
import type { Period } from '../../domain/period.ts';
import type { ReferenceData } from '../../domain/reference-data.ts';
import type { UnitCode } from '../../domain/unit.ts';
import { readCsv } from '../tables/csv-reader.ts';
import { fileKindOf } from '../tables/file-kind.ts';
import { readHtmlTables } from '../tables/html-table-reader.ts';
import type { OldEncoding } from '../tables/old-encodings.ts';
import { byEncoding, byFonts, oldEncodingOf } from '../tables/old-fonts.ts';
import type { Sheet, SheetRow } from '../tables/sheet.ts';
import { UnreadableFile } from '../tables/unreadable-file.ts';
import { DEFAULT_XLSX_LIMITS, readWorkbook, type XlsxLimits } from '../tables/xlsx-reader.ts';
import { Belonging } from './list-belonging.ts';
import { ListKindCount, NO_TITLE } from './list-kind.ts';
import { type LayoutEvent, ListLayout, LOOKAHEAD } from './list-layout.ts';
import { ListRows } from './list-rows.ts';

/** What a list may hold; all of it is configuration. */
export interface ListLimits extends XlsxLimits {
  /** Of the file as it was sent. */
  readonly bytes: number;
  /** Rows of people, over all sheets. */
  readonly rows: number;
  /** How long reading may take, by the clock of the context. */
  readonly milliseconds: number;
}

/** A province's largest list has some 100,000 people, and takes seconds. */
export const DEFAULT_LIMITS: ListLimits = {
  ...DEFAULT_XLSX_LIMITS,
  bytes: 64 * 1024 * 1024,
  rows: 1_000_000,
  milliseconds: 5 * 60 * 1000,
};

export interface ListContext {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly referenceData: ReferenceData;
  readonly limits: ListLimits;
  /** Milliseconds from some moment on; without it reading takes as long as it takes. */
  readonly clock?: () => number;
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
  /** What the officer is told beside the code: headers that were seen, the limit that was passed, the file's format. */
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(`The list is refused: ${code}`, options);
    this.code = code;
    this.details = details;
  }
}

const BATCH = 500;
/** As many headers, and as much of each, as a message can hold. */
const MOST_HEADERS = 30;
const HEADER_LENGTH = 60;

/**
 * Reads a list (XLSX, CSV or the tables of a web page, by its content) into checked rows: in file order, every row of
 * a person exactly once, in batches of at most 500. Throws {@link ListRefused}, which may come after rows have been
 * given (a second sheet without headers): nothing of a refused file counts.
 */
export async function* readList(bytes: Uint8Array, context: ListContext): AsyncGenerator<ListPart> {
  if (bytes.byteLength > context.limits.bytes) throw overLimit('bytes', context.limits);
  if (isBlankFile(bytes)) throw new ListRefused('empty');
  try {
    yield* partsOf(bytes, context);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ListRefused(error.code, error.details, { cause: error });
    throw error;
  }
}

function overLimit(name: LimitName, limits: ListLimits): ListRefused {
  return new ListRefused(name === 'milliseconds' ? 'too-slow' : 'too-large', { limit: { name, value: limits[name] } });
}

/** Nothing but tabs, line breaks and spaces, behind a byte order mark or not. */
function isBlankFile(bytes: Uint8Array): boolean {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.subarray(marked ? 3 : 0).every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function opened(
  bytes: Uint8Array,
  limits: ListLimits,
  checkTime: () => void,
): { file: FileReading; sheets: AsyncIterable<Sheet> | [Sheet] } {
  const format = fileKindOf(bytes);
  switch (format) {
    case 'xlsx':
      return { file: { format, encoding: null, separator: null }, sheets: readWorkbook(bytes, limits) };
    case 'csv': {
      const sheet = readCsv(bytes, limits);
      return { file: { format, encoding: sheet.encoding, separator: sheet.separator }, sheets: [sheet] };
    }
    case 'html': {
      const sheet = readHtmlTables(bytes, limits, checkTime);
      return { file: { format, encoding: sheet.encoding, separator: null }, sheets: [sheet] };
    }
  }
}

async function* partsOf(bytes: Uint8Array, context: ListContext): AsyncGenerator<ListPart> {
  const { unit, period, referenceData, limits } = context;
  const belonging = new Belonging(referenceData.units, unit, period);
  const checker = new ListRows(rulesFor(referenceData, unit, period), belonging);
  const kind = new ListKindCount();
  const notes = new ListNotes();
  const checkTime = deadlineOf(context);
  const { file, sheets } = opened(bytes, limits, checkTime);
  let hasContent = false;
  let seenHeaders: readonly string[] | null = null;
  let titles = NO_TITLE;
  let tables = 0;
  let count = 0;
  let batch: CheckedRow[] = [];
  for await (const sheet of sheets) {
    if (sheet.hidden) {
      // Nobody sees it, so nobody is paid from it: usually last month's list. The receipt says that it was not read.
      notes.add(listNoteOf('sheet-hidden', sheet.name ?? ''));
      continue;
    }
    const layout = new ListLayout(sheet, titles);
    const tablesBefore = tables;
    let rowsHere = 0;
    let isTable = false;
    for await (const { events, rows } of eventsOf(sheet, layout)) {
      checkTime();
      rowsHere += rows.length;
      isTable ||= rows.some(({ cells }) => cells.length > 2);
      for (const event of events) {
        if (event.event === 'titles') {
          titles = event.titles;
          kind.table(event.titles);
          for (const note of belonging.notesOn(event.lines)) notes.add(note);
          continue;
        }
        if (event.event === 'columns') {
          tables += 1;
          for (const note of event.columns.notes) notes.add(note);
          if (batch.length > 0) yield { part: 'rows', rows: batch };
          batch = [];
          yield { part: 'columns', columns: [...event.columns.readings] };
          continue;
        }
        count += 1;
        if (count > limits.rows) throw overLimit('rows', limits);
        const row = checker.check(sheet.name, event.person);
        kind.row(row.change, event.person.cells.change?.text);
        batch.push(row);
        if (batch.length < BATCH) continue;
        yield { part: 'rows', rows: batch };
        batch = [];
      }
    }
    hasContent ||= rowsHere > 0;
    if (layout.refusal !== null) {
      const { clashing, seenHeaders: headers, refusal } = layout;
      throw new ListRefused(refusal, {
        ...headersIn(headers),
        ...(clashing.length > 0 ? { clashing: [...clashing] } : {}),
      });
    }
    if (layout.sawHeader) seenHeaders ??= layout.seenHeaders;
    // Nobody can be listed on a cover or a page of instructions.
    if (tables === tablesBefore && isTable) notes.add(listNoteOf('sheet-skipped', sheet.name ?? ''));
  }
  if (batch.length > 0) yield { part: 'rows', rows: batch };
  if (!hasContent || (tables > 0 && count === 0)) throw new ListRefused('empty');
  if (tables === 0 && seenHeaders === null) throw new ListRefused('not-a-list');
  if (tables === 0) throw new ListRefused('headers-missing', headersIn(seenHeaders ?? []));
  yield { part: 'list', kind: kind.kind, purpose: kind.purpose, file, notes: notes.all };
}

/** Remarks on the list, each once. */
class ListNotes {
  readonly #notes = new Map<string, ListNote>();

  add(note: ListNote): void {
    this.#notes.set(JSON.stringify(note), note);
  }

  get all(): ListNote[] {
    return [...this.#notes.values()];
  }
}

function headersIn(headers: readonly string[]): RefusalDetails {
  return { headers: headers.slice(0, MOST_HEADERS).map((header) => header.slice(0, HEADER_LENGTH)) };
}

/** Throws when reading has taken longer than it may. */
function deadlineOf({ clock, limits }: ListContext): () => void {
  if (clock === undefined) return () => {};
  const started = clock();
  return () => {
    if (clock() - started > limits.milliseconds) throw overLimit('milliseconds', limits);
  };
}

/** What the layout finds, as rows stream by; enough rows are kept back that a header sees what follows it. */
async function* eventsOf(
  sheet: Sheet,
  layout: ListLayout,
): AsyncGenerator<{ events: LayoutEvent[]; rows: readonly SheetRow[] }> {
  let pending: readonly SheetRow[] = [];
  let old: OldEncoding | null | undefined;
  for await (const batch of sheet.rows) {
    const rows = batch.map(byFonts);
    if (old === undefined) old = oldEncodingOf(textsOfRows(rows), 'sheet');
    const encoding = old;
    pending = [...pending, ...(encoding === null ? rows : rows.map((row) => byEncoding(row, encoding)))];
    const events: LayoutEvent[] = [];
    const taken = layout.take(pending, pending.length - LOOKAHEAD, events);
    pending = pending.slice(taken);
    yield { events, rows: batch };
  }
  const events: LayoutEvent[] = [];
  layout.take(pending, pending.length, events);
  yield { events, rows: [] };
}

/** Titles, headers and the first people: whether all of them are in an old encoding that no font tells of. */
function textsOfRows(rows: readonly SheetRow[]): string[] {
  return rows.slice(0, LOOKAHEAD).flatMap(({ cells }) => cells.map(({ text }) => text));
}

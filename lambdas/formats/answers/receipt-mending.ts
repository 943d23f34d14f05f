import type { ReceiptRow } from '../../domain/answers/receipt.ts';
import type { ColumnReading } from '../../domain/lists/list-facts.ts';

/** A row of the receipt together with the officer's own cells, in the order of their sheet's columns. */
export type ReceiptLine = Pick<ReceiptRow, 'sheet' | 'row' | 'outcome' | 'notes' | 'change'> & {
  readonly cells: readonly string[];
};

type Notes = ReceiptLine['notes'];

/** One thing that is wrong or was repaired, with every row that has it. */
export interface Mending {
  readonly rows: number;
  readonly message: string;
  /** The first few rows, as the officer finds them. */
  readonly places: string;
}

/** How many rows of a kind are named. */
const PLACES = 6;

/** What keeps rows from being paid, by kind of fault, the most frequent first. */
export function mendings(lines: readonly ReceiptLine[]): Mending[] {
  return kindsOf(lines, (line) => (line.outcome === 'accepted' ? [] : errorsOf(line.notes)));
}

/** What was repaired or is worth a look on rows that are accepted all the same, the most frequent kind first. */
export function warnings(lines: readonly ReceiptLine[]): Mending[] {
  return kindsOf(lines, (line) => (line.outcome === 'accepted' ? line.notes : []));
}

function kindsOf(lines: readonly ReceiptLine[], notesOf: (line: ReceiptLine) => Notes): Mending[] {
  const severalSheets = new Set(lines.map(({ sheet }) => sheet)).size > 1;
  const told = lines.flatMap((line) => notesOf(line).map((note) => ({ line, note })));
  const kinds = [...Map.groupBy(told, ({ note }) => `${note.code}#${note.field}`).values()];
  return kinds
    .map((kind): Mending => {
      const [first] = kind;
      const same = kind.every(({ note }) => note.message === first?.note.message);
      const places = kind.slice(0, PLACES).map(({ line }) => placeOf(line, severalSheets));
      return {
        rows: kind.length,
        // Messages that quote the cell differ from row to row: one stands for all of them.
        message: `${same ? '' : 'Ví dụ: '}${first?.note.message ?? ''}`,
        places: places.join('; ') + (kind.length > PLACES ? '; …' : ''),
      };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** One thing to do on one row: the sheet "Cần xử lý" has a line for each. */
export interface ToDo {
  readonly line: ReceiptLine;
  readonly fullName: string;
  /** What the marked cell says now; empty where the note is about the row. */
  readonly written: string;
  readonly header: string;
  readonly message: string;
}

/** All that must be mended, row by row in the order of the list; warnings keep nobody from being paid. */
export function toDosOf(lines: readonly ReceiptLine[], columns: readonly ColumnReading[]): ToDo[] {
  const bySheet = Map.groupBy(columns, ({ sheet }) => sheet);
  return lines
    .filter(({ outcome }) => outcome !== 'accepted')
    .flatMap((line) => {
      const own = bySheet.get(line.sheet) ?? [];
      const fullName = nameIn(line, own);
      return errorsOf(line.notes).map((note): ToDo => {
        const at = own.findIndex(({ field }) => field === note.field);
        return {
          line,
          fullName,
          written: line.cells[at] ?? '',
          header: own[at]?.header ?? '',
          message: note.message,
        };
      });
    });
}

function errorsOf(notes: Notes): Notes {
  return notes.filter(({ severity }) => severity === 'error');
}

function placeOf({ sheet, row }: ReceiptLine, withSheet: boolean): string {
  return withSheet && sheet !== null ? `${row} (${sheet})` : String(row);
}

const NAME_PARTS: readonly (string | null)[] = ['fullName', 'familyName', 'givenName'];

function nameIn({ cells }: ReceiptLine, columns: readonly ColumnReading[]): string {
  return columns
    .flatMap(({ field }, index) => (NAME_PARTS.includes(field) ? [cells[index] ?? ''] : []))
    .join(' ')
    .trim();
}

/** All that is said about some notes, one under the other: what holds the row comes first, a warning can wait. */
export function joinedMessages(notes: Notes): string {
  const canWait = notes.filter(({ severity }) => severity === 'warning');
  return [...errorsOf(notes), ...canWait].map(({ message }) => message).join('\n');
}

import type { Cell } from '../tables/sheet.ts';
import { type UnreadableCode, UnreadableFile } from '../tables/unreadable-file.ts';
import { DEFAULT_XLSX_LIMITS, readWorkbook, textsOf } from '../tables/xlsx-reader.ts';
import type { TableRow } from './result-table.ts';
import { type ResultsRefusal, ResultsRefused } from './results-refused.ts';

const REFUSALS: Readonly<Record<UnreadableCode, ResultsRefusal>> = {
  unreadable: 'unreadable',
  encrypted: 'unreadable',
  'legacy-xls': 'unreadable',
  'other-format': 'not-a-result',
  'not-a-list': 'not-a-result',
  'too-large': 'too-large',
  'too-slow': 'too-large',
  bomb: 'hostile',
};

/** The rows of a workbook's visible sheets. Throws {@link ResultsRefused} where the workbook cannot be read. */
export async function* readXlsxTable(bytes: Uint8Array): AsyncGenerator<TableRow> {
  try {
    for await (const { name, hidden, rows } of readWorkbook(bytes, DEFAULT_XLSX_LIMITS)) {
      if (hidden) continue;
      for await (const batch of rows) {
        for (const { cells } of batch) yield { sheet: name ?? '', cells: textsOf(cells), numbers: numbersOf(cells) };
      }
    }
  } catch (error) {
    if (error instanceof UnreadableFile)
      throw new ResultsRefused(REFUSALS[error.code], error.message, { cause: error });
    throw error;
  }
}

function numbersOf(cells: readonly Cell[]): ReadonlySet<number> {
  return new Set(cells.filter(({ kind }) => kind === 'number').map(({ column }) => column));
}

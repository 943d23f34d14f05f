import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Provider } from '../../domain/reference-data.ts';
import { isResultHeader, type TableRow } from './result-table.ts';
import { ResultsRefused } from './results-refused.ts';
import { encodingOf, textChunks } from './text-chunks.ts';

const DELIMITERS = [',', ';', '\t'] as const;
/** How many lines of titles may stand above the header. */
const HEADER_WITHIN = 60;
const RECORD_MAX = 1024 * 1024;
const NO_NUMBERS: ReadonlySet<number> = new Set();

/**
 * The records of a CSV or TSV file. The delimiter is the one that makes a header of results. Throws
 * {@link ResultsRefused}: `not-a-result` when none does, `unreadable` when quotes do not close.
 */
export async function* readCsvRows(bytes: Uint8Array, provider: Provider): AsyncGenerator<TableRow> {
  const encoding = encodingOf(bytes);
  const [start = ''] = textChunks(bytes, encoding);
  const parser = parse({
    delimiter: delimiterOf(start, provider),
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_MAX,
  });
  Readable.from(textChunks(bytes, encoding)).pipe(parser);
  try {
    for await (const cells of parser) yield { sheet: '', cells, numbers: NO_NUMBERS };
  } catch (error) {
    if (error instanceof CsvError) throw new ResultsRefused('unreadable', `CSV: ${error.code}`);
    throw error;
  }
}

function delimiterOf(start: string, provider: Provider): string {
  const lines = start.split(/\r\n?|\n/, HEADER_WITHIN);
  const found = DELIMITERS.find((one) => lines.some((line) => isResultHeader(line.split(one), provider)));
  if (found === undefined) throw new ResultsRefused('not-a-result', 'no header with a reference and a status');
  return found;
}

import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Cell, Sheet, SheetRow } from './sheet.ts';
import { decodeText, detectEncoding } from './text-encoding.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface CsvLimits {
  readonly columns: number;
  readonly cellLength: number;
}

const BATCH = 500;
const SEPARATORS = [';', ',', '\t', '|'];
/** Enough lines to see which separator a list uses. */
const SAMPLE_LENGTH = 64 * 1024;

/**
 * Reads CSV or TSV: encoding, separator and line ends are told by content, quoted fields may break lines. Rows carry
 * the line on which their record starts. The returned sheet's rows throw {@link UnreadableFile}: `unreadable` for a
 * quote that is never closed, `too-large` beyond the limits.
 */
export function readCsv(bytes: Uint8Array, limits: CsvLimits): Sheet {
  return { name: null, hidden: false, merges: [], rows: csvRows(bytes, limits) };
}

async function* csvRows(bytes: Uint8Array, limits: CsvLimits): AsyncGenerator<readonly SheetRow[]> {
  const encoding = detectEncoding(bytes);
  const [start = ''] = decodeText(bytes.subarray(0, SAMPLE_LENGTH), encoding);
  const parser = Readable.from(decodeText(bytes, encoding)).pipe(
    parse({
      delimiter: separatorOf(start),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: limits.columns * 2 * limits.cellLength,
    }),
  );
  let batch: SheetRow[] = [];
  let line = 1;
  try {
    for await (const record of parser) {
      const fields = fieldsOf(record);
      const row = rowOf(fields, line, limits);
      if (row.cells.length > 0) batch.push(row);
      line += 1 + lineBreaksIn(fields);
      if (batch.length >= BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const code = error.code === 'CSV_MAX_RECORD_SIZE' ? 'too-large' : 'unreadable';
    throw new UnreadableFile(code, `The CSV does not parse (${error.code})`);
  }
  if (batch.length > 0) yield batch;
}

function fieldsOf(record: unknown): string[] {
  if (Array.isArray(record) && record.every((field) => typeof field === 'string')) return record;
  throw new TypeError('The CSV parser gave something that is not a record');
}

function rowOf(fields: readonly string[], row: number, limits: CsvLimits): SheetRow {
  const cells: Cell[] = [];
  for (const [column, field] of fields.entries()) {
    const raw = field.normalize('NFC');
    // Offices write ="001045000123" so that Excel keeps the zeros.
    const text = /^="(.*)"$/.exec(raw)?.[1] ?? raw;
    if (text.trim() === '') continue;
    if (text.length > limits.cellLength || column >= limits.columns) {
      throw new UnreadableFile('too-large', 'A record has too many fields, or one that is too long');
    }
    cells.push({ column, kind: 'text', text, raw: text, font: null });
  }
  return { row, hidden: false, cells };
}

function lineBreaksIn(fields: readonly string[]): number {
  let breaks = 0;
  for (const field of fields) {
    if (field.includes('\n') || field.includes('\r')) breaks += field.match(/\r\n|\r|\n/g)?.length ?? 0;
  }
  return breaks;
}

/** The separator that most lines have in the same number. Text in quotes says nothing. */
function separatorOf(start: string): string {
  const lines = start
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\r|\n/)
    .slice(0, 200);
  const named = /^sep=(.)$/.exec(lines[0] ?? '')?.[1];
  if (named !== undefined) return named;
  const scores = SEPARATORS.map((separator) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(separator).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    return { separator, score: Math.max(0, ...[...counts].map(([count, times]) => times * Math.min(count, 20))) };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).separator;
}

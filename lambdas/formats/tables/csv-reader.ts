import { CsvFault, type CsvRecord, csvRecords } from './csv-scanner.ts';
import { type Cell, isBlank, type Sheet, type SheetRow } from './sheet.ts';
import { decodeText, detectEncoding, type TextEncodingName } from './text-encoding.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface CsvLimits {
  readonly columns: number;
  readonly cellLength: number;
}

/** A CSV file, and how it was understood. */
export interface CsvSheet extends Sheet {
  readonly encoding: TextEncodingName;
  readonly separator: string;
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
export function readCsv(bytes: Uint8Array, limits: CsvLimits): CsvSheet {
  const encoding = detectEncoding(bytes);
  const [start = ''] = decodeText(bytes.subarray(0, SAMPLE_LENGTH), encoding);
  const separator = separatorOf(start);
  const rows = csvRows(decodeText(bytes, encoding), separator, limits);
  return { name: null, hidden: false, merges: [], rows, encoding, separator };
}

async function* csvRows(
  texts: Iterable<string>,
  separator: string,
  limits: CsvLimits,
): AsyncGenerator<readonly SheetRow[]> {
  try {
    for (const records of csvRecords(texts, separator, limits.columns * 2 * limits.cellLength)) {
      for (let at = 0; at < records.length; at += BATCH) {
        const rows = records.slice(at, at + BATCH).map((record) => rowOf(record, limits));
        yield rows.filter(({ cells }) => cells.length > 0);
      }
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    if (error.code === 'long-record') throw tooLarge(error.message, 'cellLength', limits.cellLength);
    throw new UnreadableFile('unreadable', error.message);
  }
}

function rowOf({ line, fields }: CsvRecord, limits: CsvLimits): SheetRow {
  const cells: Cell[] = [];
  for (let column = 0; column < fields.length; column++) {
    const field = fields[column] ?? '';
    if (field === '') continue;
    const raw = composed(field);
    // Offices write ="001045000123" so that Excel keeps the zeros.
    const text = raw.startsWith('="') ? (/^="(.*)"$/.exec(raw)?.[1] ?? raw) : raw;
    if (isBlank(text)) continue;
    if (column >= limits.columns) throw tooLarge('A record has too many fields', 'columns', limits.columns);
    if (text.length > limits.cellLength) throw tooLarge('A field is too long', 'cellLength', limits.cellLength);
    cells.push({ column, kind: 'text', text, raw: text, font: null });
  }
  return { row: line, hidden: false, cells };
}

/**
 * NFC. Below U+0300, and in the letters of Vietnamese from U+1EA0 on, nothing can be composed any more: most fields are
 * known by that, at a tenth of the cost of normalising.
 */
function composed(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x300 && (code < 0x1ea0 || code > 0x1ef9)) return text.normalize('NFC');
  }
  return text;
}

function tooLarge(message: string, name: 'columns' | 'cellLength', value: number): UnreadableFile {
  return new UnreadableFile('too-large', message, { limit: { name, value } });
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

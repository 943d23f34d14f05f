import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse';
import { streamXlsxRows } from 'hucre/xlsx';
import { SaxesParser } from 'saxes';
import { DEFAULT_LIMITS, type ListContext, readList } from '../../lambdas/formats/lists/list-reader.ts';
import { openZip } from '../../lambdas/formats/tables/zip.ts';
import { parseReference } from '../deployment/reference-folder.ts';
import { sayIn } from '../text/officer.ts';
import { BENCH_PERIOD, BENCH_REFERENCE, BENCH_UNIT } from './bench-lists.ts';
import { tellReading } from './tell-reading.ts';

/**
 * One reading of intake, or of one of its floors, over the bytes of a file: `node measure-intake.ts WORK FILE`. The
 * count is of checked rows; in the floors of whatever rows they see, heading and totals among them.
 */
const SLICE = 256 * 1024;
const LESS_THAN = 0x3c;
const LETTER_R = 0x72;
const WORK: Readonly<Record<string, (bytes: Uint8Array) => Promise<number> | number>> = {
  intake: checkedRows,
  'inflate-and-scan': scannedRows,
  'inflate-and-sax': parsedRows,
  hucre: hucreRows,
  'split-lines': splitLines,
  'csv-parse': csvParseRows,
};

const CONTEXT: ListContext = {
  unit: BENCH_UNIT,
  period: BENCH_PERIOD,
  referenceData: parseReference(BENCH_REFERENCE, sayIn('en')),
  // Ten times the largest list of a province is larger than a file may be by default.
  limits: { ...DEFAULT_LIMITS, bytes: 256 * 1024 * 1024 },
};

async function checkedRows(bytes: Uint8Array): Promise<number> {
  let count = 0;
  for await (const part of readList(bytes, CONTEXT)) if (part.part === 'rows') count += part.rows.length;
  return count;
}

/** The least a reader must do: inflate what holds rows and texts, and look at every tag once. */
function scannedRows(bytes: Uint8Array): number {
  let rows = 0;
  for (const xml of inflatedParts(bytes)) {
    for (let at = xml.indexOf(LESS_THAN); at !== -1; at = xml.indexOf(LESS_THAN, at + 1)) {
      if (xml[at + 1] === LETTER_R && xml.toString('latin1', at + 1, at + 5) === 'row ') rows += 1;
    }
  }
  return rows;
}

/** The least a reader on a real XML parser must do: inflate the same parts and hear every tag and text. */
function parsedRows(bytes: Uint8Array): number {
  let rows = 0;
  let letters = 0;
  for (const xml of inflatedParts(bytes)) {
    const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
    parser.on('opentag', ({ name }) => {
      if (name === 'row') rows += 1;
    });
    parser.on('text', (text) => {
      letters += text.length;
    });
    const decoder = new TextDecoder();
    for (let at = 0; at < xml.length; at += SLICE) {
      parser.write(decoder.decode(xml.subarray(at, at + SLICE), { stream: true }));
    }
    parser.write(decoder.decode()).close();
  }
  if (letters === 0) throw new Error('The workbook holds no text');
  return rows;
}

function inflatedParts(bytes: Uint8Array): Buffer[] {
  const { entries } = openZip(bytes, DEFAULT_LIMITS);
  const parts = [...entries.values()].filter(({ name }) =>
    /^xl\/(worksheets\/sheet\d+|sharedstrings)\.xml$/.test(name),
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return parts.map(({ offset, compressedSize }) => {
    // APPNOTE 4.3.7: the data follows a local header of 30 bytes, the name and the extra field.
    const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    return inflateRawSync(bytes.subarray(start, start + compressedSize));
  });
}

/** The fastest streaming reader of workbooks on npm, by our measurements of eleven, doing nothing but read. */
async function hucreRows(bytes: Uint8Array): Promise<number> {
  let count = 0;
  for await (const _ of streamXlsxRows(bytes)) count += 1;
  return count;
}

/** The usual streaming reader of CSV on npm, doing nothing but read; more tolerant than its defaults, as intake is. */
async function csvParseRows(bytes: Uint8Array): Promise<number> {
  const tolerant = { delimiter: ';', relax_quotes: true, relax_column_count: true };
  let count = 0;
  for await (const _ of Readable.from(slicesOf(bytes)).pipe(parse(tolerant))) count += 1;
  return count;
}

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

/** The least a reader of CSV must do: decode the text, and find where lines end. */
function splitLines(bytes: Uint8Array): number {
  const decoder = new TextDecoder();
  let count = 0;
  let rest = '';
  for (let at = 0; at < bytes.length; at += SLICE) {
    const lines = (rest + decoder.decode(bytes.subarray(at, at + SLICE), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    count += lines.length;
  }
  return count + (rest === '' ? 0 : 1);
}

const [what = '', path = ''] = process.argv.slice(2);
const work = WORK[what];
if (work === undefined) throw new Error(`There is no work "${what}" to measure: ${Object.keys(WORK).join(', ')}`);
const bytes = await readFile(path);
await tellReading(() => work(bytes));

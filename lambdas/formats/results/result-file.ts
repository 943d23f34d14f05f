import type { ResultLine } from '../../domain/payouts/instruction.ts';
import type { Provider } from '../../domain/reference-data.ts';
import { readPain002 } from './pain002.ts';
import { readCsvRows } from './result-csv.ts';
import { readResultTable } from './result-table.ts';
import { readXlsxTable } from './result-xlsx.ts';
import { ResultsRefused } from './results-refused.ts';

/** About 150,000 transactions of pain.002 (436 bytes each, measured), many times a provider's file. */
const BYTES_MAX = 64 * 1024 * 1024;
const BATCH = 500;

/**
 * What a provider answers, line by line, in batches of at most 500 in the order of the file, read but not believed:
 * references, amounts and statuses are still to be compared with what was sent. Reads the format that the provider's
 * configuration names; of CSV and XLSX, whichever the bytes are, because clerks save one as the other. Batches count
 * only once the generator has ended: a file found damaged at its end is refused as a whole with {@link ResultsRefused}.
 */
export async function* readResults(bytes: Uint8Array, provider: Provider): AsyncGenerator<ResultLine[]> {
  if (bytes.length > BYTES_MAX) throw new ResultsRefused('too-large', `${bytes.length} bytes`);
  let batch: ResultLine[] = [];
  for await (const line of linesOf(bytes, provider)) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function linesOf(bytes: Uint8Array, provider: Provider): Iterable<ResultLine> | AsyncIterable<ResultLine> {
  switch (provider.resultFormat) {
    case 'pain.002':
      return readPain002(bytes, provider);
    case 'csv':
    case 'xlsx':
      return readResultTable(isZip(bytes) ? readXlsxTable(bytes) : readCsvRows(bytes, provider), provider);
  }
}

/** "PK", with which every workbook begins (APPNOTE 4.3.7). */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

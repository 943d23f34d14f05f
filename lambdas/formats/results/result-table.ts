import type { ResultLine } from '../../domain/payouts/instruction.ts';
import type { Provider } from '../../domain/reference-data.ts';
import { CONTRACT_STATUSES, reasonText, statusReader } from './result-status.ts';
import { amountFromDecimal, amountFromText, dayFromText } from './result-values.ts';
import { ResultsRefused } from './results-refused.ts';

/** A row of a table as text, and the sheet it stands on (one and the same for CSV). */
export interface TableRow {
  readonly sheet: string;
  readonly cells: readonly string[];
  /** Which cells are true numbers, in which a point is a decimal point. None in CSV. */
  readonly numbers: ReadonlySet<number>;
}

/** The columns of the contract, and what else they are called: normalised by {@link comparable}. */
const HEADERS = {
  reference: ['ma tham chieu', 'so tham chieu', 'ma so tham chieu', 'ma lenh chi', 'end to end id', 'endtoendid'],
  status: ['trang thai', 'tinh trang', 'ket qua', 'ket qua chi tra', 'trang thai chi tra', 'trang thai giao dich'],
  amount: ['so tien', 'so tien chi tra', 'so tien da chi', 'so tien giao dich', 'tong so tien', 'so tien vnd'],
  paid_on: ['ngay chi tra', 'ngay tra', 'ngay chi', 'ngay thanh toan', 'ngay giao dich', 'ngay hach toan'],
  reason_code: ['ma ly do', 'ma loi', 'ma tra ve'],
  reason: ['ly do', 'mo ta loi', 'dien giai', 'ghi chu', 'ly do khong chi', 'ly do chua chi'],
} as const satisfies Record<string, readonly string[]>;

type Field = keyof typeof HEADERS;
type Columns = ReadonlyMap<Field, number>;

/** Sixteen characters with a digit among them: no word of an office looks so. */
const REFERENCE = /^(?=.*\d)[A-Z0-9]{16}$/;

/**
 * The lines of a table of results, sheet by sheet. The header may stand below title rows and may be repeated; titles,
 * totals and signatures are passed over. A row is a result when it has a payment's reference or a known status, so
 * that a damaged cell shows as an exception rather than vanishing. Throws {@link ResultsRefused}.
 */
export async function* readResultTable(rows: AsyncIterable<TableRow>, provider: Provider): AsyncGenerator<ResultLine> {
  const read = statusReader(provider, CONTRACT_STATUSES);
  const names = headerNames(provider);
  let sheet: string | undefined;
  let columns: Columns | null = null;
  let hasTable = false;
  let line = 0;
  for await (const row of rows) {
    if (row.sheet !== sheet) columns = null;
    sheet = row.sheet;
    const header = headerOf(row.cells, names);
    if (header) {
      columns = header;
      hasTable = true;
      continue;
    }
    if (columns === null) {
      refuseStrayReference(row.cells);
      continue;
    }
    const cell = cellReader(row.cells, columns);
    const reference = cell('reference');
    const status = read(cell('status'));
    if (!status.known && !REFERENCE.test(reference)) continue;
    line += 1;
    yield {
      reference,
      status: status.status,
      amount: row.numbers.has(columns.get('amount') ?? -1)
        ? amountFromDecimal(cell('amount'))
        : amountFromText(cell('amount')),
      paidOn: dayFromText(cell('paid_on')),
      reasonCode: cell('reason_code') || null,
      reason: reasonText(status, cell('status'), cell('reason')),
      line,
    };
  }
  if (!hasTable) throw new ResultsRefused('not-a-result', 'no header with a reference and a status');
  if (line === 0) throw new ResultsRefused('no-lines', 'a header without lines');
}

/** Whether a row is the header of a table of results, for finding out how a file is laid out. */
export function isResultHeader(cells: readonly string[], provider: Provider): boolean {
  return headerOf(cells, headerNames(provider)) !== null;
}

/** What a header means, and how surely: 0 the provider's configuration, 1 the contract, 2 another name for it. */
interface Meaning {
  readonly field: Field;
  readonly rank: number;
}

/** `resultColumns` names the contract's column for each of the provider's own, as `resultStatuses` does for statuses. */
function headerNames(provider: Provider): ReadonlyMap<string, Meaning> {
  const names = new Map<string, Meaning>();
  for (const field of FIELDS) {
    for (const synonym of HEADERS[field]) names.set(synonym, { field, rank: 2 });
    names.set(comparable(field), { field, rank: 1 });
  }
  for (const [own, contract] of Object.entries(provider.resultColumns)) {
    const field = FIELDS.find((one) => one === contract);
    if (field) names.set(comparable(own), { field, rank: 0 });
  }
  return names;
}

const FIELDS: readonly Field[] = ['reference', 'status', 'amount', 'paid_on', 'reason_code', 'reason'];

/**
 * The columns of a header, or null when the row is none: a header has a reference and a status. The surest name of a
 * column wins; of two equally sure ones neither is guessed at.
 */
function headerOf(cells: readonly string[], names: ReadonlyMap<string, Meaning>): Columns | null {
  const candidates = cells.flatMap((text, index) => {
    const meaning = names.get(comparable(text));
    return meaning ? [{ ...meaning, index }] : [];
  });
  const columns = new Map<Field, number>();
  const ambiguous: Field[] = [];
  for (const [field, all] of Map.groupBy(candidates, (one) => one.field)) {
    const rank = Math.min(...all.map((one) => one.rank));
    const [first, second] = all.filter((one) => one.rank === rank);
    if (first) columns.set(field, first.index);
    if (second) ambiguous.push(field);
  }
  if (!columns.has('reference') || !columns.has('status')) return null;
  if (ambiguous.length > 0) throw new ResultsRefused('not-a-result', `two columns each for ${ambiguous.join(', ')}`);
  return columns;
}

function cellReader(cells: readonly string[], columns: Columns): (field: Field) => string {
  return (field) => {
    const index = columns.get(field);
    return index === undefined ? '' : (cells[index] ?? '').normalize('NFC').trim();
  };
}

/** Results under no header would be lost in silence. */
function refuseStrayReference(cells: readonly string[]): void {
  if (cells.some((text) => REFERENCE.test(text.trim()))) {
    throw new ResultsRefused('not-a-result', 'a reference that stands under no header with a status');
  }
}

/** Without tone marks, case, and anything but letters and digits: "Mã  tham chiếu:" is "ma tham chieu". */
function comparable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

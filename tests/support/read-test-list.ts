import type { ColumnReading } from '../../lambdas/domain/lists/list-facts.ts';
import type { CheckedRow } from '../../lambdas/domain/lists/list-row.ts';
import { period } from '../../lambdas/domain/period.ts';
import { referenceData } from '../../lambdas/domain/reference-data.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import {
  DEFAULT_LIMITS,
  type ListContext,
  type ListLimits,
  type ListReading,
  readList,
} from '../../lambdas/formats/lists/list-reader.ts';

/** Reference data with one commune, where cash ends with June 2026. */
const REFERENCE = referenceData.parse({
  schemaVersion: 1,
  units: [
    { code: '16033', name: 'Xã Đông Thành', level: 'commune', parent: null, validFrom: '2025-07-01', validTo: null },
  ],
  programmes: [],
  categories: [],
  rates: [{ programme: 'BTXH', standard: 500_000, coefficients: [1, 1.5, 2], from: '2024-07-01', to: null }],
  incompatible: [],
  providers: [
    {
      id: 'vnpost',
      name: 'Bưu điện',
      channels: ['cash'],
      banks: null,
      instructionFormat: 'paying-list-xlsx',
      resultFormat: 'xlsx',
      debtor: { name: 'Sở', account: '1', bank: '970405' },
      contracts: [],
      limits: { paymentMax: 1, linesPerFile: 1, nameMax: 1 },
      plainLetters: false,
      resultColumns: {},
      resultStatuses: {},
    },
  ],
  calendar: {
    listsBeforeDay: 5,
    payoutDay: 8,
    resultsByDay: 20,
    monthlyReportBeforeDay: 15,
    cashUntil: [{ units: '*', period: '2026-06' }],
  },
  targets: [],
});

export function testContext(month = '2026-06', limits: Partial<ListLimits> = {}): ListContext {
  return {
    unit: unitCode.parse('16033'),
    period: period.parse(month),
    referenceData: REFERENCE,
    limits: { ...DEFAULT_LIMITS, ...limits },
  };
}

/** Reads a whole list into memory. */
export async function readTestList(
  bytes: Uint8Array,
  context: ListContext = testContext(),
): Promise<{ rows: CheckedRow[]; columns: ColumnReading[]; list: ListReading }> {
  const rows: CheckedRow[] = [];
  const columns: ColumnReading[] = [];
  let list: ListReading | undefined;
  for await (const part of readList(bytes, context)) {
    if (part.part === 'rows') rows.push(...part.rows);
    else if (part.part === 'columns') columns.push(...part.columns);
    else list = part;
  }
  if (list === undefined) throw new Error('A list that was read says what it is');
  return { rows, columns, list };
}

/** The code with which a list is refused, or null where it is read. */
export async function refusalOf(bytes: Uint8Array, context: ListContext = testContext()): Promise<string | null> {
  try {
    await readTestList(bytes, context);
    return null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ListRefused' && 'code' in error) return String(error.code);
    throw error;
  }
}

/** The codes of a row's notes. */
export function codesOf(row: CheckedRow | undefined): string[] {
  return (row?.notes ?? []).map(({ code }) => code);
}

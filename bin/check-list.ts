import { readFile, stat } from 'node:fs/promises';
import type { Receipt, ReceiptRow } from '../lambdas/domain/answers/receipt.ts';
import { outcomeOf, receiptRowOf, totalsOf } from '../lambdas/domain/answers/receipt-of.ts';
import { withoutChange } from '../lambdas/domain/checks/unknown-change.ts';
import type { ColumnReading } from '../lambdas/domain/lists/list-facts.ts';
import type { CheckedRow } from '../lambdas/domain/lists/list-row.ts';
import { listMessageOf, severityOf } from '../lambdas/domain/lists/note-catalogue.ts';
import {
  type Language,
  type RefusalCode,
  type RefusalDetails,
  refusalMessage,
} from '../lambdas/domain/lists/refusal-catalogue.ts';
import type { Period } from '../lambdas/domain/period.ts';
import type { ReferenceData } from '../lambdas/domain/reference-data.ts';
import { type UnitCode, unitIn } from '../lambdas/domain/unit.ts';
import { DEFAULT_LIMITS, type ListReading, ListRefused, readList } from '../lambdas/formats/lists/list-reader.ts';

export interface CheckWanted {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly referenceData: ReferenceData;
  /** Whether the units of the reference data are the province's own: then a code that is not among them is refused. */
  readonly knowsUnits: boolean;
  readonly withValues: boolean;
  readonly language: Language;
}

/** A checked list: its receipt, and every row with the officer's own cells, for the workbook. */
export interface CheckedList {
  readonly receipt: Receipt;
  readonly rows: readonly CheckedRow[];
}

/**
 * Checks a list as a real upload would, short of asking the registry and the other units: the same reader and the same
 * receipt. A file that is refused is an answer, not an error. Throws Node's own error when the file cannot be opened.
 */
export async function checkList(path: string, wanted: CheckWanted): Promise<CheckedList> {
  const { unit, period, referenceData } = wanted;
  const known = unitIn(referenceData.units, unit, period);
  const receiptOf = (rows: readonly CheckedRow[], columns: ColumnReading[], list?: ListReading): Receipt => {
    const totals = totalsOf(rows);
    return {
      schemaVersion: 1,
      unit,
      unitName: known?.name ?? null,
      period,
      outcome: outcomeOf(totals),
      kind: list?.kind ?? 'full',
      purpose: list?.purpose ?? 'regular',
      file: list?.file ?? null,
      notes: (list?.notes ?? []).map((note) => ({
        code: note.code,
        severity: severityOf(note),
        message: listMessageOf(note, wanted.language),
      })),
      monthOnMonth: null,
      confirmationReasons: [],
      totals,
      columns,
      rows: rows.map((row) => answerTo(row, wanted)),
    };
  };
  const refused = (code: RefusalCode, details?: RefusalDetails): CheckedList => ({
    receipt: {
      ...receiptOf([], []),
      outcome: 'refused',
      refusal: { code, message: refusalMessage(code, wanted.language, details) },
    },
    rows: [],
  });
  const limits = { ...DEFAULT_LIMITS, ...referenceData.intake.limits };
  if (wanted.knowsUnits && !known) return refused('unknown-unit');
  // Looked at before it is read: a film that was dropped here by mistake must not fill the memory.
  if ((await stat(path)).size > limits.bytes) {
    return refused('too-large', { limit: { name: 'bytes', value: limits.bytes } });
  }
  const columns: ColumnReading[] = [];
  const read: CheckedRow[] = [];
  let list: ListReading | undefined;
  try {
    const context = { unit, period, referenceData, limits, clock: () => performance.now() };
    for await (const part of readList(await readFile(path), context)) {
      if (part.part === 'columns') columns.push(...part.columns);
      else if (part.part === 'rows') read.push(...part.rows);
      else list = part;
    }
  } catch (error) {
    if (error instanceof ListRefused) return refused(error.code, error.details);
    throw error;
  }
  const rows = list?.kind === 'changes' ? read.map(whatItChanges) : read.map((row) => ({ ...row, change: null }));
  return { receipt: receiptOf(rows, columns, list), rows };
}

function whatItChanges(row: CheckedRow): CheckedRow {
  return row.change === null ? withoutChange(row) : row;
}

function answerTo(row: CheckedRow, wanted: CheckWanted): ReceiptRow {
  const answer = receiptRowOf(row, wanted);
  return row.change === null ? answer : { ...answer, change: row.change };
}

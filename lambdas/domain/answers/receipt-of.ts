import type { ReceiptTotals } from '../lists/list-facts.ts';
import type { RowNote, RowOutcome, RowValues } from '../lists/list-row.ts';
import { messageOf, severityOf } from '../lists/note-catalogue.ts';
import type { Language } from '../lists/refusal-catalogue.ts';
import type { Receipt, ReceiptRow } from './receipt.ts';

interface AnsweredRow {
  readonly sheet: string | null;
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly notes: readonly RowNote[];
  readonly values: RowValues;
}

/** A row as the receipt answers it: notes with severity and words; values only where asked for. */
export function receiptRowOf(
  { sheet, row, outcome, notes, values }: AnsweredRow,
  options: { withValues: boolean; language: Language },
): ReceiptRow {
  return {
    sheet,
    row,
    outcome,
    // A row that is not paid from needs no advice on how it would have been paid: only why it is rejected.
    notes: notes
      .filter((note) => outcome !== 'rejected' || severityOf(note) === 'error')
      .map((note) => ({
        code: note.code,
        severity: severityOf(note),
        field: note.field,
        message: messageOf(note, options.language),
      })),
    ...(options.withValues ? { values } : {}),
  };
}

/**
 * Rows and đồng by outcome. Each row stands on both sides of the control total read = accepted + held + rejected, but
 * counted apart, so that a row that fell out shows. Unreadable amounts count as nothing; arrears are not in it.
 */
export function totalsOf(rows: Iterable<{ outcome: RowOutcome; values: Pick<RowValues, 'amount'> }>): ReceiptTotals {
  const totals: ReceiptTotals = {
    read: { rows: 0, amount: 0 },
    accepted: { rows: 0, amount: 0 },
    held: { rows: 0, amount: 0 },
    rejected: { rows: 0, amount: 0 },
  };
  for (const { outcome, values } of rows) {
    for (const total of [totals.read, totals[outcome]]) {
      total.rows += 1;
      total.amount += values.amount ?? 0;
    }
  }
  return totals;
}

/** The outcome of a list that was read: a refused one has no totals to ask. */
export function outcomeOf(totals: ReceiptTotals): Exclude<Receipt['outcome'], 'refused'> {
  return totals.held.rows + totals.rejected.rows === 0 ? 'accepted' : 'accepted-with-exceptions';
}

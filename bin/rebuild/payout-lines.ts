import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { readXlsxRows } from '../../lambdas/formats/xlsx-reader.ts';

/** A line of a payout file as its provider reads it: which payment, how much in đồng. */
export interface PayoutLine {
  readonly reference: string;
  readonly amount: number;
}

/** What the columns of our own tables are called, the surest first: a paying list has three columns of money. */
const REFERENCE_COLUMNS = ['reference', 'Mã tham chiếu'];
const AMOUNT_COLUMNS = ['amount', 'Tổng số tiền', 'Số tiền'];

/** Reads a payout file of ours back: pain.001, transfer CSV, payroll or paying-list workbook. */
export async function payoutLines(bytes: Uint8Array): Promise<PayoutLine[]> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return tableLines(await sheetRows(bytes));
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('<')) return messageLines(text);
  return tableLines([z.array(z.array(z.string())).parse(parse(text, { bom: true }))]);
}

/** A message of ours holds one of each for every payment, in the same order. */
function messageLines(text: string): PayoutLine[] {
  const amounts = Array.from(text.matchAll(/<InstdAmt Ccy="VND">(\d{1,15})</g), ([, amount]) => Number(amount));
  const references = Array.from(text.matchAll(/<EndToEndId>([A-Z0-9]{16})</g), ([, reference = '']) => reference);
  return references.map((reference, index) => ({ reference, amount: amounts[index] ?? 0 }));
}

async function sheetRows(bytes: Uint8Array): Promise<string[][][]> {
  const sheets = new Map<string, string[][]>();
  for await (const { sheet, cells } of readXlsxRows(bytes)) {
    sheets.set(sheet, [...(sheets.get(sheet) ?? []), cells]);
  }
  return [...sheets.values()];
}

function tableLines(sheets: readonly (readonly string[][])[]): PayoutLine[] {
  return sheets.flatMap((rows) => {
    const header = rows.find((cells) => REFERENCE_COLUMNS.some((name) => cells.includes(name)));
    if (header === undefined) return [];
    const reference = columnOf(header, REFERENCE_COLUMNS);
    const amount = columnOf(header, AMOUNT_COLUMNS);
    return rows.flatMap((cells) => {
      const named = cells[reference] ?? '';
      return /^[A-Z0-9]{16}$/.test(named) ? [{ reference: named, amount: Number(cells[amount]) }] : [];
    });
  });
}

function columnOf(header: readonly string[], names: readonly string[]): number {
  return header.indexOf(names.find((name) => header.includes(name)) ?? '');
}

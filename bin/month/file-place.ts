import { decodeText, detectEncoding } from '../../lambdas/formats/tables/text-encoding.ts';
import { readXlsxRows } from '../../lambdas/formats/tables/xlsx-reader.ts';

/**
 * Where a reference stands in a provider's file, as a person finds it again: the sheet and row of a workbook, the
 * line of a CSV, the number of the transaction in an XML message.
 */
export type FilePlace =
  | { readonly kind: 'row'; readonly sheet: string; readonly row: number }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'transaction'; readonly number: number };

/** Finds a reference in a provider's file, ours or theirs; undefined when it is not there. */
export async function placeIn(bytes: Uint8Array, reference: string): Promise<FilePlace | undefined> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    for await (const { sheet, row, cells } of readXlsxRows(bytes)) {
      if (cells.some((cell) => cell.trim().toUpperCase() === reference)) return { kind: 'row', sheet, row };
    }
    return undefined;
  }
  const text = [...decodeText(bytes, detectEncoding(bytes))].join('');
  const at = text.toUpperCase().indexOf(reference);
  if (at < 0) return undefined;
  const before = text.slice(0, at);
  // pain.001 has one CdtTrfTxInf a payment, pain.002 one TxInfAndSts; prefixes differ by bank.
  const transactions = before.match(/<(?:\w+:)?(?:CdtTrfTxInf|TxInfAndSts)[\s>]/g);
  return transactions
    ? { kind: 'transaction', number: transactions.length }
    : { kind: 'line', line: before.split('\n').length };
}

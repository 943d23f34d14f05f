import { harmlessCell } from '../papers/harmless-cell.ts';
import { accountOf, type PreparedBatch } from './prepared-batch.ts';

const HEADER = ['reference', 'account_number', 'account_name', 'amount', 'note'];

/**
 * The transfer list of e-wallets and mobile money: RFC 4180, CRLF after every record. UTF-8 without a byte order mark:
 * a machine reads it, and to many of them a mark is part of the first column's name.
 */
export function writeTransfers(prepared: PreparedBatch): Uint8Array {
  const records = prepared.lines.map((one) => [
    one.line.reference,
    accountOf(one),
    one.receiver,
    String(one.total),
    one.remittance,
  ]);
  const text = [HEADER, ...records].map((record) => `${record.map(csvCell).join(',')}\r\n`).join('');
  return new TextEncoder().encode(text);
}

function csvCell(text: string): string {
  const safe = harmlessCell(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import { harmlessCell } from './harmless-cell.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Records as CSV for an office's own software: UTF-8 with a byte order mark, so that Excel sees the letters; every
 * field quoted; CRLF (RFC 4180). A text that Excel might run gets an apostrophe in front, which shows that it is one.
 * That changes no id, account, date or name of a person: those begin with a digit or a letter.
 */
export function csvText(records: Iterable<readonly (string | number | null)[]>): string {
  const lines: string[] = [];
  for (const record of records) lines.push(csvRecord(record));
  return BYTE_ORDER_MARK + lines.join('');
}

/** One record of such a text. */
export function csvRecord(record: readonly (string | number | null)[]): string {
  return `${record.map(csvField).join(',')}\r\n`;
}

function csvField(value: string | number | null): string {
  const text = typeof value === 'string' ? harmlessCell(value) : String(value ?? '');
  return `"${text.replaceAll('"', '""')}"`;
}

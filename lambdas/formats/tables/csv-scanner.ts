/** One record of a CSV, as it stands in the file. */
export interface CsvRecord {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Why a text is no CSV: a quote that never closes, or a record longer than any list's. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
  readonly code: 'open-quote' | 'long-record';

  constructor(code: 'open-quote' | 'long-record') {
    super(`The CSV does not parse: ${code}`);
    this.code = code;
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/**
 * Splits a text that comes in pieces into records (RFC 4180), and reads what offices' programs make of it besides:
 * lines end in CR, LF or both, records may be ragged, and a quote in the middle of a field, or behind which the field
 * goes on, is a letter like any other. A test holds it against csv-parse, which it replaces because that took four
 * times as long (docs/adr/0011). Yields the records of a piece together. Throws {@link CsvFault}.
 */
export function* csvRecords(
  texts: Iterable<string>,
  separator: string,
  maxRecordLength: number,
): Generator<CsvRecord[]> {
  const scanner = new CsvScanner(separator.charCodeAt(0));
  for (const text of texts) {
    const records = scanner.take(text, false);
    if (scanner.unfinishedLength > maxRecordLength) throw new CsvFault('long-record');
    if (records.length > 0) yield records;
  }
  const last = scanner.take('', true);
  if (last.length > 0) yield last;
}

class CsvScanner {
  readonly #separator: number;
  #text = '';
  #isLast = false;
  #line = 1;
  /** Where the field that is being read starts, and where its record does. */
  #at = 0;
  #recordStart = 0;
  /** Line breaks inside the quotes of the record that is being read. */
  #breaks = 0;

  constructor(separator: number) {
    this.#separator = separator;
  }

  get unfinishedLength(): number {
    return this.#text.length - this.#recordStart;
  }

  /** The records that are complete by now. What is left of the last one is read again with the next piece. */
  take(piece: string, isLast: boolean): CsvRecord[] {
    this.#text = this.#text.slice(this.#recordStart) + piece;
    this.#isLast = isLast;
    this.#recordStart = 0;
    const records: CsvRecord[] = [];
    while (this.#recordStart < this.#text.length) {
      const fields = this.#record();
      if (fields === null) break;
      records.push({ line: this.#line, fields });
      this.#line += 1 + this.#breaks;
      this.#recordStart = this.#at;
    }
    return records;
  }

  /** The fields of the next record, or null where it goes on in the next piece. */
  #record(): string[] | null {
    const text = this.#text;
    const fields: string[] = [];
    this.#at = this.#recordStart;
    this.#breaks = 0;
    for (;;) {
      const field = text.charCodeAt(this.#at) === QUOTE ? this.#quoted() : this.#bare(this.#at);
      if (field === null) return null;
      fields.push(field);
      if (this.#at >= text.length) return this.#isLast ? fields : null;
      const end = text.charCodeAt(this.#at);
      this.#at += 1;
      if (end === this.#separator) continue;
      if (end === LINE_FEED) return fields;
      // Whether a line feed follows is only known when the next piece is there.
      if (this.#at >= text.length && !this.#isLast) return null;
      if (text.charCodeAt(this.#at) === LINE_FEED) this.#at += 1;
      return fields;
    }
  }

  /** The text from here to the end of the field. */
  #bare(from: number): string {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === this.#separator || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    }
    this.#at = at;
    return text.slice(from, at);
  }

  #quoted(): string | null {
    const text = this.#text;
    let value = '';
    let from = this.#at + 1;
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote === -1) {
        if (this.#isLast) throw new CsvFault('open-quote');
        return null;
      }
      value += text.slice(from, quote);
      const next = quote + 1;
      if (next >= text.length && !this.#isLast) return null;
      const code = text.charCodeAt(next);
      if (code === QUOTE) {
        value += '"';
        from = next + 1;
        continue;
      }
      this.#breaks += lineBreaksIn(value);
      this.#at = next;
      const isClosed =
        next >= text.length || code === this.#separator || code === LINE_FEED || code === CARRIAGE_RETURN;
      return isClosed ? value : `"${value}${this.#bare(quote)}`;
    }
  }
}

function lineBreaksIn(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

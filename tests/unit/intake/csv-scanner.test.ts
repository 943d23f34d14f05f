import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from '../../../lambdas/formats/tables/csv-scanner.ts';

function recordsOf(...texts: readonly string[]): CsvRecord[] {
  return [...csvRecords(texts, ';', 1000)].flat();
}

describe('records of a CSV', () => {
  it('may break lines inside quotes, and are numbered by the line on which they start', () => {
    expect(recordsOf('a;"b\r\nc\rd\ne"\r\nf\n\ng')).toEqual([
      { line: 1, fields: ['a', 'b\r\nc\rd\ne'] },
      { line: 5, fields: ['f'] },
      { line: 6, fields: [''] },
      { line: 7, fields: ['g'] },
    ]);
  });

  it('hold separators and doubled quotes inside quotes', () => {
    expect(recordsOf('"a;b";"c ""d"" e";""')).toEqual([{ line: 1, fields: ['a;b', 'c "d" e', ''] }]);
  });

  it('take a quote as a letter where no field is quoted', () => {
    expect(recordsOf('a"b";"c"d;"e" ;f')[0]?.fields).toEqual(['a"b"', '"c"d', '"e" ', 'f']);
  });

  it('end where the text ends, with or without a line end', () => {
    expect(recordsOf('a;b;')).toEqual([{ line: 1, fields: ['a', 'b', ''] }]);
    expect(recordsOf('a;b\r')).toEqual([{ line: 1, fields: ['a', 'b'] }]);
    expect(recordsOf('')).toEqual([]);
  });

  it('are the same wherever the text is cut into pieces', () => {
    const text = 'a;"b\r\nc";d\r\n"e""f";g\r\n\r\n"h"i;j';
    for (let at = 0; at <= text.length; at++) {
      expect(recordsOf(text.slice(0, at), text.slice(at)), `cut at ${at}`).toEqual(recordsOf(text));
    }
    expect(recordsOf(...text)).toEqual(recordsOf(text));
  });

  it('are refused where a quote never closes, and where one has no end', () => {
    expect(() => recordsOf('a;"b\nc')).toThrow(expect.objectContaining({ code: 'open-quote' }));
    const endless = ['"', ...Array.from({ length: 20 }, () => 'x'.repeat(100))];
    expect(() => recordsOf(...endless)).toThrow(expect.objectContaining({ code: 'long-record' }));
  });
});

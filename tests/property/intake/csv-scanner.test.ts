import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvFault, csvRecords } from '../../../lambdas/formats/tables/csv-scanner.ts';

const SEPARATORS = [';', ',', '\t', '|'];
const letters = fc.array(fc.constantFrom('a', 'Ẵ', '"', '"', '""', ' ', '\r', '\n', '\r\n', ...SEPARATORS), {
  maxLength: 40,
});

/** What csv-parse, told to be as tolerant, makes of a text; null where it finds a quote that never closes. */
function byCsvParse(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
    });
  } catch {
    return null;
  }
}

function byOurs(texts: readonly string[], separator: string): string[][] | null {
  try {
    return [...csvRecords(texts, separator, 1000)].flat().map(({ fields }) => [...fields]);
  } catch (error) {
    if (error instanceof CsvFault) return null;
    throw error;
  }
}

describe('the scanner of CSV', () => {
  it('reads what csv-parse reads, whatever the text, however it is cut', () => {
    fc.assert(
      fc.property(letters, fc.constantFrom(...SEPARATORS), fc.nat(40), (parts, separator, cut) => {
        const text = parts.join('');
        expect(byOurs([text.slice(0, cut), text.slice(cut)], separator)).toEqual(byCsvParse(text, separator));
      }),
      { numRuns: 3000 },
    );
  });
});

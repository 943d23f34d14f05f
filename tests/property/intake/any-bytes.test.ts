import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { type Answer, answerOf, communeContext } from '../../support/bad-input.ts';
import { GOOD_LIST, goodParts, SHEET } from '../../support/damaged-workbook.ts';
import { toWebPage } from '../../support/messy-files.ts';
import { anyMutations, mutated } from '../../support/mutations.ts';
import { workbookOf, zipOf } from '../../support/workbook-builder.ts';

/** Limits that a small file can pass, so that passing them is tried too. */
const LIMITS = { bytes: 20_000, rows: 12, columns: 12, cellLength: 120, sheets: 3, entries: 12, inflatedBytes: 30_000 };

/** A receipt whose totals balance or a refusal by name (both proved by `answerOf`), and never more than the limits let in. */
async function isAnswered(bytes: Uint8Array): Promise<Answer> {
  const answer = await answerOf(bytes, communeContext(LIMITS));
  expect(answer.rows.length).toBeLessThanOrEqual(LIMITS.rows);
  for (const { cells } of answer.rows) {
    expect(cells.length).toBeLessThanOrEqual(LIMITS.columns);
    // Composing letters (NFC) can make a text longer by a little.
    expect(Math.max(0, ...cells.map((cell) => cell.length))).toBeLessThanOrEqual(LIMITS.cellLength * 3);
  }
  return answer;
}

const anyPiece = fc.uint8Array({ minLength: 1, maxLength: 12 });
const words = (...all: readonly string[]) => fc.constantFrom(...all).map((word) => new TextEncoder().encode(word));
const XML_PIECES = words(
  '<row>',
  '<row r="3">',
  '</row>',
  '<c r="B3">',
  '<c t="s">',
  '<c t="e">',
  '<c t="inlineStr"><is><t>',
  '</c>',
  '<v>',
  '</v>',
  '<v>1E+300</v>',
  '<v>-1</v>',
  ' r="0"',
  ' r="XFD1"',
  ' t="b"',
  ' t="d"',
  ' s="99"',
  ' hidden="1"',
  '<f>1+1</f>',
  '</sheetData>',
  '<sheetData/>',
  '<mergeCells>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x?>',
  '&amp;',
  '&#65;',
  '&x;',
  '"',
  "'",
  '<',
  '>',
  '/>',
  'x:',
  '_x0000_',
  '_xD800_',
  '\0',
  '\u0300',
  'Tổng cộng',
  'Họ và tên',
);
const TEXT_PIECES = words(
  ';',
  ',',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '"',
  '""',
  '\0',
  '\ufeff',
  'sep=,\n',
  '="1"',
  'Họ tên;CCCD\n',
  'Tổng cộng;',
  'I. Người có công\n',
  '\u0301',
  'E+11',
  '#N/A',
);
const PAGE_PIECES = words(
  '<tr>',
  '</tr>',
  '<td>',
  '</td>',
  '<td rowspan="9">',
  '<td colspan="1000000">',
  '<td rowspan="-1">',
  '<table>',
  '</table>',
  '<th>',
  '<script>',
  '</script>',
  '<!--',
  '<style>',
  '&nbsp;',
  '&#0;',
  '&#x110000;',
  '&lt',
  '<',
  '>',
  '<br>',
  '<meta charset="utf-16">',
  '<plaintext>',
);

const CSV = Buffer.from(GOOD_LIST.map((cells) => cells.join(';')).join('\r\n'));
const WORKBOOK = zipOf(goodParts());
const PAGE = toWebPage({
  name: '',
  hidden: false,
  merges: [],
  rows: GOOD_LIST.map((cells) => ({
    cells: cells.map((cell) => ({ text: String(cell) })),
    hidden: false,
    answer: null,
  })),
});
const SIGNATURES = [
  [],
  [0x50, 0x4b, 3, 4],
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xef, 0xbb, 0xbf],
  [...Buffer.from('<html><table>')],
  [...Buffer.from('<?xml version="1.0"?>')],
  [...Buffer.from('Họ tên;CCCD\n')],
];

const textsOf = (rows: readonly CheckedRow[]) => rows.map(({ row, values, outcome }) => [row, outcome, values]);

describe('any bytes at all give a receipt or a refusal', () => {
  it('whatever they begin with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SIGNATURES), fc.uint8Array({ maxLength: 400 }), (start, rest) =>
        isAnswered(Uint8Array.from([...start, ...rest])).then(() => undefined),
      ),
      { numRuns: 400 },
    );
  });

  it('that are a workbook with bytes changed, lost or added: it is refused, or reads as it was', async () => {
    const whole = await answerOf(WORKBOOK);
    await fc.assert(
      fc.asyncProperty(anyMutations(anyPiece, 3), async (mutations) => {
        const { refusal, rows } = await isAnswered(mutated(WORKBOOK, mutations));
        // Every byte of a list lies under a checksum: nothing can be read that was not sent.
        if (refusal === null) expect(textsOf(rows)).toEqual(textsOf(whole.rows));
      }),
      { numRuns: 600 },
    );
  });

  it('that are a workbook whose XML was changed before it was zipped', async () => {
    const parts = goodParts();
    const target = fc.oneof(fc.constant(SHEET), fc.constantFrom(...parts.map(({ name }) => name)));
    await fc.assert(
      fc.asyncProperty(target, anyMutations(fc.oneof(XML_PIECES, anyPiece), 4), async (name, mutations) => {
        await isAnswered(
          zipOf(
            parts.map((part) =>
              part.name === name ? { ...part, content: mutated(Buffer.from(part.content), mutations) } : part,
            ),
          ),
        );
      }),
      { numRuns: 800 },
    );
  });

  it('that are a CSV with bytes changed, lost or added', async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations(fc.oneof(TEXT_PIECES, anyPiece), 5), async (mutations) => {
        await isAnswered(mutated(CSV, mutations));
      }),
      { numRuns: 500 },
    );
  });

  it('that are a web page with bytes changed, lost or added', async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations(fc.oneof(PAGE_PIECES, anyPiece), 5), async (mutations) => {
        await isAnswered(mutated(PAGE, mutations));
      }),
      { numRuns: 500 },
    );
  });

  it('that are text in any order', async () => {
    const piece = fc.constantFrom(
      'Họ tên',
      'CCCD',
      ',',
      ';',
      '\n',
      '"',
      '\t',
      '038145000123',
      'Lan',
      '\r',
      'Tổng',
      '\0',
      'Số tiền',
      '500.000',
      'I',
      'Thôn 1',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        await isAnswered(Buffer.from(pieces.join('')));
      }),
      { numRuns: 300 },
    );
  });

  it('that hold anything in the cells below a header', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[^\t\n\r\x20-\ud7ff]/g, '')),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(
        null,
        'Tổng cộng',
        'Họ tên',
        'CCCD',
        'I',
        '',
        '=',
        '00/00/1945',
        '038145000123',
        'Thôn 1',
        'BTXH',
        'Bằng chữ:',
        'Nam',
      ),
    );
    const header = ['Họ tên', 'CCCD', 'Số tiền', 'Ngày sinh', 'STK', 'Đối tượng', 'Ngân hàng', 'Người nhận thay'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: header.length }), { maxLength: 8 }), async (rows) => {
        await isAnswered(workbookOf([header, ...rows]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('no row is lost', () => {
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 999_999 }), { maxLength: 12 });
  const lineOf = (serial: number, index: number): string =>
    `${index + 1};Nguyễn Thị Lan;1945;038145${String(serial).padStart(6, '0')};500000`;

  it('from a list that is sent line by line: each line more is a row more', async () => {
    await fc.assert(
      fc.asyncProperty(people, fc.nat(12), async (serials, count) => {
        const lines = serials.map(lineOf);
        const header = 'STT;Họ và tên;Ngày sinh;Số CCCD;Số tiền';
        const { rows } = await isAnswered(Buffer.from([header, ...lines.slice(0, count)].join('\n')));
        expect(rows.map(({ row }) => row)).toEqual(lines.slice(0, count).map((_, index) => index + 2));
      }),
      { numRuns: 100 },
    );
  });
});

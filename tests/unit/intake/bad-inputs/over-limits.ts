import type { BadFile } from '../../../support/bad-input.ts';
import { utf8 } from '../../../support/bad-input.ts';
import { GOOD_LIST, goodParts, SHEET, withPart } from '../../../support/damaged-workbook.ts';
import { rawWorkbook, rowsXml, workbookOf, zipOf } from '../../../support/workbook-builder.ts';

const LONG = 'x'.repeat(32_768);
const CSV = 'Họ và tên;Số CCCD;Số tiền\nLan;038145000123;500000\nHùng;038050000456;500000\n';
const sheets = (count: number) => () =>
  rawWorkbook({
    sheets: Array.from({ length: count }, (_, index) => ({ name: `T${index}`, rows: rowsXml(GOOD_LIST) })),
  });
const good = () => zipOf(goodParts());

/** Each limit, passed by a little. */
export const OVER_LIMITS: readonly BadFile[] = [
  ['bytes of a workbook', 'too-large', good, { bytes: good().length - 1 }],
  ['bytes of a CSV', 'too-large', () => utf8(CSV), { bytes: 20 }],
  ['rows of a workbook', 'too-large', good, { rows: 1 }],
  ['rows over several sheets', 'too-large', sheets(3), { rows: 5 }],
  ['rows of a CSV', 'too-large', () => utf8(CSV), { rows: 1 }],
  ['columns of a workbook', 'too-large', good, { columns: 4 }],
  ['columns of a CSV', 'too-large', () => utf8(CSV), { columns: 2 }],
  [
    'a column far to the right',
    'too-large',
    () => workbookOf([...GOOD_LIST, [...Array.from({ length: 300 }, () => null), 'x']]),
  ],
  ['a CSV record of a thousand fields', 'too-large', () => utf8(`${CSV}${'x;'.repeat(1_000)}\n`)],
  ['a cell longer than Excel allows', 'too-large', () => workbookOf([...GOOD_LIST, [3, LONG]])],
  [
    'a shared string longer than Excel allows',
    'too-large',
    () => withPart('xl/sharedStrings.xml', ({ content }) => ({ content: String(content).replace('Lan', LONG) })),
  ],
  [
    'a cell in runs that are long together',
    'too-large',
    () =>
      rawWorkbook({
        sheets: [
          {
            name: 'A',
            rows: `<row r="1"><c r="A1" t="inlineStr"><is>${`<r><t>${'x'.repeat(20_000)}</t></r>`.repeat(2)}</is></c></row>`,
          },
        ],
      }),
  ],
  [
    'a value longer than Excel allows',
    'too-large',
    () => rawWorkbook({ sheets: [{ name: 'A', rows: `<row r="1"><c r="A1"><v>${'1'.repeat(40_000)}</v></c></row>` }] }),
  ],
  ['a field of a CSV longer than Excel allows', 'too-large', () => utf8(`${CSV}${LONG};1;2\n`)],
  ['a quoted field longer than Excel allows', 'too-large', () => utf8(`${CSV}"${LONG}";1;2\n`)],
  ['a cell longer than this office allows', 'too-large', good, { cellLength: 10 }],
  ['sheets', 'too-large', sheets(3), { sheets: 2 }],
  ['more sheets than any list has', 'too-large', sheets(201)],
  ['inflated bytes', 'bomb', good, { inflatedBytes: 1_000 }],
  ['entries', 'bomb', good, { entries: 3 }],
  [
    'the ratio of inflated to compressed',
    'bomb',
    () =>
      withPart(SHEET, ({ content }) => ({
        content: String(content).replace('</worksheet>', `${' '.repeat(5_000_000)}</worksheet>`),
      })),
    { ratio: 100 },
  ],
  [
    'a run of text without end',
    'bomb',
    () => withPart(SHEET, ({ content }) => ({ content: String(content).replace('Họ và tên', 'x'.repeat(8_000_000)) })),
  ],
  [
    'a run of text without end in a zip that may swell',
    'too-large',
    () => withPart(SHEET, ({ content }) => ({ content: String(content).replace('Họ và tên', 'x'.repeat(1_000_000)) })),
  ],
];

import type { BadFile } from '../../../support/bad-input.ts';
import { SHEET, sheetOf, withXml } from '../../../support/damaged-workbook.ts';

const HUNG = '<c r="B3" t="inlineStr"><is><t>Trần Văn Hùng</t></is></c><c r="D3"><v>38050000456</v></c>';
const ROW = `<row r="3">${HUNG}</row>`;
const cutBefore =
  (mark: string, more = 0) =>
  () =>
    withXml(SHEET, (xml) => xml.slice(0, xml.lastIndexOf(mark) + more));
const numbered = (number: string) => () =>
  sheetOf(`<row r="${number}">${HUNG.replaceAll(' r="B3"', '').replaceAll(' r="D3"', '')}</row>`);
const cell = (xml: string) => () => sheetOf(`<row r="3">${xml}</row>`, { sharedStrings: '<si><t>Lan</t></si>' });
const named = (reference: string) => cell(`<c r="${reference}"><v>5</v></c>`);

/** What can be wrong with the XML of a sheet in a zip that is right: a list cut short must never pass for a list. */
export const SHEET_FILES: readonly BadFile[] = [
  ['a sheet cut between two rows', 'unreadable', cutBefore('<row')],
  ['a sheet cut behind its last row', 'unreadable', cutBefore('</row>', 6)],
  ['a sheet cut behind its data', 'unreadable', cutBefore('</sheetData>', 12)],
  ['a sheet cut within a row', 'unreadable', cutBefore('<c ')],
  ['a sheet cut within a tag', 'unreadable', cutBefore('<c ', 5)],
  ['a sheet cut within an attribute', 'unreadable', cutBefore(' r="E', 5)],
  ['a sheet cut within a value', 'unreadable', cutBefore('</v>', -2)],
  ['a sheet cut within its last tag', 'unreadable', cutBefore('</worksheet>', 11)],
  ['two roots', 'unreadable', () => withXml(SHEET, (xml) => xml + xml)],
  ['text behind the root', 'unreadable', () => withXml(SHEET, (xml) => `${xml}thừa`)],
  ['text before the root', 'unreadable', () => withXml(SHEET, (xml) => `thừa${xml}`)],
  ['tags closed in the wrong order', 'unreadable', () => sheetOf('<row r="3"><c r="B3"><v>1</c></v></row>')],
  ['a tag that is never closed', 'unreadable', () => sheetOf(`<row r="3">${HUNG}`)],
  ['a tag closed that was never opened', 'unreadable', () => sheetOf(`${ROW}</row>`)],
  ['a comment that is never closed', 'unreadable', () => sheetOf(`${ROW}<!-- `)],
  [
    'a CDATA section that is never closed',
    'unreadable',
    () => sheetOf('<row r="3"><c r="B3" t="str"><v><![CDATA[Hùng</v></c></row>'),
  ],
  ['an instruction that is never closed', 'unreadable', () => sheetOf(`${ROW}<?x`)],
  ['an attribute without quotes', 'unreadable', () => sheetOf('<row r=3><c r="B3"><v>1</v></c></row>')],
  ['an attribute twice', 'unreadable', () => sheetOf('<row r="3" r="4"><c r="B3"><v>1</v></c></row>')],
  ['a tag in an attribute', 'unreadable', () => sheetOf('<row r="3" spans="<c>"><c r="B3"><v>1</v></c></row>')],
  ['a bare ampersand', 'unreadable', cell('<c r="B3" t="str"><v>Lan & Hoa</v></c>')],
  ['a character that XML cannot hold', 'unreadable', cell('<c r="B3" t="str"><v>Lan\u0001</v></c>')],
  ['a NUL byte', 'unreadable', cell('<c r="B3" t="str"><v>Lan\0</v></c>')],
  ['a reference to character 0', 'unreadable', cell('<c r="B3" t="str"><v>&#0;</v></c>')],
  ['a reference to half a character', 'unreadable', cell('<c r="B3" t="str"><v>&#xD800;</v></c>')],
  ['a reference beyond all characters', 'unreadable', cell('<c r="B3" t="str"><v>&#x110000;</v></c>')],
  [
    'a million tags opened and none closed',
    'unreadable',
    () => sheetOf(`<row r="3">${'<c>'.repeat(1_000_000)}`),
    { ratio: 100_000 },
  ],
  ['row 0', 'unreadable', numbered('0')],
  ['row -1', 'unreadable', numbered('-1')],
  ['row 1.5', 'unreadable', numbered('3.5')],
  ['a row beyond the last', 'unreadable', numbered('1048577')],
  ['a row with a word for a number', 'unreadable', numbered('ba')],
  ['a row with nothing for a number', 'unreadable', numbered('')],
  ['a row with a number of numbers', 'unreadable', numbered('NaN')],
  ['a row number without end', 'unreadable', numbered('Infinity')],
  [
    'rows out of order',
    'unreadable',
    () =>
      sheetOf(
        `<row r="5">${HUNG.replaceAll('3"', '5"')}</row><row r="4"><c r="B4" t="str"><v>Lê Thị Mai</v></c></row>`,
      ),
  ],
  ['the same row twice', 'unreadable', () => sheetOf(`${ROW}<row r="3"><c r="B3" t="str"><v>Lê Thị Mai</v></c></row>`)],
  [
    'a row behind all others with the number of the first',
    'unreadable',
    () => sheetOf('<row r="1"><c r="B1" t="str"><v>Lê Thị Mai</v></c></row>'),
  ],
  ['cells out of order', 'unreadable', cell('<c r="D3"><v>1</v></c><c r="B3"><v>2</v></c>')],
  ['the same cell twice', 'unreadable', cell('<c r="B3"><v>1</v></c><c r="B3"><v>2</v></c>')],
  ['a cell without a column', 'unreadable', named('3')],
  ['a cell beyond the last column', 'unreadable', named('XFE3')],
  ['a cell of a column without end', 'unreadable', named('ZZZZZZZZZZZZ3')],
  ['a cell with a sign for a column', 'unreadable', named('$3')],
  ['a cell with a letter that is no column', 'unreadable', named('Đ3')],
  ['a cell beyond the columns that a list may have', 'too-large', named('XFD3')],
  ['a shared string beyond the last', 'unreadable', cell('<c r="B3" t="s"><v>1</v></c>')],
  ['a shared string before the first', 'unreadable', cell('<c r="B3" t="s"><v>-1</v></c>')],
  ['half a shared string', 'unreadable', cell('<c r="B3" t="s"><v>0.5</v></c>')],
  ['a shared string by name', 'unreadable', cell('<c r="B3" t="s"><v>Lan</v></c>')],
  ['a shared string of a million', 'unreadable', cell('<c r="B3" t="s"><v>1000000</v></c>')],
  [
    'a merged range beyond the last column',
    'unreadable',
    () => sheetOf(ROW, { after: '<mergeCells><mergeCell ref="ZZZZ1:ZZZZ2"/></mergeCells>' }),
  ],
];

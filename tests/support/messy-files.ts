import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { workbookBytes } from '../../lambdas/formats/papers/workbook.ts';
import { type MessyCell, serialOf } from './messy-cells.ts';
import type { MessyRow, MessySheet } from './messy-writer.ts';
import { inTcvn3, inVni, inWindows1258 } from './old-encodings.ts';
import { escaped, lettersOf, rawWorkbook } from './workbook-builder.ts';

/** How a workbook's writer does what the format leaves to it. */
export interface WorkbookHabits {
  readonly strings: 'shared' | 'inline';
  readonly date1904: boolean;
  readonly prefix: '' | 'x:';
  /** Rows and cells that say where they stand; without them empty ones are written out. */
  readonly references: boolean;
  readonly claimsMillionRows: boolean;
  readonly richText: boolean;
}

export const workbookHabits: fc.Arbitrary<WorkbookHabits> = fc.record({
  strings: fc.constantFrom('shared', 'inline'),
  date1904: fc.boolean(),
  prefix: fc.constantFrom('', 'x:'),
  references: fc.boolean(),
  claimsMillionRows: fc.boolean(),
  richText: fc.boolean(),
});

const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="000000000000"/><numFmt numFmtId="165" formatCode="dd\\/mm\\/yyyy;@"/></numFmts>' +
  '<fonts><font><name val="Times New Roman"/></font><font><name val=".VnTime"/></font><font><name val="VNI-Times"/></font></fonts>' +
  '<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="165"/><xf fontId="1"/><xf fontId="2"/></cellXfs>';
const DAYS_TO_1904 = 1462;

/** A workbook as raw XML in a zip. */
export function toWorkbook(sheets: readonly MessySheet[], habits: WorkbookHabits): Uint8Array {
  const strings = new Map<string, number>();
  return rawWorkbook({
    sheets: sheets.map(({ name, hidden, rows, merges }) => ({
      name,
      rows: rows.map((row, index) => rowXml(row, index + 1, habits, strings)).join(''),
      before: habits.claimsMillionRows ? '<dimension ref="A1:XFD1048576"/>' : '',
      after:
        merges.length === 0
          ? ''
          : `<mergeCells count="${merges.length}">${merges
              .map(
                ({ top, left, bottom, right }) =>
                  `<mergeCell ref="${lettersOf(left)}${top + 1}:${lettersOf(right)}${bottom + 1}"/>`,
              )
              .join('')}</mergeCells>`,
      ...(hidden ? { state: 'hidden' as const } : {}),
    })),
    styles: STYLES,
    date1904: habits.date1904,
    prefix: habits.prefix,
    ...(strings.size === 0
      ? {}
      : { sharedStrings: [...strings.keys()].map((inside) => `<si>${inside}</si>`).join('') }),
  });
}

function rowXml(
  { cells, hidden }: MessyRow,
  row: number,
  habits: WorkbookHabits,
  strings: Map<string, number>,
): string {
  const inside = cells.map((cell, column) => cellXml(cell, `${lettersOf(column)}${row}`, habits, strings)).join('');
  if (inside === '' && habits.references) return '';
  return `<row${habits.references ? ` r="${row}"` : ''}${hidden ? ' hidden="1"' : ''}>${inside}</row>`;
}

function cellXml(
  cell: MessyCell | null,
  reference: string,
  habits: WorkbookHabits,
  strings: Map<string, number>,
): string {
  const place = habits.references ? ` r="${reference}"` : '';
  if (cell === null) return habits.references ? '' : '<c/>';
  const style = styleOf(cell);
  const start = `<c${place}${style === 0 ? '' : ` s="${style}"`}`;
  if (cell.day !== undefined) {
    return `${start}><v>${serialOf(cell.day) - (habits.date1904 ? DAYS_TO_1904 : 0)}</v></c>`;
  }
  if (cell.number !== undefined)
    return `${start}>${cell.formula === true ? '<f>SUM(X1:X2)</f>' : ''}<v>${cell.number}</v></c>`;
  const inside = textXml(cell.text, habits.richText);
  if (habits.strings === 'inline') return `${start} t="inlineStr"><is>${inside}</is></c>`;
  const index = strings.get(inside) ?? strings.size;
  strings.set(inside, index);
  return `${start} t="s"><v>${index}</v></c>`;
}

/** Text, in runs where somebody coloured a part of it. */
function textXml(text: string, rich: boolean): string {
  const t = (part: string): string => `<t xml:space="preserve">${escaped(part)}</t>`;
  const middle = Math.floor(text.length / 2);
  // A run must not begin with a mark that belongs to the letter before it.
  if (!rich || text.length < 4 || /\p{M}/u.test(text[middle] ?? '')) return t(text);
  return `<r>${t(text.slice(0, middle))}</r><r><rPr><b/></rPr>${t(text.slice(middle))}</r>`;
}

function styleOf(cell: MessyCell): number {
  if (cell.day !== undefined) return 2;
  if (cell.zeros === true) return 1;
  return cell.font === '.VnTime' ? 3 : cell.font === 'VNI-Times' ? 4 : 0;
}

/** The same workbook by a library's own ways: shared strings, styles and formulas as it writes them. */
export async function toExceljsWorkbook(sheets: readonly MessySheet[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, hidden, rows, merges } of sheets) {
    const sheet = workbook.addWorksheet(name, { state: hidden ? 'hidden' : 'visible' });
    for (const [index, { cells, hidden: isHidden }] of rows.entries()) {
      const row = sheet.getRow(index + 1);
      if (isHidden) row.hidden = true;
      for (const [column, cell] of cells.entries()) if (cell !== null) fill(row.getCell(column + 1), cell);
    }
    for (const { top, left, bottom, right } of merges) sheet.mergeCells(top + 1, left + 1, bottom + 1, right + 1);
  }
  return workbookBytes(workbook);
}

function fill(target: ExcelJS.Cell, cell: MessyCell): void {
  if (cell.day !== undefined) {
    target.value = new Date(cell.day);
    target.numFmt = 'dd/mm/yyyy';
  } else if (cell.number !== undefined) {
    target.value = cell.formula === true ? { formula: 'SUM(X1:X2)', result: cell.number } : cell.number;
    if (cell.zeros === true) target.numFmt = '000000000000';
  } else {
    target.value = cell.text;
    if (cell.font !== undefined) target.font = { name: cell.font };
  }
}

/** How a CSV is written. */
export interface TextHabits {
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'tcvn' | 'vni';
  readonly separator: ';' | ',' | '\t';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly quotes: 'always' | 'where-needed';
  readonly namesSeparator: boolean;
  readonly endsWithLineEnd: boolean;
}

export const textHabits: fc.Arbitrary<TextHabits> = fc.record({
  encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1258', 'tcvn', 'vni'),
  separator: fc.constantFrom(';', ',', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quotes: fc.constantFrom('always', 'where-needed'),
  namesSeparator: fc.boolean(),
  endsWithLineEnd: fc.boolean(),
});

/** A table as CSV, and the line on which each of its rows begins. A text that its encoding cannot hold goes in UTF-8. */
export function toText(
  { rows }: MessySheet,
  habits: TextHabits,
): { readonly bytes: Uint8Array; readonly lines: readonly number[] } {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const records = rows.map(({ cells }) =>
    Array.from({ length: width }, (_, column) => field(cells[column]?.text ?? '', habits)).join(habits.separator),
  );
  const first = habits.namesSeparator ? [`sep=${habits.separator}`] : [];
  const text = [...first, ...records].join(habits.lineEnd) + (habits.endsWithLineEnd ? habits.lineEnd : '');
  let line = 1 + first.length;
  const lines = records.map((record) => {
    const start = line;
    line += 1 + (record.match(/\r\n|\r|\n/g)?.length ?? 0);
    return start;
  });
  return { bytes: encoded(text, habits.encoding), lines };
}

function field(text: string, { quotes, separator }: TextHabits): string {
  const needed = text.includes(separator) || /["\r\n]/.test(text);
  return quotes === 'always' || needed ? `"${text.replaceAll('"', '""')}"` : text;
}

function encoded(text: string, encoding: TextHabits['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1258':
      return inWindows1258(text) ?? Buffer.from(text);
    case 'tcvn':
      return inTcvn3(text) ?? Buffer.from(text);
    case 'vni':
      return /[\u0100-\uffff]/.test(inVni(text)) ? Buffer.from(text) : Buffer.from(inVni(text), 'latin1');
  }
}

/** A table as a web page, as systems export it under the name of a workbook. */
export function toWebPage({ rows, merges }: MessySheet): Uint8Array {
  const covered = (row: number, column: number): boolean =>
    merges.some(
      ({ top, left, bottom, right }) =>
        row >= top && row <= bottom && column >= left && column <= right && (row > top || column > left),
    );
  const lines = rows.map(({ cells }, row) => {
    const tds = cells.map((cell, column) => {
      if (covered(row, column)) return '';
      const merge = merges.find(({ top, left }) => top === row && left === column);
      const spans =
        merge === undefined
          ? ''
          : ` rowspan="${merge.bottom - merge.top + 1}" colspan="${merge.right - merge.left + 1}"`;
      return `<td${spans}>${escaped(cell?.text ?? '')}</td>`;
    });
    return `<tr>${tds.join('')}</tr>`;
  });
  const head =
    '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>td{border:1px}</style></head>';
  return Buffer.from(
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel">${head}<body><table>\n${lines.join('\n')}\n</table></body></html>`,
  );
}

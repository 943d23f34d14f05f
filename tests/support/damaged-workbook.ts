import {
  rawWorkbook,
  rowsXml,
  type TestCell,
  workbookParts,
  type ZipEnd,
  type ZipPart,
  zipOf,
} from './workbook-builder.ts';

/** A small good list: what is done to it is all that is bad. */
export const GOOD_LIST: readonly (readonly TestCell[])[] = [
  ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'],
  [1, 'Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000],
  [2, 'Trần Văn Hùng', '02/03/1950', '038050000456', 750_000],
];
const STRINGS = '<si><t>Nguyễn Thị Lan</t></si><si><t>Trần Văn Hùng</t></si>';
const STYLES = '<fonts><font><name val="Arial"/></font></fonts><cellXfs><xf/></cellXfs>';
export const SHEET = 'xl/worksheets/sheet0.xml';

/** The parts of a workbook that holds the good list, with shared strings and styles. */
export function goodParts(): ZipPart[] {
  const rows = rowsXml(GOOD_LIST.map((cells, row) => (row === 0 ? cells : cells.with(1, sharedName(row - 1)))));
  return workbookParts({ sheets: [{ name: 'BTXH', rows }], sharedStrings: STRINGS, styles: STYLES });
}

function sharedName(index: number): TestCell {
  return { xml: `<c t="s"><v>${index}</v></c>` };
}

/** The good list with one of its parts changed; the zip around it stays right. */
export function withPart(name: string, change: (part: ZipPart) => Partial<ZipPart>, end: ZipEnd = {}): Uint8Array {
  const parts = goodParts();
  if (!parts.some((part) => part.name === name)) throw new Error(`The good list has no part ${name}`);
  return zipOf(
    parts.map((part) => (part.name === name ? { ...part, ...change(part) } : part)),
    end,
  );
}

/** The good list with the XML of one part changed. Throws when nothing changes: such a test would prove nothing. */
export function withXml(name: string, change: (xml: string) => string): Uint8Array {
  return withPart(name, ({ content }) => {
    const before = String(content);
    const after = change(before);
    if (after === before) throw new Error(`Nothing was changed in ${name}`);
    return { content: after };
  });
}

/** The good list without one of its parts. */
export function withoutPart(name: string): Uint8Array {
  return zipOf(goodParts().filter((part) => part.name !== name));
}

/** The good list with further entries in its zip. */
export function withMoreParts(...more: readonly ZipPart[]): Uint8Array {
  return zipOf([...goodParts(), ...more]);
}

/** A workbook of one sheet, below whose header stand these rows as XML. */
export function sheetOf(
  rows: string,
  more: { readonly sharedStrings?: string; readonly after?: string } = {},
): Uint8Array {
  const { after, ...workbook } = more;
  const head = rowsXml(GOOD_LIST.slice(0, 2));
  return rawWorkbook({
    ...workbook,
    sheets: [{ name: 'BTXH', rows: head + rows, ...(after === undefined ? {} : { after }) }],
  });
}

import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip as it is to stand in the file, lies included. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the directory claims, where it shall not be the truth. */
  readonly declaredSize?: number;
  readonly encrypted?: boolean;
}

/** Writes a zip by hand, since no library makes the damage that tests need. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const compressed = deflateRawSync(content);
    const name = Buffer.from(part.name);
    const size = part.declaredSize ?? content.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted === true ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(compressed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, compressed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, place, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, central, end]));
}

export interface RawSheet {
  readonly name: string;
  /** The inside of `<sheetData>`. */
  readonly rows: string;
  /** What stands behind it, such as `<mergeCells>`. */
  readonly after?: string;
  readonly state?: 'hidden';
}

export interface RawWorkbook {
  readonly sheets: readonly RawSheet[];
  readonly sharedStrings?: string;
  readonly styles?: string;
  readonly date1904?: boolean;
  /** Put before every element's name: some writers prefix them all. */
  readonly prefix?: string;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook from raw XML, to be zipped or damaged first. */
export function workbookParts(workbook: RawWorkbook): ZipPart[] {
  const prefix = workbook.prefix ?? '';
  const namespace = prefix === '' ? `xmlns="${MAIN}"` : `xmlns:${prefix.slice(0, -1)}="${MAIN}"`;
  const root = (name: string, inside: string): string => {
    const xml = `<${name} ${namespace} xmlns:r="${OFFICE}">${inside}</${name}>`;
    return prefix === '' ? xml : xml.replace(/<(\/?)(?=\w+[\s>/])/g, `<$1${prefix}`);
  };
  const relationships = (inside: string): string => `<Relationships xmlns="${PACKAGE}">${inside}</Relationships>`;
  const relationship = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const named = workbook.sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" ${state === undefined ? '' : `state="${state}" `}r:id="s${index}"/>`,
  );
  const links = workbook.sheets.map((_, index) =>
    relationship(`s${index}`, 'worksheet', `worksheets/sheet${index}.xml`),
  );
  if (workbook.sharedStrings !== undefined) links.push(relationship('strings', 'sharedStrings', 'sharedStrings.xml'));
  if (workbook.styles !== undefined) links.push(relationship('styles', 'styles', '/xl/styles.xml'));
  const properties = workbook.date1904 === true ? '<workbookPr date1904="1"/>' : '';
  return [
    { name: '_rels/.rels', content: relationships(relationship('w', 'officeDocument', 'xl/workbook.xml')) },
    { name: 'xl/workbook.xml', content: root('workbook', `${properties}<sheets>${named.join('')}</sheets>`) },
    { name: 'xl/_rels/workbook.xml.rels', content: relationships(links.join('')) },
    ...workbook.sheets.map(({ rows, after }, index) => ({
      name: `xl/worksheets/sheet${index}.xml`,
      content: root('worksheet', `<sheetData>${rows}</sheetData>${after ?? ''}`),
    })),
    ...(workbook.sharedStrings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', content: root('sst', workbook.sharedStrings) }]),
    ...(workbook.styles === undefined ? [] : [{ name: 'xl/styles.xml', content: root('styleSheet', workbook.styles) }]),
  ];
}

/** A workbook from raw XML. */
export function rawWorkbook(workbook: RawWorkbook): Uint8Array {
  return zipOf(workbookParts(workbook));
}

/** What a test puts into a cell: text, a number, nothing, or raw XML of `<c>`. */
export type TestCell = string | number | null | { readonly xml: string };

/** Rows of values as the XML of a sheet, from row 1; text goes inline. */
export function rowsXml(rows: readonly (readonly TestCell[])[]): string {
  return rows
    .map(
      (cells, index) =>
        `<row r="${index + 1}">${cells.map((cell, column) => cellXml(cell, column, index + 1)).join('')}</row>`,
    )
    .join('');
}

function cellXml(cell: TestCell, column: number, row: number): string {
  const reference = `${String.fromCharCode(65 + column)}${row}`;
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'string')
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  return cell.xml.replace('<c', `<c r="${reference}"`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A workbook of one sheet with these rows. */
export function workbookOf(rows: readonly (readonly TestCell[])[], more: Partial<RawSheet> = {}): Uint8Array {
  return rawWorkbook({ sheets: [{ name: 'BTXH', rows: rowsXml(rows), ...more }] });
}

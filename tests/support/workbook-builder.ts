import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip as it is to stand in the file, lies included. What is left out is the truth. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the directory claims. */
  readonly declaredSize?: number;
  readonly declaredCompressedSize?: number;
  readonly declaredCrc?: number;
  /** Where the directory says that the entry lies. */
  readonly declaredOffset?: number;
  /** 8 is deflate; 0 stores the content as it is; the content of any other stands as if deflated. */
  readonly method?: number;
  /** What stands instead of the compressed content. */
  readonly compressed?: Uint8Array;
  readonly encrypted?: boolean;
  /** The local header leaves sizes and checksum out, and they follow the content (APPNOTE 4.3.9), as streams write. */
  readonly sizesBehind?: boolean;
  /** The extra field of the directory's entry. */
  readonly extra?: Uint8Array;
}

/** What the end of the zip claims. What is left out is the truth. */
export interface ZipEnd {
  readonly entries?: number;
  readonly directoryOffset?: number;
  readonly comment?: Uint8Array;
  /** Zip64 records before the end; `at` is where the locator says that they lie. */
  readonly zip64?: { readonly entries?: number; readonly directoryOffset?: number; readonly at?: number };
}

/** Writes a zip by hand, since no library makes the damage that tests need. */
export function zipOf(parts: readonly ZipPart[], end: ZipEnd = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const compressed = Buffer.from(part.compressed ?? (part.method === 0 ? content : deflateRawSync(content)));
    const name = Buffer.from(part.name);
    const extra = Buffer.from(part.extra ?? []);
    const crc = part.declaredCrc ?? crc32(content);
    const compressedSize = part.declaredCompressedSize ?? compressed.length;
    const size = part.declaredSize ?? content.length;
    const flags = (part.encrypted === true ? 1 : 0) | (part.sizesBehind === true ? 8 : 0);
    const common = (withSizes: boolean, extraLength: number): Buffer => {
      const fields = Buffer.alloc(26);
      fields.writeUInt16LE(20, 0);
      fields.writeUInt16LE(flags, 2);
      fields.writeUInt16LE(part.method ?? 8, 4);
      if (withSizes) {
        fields.writeUInt32LE(crc, 10);
        fields.writeUInt32LE(compressedSize, 14);
        fields.writeUInt32LE(size, 18);
      }
      fields.writeUInt16LE(name.length, 22);
      fields.writeUInt16LE(extraLength, 24);
      return fields;
    };
    const behind = part.sizesBehind === true ? [Buffer.from('PK\x07\x08'), words(crc, compressedSize, size)] : [];
    const head = [Buffer.from('PK\x03\x04'), common(part.sizesBehind !== true, 0), name];
    const local = Buffer.concat([...head, compressed, ...behind]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(part.declaredOffset ?? offset, 10);
    const heading = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common(true, extra.length), place]);
    directory.push(Buffer.concat([heading, name, extra]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return new Uint8Array(Buffer.concat([...locals, central, ...endOf(parts.length, central.length, offset, end)]));
}

function endOf(entries: number, size: number, offset: number, lies: ZipEnd): Buffer[] {
  const comment = Buffer.from(lies.comment ?? []);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE((lies.entries ?? entries) & 0xffff, 8);
  end.writeUInt16LE((lies.entries ?? entries) & 0xffff, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(lies.directoryOffset ?? offset, 16);
  end.writeUInt16LE(comment.length, 20);
  if (lies.zip64 === undefined) return [end, comment];
  const wide = Buffer.alloc(56);
  wide.write('PK\x06\x06', 'latin1');
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(lies.zip64.entries ?? entries), 24);
  wide.writeBigUInt64LE(BigInt(lies.zip64.entries ?? entries), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(lies.zip64.directoryOffset ?? offset), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(lies.zip64.at ?? offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return [wide, locator, end, comment];
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

export interface RawSheet {
  readonly name: string;
  /** The inside of `<sheetData>`. */
  readonly rows: string;
  /** What stands before it, such as `<dimension>` and `<cols>`. */
  readonly before?: string;
  /** What stands behind it, such as `<mergeCells>`. */
  readonly after?: string;
  readonly state?: 'hidden' | 'veryHidden';
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
      `<sheet name="${escaped(name)}" sheetId="${index + 1}" ${state === undefined ? '' : `state="${state}" `}r:id="s${index}"/>`,
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
    ...workbook.sheets.map(({ rows, before, after }, index) => ({
      name: `xl/worksheets/sheet${index}.xml`,
      content: root('worksheet', `${before ?? ''}<sheetData>${rows}</sheetData>${after ?? ''}`),
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
  const reference = `${lettersOf(column)}${row}`;
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'string')
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  return cell.xml.replace('<c', `<c r="${reference}"`);
}

/** 0 → "A", 26 → "AA". */
export function lettersOf(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : lettersOf(Math.floor(column / 26) - 1) + lettersOf(column % 26);
}

/** Text as it may stand in XML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A workbook of one sheet with these rows. */
export function workbookOf(rows: readonly (readonly TestCell[])[], more: Partial<RawSheet> = {}): Uint8Array {
  return rawWorkbook({ sheets: [{ name: 'BTXH', rows: rowsXml(rows), ...more }] });
}

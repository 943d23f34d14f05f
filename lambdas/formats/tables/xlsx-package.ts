import { UnreadableFile } from './unreadable-file.ts';
import { unescapeText } from './xlsx-values.ts';
import { isTrue, parseXml, prefixedAttribute } from './xml-stream.ts';
import type { Zip, ZipEntry } from './zip.ts';

interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

/** Where the parts of a workbook lie. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly styles: ZipEntry | undefined;
  readonly sharedStrings: ZipEntry | undefined;
  /** Dates count from 1904 instead of 1900 (workbooks that began on an old Macintosh). */
  readonly epoch1904: boolean;
}

interface Relationship {
  readonly kind: string;
  readonly target: string;
}

/**
 * Finds the sheets in the order of their tabs. Throws {@link UnreadableFile}: `not-a-list` when the zip is no workbook
 * (a Word document, say), `other-format` for `.xlsb` and `.ods`, `unreadable` when a part it names is missing.
 */
export async function readParts(zip: Zip): Promise<WorkbookParts> {
  const workbook = await findWorkbook(zip);
  const relationships = await readRelationships(zip, workbook.name);
  const named: { name: string; hidden: boolean; id: string }[] = [];
  let epoch1904 = false;
  let root: string | undefined;
  await parseXml(zip, workbook, {
    open(name, attributes) {
      root ??= name;
      if (name === 'workbookPr') epoch1904 = isTrue(attributes.date1904);
      if (name !== 'sheet') return;
      const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
      named.push({ name: attributes.name ?? '', hidden, id: prefixedAttribute(attributes, 'id') ?? '' });
    },
    close() {},
  });
  if (root !== 'workbook') throw new UnreadableFile('not-a-list', 'The zip holds an office document, but no workbook');
  const sheets = named.flatMap(({ name, hidden, id }) => {
    const relationship = relationships.get(id);
    if (relationship === undefined) throw damaged('The workbook names a sheet that it has not');
    if (relationship.kind !== 'worksheet') return []; // a chart has no rows
    return [{ name: unescapeText(name), hidden, entry: entryOf(zip, relationship) }];
  });
  // Excel allows neither. Read twice, one sheet would be two lists; and a name must say which sheet is meant.
  if (new Set(sheets.map(({ entry }) => entry)).size < sheets.length) throw damaged('Two sheets are one part');
  if (new Set(sheets.map(({ name }) => name.toLowerCase())).size < sheets.length) {
    throw damaged('Two sheets have one name');
  }
  const partOf = (kind: string): ZipEntry | undefined => {
    const relationship = [...relationships.values()].find((one) => one.kind === kind);
    return relationship === undefined ? undefined : entryOf(zip, relationship);
  };
  return { sheets, epoch1904, styles: partOf('styles'), sharedStrings: partOf('sharedStrings') };
}

function entryOf(zip: Zip, { target }: Relationship): ZipEntry {
  const entry = zip.entries.get(target);
  if (entry === undefined) throw damaged('A part that the workbook names is missing');
  return entry;
}

function damaged(message: string): UnreadableFile {
  return new UnreadableFile('unreadable', message);
}

async function findWorkbook(zip: Zip): Promise<ZipEntry> {
  const root = [...(await readRelationships(zip, '')).values()].find(({ kind }) => kind === 'officeDocument');
  const entry = zip.entries.get(root?.target ?? 'xl/workbook.xml');
  if (entry?.name.endsWith('.bin')) throw otherFormat('.xlsb');
  if (entry !== undefined) return entry;
  if (zip.entries.has('mimetype')) throw otherFormat('.ods');
  throw new UnreadableFile(root === undefined ? 'not-a-list' : 'unreadable', 'The zip holds no workbook');
}

function otherFormat(format: string): UnreadableFile {
  return new UnreadableFile('other-format', `The file is ${format}`, { format });
}

/** The relationships of a part by id; targets as names of entries (ECMA-376 part 2, 9.3). */
async function readRelationships(zip: Zip, part: string): Promise<Map<string, Relationship>> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const relationships = new Map<string, Relationship>();
  const entry = zip.entries.get(`${folder}_rels/${part.slice(slash)}.rels`);
  if (entry === undefined) return relationships;
  await parseXml(zip, entry, {
    open(name, { Id: id = '', Type: type = '', Target: target = '' }) {
      if (name !== 'Relationship') return;
      relationships.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), target: resolve(folder, target) });
    },
    close() {},
  });
  return relationships;
}

function resolve(folder: string, target: string): string {
  const path: string[] = [];
  const whole = target.replaceAll('\\', '/');
  for (const step of (whole.startsWith('/') ? whole : folder + whole).toLowerCase().split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { UnreadableFile } from './unreadable-file.ts';
import { inflateEntry, type Zip, type ZipEntry } from './zip.ts';

/** What a reader of one XML part wants to hear. Names come without prefix: some writers put `x:` before everything. */
export interface XmlHandlers {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  /** A whole run of text between two tags. */
  text(text: string): void;
}

const LESS_THAN = 0x3c;

/**
 * Parses an entry of a zip as XML, yielding after every chunk so that the caller can hand on what it has so far.
 * Throws {@link UnreadableFile} when it is not well-formed, or declares a DOCTYPE: workbooks have none (ECMA-376
 * part 2, 9.1.4), and entities are how XML is made to swell or to read files.
 */
export async function* parseXml(zip: Zip, entry: ZipEntry, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw new UnreadableFile('unreadable', 'A part of the workbook is not well-formed XML', { cause: error });
  });
  parser.on('doctype', () => {
    throw new UnreadableFile('unreadable', 'A part of the workbook declares a DOCTYPE');
  });
  parser.on('opentag', (tag) => handlers.open(localName(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handlers.close(localName(tag.name)));
  parser.on('text', (text) => handlers.text(text));
  parser.on('cdata', (text) => handlers.text(text));

  let decoder: TextDecoder | undefined;
  for await (const chunk of inflateEntry(zip, entry)) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    // The parser gathers text until the next tag: a chunk without one is longer than any cell may be.
    if (chunk.byteLength > MAX_WITHOUT_TAG && chunk.indexOf(LESS_THAN) === -1) {
      throw new UnreadableFile('too-large', 'A run of text in the workbook is too long');
    }
    parser.write(decode(decoder, chunk));
    yield;
  }
  parser.write(decode(decoder ?? new TextDecoder(), undefined));
  parser.close();
  yield;
}

/** Parses a whole part at once, for those that are small or must be known before the rows. */
export async function parseWholeXml(zip: Zip, entry: ZipEntry, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(zip, entry, handlers));
}

/** Excel's cells hold at most 32,767 characters, in UTF-8 at most three bytes each; escapes are at most six. */
const MAX_WITHOUT_TAG = 32_767 * 6;

/** An attribute by its local name, whatever prefix the writer gave it (`r:id`, `d3p1:id`). */
export function prefixedAttribute(attributes: Record<string, string>, local: string): string | undefined {
  const name = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${local}`));
  return name === undefined ? undefined : attributes[name];
}

/** Whether a boolean attribute is set (XML Schema: `1` or `true`). */
export function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true';
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw new UnreadableFile('unreadable', 'A part of the workbook is not valid Unicode', { cause: error });
  }
}

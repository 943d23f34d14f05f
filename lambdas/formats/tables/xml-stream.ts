import { SaxesParser } from 'saxes';
import { UnreadableFile } from './unreadable-file.ts';
import { inflateEntry, joinedBytes, type Zip, type ZipEntry } from './zip.ts';

/** What a reader of one XML part wants to hear. Names come without prefix: some writers put `x:` before everything. */
export interface XmlHandlers {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
}

/**
 * Parses a small part with a general parser. Throws {@link UnreadableFile} when it is not well-formed, or declares a
 * DOCTYPE: workbooks have none (ECMA-376 part 2, 9.1.4), and entities are how XML is made to swell or to read files.
 * Sheets and their strings have millions of tags and go through `xml-scanner.ts`.
 */
export async function parseXml(zip: Zip, entry: ZipEntry, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw new UnreadableFile('unreadable', 'A part of the workbook is not well-formed XML', { cause: error });
  });
  parser.on('doctype', () => {
    throw new UnreadableFile('unreadable', 'A part of the workbook declares a DOCTYPE');
  });
  parser.on('opentag', (tag) => handlers.open(localName(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handlers.close(localName(tag.name)));
  for await (const piece of xmlPieces(zip, entry)) parser.write(piece);
  parser.close();
}

/**
 * The text of an XML part in pieces that end behind a `>`, all but the last. So no letter is cut in two, nor an
 * entity, and each piece is decoded by itself: a decoder that remembers the piece before takes four times as long.
 * Throws {@link UnreadableFile}: `unreadable` where it is no Unicode, `too-large` at a text longer than any cell.
 */
export function xmlPieces(zip: Zip, entry: ZipEntry): AsyncGenerator<string> {
  return piecesOf(inUtf8(inflateEntry(zip, entry)));
}

/** An XML part whose size and checksum were proven before anybody uses it. */
export interface ProvenXml {
  /** Its text, as {@link xmlPieces} gives it. To be walked once. */
  pieces(): AsyncGenerator<string>;
  /** Its last bytes in UTF-8, at least as many as were asked for where it has them. */
  readonly tail: Uint8Array;
}

/**
 * Inflates an XML part to its end, to know its tail and that it is whole. One that is small enough is kept until it is
 * read; a larger one is inflated twice, which keeps memory flat.
 */
export async function proveXml(
  zip: Zip,
  entry: ZipEntry,
  { tailBytes, keptBytes }: { readonly tailBytes: number; readonly keptBytes: number },
): Promise<ProvenXml> {
  const isKept = entry.size <= keptBytes;
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inUtf8(inflateEntry(zip, entry))) {
    kept.push(chunk);
    length += chunk.byteLength;
    while (!isKept && length - (kept[0]?.byteLength ?? 0) >= tailBytes) length -= kept.shift()?.byteLength ?? 0;
  }
  let from = kept.length;
  for (let bytes = 0; from > 0 && bytes < tailBytes; ) bytes += kept[--from]?.byteLength ?? 0;
  const tail = joinedBytes(kept.slice(from));
  return { tail, pieces: () => (isKept ? piecesOf(arriving(kept)) : xmlPieces(zip, entry)) };
}

/** Chunks that are there already, let go of as they are taken. */
async function* arriving(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  chunks.reverse();
  for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) yield chunk;
}

const GREATER_THAN = 0x3e;
/** Excel's cells hold at most 32,767 characters, in UTF-8 at most three bytes each; escapes are at most six. */
const MAX_WITHOUT_TAG = 32_767 * 6;

async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = rest.byteLength === 0 ? chunk : joinedBytes([rest, chunk]);
    const end = bytes.lastIndexOf(GREATER_THAN) + 1;
    rest = bytes.subarray(end);
    if (rest.byteLength > MAX_WITHOUT_TAG) {
      throw new UnreadableFile('too-large', 'A run of text in the workbook is too long');
    }
    if (end > 0) yield decoded(decoder, bytes.subarray(0, end));
  }
  if (rest.byteLength > 0) yield decoded(decoder, rest);
}

/** UTF-8 as it is; UTF-16, where a byte order mark says so, written anew: XML allows both, and writers use no other. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let wide: Decoder | null | undefined;
  for await (const chunk of chunks) {
    if (wide === undefined) {
      const [first, second, third] = chunk;
      if (first === 0xef && second === 0xbb && third === 0xbf) {
        wide = null;
        yield chunk.subarray(3);
        continue;
      }
      const endian = first === 0xff && second === 0xfe ? 'le' : first === 0xfe && second === 0xff ? 'be' : null;
      wide = endian === null ? null : new TextDecoder(`utf-16${endian}`, { fatal: true });
    }
    yield wide === null ? chunk : encoder.encode(decoded(wide, chunk, { stream: true }));
  }
  if (wide) yield encoder.encode(decoded(wide, new Uint8Array(0)));
}

type Decoder = InstanceType<typeof TextDecoder>;

function decoded(decoder: Decoder, bytes: Uint8Array, options?: { stream: boolean }): string {
  try {
    return decoder.decode(bytes, options);
  } catch (error) {
    throw new UnreadableFile('unreadable', 'A part of the workbook is not valid Unicode', { cause: error });
  }
}

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

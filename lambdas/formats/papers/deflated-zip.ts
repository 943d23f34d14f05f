import { crc32, deflateRawSync } from 'node:zlib';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_SIZE,
  centralDirectoryIn,
  END_OF_CENTRAL,
  END_OF_CENTRAL_SIZE,
  ENTRY_DATE,
  ENTRY_TIME,
  LOCAL_HEADER,
  LOCAL_HEADER_SIZE,
} from '../tables/zip-records.ts';

/** APPNOTE 4.4.3: 2.0 knows deflate; 4.4.4: names are UTF-8. */
const VERSION = 20;
const UTF_8 = 1 << 11;
const DEFLATED = 8;

interface StoredEntry {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * A zip that a library wrote without compressing it, compressed (APPNOTE 4.3). The libraries of workbooks do that in
 * JavaScript, which took a third of a report's workbook; zlib takes a tenth of that. Every entry bears the same time, so
 * the same content gives the same bytes.
 *
 * @param stored what we had written ourselves a moment ago: anything unexpected in it is a bug.
 */
export function deflatedZip(stored: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of storedEntries(stored)) {
    const compressed = deflateRawSync(bytes);
    const local = new DataView(new ArrayBuffer(LOCAL_HEADER_SIZE));
    const central = new DataView(new ArrayBuffer(CENTRAL_HEADER_SIZE));
    local.setUint32(0, LOCAL_HEADER, true);
    central.setUint32(0, CENTRAL_HEADER, true);
    central.setUint16(4, VERSION, true);
    central.setUint32(42, at, true);
    // From here on both headers say the same.
    for (const [header, from] of [
      [local, 4],
      [central, 6],
    ] as const) {
      header.setUint16(from, VERSION, true);
      header.setUint16(from + 2, UTF_8, true);
      header.setUint16(from + 4, DEFLATED, true);
      header.setUint16(from + 6, ENTRY_TIME, true);
      header.setUint16(from + 8, ENTRY_DATE, true);
      header.setUint32(from + 10, crc32(bytes), true);
      header.setUint32(from + 14, compressed.byteLength, true);
      header.setUint32(from + 18, bytes.byteLength, true);
      header.setUint16(from + 22, name.byteLength, true);
    }
    parts.push(new Uint8Array(local.buffer), name, compressed);
    directory.push(new Uint8Array(central.buffer), name);
    at += LOCAL_HEADER_SIZE + name.byteLength + compressed.byteLength;
  }
  const end = new DataView(new ArrayBuffer(END_OF_CENTRAL_SIZE));
  end.setUint32(0, END_OF_CENTRAL, true);
  end.setUint16(8, directory.length / 2, true);
  end.setUint16(10, directory.length / 2, true);
  end.setUint32(12, sizeOf(directory), true);
  end.setUint32(16, at, true);
  return new Uint8Array(Buffer.concat([...parts, ...directory, new Uint8Array(end.buffer)]));
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** The entries in the order of the central directory; folders are left out. */
function* storedEntries(zip: Uint8Array): Generator<StoredEntry> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let at = centralDirectoryIn(view);
  for (; view.getUint32(at, true) === CENTRAL_HEADER; at += CENTRAL_HEADER_SIZE + restOf(view, at + 28)) {
    const name = zip.subarray(at + CENTRAL_HEADER_SIZE, at + CENTRAL_HEADER_SIZE + view.getUint16(at + 28, true));
    const local = view.getUint32(at + 42, true);
    const start = local + LOCAL_HEADER_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const size = view.getUint32(at + 24, true);
    if (view.getUint32(at + 20, true) !== size) throw new Error('The zip holds an entry that is compressed already');
    if (name.at(-1) !== '/'.charCodeAt(0)) yield { name, bytes: zip.subarray(start, start + size) };
  }
}

/** Lengths of name, extra field and comment, which follow each other. */
function restOf(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint16(at + 2, true) + view.getUint16(at + 4, true);
}

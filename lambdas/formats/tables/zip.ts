import { INFLATE } from './inflate-node.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { CENTRAL_HEADER, END_OF_CENTRAL, END_OF_CENTRAL_SIZE, LOCAL_HEADER } from './zip-records.ts';

/** What a zip may grow to. No npm reader of workbooks has such limits, so we read the zip ourselves. */
export interface ZipLimits {
  /** Bytes of all entries together, as declared and as really inflated. */
  readonly inflatedBytes: number;
  /** Inflated to compressed size of one entry. Real sheets reach about 30, deflate at most 1,032. */
  readonly ratio: number;
  readonly entries: number;
}

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the local header stands. */
  readonly offset: number;
}

/** A zip's entries by name: lower case, with `/`, without a leading one, since writers differ in all three. */
export interface Zip {
  readonly bytes: Uint8Array;
  readonly limits: ZipLimits;
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

// APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16.
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
const ZIP64_END_OF_CENTRAL = 0x06064b50;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Small entries may compress to almost nothing without harm: the ratio counts from here. */
const RATIO_COUNTS_FROM = 4 * 1024 * 1024;
/** What is handed on at once. */
const CHUNK = 64 * 1024;

/**
 * Reads the central directory, which alone says truly where entries lie (local headers may leave sizes out).
 * Throws {@link UnreadableFile}: `unreadable` when damaged, `encrypted`, `bomb` when its declared sizes pass a limit.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, ZipEntry>();
  let declared = 0;
  try {
    const { offset, count } = centralDirectory(view);
    if (count > limits.entries) throw bomb(`${count} entries in the zip`, 'entries', limits);
    let at = offset;
    for (let index = 0; index < count; index++) {
      const { entry, next } = centralEntry(bytes, view, at);
      declared += entry.size;
      checkSizes(entry, declared, limits);
      if (entries.has(entry.name)) throw damaged('The zip holds the same entry twice');
      entries.set(entry.name, entry);
      at = next;
    }
  } catch (error) {
    if (error instanceof RangeError) throw damaged('The zip directory points outside the file', error);
    throw error;
  }
  return { bytes, limits, entries };
}

/**
 * Inflates one entry, chunk by chunk, so that memory stays flat. What really comes out is counted, since declared
 * sizes may lie, and its checksum is compared at the end: a damaged digit of an amount must not pass.
 */
export async function* inflateEntry(zip: Zip, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const compressed = compressedBytes(zip, entry);
  let size = 0;
  let crc = 0;
  for await (const chunk of entry.method === STORED ? [compressed] : INFLATE.inflateRaw(compressed, entry.size)) {
    size += chunk.byteLength;
    if (size > entry.size) throw new UnreadableFile('bomb', 'An entry of the zip is larger than declared');
    crc = INFLATE.crc32(chunk, crc);
    yield* slicesOf(chunk);
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged('An entry of the zip fails its checksum');
}

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

function compressedBytes(zip: Zip, entry: ZipEntry): Uint8Array {
  const { bytes } = zip;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.byteLength || view.getUint32(entry.offset, true) !== LOCAL_HEADER) {
    throw damaged('An entry of the zip has no local header');
  }
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.compressedSize > bytes.byteLength) throw damaged('An entry of the zip is cut off');
  return bytes.subarray(start, start + entry.compressedSize);
}

function centralDirectory(view: DataView): { offset: number; count: number } {
  const end = endOfCentral(view);
  const count = view.getUint16(end + 10, true);
  const offset = view.getUint32(end + 16, true);
  const locator = end - ZIP64_LOCATOR_SIZE;
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR) return { offset, count };
  const end64 = Number(view.getBigUint64(locator + 8, true));
  if (view.getUint32(end64, true) !== ZIP64_END_OF_CENTRAL)
    throw damaged('The zip64 directory is not where it should be');
  return { offset: Number(view.getBigUint64(end64 + 48, true)), count: Number(view.getBigUint64(end64 + 32, true)) };
}

/** Searched from the back, since a comment of up to 65,535 bytes may follow it. */
function endOfCentral(view: DataView): number {
  const last = view.byteLength - END_OF_CENTRAL_SIZE;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === END_OF_CENTRAL) return at;
  }
  throw damaged('The zip has no directory');
}

function centralEntry(bytes: Uint8Array, view: DataView, at: number): { entry: ZipEntry; next: number } {
  if (view.getUint32(at, true) !== CENTRAL_HEADER) throw damaged('The zip directory is damaged');
  const flags = view.getUint16(at + 8, true);
  if ((flags & 1) === 1) throw new UnreadableFile('encrypted', 'The zip is encrypted');
  const method = view.getUint16(at + 10, true);
  if (method !== STORED && method !== DEFLATED) throw damaged(`Compression method ${method} is not known`);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const afterName = at + 46 + nameLength;
  const sizes = {
    size: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const name = new TextDecoder().decode(bytes.subarray(at + 46, afterName));
  const entry: ZipEntry = {
    name: name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase(),
    method,
    crc: view.getUint32(at + 16, true),
    ...withZip64(view, afterName, extraLength, sizes),
  };
  return { entry, next: afterName + extraLength + view.getUint16(at + 32, true) };
}

interface Sizes {
  size: number;
  compressedSize: number;
  offset: number;
}

/** Sizes that do not fit 32 bits stand in the extra field, in this order, only those that are needed (4.5.3). */
function withZip64(view: DataView, from: number, length: number, sizes: Sizes): Sizes {
  const wide = { ...sizes };
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue;
    let value = at + 4;
    for (const key of ['size', 'compressedSize', 'offset'] as const) {
      if (wide[key] !== IN_ZIP64) continue;
      if (value + 8 > at + 4 + view.getUint16(at + 2, true)) throw damaged('A size of the zip is cut off');
      wide[key] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
  return wide;
}

/** Declared sizes suffice here: {@link inflateEntry} stops at the first byte beyond them. */
function checkSizes(entry: ZipEntry, declared: number, limits: ZipLimits): void {
  if (declared > limits.inflatedBytes) throw bomb(`The zip inflates to ${declared} bytes`, 'inflatedBytes', limits);
  if (entry.size > RATIO_COUNTS_FROM && entry.size > entry.compressedSize * limits.ratio) {
    throw bomb(`An entry of ${entry.compressedSize} bytes inflates to ${entry.size}`, 'ratio', limits);
  }
}

function bomb(message: string, name: keyof ZipLimits, limits: ZipLimits): UnreadableFile {
  return new UnreadableFile('bomb', message, { limit: { name, value: limits[name] } });
}

function damaged(message: string, cause?: unknown): UnreadableFile {
  return new UnreadableFile('unreadable', message, { cause });
}

import { decodeOld, latinOf, type OldEncoding } from './old-encodings.ts';
import { vietnameseShare } from './vietnamese-share.ts';

/** Encodings in which Vietnamese lists arrive as text. `tcvn` is TCVN 5712:1993 (ABC), `vni` is VNI for Windows. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | OldEncoding;

/** Enough of a list to tell its encoding by. */
const SAMPLE = 256 * 1024;
const SLICE = 64 * 1024;
/** VNI writes a mark as a letter of its own, so short texts look like it by chance: it must be beyond doubt. */
const VNI_LEAST = 0.8;
const VNI_AHEAD = 0.2;

/**
 * The encoding of a text. A byte order mark or valid UTF-8 decides at once; otherwise the candidate that gives
 * Vietnamese syllables (general detectors cannot tell TCVN3 from windows-1258; measured).
 */
export function detectEncoding(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = { even: 0, odd: 0 };
  for (let index = 0; index < Math.min(sample.length, 4096); index++) {
    if (sample[index] === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  // In UTF-16, digits, separators and most letters have a zero for their other byte, always on the same side.
  if (zeros.odd > 0 && zeros.odd > 8 * zeros.even) return 'utf-16le';
  if (zeros.even > 0 && zeros.even > 8 * zeros.odd) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  const latin = latinOf(sample);
  const tcvn = vietnameseShare(decodeOld(latin, 'tcvn'));
  const vni = vietnameseShare(decodeOld(latin, 'vni'));
  const windows = vietnameseShare(new TextDecoder('windows-1258').decode(sample));
  if (vni >= VNI_LEAST && vni > Math.max(tcvn, windows) + VNI_AHEAD) return 'vni';
  return tcvn > windows ? 'tcvn' : 'windows-1258';
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.byteLength; at += SLICE)
      decoder.decode(bytes.subarray(at, at + SLICE), { stream: true });
    // Not ended: a file that was cut off within its last letter is UTF-8 all the same, and that letter's row is held.
    return true;
  } catch {
    return false;
  }
}

/** Decodes a text slice by slice, so that memory stays flat. A byte order mark is left out. */
export function* decodeText(bytes: Uint8Array, encoding: TextEncodingName): Generator<string> {
  if (encoding === 'tcvn' || encoding === 'vni') {
    yield* decodeOldText(bytes, encoding);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.byteLength; at += SLICE) {
    yield decoder.decode(bytes.subarray(at, at + SLICE), { stream: true });
  }
  yield decoder.decode();
}

const SPACE = 0x20;
const ASCII_END = 0x80;

/** A slice ends before a sign, a space or a line break, where no letter can be waiting for its mark. */
function* decodeOldText(bytes: Uint8Array, encoding: OldEncoding): Generator<string> {
  let at = 0;
  while (at < bytes.byteLength) {
    let end = Math.min(at + SLICE, bytes.byteLength);
    while (end < bytes.byteLength && isLetter(bytes[end - 1] ?? SPACE)) end += 1;
    yield decodeOld(latinOf(bytes.subarray(at, end)), encoding);
    at = end;
  }
}

function isLetter(byte: number): boolean {
  return byte >= ASCII_END || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

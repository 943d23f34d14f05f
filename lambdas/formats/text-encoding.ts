import { Buffer, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { vietnameseShare } from './vietnamese-share.ts';

/** Encodings in which Vietnamese lists arrive as CSV. `tcvn` is TCVN 5712:1993 (ABC), of the `.Vn…` fonts. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'tcvn';

/** Enough of a list to tell its encoding by. */
const SAMPLE = 256 * 1024;
const SLICE = 1024 * 1024;

/**
 * The encoding of a text. A byte order mark or valid UTF-8 decides at once; otherwise the candidate that gives
 * Vietnamese syllables (general detectors cannot tell TCVN3 from windows-1258; measured).
 */
export function detectEncoding(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SAMPLE));
  const zeros = { even: 0, odd: 0 };
  for (let index = 0; index < Math.min(sample.length, 4096); index++) {
    if (sample[index] === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  // In UTF-16, digits, separators and most letters have a zero for their other byte, always on the same side.
  if (zeros.odd > 0 && zeros.odd > 8 * zeros.even) return 'utf-16le';
  if (zeros.even > 0 && zeros.even > 8 * zeros.odd) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  const tcvn = vietnameseShare(iconv.decode(sample, 'tcvn'));
  const windows = vietnameseShare(new TextDecoder('windows-1258').decode(sample));
  return tcvn > windows ? 'tcvn' : 'windows-1258';
}

/** Decodes a text slice by slice, so that memory stays flat. A byte order mark is left out. */
export function* decodeText(bytes: Uint8Array, encoding: TextEncodingName): Generator<string> {
  const decoder = encoding === 'tcvn' ? null : new TextDecoder(encoding);
  for (let at = 0; at < bytes.byteLength; at += SLICE) {
    const slice = bytes.subarray(at, at + SLICE);
    // TCVN3 is one byte a letter: slices need nothing of each other.
    yield decoder === null ? iconv.decode(Buffer.from(slice), 'tcvn') : decoder.decode(slice, { stream: true });
  }
  if (decoder !== null) yield decoder.decode();
}

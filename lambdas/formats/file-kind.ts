import { Buffer } from 'node:buffer';
import { decodeText, detectEncoding } from './text-encoding.ts';
import { UnreadableFile } from './unreadable-file.ts';

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Compound file (MS-CFB): legacy .xls, and the envelope of an encrypted .xlsx (MS-OFFCRYPTO 2.3). */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Kinds that officers send by mistake: PDF, PNG, JPEG, GIF, RAR, 7z, gzip. */
const OTHERS: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x1f, 0x8b],
];
const SAMPLE = 64 * 1024;

/**
 * What a file is, by its content: its name says nothing. Throws {@link UnreadableFile} for what is neither a workbook
 * nor text, by name: `legacy-xls`, `encrypted`, `other-format` (web page, XML), `not-a-list`.
 */
export function fileKindOf(bytes: Uint8Array): 'xlsx' | 'csv' {
  if (startsWith(bytes, ZIP)) return 'xlsx';
  if (startsWith(bytes, COMPOUND)) {
    const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
      'EncryptedPackage',
      0,
      'utf16le',
    );
    throw isEncrypted
      ? new UnreadableFile('encrypted', 'The workbook is encrypted')
      : new UnreadableFile('legacy-xls', 'The workbook is a compound file (.xls)');
  }
  if (OTHERS.some((signature) => startsWith(bytes, signature))) {
    throw new UnreadableFile('not-a-list', 'The file is no table');
  }
  const sample = bytes.subarray(0, SAMPLE);
  const start = [...decodeText(sample, detectEncoding(sample))].join('');
  if (/^\s*<(!doctype|html|table|head|meta|\?xml|workbook)/i.test(start)) {
    throw new UnreadableFile('other-format', 'The file is HTML or XML');
  }
  // Control characters do not stand in text. A few are let pass: scanners and old programs leave some behind.
  const controls = start.match(/[^\P{Cc}\s]/gu)?.length ?? 0;
  if (controls > 2 + start.length / 20) throw new UnreadableFile('not-a-list', 'The file is binary');
  return 'csv';
}

import { describe, expect, it } from 'vitest';
import { type ProvenXml, proveXml } from '../../../lambdas/formats/tables/xml-stream.ts';
import { openZip } from '../../../lambdas/formats/tables/zip.ts';
import { zipOf } from '../../support/workbook-builder.ts';

const LIMITS = { inflatedBytes: 10_000_000, ratio: 1000, entries: 10 };
/** Two megabytes that deflate poorly, so that they come in several chunks. */
const XML = `<x>${Array.from({ length: 200_000 }, (_, index) => `<v>${Math.imul(index, 0x9e3779b1) >>> 16}Ẵ</v>`).join('')}</x>`;
const BYTES = Buffer.from(XML);

async function proven(tailBytes: number, keptBytes: number): Promise<ProvenXml> {
  const zip = openZip(zipOf([{ name: 'a', content: XML }]), LIMITS);
  const entry = zip.entries.get('a');
  if (entry === undefined) throw new Error('The zip holds what was put in');
  return await proveXml(zip, entry, { tailBytes, keptBytes });
}

describe('an XML part that was proven first', () => {
  it.each([
    ['kept', BYTES.length],
    ['inflated anew', BYTES.length - 1],
  ])('gives the same text in pieces that end with a tag, %s', async (_, keptBytes) => {
    const pieces = await Array.fromAsync((await proven(1000, keptBytes)).pieces());
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.filter((piece) => !piece.endsWith('>'))).toEqual([]);
    expect(pieces.join('') === XML).toBe(true);
  });

  it.each([
    ['its last bytes and little more', 300_000, 0],
    ['its last bytes where it is kept', 300_000, BYTES.length],
    ['all of it where it has no more', 9_000_000, 0],
  ])('shows %s', async (_, tailBytes, keptBytes) => {
    const { tail } = await proven(tailBytes, keptBytes);
    expect(tail.length).toBeGreaterThanOrEqual(Math.min(tailBytes, BYTES.length));
    expect(tail.length).toBeLessThanOrEqual(Math.min(tailBytes + 256 * 1024, BYTES.length));
    expect(Buffer.compare(tail, BYTES.subarray(-tail.length))).toBe(0);
  });
});

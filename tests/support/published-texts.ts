import { inflateEntry, openZip } from '../../lambdas/formats/tables/zip.ts';
import { textOfPdf } from './pdf-text.ts';

/** All that can be read in a published file: the parts of a workbook, the words of a paper, a text as it is. */
export async function textsIn(key: string, bytes: Uint8Array): Promise<string[]> {
  if (key.endsWith('.pdf')) return [textOfPdf(bytes)];
  if (!key.endsWith('.xlsx')) return [new TextDecoder().decode(bytes)];
  const zip = openZip(bytes, { inflatedBytes: 256 * 1024 * 1024, ratio: 10_000, entries: 1000 });
  const texts: string[] = [];
  for (const entry of zip.entries.values()) {
    texts.push(Buffer.concat(await Array.fromAsync(inflateEntry(zip, entry))).toString('utf8'));
  }
  return texts;
}

import { isBlank } from './sheet.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { unescapeText } from './xlsx-values.ts';
import { nameNumber, XmlScanner } from './xml-scanner.ts';
import { xmlPieces } from './xml-stream.ts';
import type { Zip, ZipEntry } from './zip.ts';

/** The strings that cells name by index, empty where they show nothing, and the font of those that carry their own. */
export interface SharedStrings {
  readonly texts: readonly string[];
  readonly fonts: ReadonlyMap<number, string>;
}

export const NO_STRINGS: SharedStrings = { texts: [], fonts: new Map() };

const ITEM = nameNumber('si');
const TEXT = nameNumber('t');
const PHONETIC = nameNumber('rPh');
const FONT = nameNumber('rFont');
const VALUE = nameNumber('val');

/** Reads sharedStrings.xml. Runs of rich text are joined; phonetic hints are left out. */
export async function readSharedStrings(zip: Zip, entry: ZipEntry, cellLength: number): Promise<SharedStrings> {
  const texts: string[] = [];
  const fonts = new Map<number, string>();
  const scanner = new XmlScanner();
  let current = '';
  let inText = false;
  let inPhonetic = false;
  for await (const piece of xmlPieces(zip, entry)) {
    scanner.feed(piece);
    for (let token = scanner.next(); token !== 'more'; token = scanner.next()) {
      if (token === 'text') {
        if (!inText) continue;
        current += scanner.text();
        if (current.length > cellLength) {
          const limit = { name: 'cellLength', value: cellLength } as const;
          throw new UnreadableFile('too-large', 'A cell is too long', { limit });
        }
      } else if (token === 'open') {
        if (scanner.name === ITEM) current = '';
        else if (scanner.name === TEXT) inText = !inPhonetic;
        else if (scanner.name === PHONETIC) inPhonetic = true;
        else if (scanner.name === FONT) {
          const font = scanner.attribute(VALUE);
          if (font !== undefined) fonts.set(texts.length, font);
        }
      } else if (scanner.name === TEXT) inText = false;
      else if (scanner.name === PHONETIC) inPhonetic = false;
      else if (scanner.name === ITEM) texts.push(shown(unescapeText(current)));
    }
  }
  scanner.finish();
  return { texts, fonts };
}

function shown(text: string): string {
  return isBlank(text) ? '' : text;
}

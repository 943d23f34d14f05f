import { deflateSync } from 'node:zlib';
import document, { type DocumentFont, type PdfDocument, type ReadFont, type Subset } from 'pdfmake/js/PDFDocument.js';

/*
 * pdfmake reads the tables of a font anew for every document, shapes every word anew and cuts the embedded font anew: of
 * 155 ms that a form took, 130 went there. Here what was made of a font once is kept for all documents of the process.
 * It takes hold of pdfmake (0.3.11) from outside, for want of an option: tests/unit/reports/official-form-pdf.test.ts
 * notices when a newer one goes about it otherwise.
 */

/** Words kept for each font. A province's reports use some thousands, most of them numbers. */
const WORDS_KEPT = 20_000;
/** What nearly every paper is written with. Each has these letters embedded, used or not: some 40 KB in all. */
const ALPHABET = [...alphabet()];

let areKept = false;

/** From now on every document of this process shares what was made of its fonts. */
export function keepFonts(): void {
  if (areKept) return;
  areKept = true;
  const kept = new Map<string, KeptFont>();
  // Asked for at every word.
  const lent = new WeakMap<PdfDocument, Map<string, DocumentFont>>();
  // What a CommonJS module exports as default, Node gives as a part of the module, and Vitest as the whole of it.
  const pages = 'default' in document ? document.default.prototype : document.prototype;
  const provide = pages.provideFont;
  pages.provideFont = function (family, bold, italics) {
    const own = lent.get(this) ?? new Map<string, DocumentFont>();
    lent.set(this, own);
    const key = `${family} ${bold} ${italics}`;
    const known = own.get(key);
    if (known !== undefined) return known;
    let keptFont = kept.get(key);
    if (keptFont === undefined) {
      keptFont = new KeptFont(provide.call(this, family, bold, italics));
      kept.set(key, keptFont);
      // The font that was read is lent to this document too, under the number that it had.
      this._fontCount--;
    }
    const font = keptFont.lentTo(this);
    own.set(key, font);
    return font;
  };
}

/** A font that was read once, with the words that it has laid and the part of it that papers embed. */
class KeptFont {
  readonly #font: ReadFont;
  readonly #make: DocumentFont['constructor'];
  readonly #embedded: Subset;
  readonly #deflated: Uint8Array;
  readonly #widths: readonly number[];
  readonly #letters: readonly (readonly number[])[];
  #words: DocumentFont['layoutCache'] = Object.create(null);
  #wordCount = 0;

  constructor(read: DocumentFont) {
    const { font, scale } = read;
    this.#font = font;
    this.#make = read.constructor;
    // A glyph remembers the letter for which it was first asked, and a document writes that letter beside it, for
    // copying and searching: so all are asked for here, in one order, and no document depends on those before it.
    for (const codePoint of font.characterSet) font.glyphForCodePoint(codePoint);
    for (let id = 0; id < font.numGlyphs; id++) font.getGlyph(id);
    const lay = font.layout.bind(font);
    font.layout = (text, features) => {
      this.#wordCount++;
      return lay(text, features);
    };

    this.#embedded = font.createSubset();
    for (const codePoint of ALPHABET) this.#embedded.includeGlyph(font.glyphForCodePoint(codePoint).id);
    // Takes in the parts of composed letters too.
    this.#deflated = deflateSync(this.#embedded.encode());
    const glyphs = this.#embedded.glyphs.map((id) => font.getGlyph(id));
    this.#widths = glyphs.map(({ advanceWidth }) => advanceWidth * scale);
    this.#letters = glyphs.map(({ codePoints }) => (codePoints.length === 0 ? [0] : codePoints));
  }

  /** The font as one document has it, which embeds its own part of it. */
  lentTo(document: PdfDocument): DocumentFont {
    const own = new this.#make(document, this.#font, `F${++document._fontCount}`);
    document._fontFamilies[own.name] = own;
    const { subset } = own;
    for (const id of this.#embedded.glyphs) subset.includeGlyph(id);
    const common = subset.glyphs.length;
    const embed = own.embed.bind(own);
    own.embed = () => {
      if (subset.glyphs.length === common) {
        subset.encode = () => this.#deflated;
        // The first object that it asks for takes the cut font, and what bears a filter is written as it is given.
        const make = document.ref;
        document.ref = () => {
          document.ref = make;
          return document.ref({ Filter: 'FlateDecode' });
        };
      }
      embed();
    };
    own.widths = [...this.#widths];
    own.unicode = [...this.#letters];
    if (this.#wordCount > WORDS_KEPT) {
      this.#words = Object.create(null);
      this.#wordCount = 0;
    }
    own.layoutCache = this.#words;
    return own;
  }
}

/** Code points of ASCII, of the Vietnamese letters with all their marks, and of the signs that papers use. */
function* alphabet(): Generator<number> {
  for (let codePoint = 0x20; codePoint < 0x7f; codePoint++) yield codePoint;
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  for (const vowel of 'aăâeêioôơuưyAĂÂEÊIOÔƠUƯY') {
    for (const tone of tones) {
      const letter = (vowel + tone).normalize('NFC').codePointAt(0) ?? 0;
      if (letter >= 0x80) yield letter;
    }
  }
  for (const sign of 'đĐ–—…') yield sign.codePointAt(0) ?? 0;
}

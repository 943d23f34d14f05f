import document, { type DocumentFont, type ReadFont, type Run, type Subset } from 'pdfmake/js/PDFDocument.js';

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
  const shared = new WeakSet<DocumentFont>();
  // What a CommonJS module exports as default, Node gives as a part of the module, and Vitest as the whole of it.
  const pages = 'default' in document ? document.default.prototype : document.prototype;
  const provide = pages.provideFont;
  pages.provideFont = function (family, bold, italics) {
    const own = provide.call(this, family, bold, italics);
    // Asked for at every word.
    if (shared.has(own)) return own;
    const key = `${family} ${bold} ${italics}`;
    const font = kept.get(key) ?? new KeptFont(own.font, own.scale);
    kept.set(key, font);
    font.lendTo(own);
    shared.add(own);
    return own;
  };
}

/** A font that was read once, with the words that it has laid and the part of it that papers embed. */
class KeptFont {
  readonly #font: ReadFont;
  readonly #words = new Map<string, Run>();
  readonly #embedded: Subset;
  readonly #bytes: Uint8Array;
  readonly #widths: readonly number[];
  readonly #letters: readonly (readonly number[])[];

  constructor(font: ReadFont, scale: number) {
    this.#font = font;
    // A glyph remembers the letter for which it was first asked, and a document writes that letter beside it, for
    // copying and searching: so all are asked for here, in one order, and no document depends on those before it.
    for (const codePoint of font.characterSet) font.glyphForCodePoint(codePoint);
    for (let id = 0; id < font.numGlyphs; id++) font.getGlyph(id);
    const lay = font.layout.bind(font);
    font.layout = (text, features) => (features === undefined ? this.#laid(text, lay) : lay(text, features));

    this.#embedded = font.createSubset();
    for (const codePoint of ALPHABET) this.#embedded.includeGlyph(font.glyphForCodePoint(codePoint).id);
    // Takes in the parts of composed letters too.
    this.#bytes = this.#embedded.encode();
    const glyphs = this.#embedded.glyphs.map((id) => font.getGlyph(id));
    this.#widths = glyphs.map(({ advanceWidth }) => advanceWidth * scale);
    this.#letters = glyphs.map(({ codePoints }) => (codePoints.length === 0 ? [0] : codePoints));
  }

  /** Puts the kept font in the place of the one that a document has read for itself. */
  lendTo(own: DocumentFont): void {
    const subset = this.#font.createSubset();
    for (const id of this.#embedded.glyphs) subset.includeGlyph(id);
    const common = subset.glyphs.length;
    const cut = subset.encode.bind(subset);
    subset.encode = () => (subset.glyphs.length === common ? this.#bytes : cut());
    own.font = this.#font;
    own.subset = subset;
    own.widths = [...this.#widths];
    own.unicode = [...this.#letters];
  }

  #laid(text: string, lay: (text: string) => Run): Run {
    let run = this.#words.get(text);
    if (run === undefined) {
      run = lay(text);
      if (this.#words.size >= WORDS_KEPT) this.#words.clear();
      this.#words.set(text, run);
    }
    return copyOf(run);
  }
}

/** The document scales the positions that it is given in place, and asks for the width of what it has scaled. */
function copyOf({ glyphs, positions }: Run): Run {
  const own = positions.map(({ xAdvance, yAdvance, xOffset, yOffset }) => ({ xAdvance, yAdvance, xOffset, yOffset }));
  return {
    glyphs,
    positions: own,
    get advanceWidth() {
      return own.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    },
  };
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

/** Vowels of Vietnamese syllables, tone marks taken off: runs of two and three only where the language has them. */
const VOWELS =
  'iêu|yêu|oai|oao|oay|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|uêu|' +
  'ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iê|yê|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uy|uơ|uô|ưa|ưi|ươ|ưu|' +
  '[aăâeêioôơuưy]';
/** Onset, vowels and coda; đ taken as d. */
const SYLLABLE = new RegExp(
  `^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?(?:${VOWELS})(?:ng|nh|ch|[cmnpt])?$`,
);
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const WORDS = /[^\s\d.,;:"'()/|\\-]+/g;

/** Words with marks in a text, and how many of them are Vietnamese syllables. */
export interface MarkedWords {
  readonly marked: number;
  readonly syllables: number;
}

/** Counts words with marks, and those of them that are Vietnamese syllables. */
export function markedWordsOf(text: string): MarkedWords {
  let marked = 0;
  let syllables = 0;
  for (const [word] of text.matchAll(WORDS)) {
    if (!/[^\x20-\x7e]/.test(word)) continue;
    marked += 1;
    if (isSyllable(word)) syllables += 1;
  }
  return { marked, syllables };
}

/**
 * The share of words with marks that are Vietnamese syllables, 0 to 1; a text without such words gives 0. Decoded with
 * the wrong table, nearly every word with a mark stops being a syllable, so this tells encodings apart.
 */
export function vietnameseShare(text: string): number {
  const { marked, syllables } = markedWordsOf(text);
  return marked === 0 ? 0 : syllables / marked;
}

function isSyllable(word: string): boolean {
  const decomposed = word.toLowerCase().normalize('NFD');
  if ((decomposed.match(TONES)?.length ?? 0) > 1) return false;
  return SYLLABLE.test(decomposed.replace(TONES, '').normalize('NFC').replaceAll('đ', 'd'));
}

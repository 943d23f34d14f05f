/** Onsets, rhymes' vowels and codas of Vietnamese syllables, tone marks and đ taken off. */
const SYLLABLE = /^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?$/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * The share of words with marks that are Vietnamese syllables, 0 to 1; a text without such words gives 0. Decoded with
 * the wrong table, nearly every word with a mark stops being a syllable, so this tells encodings apart.
 */
export function vietnameseShare(text: string): number {
  let marked = 0;
  let syllables = 0;
  for (const [word] of text.matchAll(/[^\s\d.,;:"'()/|\\-]+/g)) {
    if (!/[^\x20-\x7e]/.test(word)) continue;
    marked += 1;
    if (isSyllable(word)) syllables += 1;
  }
  return marked === 0 ? 0 : syllables / marked;
}

function isSyllable(word: string): boolean {
  const decomposed = word.toLowerCase().normalize('NFD');
  if ((decomposed.match(TONES)?.length ?? 0) > 1) return false;
  return SYLLABLE.test(decomposed.replace(TONES, '').normalize('NFC').replaceAll('đ', 'd'));
}

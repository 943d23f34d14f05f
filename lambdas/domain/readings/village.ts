import { tidyText } from './folded-text.ts';
import { remembering } from './remembering.ts';

/**
 * Enough for every thôn, tổ dân phố or khu phố. A payment carries its village, and what is stored of it must stay under
 * 1,024 bytes, or each of its writes costs double; a column with whole addresses in it must not change that.
 */
const MOST_LETTERS = 60;

const shortName = remembering((text) => Array.from(tidyText(text)).slice(0, MOST_LETTERS).join('').trimEnd());

/** The village that a row names, as payments and reports keep it: NFC, single spaces, at most 60 letters; or null. */
export function villageName(text: string | null): string | null {
  if (text === null) return null;
  const name = shortName(text);
  return name === '' ? null : name;
}

/** Under which spellings of one village meet: "thôn Đông" is "Thôn Đông". Another tone mark is another village. */
export const villageKey = remembering((name) => name.toLowerCase());

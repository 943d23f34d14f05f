import { remembering } from './remembering.ts';

/**
 * Vietnamese text made comparable: lower case, without any mark, words of letters and digits with single spaces
 * between. For headers, titles and names of banks; never for what is shown or paid. `đ` does not decompose in Unicode,
 * so it is taken by hand.
 */
export const folded = remembering((text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim(),
);

/** Text as we keep it: NFC, single ordinary spaces, no invisible characters, otherwise as written. */
export function tidyText(text: string): string {
  if (isTidy(text)) return text;
  const composed = text.normalize('NFC');
  if (!UNTIDY.test(composed)) return composed;
  return composed.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/**
 * Whether a text certainly is as we keep it: composed letters of Vietnamese (below U+0300 nothing composes; U+1EA0 to
 * U+1EF9), digits, signs and single spaces within. Nearly all are, and looking costs a tenth of normalising.
 */
function isTidy(text: string): boolean {
  let before = SPACE;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isLetter =
      (code > SPACE && code < 0x7f) || (code > 0xad && code < 0x300) || (code >= 0x1ea0 && code <= 0x1ef9);
    if (!isLetter && (code !== SPACE || before === SPACE)) return false;
    before = code;
  }
  return before !== SPACE || text === '';
}

const SPACE = 0x20;

/** Zero-width characters, byte order marks inside text, soft hyphens. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
/** Most texts are tidy: one look saves rewriting them. */
const UNTIDY = /^\s|\s$|\s\s|[^\S ]|[\u200B-\u200D\u2060\uFEFF\u00AD]/;

/** Full-width digits and letters (U+FF01 to U+FF5E), as some input methods type them, in their ordinary form. */
export function halfWidth(text: string): string {
  return WIDE.test(text) ? text.replace(EVERY_WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)) : text;
}

const WIDE = /[\uFF01-\uFF5E]/;
const EVERY_WIDE = /[\uFF01-\uFF5E]/g;

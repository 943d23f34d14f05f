/**
 * What a text is made of, letter by letter. Every cell of a list is looked at so, most of them several times, and a
 * pattern takes five to ten times as long (measured on names and ids of 100,000 rows).
 */

const ZERO = 0x30;
const NINE = 0x39;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const ASCII_END = 0x80;
const ANY_LETTER = /\p{L}/u;

/** Whether a text is nothing but digits, and at least one. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) return false;
  }
  return text !== '';
}

/** How many digits (0 to 9) a text holds. */
export function countDigits(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) count += 1;
  }
  return count;
}

/** Whether a text holds a letter of any script. */
export function hasLetter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ASCII_END) return ANY_LETTER.test(text);
    const small = code | 0x20;
    if (small >= SMALL_A && small <= SMALL_Z) return true;
  }
  return false;
}

/** Excel takes at most 31 characters, none of `[ ] : * ? / \`, no apostrophe at the ends, and not "History". */
const FORBIDDEN = /[[\]:*?/\\\p{Cc}]/gu;
const MAX_NAME = 31;

/**
 * Names for the sheets of a workbook, as close to the wished ones as Excel allows, and each another (Excel compares
 * without case). Null, the sheet of a CSV, becomes `fallback`.
 *
 * @param taken names that other sheets of the workbook already bear.
 */
export function sheetNames(
  wished: readonly (string | null)[],
  fallback: string,
  taken: readonly string[],
): Map<string | null, string> {
  const used = new Set(taken.map(fold));
  const names = new Map<string | null, string>();
  for (const wish of wished) {
    const clean = trimEnds((wish ?? fallback).normalize('NFC').replace(FORBIDDEN, ' '));
    const base = clean === '' || fold(clean) === 'history' ? fallback : clean;
    let name = cut(base, MAX_NAME);
    for (let number = 2; used.has(fold(name)); number++) {
      const suffix = ` (${number})`;
      name = cut(base, MAX_NAME - suffix.length) + suffix;
    }
    used.add(fold(name));
    names.set(wish, name);
  }
  return names;
}

function fold(name: string): string {
  return name.toLocaleLowerCase('vi');
}

function trimEnds(name: string): string {
  return /[^\s'](?:.*[^\s'])?/s.exec(name)?.[0] ?? '';
}

/** Never half of a surrogate pair. */
function cut(name: string, length: number): string {
  return trimEnds(name.slice(0, length).replace(/[\uD800-\uDBFF]$/, ''));
}

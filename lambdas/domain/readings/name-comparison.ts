/**
 * Whether a name on a list is the registry's name (ruling 11).
 * - `same`: equal after NFC, case, spaces, the placement of tone marks, and letters that only look alike (Ð for Đ,
 *   a curly apostrophe).
 * - `same-without-marks`: the list's name has no mark at all, and is the registry's once its marks are taken off.
 * - `different`: anything else. A different mark, a missing middle name, an initial: a person decides.
 */
export type NameComparison = 'same' | 'same-without-marks' | 'different';

/** Compares the name as a list gives it with the name as the registry has it. Only the list's may lack its marks. */
export function compareNames(listed: string, registered: string): NameComparison {
  const listedForm = canonical(listed);
  const registeredForm = canonical(registered);
  if (listedForm === registeredForm) return 'same';
  const isUnmarked = listedForm === withoutMarks(listedForm);
  return isUnmarked && listedForm === withoutMarks(registeredForm) ? 'same-without-marks' : 'different';
}

/** Zero-width space, non-joiner, joiner and word joiner: copied along from web pages, never part of a name. */
const INVISIBLE = /\u200b|\u200c|\u200d|\u2060/g;

/** A straight apostrophe, and what keyboards and word processors put in its place in names such as K'Brếu. */
const APOSTROPHES = /[\u2018\u2019\u02bc\u02b9\u00b4\u0060\u2032\uff07]/g;
/** Eth and the African d look like đ once in capitals, and stand for it in old files (U+00D0, U+0189 for U+0110). */
const LIKE_D_WITH_STROKE = /[\u00f0\u0256]/g;

/** A run of vowels with their marks, in NFD: the part of a Vietnamese syllable that carries its tone. */
const VOWELS = /(?:[aeiouy]\p{M}*)+/gu;
/** Huyền, sắc, ngã, hỏi, nặng. Circumflex, breve and horn are no tones: they make other vowels. */
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** One spelling for all that ruling 11 calls the same: lower case, single spaces, NFD, each tone after its vowels. */
function canonical(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, "'")
    .replace(LIKE_D_WITH_STROKE, 'đ')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFD')
    .replace(VOWELS, toneLast);
}

/**
 * hoà and hòa, khoẻ and khỏe, thuý and thúy are one syllable each: a syllable has one tone, so where among its vowels
 * the mark stands tells nothing. Two tones in one run of vowels are no Vietnamese syllable, and stay as they are.
 */
function toneLast(vowels: string): string {
  const tones = vowels.match(TONE);
  return tones?.length === 1 ? vowels.replace(TONE, '') + tones[0] : vowels;
}

/** Takes off every mark. `đ` has no decomposition in Unicode, so it is named. Expects lower-case NFD. */
function withoutMarks(canonicalName: string): string {
  return canonicalName.replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}

import { formatPeriod, type Period } from '../../domain/period.ts';
import type { Provider } from '../../domain/reference-data.ts';

/** Max140Text, the longest `Nm` of ISO 20022 (pain.001.001.09). */
const ISO_NAME_MAX = 140;

/**
 * Letters and signs of names that NFD does not take apart: đ of Vietnamese, ƀ of Ê Đê and Ba Na names, and the
 * typographic quotes that Excel makes of "H'Bia".
 */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ƀ', 'b'],
  ['Ƀ', 'B'],
  ['‘', "'"],
  ['’', "'"],
  ['ʼ', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
]);

/**
 * A text without tone marks and in ASCII, for systems that take no other: "Đặng Thuỳ Ưỡn" → "Dang Thuy Uon". A letter
 * that has no plain form becomes "?", to be seen rather than lost.
 */
function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, (letter) => PLAIN.get(letter) ?? '?');
}

/** A text on one line in NFC with single spaces, as the provider takes it. Control and invisible characters go. */
export function providerText(text: string, provider: Provider): string {
  const oneLine = text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return provider.plainLetters ? plainLetters(oneLine) : oneLine;
}

/** A person's or an office's name as the provider takes it: {@link providerText}, cut to the provider's limit. */
export function providerName(name: string, provider: Provider): string {
  const limit = Math.min(provider.limits.nameMax, ISO_NAME_MAX);
  return [...providerText(name, provider)].slice(0, limit).join('').trim();
}

/**
 * What the receiver reads beside the money: the month and the payment's reference, in letters that every system
 * takes. Never the programme or its category: an account statement is seen by others (NĐ 20/2021 art. 8).
 */
export function remittanceText(month: Period, reference: string): string {
  return `Chi tra an sinh xa hoi thang ${formatPeriod(month)} ${reference}`;
}

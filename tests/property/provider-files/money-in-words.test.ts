import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_DONG, toDong } from '../../../lambdas/domain/money.ts';
import { dongInWords } from '../../../lambdas/domain/money-in-words.ts';

const VALUES = new Map([
  ...['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'].map((word, value): [string, number] => [
    word,
    value,
  ]),
  ['mốt', 1] as const,
  ['lăm', 5] as const,
  ['mười', 10] as const,
]);

/** Counts up what the words say, as a listener would: digits into a group, groups into triệu and nghìn, then tỷ. */
function amountIn(words: string): number {
  let billions = 0;
  let groups = 0;
  let group = 0;
  let digit = 0;
  const endGroup = (unit: number) => {
    groups += (group + digit) * unit;
    group = 0;
    digit = 0;
  };
  for (const word of words
    .toLowerCase()
    .replace(/ đồng$/, '')
    .split(' ')) {
    if (word === 'trăm' || word === 'mươi') {
      group += digit * (word === 'trăm' ? 100 : 10);
      digit = 0;
    } else if (word === 'nghìn') endGroup(1e3);
    else if (word === 'triệu') endGroup(1e6);
    else if (word === 'tỷ') {
      endGroup(1);
      billions = groups;
      groups = 0;
    } else if (word !== 'lẻ') {
      const value = VALUES.get(word);
      if (value === undefined) throw new Error(`No number word: ${word}`);
      group += word === 'mười' ? value : 0;
      digit = word === 'mười' ? 0 : value;
    }
  }
  endGroup(1);
  return billions * 1e9 + groups;
}

const amounts = fc.oneof(
  fc.integer({ min: 0, max: MAX_DONG }),
  fc.integer({ min: 0, max: 10_000_000_000 }),
  // Many zeros, where readings go wrong.
  fc
    .tuple(fc.integer({ min: 0, max: 999 }), fc.constantFrom(1, 1e3, 1e6, 1e9), fc.integer({ min: 0, max: 110 }))
    .map(([high, unit, low]) => high * unit + low),
);

it('An amount in words says the amount, whatever it is', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(amountIn(dongInWords(toDong(amount)))).toBe(amount);
    }),
    { numRuns: 2000 },
  );
});

it('An amount in words never says what nobody says: mươi một, mươi năm, mười lẻ, lẻ không', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(dongInWords(toDong(amount))).not.toMatch(
        /mươi (?:một|năm)(?: |$)|mười (?:lẻ|mốt|năm)|lẻ không|không mươi| {2}/i,
      );
    }),
    { numRuns: 2000 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDigits, hasLetter, isDigits } from '../../../lambdas/domain/readings/letters.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('0', '9', '/', ':', '@', 'a', 'Z', '[', '`', '{', 'ễ', 'Đ', '٣', '５', '−', '\u{1d41a}'),
  }),
);

describe('what a text is made of, letter by letter, is what Unicode says', () => {
  it('of digits, those from 0 to 9 and no others', () => {
    fc.assert(
      fc.property(text, (some) => {
        expect(isDigits(some)).toBe(/^[0-9]+$/.test(some));
        expect(countDigits(some)).toBe(some.replace(/[^0-9]/g, '').length);
      }),
    );
  });

  it('of letters, those of any script', () => {
    fc.assert(
      fc.property(text, (some) => {
        expect(hasLetter(some)).toBe(/\p{L}/u.test(some));
      }),
    );
  });
});

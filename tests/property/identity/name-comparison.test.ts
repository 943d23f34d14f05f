import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../../lambdas/domain/readings/name-comparison.ts';

const syllable = fc.constantFrom(
  ...'Nguyễn Trần Lê Phạm Huỳnh Đặng Đỗ Vũ Võ Bùi Thị Văn Đình Hòa Hoà Thuý Thúy Thủy Khoẻ Quý Giáng Ẵng Ỡn Tự Ỵ Ân An Khuyên Nga'.split(
    ' ',
  ),
);
const name = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((syllables) => syllables.join(' '));
/** The ways in which the same name comes out of a keyboard or a file. */
const writing = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.normalize('NFD'),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `  ${text.replaceAll(' ', ' \u00a0 ')}\t`,
  (text) => text.normalize('NFD').toUpperCase(),
);
const unmarked = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

describe('comparing names', () => {
  it('does not depend on composition, case or spaces, on either side', () => {
    fc.assert(
      fc.property(name, name, writing, writing, (listed, registered, oneWay, otherWay) => {
        expect(compareNames(oneWay(listed), otherWay(registered))).toBe(compareNames(listed, registered));
      }),
    );
  });

  it('finds every name the same as itself, however it is written', () => {
    fc.assert(fc.property(name, writing, (one, written) => compareNames(written(one), one) === 'same'));
  });

  it('says "same" of two names in either order, or in neither', () => {
    const close = fc
      .tuple(name, fc.boolean())
      .map(([one, swap]): [string, string] => [
        one,
        swap ? one.replaceAll('Hòa', 'Hoà').replaceAll('Thuý', 'Thúy') : one.replace('ị', 'í'),
      ]);
    fc.assert(
      fc.property(fc.oneof(close, fc.tuple(name, name)), ([one, other]) => {
        expect(compareNames(one, other) === 'same').toBe(compareNames(other, one) === 'same');
      }),
    );
  });

  it('never differs when all marks are left out, and calls it what it is', () => {
    fc.assert(
      fc.property(name, (one) => {
        const hadMarks = unmarked(one) !== one.normalize('NFD');
        expect(compareNames(unmarked(one), one)).toBe(hadMarks ? 'same-without-marks' : 'same');
      }),
    );
  });

  it('gives an answer for any two texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(['same', 'same-without-marks', 'different']).toContain(compareNames(one, other));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { reasonOf, saysDuplicate } from '../../../lambdas/domain/settlement/reason-codes.ts';
import { providerOf } from '../provider-files/batches.ts';

const plain = providerOf();

describe('A reason code', () => {
  it.each(['AC01', 'AC04', 'AC06', 'AM05', 'MD07', 'RR04', 'NARR', ' ac04 '])(
    'of ISO 20022 has a meaning: %j',
    (code) => {
      expect(reasonOf(plain, code)).toEqual({ meaning: expect.stringMatching(/\p{L}/u), uncollected: false });
    },
  );

  it('says that nobody came only where it is UNCOLLECTED, or configured so', () => {
    const post = providerOf({ resultReasons: { VANG: { meaning: 'Vắng nhà', uncollected: true } } });
    expect(reasonOf(plain, 'UNCOLLECTED')?.uncollected).toBe(true);
    expect(reasonOf(post, 'vang')).toEqual({ meaning: 'Vắng nhà', uncollected: true });
    expect(reasonOf(plain, 'VANG')).toBeUndefined();
  });

  it('means what the provider’s configuration says before what ISO 20022 says', () => {
    const own = providerOf({ resultReasons: { AC04: { meaning: 'Tài khoản ngủ đông' } } });
    expect(reasonOf(own, 'AC04')?.meaning).toBe('Tài khoản ngủ đông');
  });

  it.each(['', 'XX99', 'constructor', '__proto__'])('that nobody knows means nothing: %j', (code) => {
    expect(reasonOf(plain, code)).toBeUndefined();
  });

  it('that says “there already” is no failure, unless the provider’s configuration gives it a meaning', () => {
    expect(['AM05', 'du03', 'AC04'].map((code) => saysDuplicate(plain, code))).toEqual([true, true, false]);
    const own = providerOf({ resultReasons: { AM05: { meaning: 'Quá hạn mức ngày' } } });
    expect(saysDuplicate(own, 'AM05')).toBe(false);
  });
});

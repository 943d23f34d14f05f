import { describe, expect, it } from 'vitest';
import { remembering } from '../../../lambdas/domain/readings/remembering.ts';

describe('a reading that remembers', () => {
  it('gives what was read, and reads a text once, nothing found included', () => {
    const asked: string[] = [];
    const read = remembering((text) => {
      asked.push(text);
      return text === '' ? null : text.toUpperCase();
    });
    expect([read('agribank'), read(''), read('agribank'), read('')]).toEqual(['AGRIBANK', null, 'AGRIBANK', null]);
    expect(asked).toEqual(['agribank', '']);
  });

  it('takes texts for the same by their letters, beyond the first plane too', () => {
    const read = remembering((text) => ({ text }));
    expect(read('Thôn 𠀋'.slice(0))).toBe(read(['Thôn', '𠀋'].join(' ')));
  });

  it('forgets rather than grow without end', () => {
    let times = 0;
    const read = remembering((text) => {
      times += 1;
      return text;
    });
    for (let index = 0; index <= 5_000; index++) read(String(index));
    read('0');
    expect(times).toBe(5_002);
  });
});

import { describe, expect, it } from 'vitest';
import { marksOf } from '../../../lambdas/formats/lists/person-marks.ts';
import { SeenRows } from '../../../lambdas/formats/lists/seen-rows.ts';

const LAN = marksOf('Nguyễn Thị Lan', '1945');

describe('the rows seen so far', () => {
  it('tell where a person first stood, on whichever sheet', () => {
    const seen = new SeenRows();
    expect(seen.firstOf(38_145_000_123, 'NCC', 7, LAN)).toBeNull();
    expect(seen.firstOf(38_145_000_124, 'BTXH', 7, LAN)).toBeNull();
    expect(seen.firstOf(38_145_000_123, 'BTXH', 8, LAN)).toEqual({ sheet: 'NCC', row: 7, who: LAN });
    expect(seen.firstOf(38_145_000_124, null, 9, LAN)).toEqual({ sheet: 'BTXH', row: 7, who: LAN });
  });

  it('keep the first place, however often a row comes again', () => {
    const seen = new SeenRows();
    for (const row of [3, 4, 5]) seen.firstOf('Lan\u001f1945', null, row, LAN);
    expect(seen.firstOf('Lan\u001f1945', null, 6, LAN)).toEqual({ sheet: null, row: 3, who: LAN });
  });

  it('never take a text for a number', () => {
    const seen = new SeenRows();
    seen.firstOf('1', null, 1, LAN);
    expect(seen.firstOf(1, null, 2, LAN)).toBeNull();
    expect(seen.firstOf(0, null, 3, LAN)).toBeNull();
    expect(seen.firstOf('', null, 4, LAN)).toBeNull();
  });

  it('tell 200,000 people and as many alike texts apart', () => {
    const seen = new SeenRows();
    let taken = 0;
    for (let index = 0; index < 200_000; index++) {
      if (seen.firstOf(8 * (1_000_000_000 + index), null, index + 1, LAN) !== null) taken += 1;
      if (seen.firstOf(`1:Nguyễn Thị Lan\u001f2:${index}`, null, index + 1, LAN) !== null) taken += 1;
    }
    expect(taken).toBe(0);
    expect(seen.firstOf(8 * 1_000_123_456, null, 1, LAN)).toEqual({ sheet: null, row: 123_457, who: LAN });
    expect(seen.firstOf('1:Nguyễn Thị Lan\u001f2:123456', null, 1, LAN)).toEqual({
      sheet: null,
      row: 123_457,
      who: LAN,
    });
  });
});

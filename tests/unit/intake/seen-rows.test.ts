import { describe, expect, it } from 'vitest';
import { SeenRows } from '../../../lambdas/formats/seen-rows.ts';

describe('the rows seen so far', () => {
  it('tell where a person first stood, on whichever sheet', () => {
    const seen = new SeenRows();
    expect(seen.firstOf(38_145_000_123, 'NCC', 7)).toBeNull();
    expect(seen.firstOf(38_145_000_124, 'BTXH', 7)).toBeNull();
    expect(seen.firstOf(38_145_000_123, 'BTXH', 8)).toEqual({ sheet: 'NCC', row: 7 });
    expect(seen.firstOf(38_145_000_124, null, 9)).toEqual({ sheet: 'BTXH', row: 7 });
  });

  it('keep the first place, however often a row comes again', () => {
    const seen = new SeenRows();
    for (const row of [3, 4, 5]) seen.firstOf('Lan\u001f1945', null, row);
    expect(seen.firstOf('Lan\u001f1945', null, 6)).toEqual({ sheet: null, row: 3 });
  });

  it('never take a text for a number', () => {
    const seen = new SeenRows();
    seen.firstOf('1', null, 1);
    expect(seen.firstOf(1, null, 2)).toBeNull();
    expect(seen.firstOf(0, null, 3)).toBeNull();
    expect(seen.firstOf('', null, 4)).toBeNull();
  });

  it('tell 200,000 people and as many alike texts apart', () => {
    const seen = new SeenRows();
    let taken = 0;
    for (let index = 0; index < 200_000; index++) {
      if (seen.firstOf(8 * (1_000_000_000 + index), null, index + 1) !== null) taken += 1;
      if (seen.firstOf(`1:Nguyễn Thị Lan\u001f2:${index}`, null, index + 1) !== null) taken += 1;
    }
    expect(taken).toBe(0);
    expect(seen.firstOf(8 * 1_000_123_456, null, 1)).toEqual({ sheet: null, row: 123_457 });
    expect(seen.firstOf('1:Nguyễn Thị Lan\u001f2:123456', null, 1)).toEqual({ sheet: null, row: 123_457 });
  });
});

import { describe, expect, it } from 'vitest';
import { item, table, widthOf, wrapped } from '../../../bin/text/table.ts';

const COLUMNS = [{ title: 'Đơn vị' }, { title: 'Đồng', align: 'right' as const }];

describe('table', () => {
  it('sets text left and figures right, two spaces apart, with nothing trailing', () => {
    expect(
      table(
        COLUMNS,
        [
          ['Xã Cự Khê', '360.000'],
          ['Kim Bài', '1.624.000'],
        ],
        80,
      ),
    ).toEqual(['Đơn vị          Đồng', 'Xã Cự Khê    360.000', 'Kim Bài    1.624.000']);
  });

  it('keeps columns straight whether marks are composed or not', () => {
    const [, composed, decomposed] = table(
      COLUMNS,
      [
        ['Hà', '1'],
        ['Hà'.normalize('NFD'), '1'],
      ],
      80,
    );
    expect(widthOf(decomposed ?? '')).toBe(widthOf(composed ?? ''));
  });

  it('cuts a long text, never a figure', () => {
    const lines = table(COLUMNS, [['Trung tâm chi trả an sinh xã hội', '1.234.567.890']], 40);
    expect(lines[1]).toMatch(/^Trung tâm .*… {2}1\.234\.567\.890$/);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(40);
  });

  it('passes on nothing that could steer a terminal', () => {
    const text = table([{ title: '' }], [['\u001b[2Jxóa\u202etrái']], 80).join('');
    expect(text).toContain('[2Jxóa trái');
    for (const steering of ['\u001b', '\u202e']) expect(text).not.toContain(steering);
  });
});

describe('wrapped', () => {
  it('breaks at spaces and leaves a word whole that is too long', () => {
    expect(wrapped('Hãy mở 0123456789abcdef rồi gửi lại', 12)).toEqual(['Hãy mở', '0123456789abcdef', 'rồi gửi lại']);
  });

  it('sets further lines of an item under its first word', () => {
    expect(item('  1. ', 'Sửa dòng rồi gửi lại', 16)).toEqual(['  1. Sửa dòng', '     rồi gửi lại']);
  });
});

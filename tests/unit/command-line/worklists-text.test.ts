import { describe, expect, it } from 'vitest';
import { worklistLines } from '../../../bin/text/worklists.ts';
import { waitingLists } from '../../../lambdas/domain/answers/waiting.ts';

function person(fullName: string, since: string) {
  const given = { personalId: '001145000002', birthDate: '1945', village: null, programmes: ['BTXH'], group: null };
  return { ...given, fullName, reason: 'r', nextStep: 'n', sheet: null, row: 2, since };
}

function textOf(lists: readonly { readonly kind: string; readonly people: readonly object[] }[]): string {
  return worklistLines(
    waitingLists.parse({ schemaVersion: 1, unit: '10114', period: '2023-06', lists }),
    'vi',
    140,
  ).join('\n');
}

describe('Worklists on the terminal', () => {
  it('say how many wait for what, whose work it is, and since when the first of them waits', () => {
    const people = [person('A', '2023-06-03'), person('B', '2023-05-02')];

    expect(textOf([{ kind: 'no-personal-id', people }])).toMatch(
      /chưa có số định danh dùng được +Công an cấp xã +2 +02\/05\/2023 +no-personal-id\.xlsx/,
    );
  });

  it('name nobody', () => {
    expect(textOf([{ kind: 'deceased', people: [person('Nguyễn Thị Tư', '2023-06-03')] }])).not.toMatch(
      /Nguyễn Thị Tư|001145000002/,
    );
  });

  it('say when all of them are done', () => {
    expect(textOf([{ kind: 'conflict', people: [] }])).toBe('Không còn việc nào.');
  });
});

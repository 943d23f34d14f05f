import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { receiptJsonKey } from '../../../lambdas/domain/answers/answer-keys.ts';
import { readListKey, submissionIdOf } from '../../../lambdas/domain/rolls/submission.ts';
import { readResultKey } from '../../../lambdas/domain/settlement/settlement.ts';
import { csvText } from '../../../lambdas/formats/papers/csv-text.ts';
import { harmlessCell } from '../../../lambdas/formats/papers/harmless-cell.ts';
import { cellText } from '../../../lambdas/formats/papers/office-sheet.ts';
import { answerOf, utf8 } from '../../support/bad-input.ts';
import { GOOD_LIST, sheetOf } from '../../support/damaged-workbook.ts';
import { workbookOf } from '../../support/workbook-builder.ts';

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort();
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort(), 'nothing was put on every object').toEqual(PROTOTYPE);
});

describe('A key of the inbox says whose a list is, whatever its name', () => {
  it.each([
    'lists/2026-05/../10120/a.xlsx',
    'lists/2026-05//10120/a.xlsx',
    'lists//2026-05/10120/a.xlsx',
    '/lists/2026-05/10120/a.xlsx',
    'lists/2026-05/10120',
    'lists/2026-05/10120/',
    'lists/2026-05/10120\u0000/a.xlsx',
    'lists/2026-05/10120 /a.xlsx',
    'lists/2026-05/\u202e10120/a.xlsx',
    'lists/2026-05/１０１２０/a.xlsx',
    'lists/2026-05%2F10120/a.xlsx',
    'lists%2F2026-05/10120/a.xlsx',
    'LISTS/2026-05/10120/a.xlsx',
    'lists\\2026-05\\10120\\a.xlsx',
    'lists/2026-05/__proto__/a.xlsx',
    'lists/2026-05\n/10120/a.xlsx',
    `lists/2026-05/${'9'.repeat(1000)}/a.xlsx`,
  ])('%j names none', (key) => {
    expect(readListKey(key)).toBeUndefined();
  });

  it.each([
    'lists/2026-05/10120/../10114/a.xlsx',
    'lists/2026-05/10120/..%2F10114%2Fa.xlsx',
    'lists/2026-05/10120//a.xlsx',
    'lists/2026-05/10120/\u202Excod.hcas-hnad',
    'lists/2026-05/10120/\u0000\u0007a.xlsx',
    `lists/2026-05/10120/${'ă'.repeat(500)}`,
    'lists/2026-05/10120/__proto__',
  ])('%j is of the unit under whose prefix it may be written, and of no other', (key) => {
    expect(readListKey(key)).toMatchObject({ unit: '10120', period: '2026-05' });
  });

  it('nothing of its name gets into the keys that we make', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
        const named = readListKey(`lists/2026-05/10120/${name}`);
        const id = submissionIdOf(new Date('2026-05-02T00:00:00Z'), 'abcdef0123456789');
        const key = receiptJsonKey({ unit: named?.unit ?? null, period: named?.period ?? null, id }, 1);
        expect(key).toMatch(/^receipts\/(2026-05|unknown)\/(10120|unknown)\/20260502T000000Z-abcdef01\/receipt\.json$/);
      }),
    );
  });

  it.each([
    'results/2026-05/__proto__/a.xml',
    'results/2026-05/constructor\u0000/a.xml',
    'results/2026-05/../agribank/a.xml',
    'results/2026-05/Agri bank/a.xml',
    'results/2026-05/agribank',
  ])('%j names no provider', (key) => {
    expect(readResultKey(key)).toBeUndefined();
  });
});

describe('Names that every object has', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it('are headers like others that nobody knows, in a workbook', async () => {
    const rows = GOOD_LIST.map((cells, index) => [...cells, ...(index === 0 ? NAMES : NAMES.map(() => '{"x":1}'))]);
    const { refusal, rows: read } = await answerOf(workbookOf(rows));
    expect(refusal).toBeNull();
    expect(read).toHaveLength(2);
  });

  it('are headers like others in a CSV, and names of people', async () => {
    const lines = [
      ['Họ và tên', 'Số CCCD', 'Số tiền', ...NAMES],
      ['__proto__', '038145000123', '500000', ...NAMES],
    ];
    const { refusal, rows } = await answerOf(utf8(lines.map((cells) => cells.join(';')).join('\n')));
    expect(refusal).toBeNull();
    expect(rows.map(({ values }) => values.fullName)).toEqual(['__proto__']);
  });
});

describe('Text that is no Vietnamese', () => {
  const cell = (name: string) =>
    sheetOf(
      `<row r="3"><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>${name}</t></is></c><c t="inlineStr"><is><t>05/11/1945</t></is></c><c t="inlineStr"><is><t>038145000124</t></is></c><c><v>500000</v></c></row>`,
    );

  it.each([
    ['a half of a pair, escaped as Excel does', 'Lan _xD83D_'],
    ['NUL, escaped as Excel does', 'Lan _x0000_'],
    ['letters that turn the direction', 'Lan \u202Egnơưhp'],
    ['letters that nobody sees', 'L\u200Ba\u2060n\uFEFF'],
    ['ten thousand marks on a letter', `La${'\u0301'.repeat(10_000)}n`],
  ])('%s is answered like any other', async (_, name) => {
    const { refusal, rows } = await answerOf(cell(name));
    if (refusal !== null) return;
    for (const { values } of rows) {
      const written = cellText(values.fullName ?? '');
      expect(written.isWellFormed()).toBe(true);
      expect(written).not.toContain('\u0000');
    }
  });

  it.each(['&#0;', '&#xD800;', '&#x110000;', '&#99999999999;'])(
    'the character %s is no XML: refused',
    async (entity) => {
      expect((await answerOf(cell(`Lan ${entity}`))).refusal).toBe('unreadable');
    },
  );
});

describe('Depth', () => {
  it.each([
    ['tables', '<table><tr><td>'],
    ['divisions', '<div>'],
    ['bold letters', '<b>'],
    ['lists', '<ul><li>'],
  ])('a page of %s within each other, a hundred thousand deep, is refused at once', async (_, tag) => {
    const page = `<html><body>${tag.repeat(100_000)}<table><tr><td>Họ và tên</td></tr></table></body></html>`;
    expect(['unreadable', 'too-large', 'not-a-list', 'headers-missing', 'empty']).toContain(
      (await answerOf(utf8(page))).refusal,
    );
  });
});

describe('A cell of a CSV that we publish never runs', () => {
  const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
  const BEFORE = ['', ' ', '\t', '\r', '\n', '\uFEFF', '\u200B', '\u202E', '\u00A0', '\u0000', ' \t\u200B'];

  it.each(SIGNS)('that begins with %j, whatever stands unseen before it', (sign) => {
    for (const before of BEFORE) {
      const text = `${before}${sign}cmd|' /C calc'!A0`;
      expect(harmlessCell(text)).toBe(`'${text}`);
      expect(csvText([[text]])).toContain(`"'${before}${sign}`);
    }
  });

  it('and what is harmless stays as it is', () => {
    for (const text of ['Nguyễn Thị Lan', '001145000123', '2026-05', '', 'A-B', 'a=b'])
      expect(harmlessCell(text)).toBe(text);
  });

  it('a quote or a line break in it begins no other cell', () => {
    expect(csvText([['a","=1+1', 'b\r\n=1+1']])).toBe('\uFEFF"a"",""=1+1","b\r\n=1+1"\r\n');
  });
});

import { describe, expect, it } from 'vitest';
import { answerOf, type BadFile, communeContext, fingerprint, listWith } from '../../../support/bad-input.ts';
import { ACCOUNT_ROWS } from './account-rows.ts';
import { BENEFIT_ROWS } from './benefit-rows.ts';
import { HEADER_FILES } from './header-files.ts';
import { ID_ROWS } from './id-rows.ts';
import { MONEY_ROWS } from './money-rows.ts';
import { OTHER_FILES } from './other-files.ts';
import { OVER_LIMITS } from './over-limits.ts';
import { PERSON_ROWS } from './person-rows.ts';
import { SHEET_FILES } from './sheet-files.ts';
import { TEXT_FILES } from './text-files.ts';
import { WORKBOOK_FILES } from './workbook-files.ts';
import { ZIP_FILES } from './zip-files.ts';

const THEMES: readonly (readonly [string, readonly BadFile[]])[] = [
  ['a file that is no workbook and no CSV', OTHER_FILES],
  ['a damaged zip', ZIP_FILES],
  ['a workbook whose parts do not fit', WORKBOOK_FILES],
  ['a sheet whose XML is wrong', SHEET_FILES],
  ['a text that is no list', TEXT_FILES],
  ['a table whose headers do not say enough', HEADER_FILES],
  ['a file over a limit', OVER_LIMITS],
];

describe.each(THEMES)('%s is refused by name', (_, files) => {
  it.each(files.map((file) => [file[0], file[1], file] as const))(
    '%s: %s',
    async (_trap, code, [, , bytes, limits]) => {
      const { refusal } = await answerOf(bytes(), communeContext(limits));
      expect(refusal).toBe(code);
    },
  );
});

describe('the bad inputs', () => {
  it('are no two the same, and at least 200', () => {
    const files = THEMES.flatMap(([, ofTheme]) => ofTheme);
    const rows = [ID_ROWS, PERSON_ROWS, MONEY_ROWS, ACCOUNT_ROWS, BENEFIT_ROWS].flat();
    const prints = [
      ...files.map(([, , bytes, limits]) => fingerprint(bytes()) + JSON.stringify(limits ?? {})),
      ...rows.map(([, cells]) => fingerprint(listWith(cells))),
    ];
    expect(prints.filter((print, index) => prints.indexOf(print) !== index)).toEqual([]);
    expect(prints.length).toBeGreaterThanOrEqual(200);
  });
});

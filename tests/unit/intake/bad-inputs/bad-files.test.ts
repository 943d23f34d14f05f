import { describe, expect, it } from 'vitest';
import { answerOf, type BadFile, communeContext } from '../../../support/bad-input.ts';
import { SHEET_FILES } from './sheet-files.ts';
import { WORKBOOK_FILES } from './workbook-files.ts';
import { ZIP_FILES } from './zip-files.ts';

const THEMES: readonly (readonly [string, readonly BadFile[]])[] = [
  ['a damaged zip', ZIP_FILES],
  ['a workbook whose parts do not fit', WORKBOOK_FILES],
  ['a sheet whose XML is wrong', SHEET_FILES],
];

describe.each(THEMES)('%s is refused by name', (_, files) => {
  it.each(files)('%s: %s', async (_trap, code, bytes, limits = {}) => {
    const { refusal } = await answerOf(bytes(), communeContext(limits));
    expect(refusal).toBe(code);
  });
});

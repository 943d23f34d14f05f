import { describe, expect, it } from 'vitest';
import { answerToBadRow, type BadRow } from '../../../support/bad-input.ts';
import { ACCOUNT_ROWS } from './account-rows.ts';
import { BENEFIT_ROWS } from './benefit-rows.ts';
import { ID_ROWS } from './id-rows.ts';
import { MONEY_ROWS } from './money-rows.ts';
import { PERSON_ROWS } from './person-rows.ts';

const THEMES: readonly (readonly [string, readonly BadRow[]])[] = [
  ['the personal id', ID_ROWS],
  ['name, birth date or sex', PERSON_ROWS],
  ['money', MONEY_ROWS],
  ['account, bank, channel or phone', ACCOUNT_ROWS],
  ['programme, payee or unit', BENEFIT_ROWS],
];

describe.each(THEMES)('a row with something bad in %s', (_, rows) => {
  it.each(rows)('%s', async (_trap, cells, outcome, code, field) => {
    const [given, notes] = await answerToBadRow(cells);
    expect(notes).toContain(`${code} ${field}`);
    expect(given).toBe(outcome);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { answerOf } from '../../support/bad-input.ts';
import {
  textHabits,
  toExceljsWorkbook,
  toText,
  toWebPage,
  toWorkbook,
  workbookHabits,
} from '../../support/messy-files.ts';
import { messyLayout, messyRoll, type RollPerson } from '../../support/messy-list.ts';
import { type MessySheet, writeDown } from '../../support/messy-writer.ts';

/** What reading must give: every person once, where they stand, with their amount and account, and why it was hard. */
interface Expected {
  readonly sheet: string | null;
  readonly row: number;
  readonly outcome: 'accepted';
  readonly values: object;
  readonly codes: readonly string[];
}

function expectedOf(
  sheets: readonly MessySheet[],
  placeOf: (sheet: MessySheet, index: number) => Pick<Expected, 'sheet' | 'row'>,
): Expected[] {
  return sheets.flatMap((sheet) =>
    sheet.rows.flatMap(({ answer }, index) => {
      if (answer === null) return [];
      const { person, fullName, codes } = answer;
      return [
        {
          ...placeOf(sheet, index),
          outcome: 'accepted' as const,
          values: valuesOf(person, fullName),
          codes: [...new Set(codes)],
        },
      ];
    }),
  );
}

function valuesOf(person: RollPerson, fullName: string): object {
  const { personalId, birthDate, sex, programme, amount, arrears, account, village } = person;
  // Whoever receives for themselves has no payee.
  const payee = person.payee?.name.toLowerCase() === fullName.toLowerCase() ? null : person.payee;
  return {
    personalId,
    fullName,
    birthDate,
    sex,
    programme,
    amount,
    arrears,
    village,
    accountNumber: account?.number ?? null,
    bank: account?.bank ?? null,
    channel: account === null ? 'cash' : 'account',
    payeeName: payee?.name ?? null,
    payeeRole: payee?.role ?? null,
    payeeId: payee?.id ?? null,
  };
}

/** What was read, reduced to what was written; rates are not part of the writing. */
function readingOf(rows: readonly CheckedRow[], expected: readonly Expected[]): unknown[] {
  return rows.map(({ sheet, row, outcome, values, notes }, index) => ({
    sheet,
    row,
    outcome,
    values: Object.fromEntries(
      Object.entries(values).filter(([field]) => field in (expected[index]?.values ?? values)),
    ),
    codes: [...new Set(notes.map(({ code }) => code))].filter((code) => code !== 'amount-differs-from-rate').toSorted(),
  }));
}

async function readsBack(bytes: Uint8Array, expected: readonly Expected[]): Promise<void> {
  const { refusal, rows } = await answerOf(bytes);
  expect(refusal).toBeNull();
  expect(readingOf(rows, expected)).toEqual(expected);
}

describe('any roll reads back equal, with a note for every repair', () => {
  it('from a workbook, however it is laid out and written', async () => {
    await fc.assert(
      fc.asyncProperty(messyRoll, messyLayout, workbookHabits, async (people, layout, habits) => {
        const sheets = writeDown(people, layout, habits.date1904 ? 'workbook-1904' : 'workbook');
        await readsBack(
          toWorkbook(sheets, habits),
          expectedOf(sheets, ({ name: sheet }, index) => ({ sheet, row: index + 1 })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('from a workbook that exceljs wrote', async () => {
    await fc.assert(
      fc.asyncProperty(messyRoll, messyLayout, async (people, layout) => {
        const sheets = writeDown(people, layout, 'workbook');
        await readsBack(
          await toExceljsWorkbook(sheets),
          expectedOf(sheets, ({ name: sheet }, index) => ({ sheet, row: index + 1 })),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('from a text, in any encoding, with any separator and line end', async () => {
    await fc.assert(
      fc.asyncProperty(messyRoll, messyLayout, textHabits, async (people, layout, habits) => {
        const sheets = writeDown(people, layout, 'text');
        const [table] = sheets;
        if (table === undefined) throw new Error('A text holds one table');
        const { bytes, lines } = toText(table, habits);
        await readsBack(
          bytes,
          expectedOf(sheets, (_, index) => ({ sheet: null, row: lines[index] ?? 0 })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('from a web page that is named as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(messyRoll, messyLayout, async (people, layout) => {
        const sheets = writeDown(people, layout, 'page');
        const [table] = sheets;
        if (table === undefined) throw new Error('A page holds one table');
        await readsBack(
          toWebPage(table),
          expectedOf(sheets, (_, index) => ({ sheet: null, row: index + 1 })),
        );
      }),
      { numRuns: 120 },
    );
  });
});

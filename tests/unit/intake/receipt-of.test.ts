import { describe, expect, it } from 'vitest';
import { receiptRow } from '../../../lambdas/domain/answers/receipt.ts';
import { outcomeOf, receiptRowOf, totalsOf } from '../../../lambdas/domain/answers/receipt-of.ts';
import { receiptTotals } from '../../../lambdas/domain/lists/list-facts.ts';
import { rowNote } from '../../../lambdas/domain/lists/list-row.ts';
import { messageOf, NOTE_CODES, noteOf, severityOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { REFUSAL_CODES } from '../../../lambdas/domain/lists/refusal-catalogue.ts';
import { readTestList } from '../../support/read-test-list.ts';
import { workbookOf } from '../../support/workbook-builder.ts';

const read = () =>
  readTestList(
    workbookOf([
      ['Họ tên', 'CCCD', 'Số tiền'],
      ['Lan', '38145000123', 500_000],
      ['Hoa', null, 700_000],
      ['Lan', '038145000123', 500_000],
    ]),
  );

describe('a receipt', () => {
  it('balances: what was read is accepted, held or rejected, in rows and đồng', async () => {
    const totals = totalsOf((await read()).rows);
    expect(receiptTotals.parse(totals)).toEqual({
      read: { rows: 3, amount: 1_700_000 },
      accepted: { rows: 1, amount: 500_000 },
      held: { rows: 1, amount: 700_000 },
      rejected: { rows: 1, amount: 500_000 },
    });
    expect(outcomeOf(totals)).toBe('accepted-with-exceptions');
  });

  it('tells the officer what was read and what was made of it', async () => {
    const [first] = (await read()).rows;
    if (first === undefined) throw new Error('no row');
    const row = receiptRow.parse(receiptRowOf(first, { withValues: false, language: 'vi' }));
    expect(row.values).toBeUndefined();
    const note = row.notes.find(({ code }) => code === 'id-zeros-restored');
    expect(note).toMatchObject({ severity: 'warning', field: 'personalId' });
    expect(note?.message).toContain('Đọc được “38145000123”, hiểu là “038145000123”');
  });

  it('gives values where they are asked for', async () => {
    const [first] = (await read()).rows;
    if (first === undefined) throw new Error('no row');
    expect(receiptRowOf(first, { withValues: true, language: 'en' }).values?.personalId).toBe('038145000123');
  });
});

describe('the catalogue', () => {
  it('has words in both languages for every code', () => {
    for (const code of NOTE_CODES) {
      const note = rowNote.parse({ code, field: 'row', read: '500000', taken: '1' });
      expect(messageOf(note, 'vi')).not.toBe('');
      expect(messageOf(note, 'en')).not.toBe(messageOf(note, 'vi'));
      expect(['warning', 'error']).toContain(severityOf(note));
    }
    expect(REFUSAL_CODES.length).toBeGreaterThan(10);
  });

  it('names the field of a mismatch and nothing of the registry', () => {
    expect(messageOf(noteOf('identity-mismatch', 'birthDate'), 'vi')).toMatch(/^Ngày sinh không khớp/);
  });
});

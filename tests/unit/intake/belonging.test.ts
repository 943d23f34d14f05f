import { describe, expect, it } from 'vitest';
import { listMessageOf, severityOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { unit, unitCode } from '../../../lambdas/domain/unit.ts';
import type { ListContext } from '../../../lambdas/formats/lists/list-reader.ts';
import { codesOf, readTestList, testContext } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];

const UNITS = [
  ['38', 'Tỉnh Thanh Hóa', 'province', null],
  ['278', 'Huyện Thanh Oai', 'district', '38'],
  ['10120', 'Xã Cự Khê', 'commune', '278'],
  ['10126', 'Xã Bích Hòa', 'commune', '278'],
  ['16033', 'Xã Đông Thành', 'commune', '38'],
  ['99999', 'Phường 1', 'commune', '38'],
].map(([code, name, level, parent]) =>
  unit.parse({ code, name, level, parent, validFrom: '2008-08-01', validTo: null }),
);
const FORMER = unit.parse({
  code: '10129',
  name: 'Xã Mỹ Hưng',
  level: 'commune',
  parent: '278',
  validFrom: '2008-08-01',
  validTo: '2025-06-30',
});

function contextOf(code: string): ListContext {
  const context = testContext();
  const referenceData = { ...context.referenceData, units: [...UNITS, FORMER] };
  return { ...context, unit: unitCode.parse(code), referenceData };
}

const HEADER = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Xã'];
const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000];
const HUNG = ['Trần Văn Hùng', '02/03/1950', '038050000456', 750_000];

async function outcomes(rows: Rows, code = '10120') {
  const { rows: found } = await readTestList(workbookOf(rows), contextOf(code));
  return found.map((row) => `${row.outcome} ${codesOf(row).filter((one) => one === 'other-unit')}`.trim());
}

describe('a row that names a unit', () => {
  it.each<[string, TestCell, string]>([
    ['its own', 'Xã Cự Khê', 'accepted'],
    ['its own without the level', 'CỰ KHÊ', 'accepted'],
    ['its own without marks', 'Cu Khe', 'accepted'],
    ['its own by code', 10120, 'accepted'],
    ['the district above it', 'Huyện Thanh Oai', 'accepted'],
    ['nothing that the units file knows', 'Xã Tân Phú', 'accepted'],
    ['a unit that is no more', 'Xã Mỹ Hưng', 'accepted'],
    ['a number that is the name of a ward', '1', 'accepted'],
    ['another commune', 'Xã Bích Hòa', 'rejected other-unit'],
    ['another commune, the tone written elsewhere', 'bích hoà', 'rejected other-unit'],
    ['another commune with its district', 'Bích Hòa, Thanh Oai', 'rejected other-unit'],
    ['another commune by code', '10126', 'rejected other-unit'],
    ['a ward with a number, in full', 'Phường 1', 'rejected other-unit'],
  ])('%s', async (_, named, expected) => {
    expect(await outcomes([HEADER, [...LAN, named]])).toEqual([expected]);
  });

  it('below the sending unit belongs to it', async () => {
    expect(await outcomes([HEADER, [...LAN, 'Xã Cự Khê'], [...HUNG, '16033']], '278')).toEqual([
      'accepted',
      'rejected other-unit',
    ]);
  });

  it('by the group above it, is that unit’s', async () => {
    const rows: Rows = [HEADER, ['I. Xã Cự Khê'], LAN, ['II. Xã Bích Hòa'], HUNG];
    expect(await outcomes(rows)).toEqual(['accepted', 'rejected other-unit']);
    expect(await outcomes(rows, '278')).toEqual(['accepted', 'accepted']);
  });

  it('keeps no later row of the same person from being paid', async () => {
    expect(await outcomes([HEADER, [...LAN, 'Xã Bích Hòa'], [...LAN, 'Xã Cự Khê']])).toEqual([
      'rejected other-unit',
      'accepted',
    ]);
  });

  it('where somebody was born or is registered, belongs to whoever sends it', async () => {
    const header = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Quê quán (xã)', 'Xã thường trú'];
    expect(await outcomes([header, [...LAN, 'Xã Bích Hòa', 'Xã Bích Hòa']])).toEqual(['accepted']);
  });

  it('under a header of where somebody was born is no unit that pays', async () => {
    const upper = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Quê quán', null];
    const lower = [null, null, null, null, 'Thôn', 'Xã'];
    expect(await outcomes([upper, lower, [...LAN, 'Thôn Đông', 'Xã Bích Hòa']])).toEqual(['accepted']);
  });

  it('is not judged where the units file does not know the sending unit', async () => {
    expect(await outcomes([HEADER, [...LAN, 'Xã Bích Hòa']], '12345')).toEqual(['accepted']);
  });
});

describe('the titles of a list', () => {
  const notesOf = async (...titles: string[]) => {
    const rows: Rows = [...titles.map((title) => [title]), HEADER, LAN];
    const { list } = await readTestList(workbookOf(rows), contextOf('10120'));
    return list.notes.map(({ code, read, taken }) => [code, read, taken]);
  };

  it.each(['DANH SÁCH CHI TRẢ THÁNG 5 NĂM 2026', 'Tháng 05/2026', 'Kỳ chi trả: 05/2026', 'Danh sách chi trả T5/2026'])(
    '%s names another month: said, and read all the same',
    async (title) => {
      expect(await notesOf(title)).toEqual([['period-differs', '05/2026', '06/2026']]);
    },
  );

  it.each([
    'DANH SÁCH CHI TRẢ THÁNG 6 NĂM 2026',
    'Cự Khê, ngày 28 tháng 5 năm 2026',
    '(Kèm theo Công văn tháng 5 năm 2026)',
    'Căn cứ Quyết định số 12 tháng 4 năm 2026',
    'Truy lĩnh tháng 5 năm 2026, chi trả tháng 6 năm 2026',
  ])('%s is of this month', async (title) => {
    expect(await notesOf(title)).toEqual([]);
  });

  it('may name another unit: said, and read all the same', async () => {
    expect(await notesOf('UBND XÃ BÍCH HÒA', 'DANH SÁCH CHI TRẢ')).toEqual([
      ['unit-differs', 'Xã Bích Hòa', 'Xã Cự Khê'],
    ]);
  });

  it('say nothing where they name its own too, or a unit above it', async () => {
    expect(await notesOf('UBND XÃ CỰ KHÊ', 'Nhận thay xã Bích Hòa')).toEqual([]);
    expect(await notesOf('UBND HUYỆN THANH OAI', 'DANH SÁCH CHI TRẢ')).toEqual([]);
  });
});

describe('sheets that are not read', () => {
  const rows = rowsXml([HEADER, LAN]);
  const notesOf = async (...others: { name: string; rows: string; state?: 'hidden' }[]) => {
    const { list, rows: found } = await readTestList(rawWorkbook({ sheets: [...others, { name: 'BTXH', rows }] }));
    expect(found).toHaveLength(1);
    return list.notes;
  };

  it('are named: hidden ones', async () => {
    expect(await notesOf({ name: 'Cũ', rows, state: 'hidden' })).toEqual([{ code: 'sheet-hidden', read: 'Cũ' }]);
  });

  it('are named: a summary', async () => {
    const summary = [
      ['STT', 'Chế độ', 'Số tiền'],
      [1, 'BTXH', 500_000],
    ];
    expect(await notesOf({ name: 'Tổng hợp', rows: rowsXml(summary) })).toEqual([
      { code: 'sheet-skipped', read: 'Tổng hợp' },
    ]);
  });

  it('are not worth a word where nobody can be listed: empty ones, a cover, instructions', async () => {
    expect(await notesOf({ name: 'Sheet2', rows: '' })).toEqual([]);
    expect(await notesOf({ name: 'Bìa', rows: rowsXml([['HỒ SƠ CHI TRẢ'], ['Tháng 6', '2026']]) })).toEqual([]);
  });

  it('have words in both languages, and hold nobody', async () => {
    for (const note of await notesOf({ name: 'Cũ', rows, state: 'hidden' })) {
      expect(severityOf(note)).toBe('warning');
      expect(listMessageOf(note, 'vi')).toContain('Trang tính “Cũ” đang bị ẩn');
      expect(listMessageOf(note, 'en')).toContain('“Cũ” is hidden');
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { DEFAULT_LIMITS, type ListPart, readList } from '../../../lambdas/formats/lists/list-reader.ts';
import { writeListTemplate } from '../../../lambdas/formats/lists/list-template.ts';
import type { TemplateKind } from '../../../lambdas/formats/lists/list-template-columns.ts';
import { TEMPLATES, TEMPLATES_FOLDER } from '../../../samples/templates.ts';
import { AN, BINH, CHI, CU_KHE, JUNE } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

async function partsOf(bytes: Uint8Array): Promise<ListPart[]> {
  const context = { unit: CU_KHE, period: JUNE, referenceData: THANH_OAI, limits: DEFAULT_LIMITS };
  return Array.fromAsync(readList(bytes, context));
}

/** The template as an officer fills it in: rows by header, below the header's row. */
async function filled(kind: TemplateKind, rows: readonly Record<string, string | number>[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(await writeListTemplate(kind)).buffer);
  const sheet = workbook.getWorksheet('Danh sách');
  if (sheet === undefined) throw new Error('The template has no list');
  const header = sheet.getRow(7);
  rows.forEach((row, index) => {
    for (const [name, value] of Object.entries(row)) {
      const columns = Array.from({ length: sheet.columnCount }, (_, at) => at + 1);
      const column = columns.find((at) => header.getCell(at).text === name);
      if (column === undefined) throw new Error(`The template has no column ${name}`);
      sheet.getCell(8 + index, column).value = value;
    }
  });
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function rowsIn(parts: readonly ListPart[]): CheckedRow[] {
  return parts.flatMap((part) => (part.part === 'rows' ? part.rows : []));
}

const FIRST = {
  STT: 1,
  'Họ và tên': 'Nguyễn Thị Tư',
  'Ngày sinh': '05/11/1945',
  'Giới tính': 'Nữ',
  'Số CCCD': BINH,
  'Thôn, tổ': 'Thôn Khê Tang',
  'Địa chỉ': 'Xóm 3',
  'Chế độ': 'BTXH',
  'Số tiền': 360_000,
  'Hình thức chi trả': 'Tài khoản',
  'Số tài khoản': '1300200000002',
  'Ngân hàng': 'Agribank',
  'Số điện thoại': '0912345678',
};
const SECOND = {
  STT: 2,
  'Họ và tên': 'Trần Văn Ba',
  'Ngày sinh': '02/03/1945',
  'Giới tính': 'Nam',
  'Số CCCD': AN,
  'Chế độ': 'BTXH',
  'Số tiền': 540_000,
  'Truy lĩnh': 180_000,
  'Số tài khoản': '1300200000003',
  'Ngân hàng': 'BIDV',
  'Người nhận thay': 'Trần Thị Út',
  'Tư cách': 'Người được ủy quyền',
  'Số CCCD người nhận thay': BINH,
  'Ủy quyền từ ngày': '01/01/2023',
  'Ủy quyền đến ngày': '31/12/2023',
};

describe.each(['full', 'changes'] as const)('The template of a %s list', (kind) => {
  it('that nobody has filled in is refused as empty: its example is nobody', async () => {
    await expect(partsOf(await writeListTemplate(kind))).rejects.toMatchObject({ code: 'empty' });
  });

  it('has every column understood word for word', async () => {
    const rows = kind === 'full' ? [FIRST] : [{ ...FIRST, 'Tăng, giảm, điều chỉnh': 'Tăng' }];
    const columns = (await partsOf(await filled(kind, rows))).flatMap((part) =>
      part.part === 'columns' ? part.columns : [],
    );

    expect(columns.filter(({ field }) => field === null)).toEqual([]);
    expect(new Set(columns.map(({ field }) => field)).size).toBe(columns.length);
  });
});

it('A filled-in list reads back without a remark', async () => {
  const ill = { ...FIRST, STT: 3, 'Họ và tên': 'Lê Thị Năm', 'Ngày sinh': '07/08/1950', 'Số CCCD': CHI };
  const atHome = { 'Hình thức chi trả': 'Tiền mặt', 'Chi trả tại nhà': 'Có', 'Số tài khoản': '', 'Ngân hàng': '' };
  const parts = await partsOf(await filled('full', [FIRST, SECOND, { ...ill, ...atHome }]));
  const rows = rowsIn(parts);

  expect(rows.flatMap(({ notes }) => notes)).toEqual([]);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(rows[0]?.values).toMatchObject({
    personalId: BINH,
    fullName: 'Nguyễn Thị Tư',
    birthDate: '1945-11-05',
    sex: 'female',
    programme: 'BTXH',
    amount: 360_000,
    accountNumber: '1300200000002',
    bank: '970405',
    channel: 'account',
    phone: '0912345678',
    village: 'Thôn Khê Tang',
  });
  expect(rows[1]?.values).toMatchObject({
    arrears: 180_000,
    payeeName: 'Trần Thị Út',
    payeeRole: 'authorised',
    payeeId: BINH,
    payeeFrom: '2023-01-01',
    payeeUntil: '2023-12-31',
  });
  expect(rows[2]?.values).toMatchObject({ atHome: true, channel: 'cash', accountNumber: null });
  expect(parts.at(-1)).toMatchObject({ part: 'list', kind: 'full', purpose: 'regular', notes: [] });
});

it('A filled-in change list reads back without a remark, each row with what it changes', async () => {
  const person = { 'Họ và tên': 'Trần Văn Ba', 'Ngày sinh': '02/03/1945', 'Số CCCD': AN, 'Chế độ': 'BTXH' };
  const parts = await partsOf(
    await filled('changes', [
      { ...FIRST, 'Tăng, giảm, điều chỉnh': 'Tăng', 'Lý do': 'Mới hưởng' },
      { ...person, 'Tăng, giảm, điều chỉnh': 'Giảm', 'Lý do': 'Chuyển đi' },
    ]),
  );
  const rows = rowsIn(parts);

  expect(rows.map(({ change, values, notes }) => [change, values.changeReason, notes])).toEqual([
    ['increase', 'Mới hưởng', []],
    ['decrease', 'Chuyển đi', []],
  ]);
  expect(parts.at(-1)).toMatchObject({ part: 'list', kind: 'changes', notes: [] });
});

it.each(TEMPLATES)('$fileName is what the generator writes', async ({ kind, fileName }) => {
  const kept = new Uint8Array(readFileSync(join(TEMPLATES_FOLDER, fileName)));
  expect(Buffer.compare(await writeListTemplate(kind), kept), 'run: npm run templates').toBe(0);
});

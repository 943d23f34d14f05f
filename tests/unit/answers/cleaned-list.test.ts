import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { newAccounts } from '../../../lambdas/domain/answers/account-feed.ts';
import type { RowValues } from '../../../lambdas/domain/lists/list-row.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { accountFeedCsv } from '../../../lambdas/formats/answers/account-feed.ts';
import { cleanedListCsv } from '../../../lambdas/formats/answers/cleaned-list-csv.ts';
import { cleanedListWorkbook } from '../../../lambdas/formats/answers/cleaned-list-xlsx.ts';
import { DEFAULT_LIMITS, readList } from '../../../lambdas/formats/lists/list-reader.ts';
import { AN, BINH, CHI, CU_KHE, JUNE } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';
import { reconciled } from './closed-lists.ts';

function linesOf(...rows: ReturnType<typeof reconciled>[]): Entitlement[] {
  const submission = '20230602T030000Z-abcdef01';
  return rows.map(({ cells: _, ...row }, position) =>
    entitlement.parse({
      ...row,
      row: position + 8,
      schemaVersion: 1,
      unit: CU_KHE,
      period: JUNE,
      revision: submission,
      position,
      source: { submission, position },
    }),
  );
}

const LINES = linesOf(
  reconciled(AN, {
    values: {
      fullName: 'Đặng Thị "Út", Em',
      birthDate: '1945-03-02',
      sex: 'female',
      programme: 'NCC',
      category: 'ncc-6',
      amount: 2_055_000,
      arrears: 100_000,
      phone: '0912345678',
      village: 'Thôn Khê Tang',
      address: 'Xóm 3',
      decisionNumber: '12/QĐ',
      bookNumber: 'S-7',
    },
  }),
  reconciled(BINH, {
    values: {
      birthDate: '1945',
      payeeName: 'Trần Văn Ba',
      payeeRole: 'authorised',
      payeeId: CHI,
      payeeFrom: '2023-01-01',
      payeeUntil: '2023-12-31',
      channel: 'wallet',
      accountNumber: '0912345678',
      bank: '971025',
    },
    findings: [noteOf('identity-mismatch', 'fullName')],
  }),
  reconciled(CHI, {
    values: { accountNumber: null, bank: null, channel: 'cash', atHome: true },
    notes: [noteOf('no-account-deferred', 'accountNumber')],
  }),
);

async function workbookOf(lines: readonly Entitlement[]): Promise<Uint8Array> {
  const about = { unit: CU_KHE, unitName: 'Xã Cự Khê', period: JUNE, purpose: 'regular', data: THANH_OAI } as const;
  return cleanedListWorkbook({ ...about, lines });
}

async function readBack(bytes: Uint8Array): Promise<RowValues[]> {
  const values: RowValues[] = [];
  const context = { unit: CU_KHE, period: JUNE, referenceData: THANH_OAI, limits: DEFAULT_LIMITS };
  for await (const part of readList(bytes, context)) {
    if (part.part === 'rows') values.push(...part.rows.map((row) => row.values));
  }
  return values;
}

describe('The cleaned list', () => {
  it.each([
    ['workbook', () => workbookOf(LINES)],
    ['CSV', async () => new TextEncoder().encode(cleanedListCsv(LINES, THANH_OAI))],
  ] as const)('as a %s reads back as next month’s list, value for value', async (_, write) => {
    expect(await readBack(await write())).toEqual(LINES.map(({ values }) => values));
  });

  it('says of every line whether it is paid, postponed or held, and what is to be mended', () => {
    const records = cleanedListCsv(LINES, THANH_OAI).split('\r\n').slice(1, -1);
    const statuses = records.map((record) => /"(Chi trả|Tạm hoãn|Tạm giữ)","([^"]*)"/.exec(record)?.slice(1));

    expect(statuses).toEqual([
      ['Chi trả', ''],
      ['Tạm giữ', expect.stringContaining('Họ và tên không khớp')],
      ['Tạm hoãn', expect.stringContaining('Chưa có tài khoản')],
    ]);
  });

  it('begins with a byte order mark as CSV, and quotes every field', () => {
    const csv = cleanedListCsv(LINES, THANH_OAI);

    expect(csv.startsWith('\uFEFF"STT","Họ và tên",')).toBe(true);
    expect(csv).toContain('"Đặng Thị ""Út"", Em"');
  });

  it('holds ids and accounts as text, and nothing that runs', async () => {
    const workbook = new ExcelJS.Workbook();
    const lines = linesOf(reconciled(AN, { values: { fullName: '=1+1', address: '@SUM(A1)' } }));
    await workbook.xlsx.load(Uint8Array.from(await workbookOf(lines)).buffer);
    const row = workbook.worksheets[0]?.getRow(2);
    const texts: unknown[] = [];
    row?.eachCell((cell) => {
      expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
      texts.push(cell.value);
    });

    expect(texts).toContain(AN);
    expect(texts).toContain('=1+1');
    const csv = cleanedListCsv(lines, THANH_OAI);
    expect(csv).toContain(`"'=1+1"`);
    expect(csv).toContain(`"'@SUM(A1)"`);
    expect(csv).toContain(`"${AN}"`);
  });

  it('gives the same bytes for the same roll', async () => {
    expect(await workbookOf(LINES)).toEqual(await workbookOf(LINES));
  });

  it('of nobody is a header', () => {
    expect(cleanedListCsv([], THANH_OAI).split('\r\n')).toHaveLength(2);
  });
});

it('The feed names the accounts that the citizen has not registered, each with its unit and month', () => {
  const registry = { outcome: 'matched', nameWithoutMarks: false, account: 'none' } as const;
  const lines = linesOf(
    reconciled(AN, { registry }),
    reconciled(BINH, { registry: { ...registry, account: 'registered' } }),
  );
  const [header, ...records] = accountFeedCsv(JUNE, newAccounts(lines)).trim().split('\r\n');

  expect(header).toContain('"personal_id"');
  expect(records).toHaveLength(1);
  expect(records[0]).toContain(`"10120","2023-06","${AN}"`);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkList } from '../../../bin/check-list.ts';
import { receiptLines } from '../../../bin/text/receipt.ts';
import { receipt as receiptSchema } from '../../../lambdas/domain/answers/receipt.ts';
import { testContext } from '../../support/read-test-list.ts';
import { type TestCell, workbookOf } from '../../support/workbook-builder.ts';

const HEADER = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'];
const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000, '1234567890123', 'BIDV'];
const HUNG = ['Trần Văn Hùng', null, '038050000456'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-check-list-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(content: Uint8Array | string) {
  const path = join(folder, 'danh-sach.xlsx');
  await writeFile(path, content);
  const { unit, period, referenceData } = testContext();
  const wanted = { unit, period, referenceData, knowsUnits: true, withValues: false, language: 'vi' } as const;
  const { receipt } = await checkList(path, wanted);
  expect(receiptSchema.parse(receipt)).toEqual(receipt);
  return { receipt, text: receiptLines(receipt, { language: 'vi', width: 100 }).join('\n') };
}
const changes = (...rows: readonly (readonly TestCell[])[]): Uint8Array =>
  workbookOf([['DANH SÁCH TĂNG, GIẢM THÁNG 5 NĂM 2026'], HEADER, ...rows]);

describe('a receipt of a trial', () => {
  it('says what the list is and how its bytes were read', async () => {
    const { receipt, text } = await check(`﻿Họ tên;CCCD;Số tiền\r\nLan;038145000123;500000\r\n`);
    expect(receipt).toMatchObject({
      kind: 'full',
      purpose: 'regular',
      file: { format: 'csv', encoding: 'utf-8', separator: ';' },
    });
    expect(text).toContain('Loại danh sách: danh sách đầy đủ');
    expect(text).toContain('Định dạng: CSV, bảng mã UTF-8, ngăn cách bằng dấu chấm phẩy');
  });

  it('answers a change list row by row, and holds the row that does not say what it changes', async () => {
    const { receipt, text } = await check(changes(LAN, ['I. Tăng'], LAN.with(2, '038145000124'), ['II. Giảm'], HUNG));
    expect(receipt.kind).toBe('changes');
    expect(receipt.rows.map(({ change, outcome, notes }) => [change, outcome, notes[0]?.code])).toEqual([
      [undefined, 'held', 'change-unknown'],
      ['increase', 'accepted', undefined],
      ['decrease', 'accepted', undefined],
    ]);
    expect(text).toContain('Loại danh sách: danh sách tăng, giảm, điều chỉnh');
  });

  it('carries the remarks on the list as a whole', async () => {
    const { receipt, text } = await check(changes(['I. Giảm'], HUNG));
    expect(receipt.notes.map(({ code, severity }) => [code, severity])).toEqual([['period-differs', 'warning']]);
    expect(text).toContain('Lưu ý về cả danh sách');
    expect(text).toContain('Tiêu đề ghi kỳ 05/2026 nhưng danh sách gửi cho kỳ 06/2026.');
  });

  it('names the headers that were seen where they do not make a list', async () => {
    const { receipt, text } = await check('Họ tên,Ngày sinh\nLan,1945\n');
    expect(receipt).toMatchObject({ outcome: 'refused', refusal: { code: 'headers-missing' } });
    expect(text.replace(/\s+/g, ' ')).toContain('Các tiêu đề đọc được: “Họ tên”, “Ngày sinh”.');
  });
});

import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { period } from '../../../lambdas/domain/period.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { type WorklistLine, writeWorklist } from '../../../lambdas/formats/worklist-xlsx.ts';

function person(village: string | null, fullName: string | null, birthYear: string | null = '1945'): WorklistLine {
  const reason = 'Chưa có tài khoản';
  return {
    village,
    fullName,
    birthYear,
    programme: 'Người có công',
    reason,
    nextStep: 'Mời ra ngân hàng mở tài khoản',
  };
}

async function rowsOf(lines: WorklistLine[]): Promise<string[][]> {
  const bytes = await writeWorklist({
    title: 'DANH SÁCH NGƯỜI HƯỞNG CHƯA CÓ TÀI KHOẢN',
    unit: unitCode.parse('10120'),
    unitName: 'Xã Cự Khê',
    period: period.parse('2023-06'),
    lines,
  });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    const texts: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => {
      if (cell.master === cell) texts.push(cell.text);
    });
    rows.push(texts);
  });
  return rows;
}

describe('A worklist', () => {
  it('says what it is about, for which unit and month', async () => {
    const rows = await rowsOf([]);

    expect(rows[0]?.[0]).toBe('DANH SÁCH NGƯỜI HƯỞNG CHƯA CÓ TÀI KHOẢN');
    expect(rows[1]?.[0]).toBe('Xã Cự Khê (mã 10120) — kỳ 06/2023');
  });

  it('goes village by village, thôn 2 before thôn 10, unknown villages last, people in the order given', async () => {
    const people = [person('Thôn 10', 'A'), person(null, 'B'), person('Thôn 2', 'D'), person('Thôn 2 ', 'C')];

    expect((await rowsOf(people)).slice(3).map((row) => row.slice(0, 2))).toEqual([
      ['Thôn 2: 2 người'],
      ['1', 'D'],
      ['2', 'C'],
      ['Thôn 10: 1 người'],
      ['3', 'A'],
      ['Chưa ghi thôn, tổ dân phố: 1 người'],
      ['4', 'B'],
    ]);
  });

  it('gives for each person why, and what to do, with room for the result', async () => {
    const [header, , line] = (await rowsOf([person('Thôn 2', 'Nguyễn Thị Tư')])).slice(2);

    expect(header).toEqual(['STT', 'Họ và tên', 'Năm sinh', 'Chế độ', 'Lý do', 'Việc cần làm', 'Kết quả xử lý']);
    expect(line).toEqual([
      '1',
      'Nguyễn Thị Tư',
      '1945',
      'Người có công',
      'Chưa có tài khoản',
      'Mời ra ngân hàng mở tài khoản',
      '',
    ]);
  });

  it('leaves empty what the list does not say', async () => {
    expect((await rowsOf([person('Thôn 2', null, null)])).at(-1)?.slice(0, 3)).toEqual(['1', '', '']);
  });
});

import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { type WaitingPerson, waitingPerson } from '../../../lambdas/domain/answers/worklist.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { type Worklist, writeWorklist } from '../../../lambdas/formats/answers/worklist-xlsx.ts';

function person(village: string | null, fullName: string | null, given: Partial<WaitingPerson> = {}): WaitingPerson {
  return waitingPerson.parse({
    personalId: '001145000002',
    fullName,
    birthDate: '1945-03-02',
    village,
    programmes: ['Người có công'],
    group: null,
    reason: 'Chưa có tài khoản',
    nextStep: 'Mời ra ngân hàng mở tài khoản',
    sheet: 'NCC',
    row: 12,
    since: '2023-05-04',
    ...given,
  });
}

async function writtenWith(people: WaitingPerson[], kind: Worklist['kind'] = 'no-account'): Promise<ExcelJS.Workbook> {
  const about = { unit: unitCode.parse('10120'), unitName: 'Xã Cự Khê', period: period.parse('2023-06') };
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(await writeWorklist({ kind, ...about, people })).buffer);
  return workbook;
}

function rowsOn(sheet: ExcelJS.Worksheet | undefined): string[][] {
  const rows: string[][] = [];
  sheet?.eachRow((row) => {
    const texts: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => {
      if (cell.master === cell) texts.push(cell.text);
    });
    rows.push(texts);
  });
  return rows;
}

async function rowsOf(people: WaitingPerson[], kind?: Worklist['kind']): Promise<string[][]> {
  return rowsOn((await writtenWith(people, kind)).worksheets[0]);
}

describe('A worklist', () => {
  it('says what it is about, for which unit and month, and who is to act', async () => {
    const rows = await rowsOf([person('Thôn 2', 'A')], 'no-personal-id');

    expect(rows.slice(0, 3).map(([text]) => text)).toEqual([
      'DANH SÁCH NGƯỜI HƯỞNG CHƯA CÓ SỐ ĐỊNH DANH CÁ NHÂN DÙNG ĐƯỢC',
      'Xã Cự Khê (mã 10120) — kỳ 06/2023',
      'Công an cấp xã: cấp, cung cấp số định danh cá nhân, thẻ căn cước',
    ]);
  });

  it('goes village by village, thôn 2 before thôn 10, unknown villages last, people in the order given', async () => {
    const people = [person('Thôn 10', 'A'), person(null, 'B'), person('Thôn 2', 'D'), person('thôn  2 ', 'C')];

    expect((await rowsOf(people)).slice(4).map((row) => row.slice(0, 2))).toEqual([
      ['Thôn 2: 2 người'],
      ['1', 'D'],
      ['2', 'C'],
      ['Thôn 10: 1 người'],
      ['3', 'A'],
      ['Chưa ghi thôn, tổ dân phố: 1 người'],
      ['4', 'B'],
    ]);
  });

  it('gives for each person why, what to do, since when and where the row stands, with room for the result', async () => {
    const [header, , line] = (await rowsOf([person('Thôn 2', 'Nguyễn Thị Tư')])).slice(3);

    expect(header).toEqual([
      'STT',
      'Họ và tên',
      'Ngày sinh',
      'Chế độ',
      'Lý do',
      'Việc cần làm',
      'Chờ từ ngày',
      'Dòng trong danh sách',
      'Kết quả xử lý',
    ]);
    expect(line).toEqual([
      '1',
      'Nguyễn Thị Tư',
      '02/03/1945',
      'Người có công',
      'Chưa có tài khoản',
      'Mời ra ngân hàng mở tài khoản',
      '04/05/2023',
      'NCC, dòng 12',
      '',
    ]);
  });

  it('shows no id of anybody', async () => {
    expect((await rowsOf([person('Thôn 2', 'A')])).flat().join(' ')).not.toContain('001145000002');
  });

  it.each([
    ['1945-03', '03/1945'],
    ['1945', '1945'],
  ])('gives as much of a birth date as the list does: %s', async (birthDate, shown) => {
    expect((await rowsOf([person('Thôn 2', 'A', { birthDate })])).at(-1)?.[2]).toBe(shown);
  });

  it('leaves empty what the list does not say', async () => {
    const nameless = person('Thôn 2', null, { birthDate: null, sheet: null });

    expect((await rowsOf([nameless])).at(-1)).toMatchObject({ 0: '1', 1: '', 2: '', 7: '12' });
  });

  it('has a sheet for each wish, since each goes to another provider, those who wish nothing last', async () => {
    const people = [
      person('Thôn 2', 'A', { group: 'Chưa nêu' }),
      person('Thôn 2', 'B', { group: 'Ví MoMo' }),
      person('Thôn 3', 'C', { group: 'ví momo' }),
      person('Thôn 2', 'D', { group: 'Tiền mặt' }),
    ];
    const workbook = await writtenWith(people);

    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Tiền mặt', 'Ví MoMo', 'Chưa nêu']);
    expect(
      rowsOn(workbook.worksheets[1])
        .slice(4)
        .map((row) => row.slice(0, 2)),
    ).toEqual([['Thôn 2: 1 người'], ['1', 'B'], ['Thôn 3: 1 người'], ['2', 'C']]);
  });

  it('that is mended altogether says that nothing is left', async () => {
    expect((await rowsOf([])).at(-1)?.[0]).toContain('Không còn ai');
  });

  it('of the same people gives the same bytes', async () => {
    const list = {
      kind: 'branch',
      unit: unitCode.parse('10120'),
      unitName: 'Xã Cự Khê',
      period: period.parse('2023-06'),
    } as const;
    const people = [person('Thôn 2', 'A')];

    expect(await writeWorklist({ ...list, people })).toEqual(await writeWorklist({ ...list, people }));
  });
});

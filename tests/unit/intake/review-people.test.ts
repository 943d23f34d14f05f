import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { refusalMessage } from '../../../lambdas/domain/lists/refusal-catalogue.ts';
import { ListRefused } from '../../../lambdas/formats/lists/list-reader.ts';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { type TestCell, workbookOf } from '../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
const AN = 'Nguyễn Văn An';
const ID = '001038000123';

async function people(rows: Rows) {
  return (await readTestList(workbookOf(rows))).rows;
}
/** One person with one more column. */
const withColumn = async (header: string, value: TestCell) =>
  (
    await people([
      ['Họ và tên', 'Số CCCD', 'Chế độ', 'Số tiền', header],
      [AN, ID, 'BTXH', 500_000, value],
    ])
  )[0];

describe('columns as they were and as they are to be', () => {
  it('what is new counts', async () => {
    const [row] = await people([
      ['DANH SÁCH ĐIỀU CHỈNH'],
      [
        'Họ tên cũ',
        'Họ tên mới',
        'Số CCCD cũ',
        'Số CCCD mới',
        'Số TK cũ',
        'Số TK mới',
        'Ngân hàng cũ',
        'Ngân hàng mới',
        'Số tiền',
      ],
      ['Nguyễn Văn Ân', AN, '001038000999', ID, '1111111111', '2222222222', 'BIDV', 'Agribank', 500_000],
    ]);
    expect(row?.values).toMatchObject({
      fullName: AN,
      personalId: ID,
      accountNumber: '2222222222',
      bank: '970405',
    });
  });
});

describe('headers of other words', () => {
  it.each(['Họ tên chủ hộ', 'Chủ hộ', 'Đối tượng hưởng', 'Người được hưởng chế độ'])(
    '%s names who is paid',
    async (header) => {
      const [row] = await people([
        [header, 'Số CCCD', 'Số tiền'],
        [AN, ID, 500_000],
      ]);
      expect(row?.values.fullName).toBe(AN);
    },
  );

  it('the householder is nobody’s beneficiary where a name stands beside', async () => {
    expect((await withColumn('Chủ hộ', 'Trần Văn Hùng'))?.values.fullName).toBe(AN);
  });

  it.each(['TK ngân hàng', 'Số ATM', 'Số TK NH'])('%s is the account', async (header) => {
    expect((await withColumn(header, '1234567890123'))?.values.accountNumber).toBe('1234567890123');
  });

  it.each(['Tên NH', 'Nơi mở TK'])('%s is the bank', async (header) => {
    expect((await withColumn(header, 'Agribank'))?.values.bank).toBe('970405');
  });

  it.each(['MĐD', 'Mã ĐD', 'Số thẻ CC'])('%s is the id', async (header) => {
    const [row] = await people([
      ['Họ tên', header, 'Số tiền'],
      [AN, ID, 500_000],
    ]);
    expect(row?.values.personalId).toBe(ID);
  });

  it.each(['Người nhận hộ', 'Người chăm sóc', 'Họ tên người chăm sóc', 'Người nuôi dưỡng', 'Họ tên chủ TK'])(
    '%s is who receives',
    async (header) => {
      expect((await withColumn(header, 'Trần Thị Bình'))?.values.payeeName).toBe('Trần Thị Bình');
    },
  );

  it('ids are ids whatever stands over them', async () => {
    const rows = await people([
      ['Họ tên', 'Ghi chú', 'Số tiền'],
      [AN, ID, 500_000],
      ['Trần Văn Hùng', '038050000456', 500_000],
    ]);
    expect(rows.map(({ values }) => values.personalId)).toEqual([ID, '038050000456']);
  });

  it('columns that clash are named with their letters', async () => {
    const rows = [
      ['Họ tên', 'CCCD', 'Số tiền', 'Số tiền'],
      [AN, ID, 500_000, 700_000],
    ];
    const error: unknown = await people(rows).catch((caught: unknown) => caught);
    const words = error instanceof ListRefused ? refusalMessage(error.code, 'vi', error.details) : '';
    expect(words).toContain('cột C “Số tiền”, cột D “Số tiền”');
  });
});

describe('one id in two rows', () => {
  const twice = (name: string, birth: string) =>
    people([
      ['Họ tên', 'Ngày sinh', 'CCCD', 'Chế độ', 'Số tiền'],
      [AN, '01/02/1938', ID, 'BTXH', 500_000],
      [name, birth, ID, 'BTXH', 500_000],
    ]);

  it.each([
    ['NGUYỄN VĂN AN', '01/02/1938'],
    ['Nguyen Van An', '1938'],
    ['Nguyễn Văn An', ''],
  ])('is a repetition where the person is the same: %s %s', async (name, birth) => {
    const [first, second] = await twice(name, birth);
    expect([first?.outcome, second?.outcome, second?.notes[0]?.code]).toEqual(['accepted', 'rejected', 'repeated-row']);
  });

  it.each([
    ['Nguyễn Văn Ân', '01/02/1938'],
    ['Trần Thị Bình', ''],
    ['Nguyễn Văn An', '01/02/1958'],
  ])('is for comparison where another is named, and nobody is to be deleted: %s %s', async (name, birth) => {
    const [first, second] = await twice(name, birth);
    expect([first?.outcome, second?.outcome, second?.notes[0]]).toEqual([
      'accepted',
      'held',
      { code: 'id-shared', field: 'personalId', taken: '2 (trang tính “BTXH”)' },
    ]);
    expect(second?.values.personalId).toBeNull();
  });

  it('the place of a tone changes nobody', async () => {
    const rows = await people([
      ['Họ tên', 'CCCD', 'Số tiền'],
      ['Trần Hoà', ID, 500_000],
      ['Trần Hòa', ID, 500_000],
    ]);
    expect(rows[1]?.notes[0]?.code).toBe('repeated-row');
  });
});

describe('what an officer should look at', () => {
  it('a stranger who holds the account', async () => {
    const [row] = await people([
      ['Họ tên', 'CCCD', 'Chế độ', 'Số tiền', 'Số TK', 'Ngân hàng', 'Chủ TK'],
      [AN, ID, 'BTXH', 500_000, '1234567890123', 'Sacombank', 'TRAN THI BINH'],
    ]);
    expect([row?.outcome, row?.values.bank]).toEqual(['accepted', '970403']);
    expect(codesOf(row)).toContain('holder-without-relation');
  });

  it.each(['chết ngày 3/5', 'chuyển đi', 'thôi hưởng từ 6/2023'])('the remark “%s” in a full list', async (remark) => {
    const row = await withColumn('Ghi chú', remark);
    expect(row?.outcome).toBe('accepted');
    expect(codesOf(row)).toContain('remark-says-ended');
  });

  it.each(['cắt cụt chân', 'mất sức lao động', 'chuyển khoản'])('not the remark “%s”', async (remark) => {
    expect(codesOf(await withColumn('Ghi chú', remark))).not.toContain('remark-says-ended');
  });

  it('each of the rows that one merged amount covers', async () => {
    const merged = workbookOf(
      [
        ['Họ tên', 'CCCD', 'Số tiền'],
        [AN, ID, 1_000_000],
        ['Trần Văn Hùng', '038050000456', null],
      ],
      { after: '<mergeCells><mergeCell ref="C2:C3"/></mergeCells>' },
    );
    const { rows } = await readTestList(merged);
    expect(rows.map((row) => codesOf(row).filter((code) => code.startsWith('amount')))).toEqual([
      ['amount-merged'],
      ['amount-merged'],
    ]);
  });
});

describe('values that are certain', () => {
  it.each(['CCCD: 001038000123', '001038000123/', '001038000123 cấp ngày 1/2/2021', '111222333; 001038000123'])(
    'the id in %s',
    async (text) => {
      const [row] = await people([
        ['Họ tên', 'CCCD', 'Số tiền'],
        [AN, text, 500_000],
      ]);
      expect([row?.values.personalId, codesOf(row).includes('id-cleaned')]).toEqual([ID, true]);
    },
  );

  it('not the id of somebody else, nor one of two', async () => {
    for (const text of ['của mẹ: 001038000123', '001038000123; 001038000124']) {
      const [row] = await people([
        ['Họ tên', 'CCCD', 'Số tiền'],
        [AN, text, 500_000],
      ]);
      expect(codesOf(row)).toContain('id-unreadable');
    }
  });

  it.each([
    ['…/…/1938', '1938', 'birth-year-only'],
    ['.../.../1938', '1938', 'birth-year-only'],
    ['--/--/1938', '1938', 'birth-year-only'],
    ['tháng 2 năm 1938', '1938-02', 'birth-month-only'],
    ['Không rõ', null, 'birth-date-missing'],
  ])('the birth date %s', async (text, birth, code) => {
    const row = await withColumn('Ngày sinh', text);
    expect([row?.values.birthDate, row?.outcome]).toEqual([birth, 'accepted']);
    expect(codesOf(row)).toContain(code);
  });

  it('dates are shown as officers write them', async () => {
    const row = await withColumn('Ngày sinh', 'tháng 2 năm 1938');
    const words = row?.notes.map((note) => messageOf(note, 'vi')).join(' ') ?? '';
    expect(words).toContain('(02/1938)');
  });

  it('a village without the count of its people', async () => {
    const rows = await people([
      ['STT', 'Họ tên', 'CCCD', 'Số tiền'],
      ['Thôn Kim Lâm (2 người)', null, null, null],
      [1, AN, ID, 500_000],
    ]);
    expect(rows[0]?.values.village).toBe('Thôn Kim Lâm');
  });
});

describe('a formula that was never calculated', () => {
  const formula = { xml: '<c><f>1+1</f></c>' };

  it.each([
    ['Số tiền', 'amount'],
    ['Số CCCD', 'personalId'],
    ['Số TK', 'accountNumber'],
  ])('under %s is said to be one, not to be missing', async (header, field) => {
    const headers = ['Họ tên', 'Số CCCD', 'Số tiền', 'Số TK', 'Ngân hàng'];
    const values = [AN, ID, 500_000, '1234567890123', 'BIDV'];
    const [row] = await people([headers, values.map((value, index) => (headers[index] === header ? formula : value))]);
    expect(row?.outcome).toBe('held');
    const ofField = row?.notes.filter((note) => note.field === field && note.code !== 'no-account-cash');
    expect(ofField).toEqual([{ code: 'cell-not-calculated', field }]);
  });

  it('in the column of row numbers takes nothing from the row', async () => {
    const [row] = await people([
      ['STT', 'Họ tên', 'CCCD', 'Chế độ', 'Số tiền'],
      [formula, AN, ID, 'BTXH', 500_000],
    ]);
    expect([row?.outcome, row?.values.fullName]).toEqual(['accepted', AN]);
  });
});

it('a Word document is no old workbook', async () => {
  const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  const stream = Buffer.from('WordDocument', 'utf16le');
  const document = Uint8Array.from([...signature, ...Array.from({ length: 600 }, () => 0), ...stream]);
  const error: unknown = await readTestList(document).catch((caught: unknown) => caught);
  expect(error instanceof ListRefused ? [error.code, error.details.format] : error).toEqual([
    'not-a-list',
    'Word (.doc)',
  ]);
});

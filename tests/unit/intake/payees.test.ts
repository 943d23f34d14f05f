import { describe, expect, it } from 'vitest';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { type TestCell, workbookOf } from '../../support/workbook-builder.ts';

const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000, '1234567890123', 'BIDV'];
const HEADER = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng', 'Người được ủy quyền'];

async function read(headers: readonly TestCell[], cells: readonly TestCell[], payee: TestCell = 'Trần Văn Nam') {
  const { rows } = await readTestList(
    workbookOf([
      [...HEADER, ...headers],
      [...LAN, payee, ...cells],
    ]),
  );
  const { payeeFrom, payeeUntil } = rows[0]?.values ?? {};
  return [rows[0]?.outcome, payeeFrom, payeeUntil, ...codesOf(rows[0])];
}

describe('the dates of an authorisation', () => {
  it.each<[string, TestCell, (string | null)[]]>([
    ['a span', '01/01/2026 - 31/12/2026', ['accepted', '2026-01-01', '2026-12-31']],
    ['a span in words', 'Từ ngày 01/01/2026 đến ngày 31/12/2026', ['accepted', '2026-01-01', '2026-12-31']],
    ['its end', '31/12/2026', ['accepted', null, '2026-12-31']],
    ['its end in words', 'đến 31/12/2026', ['accepted', null, '2026-12-31']],
    ['its beginning in words', 'Từ 01/01/2026', ['accepted', '2026-01-01', null]],
    ['a month, through its last day', '06/2026', ['accepted', null, '2026-06-30']],
    ['a year, through its last day', '2026', ['accepted', null, '2026-12-31']],
    ['no end', 'Không thời hạn', ['accepted', null, null]],
    ['the last month', '31/05/2026', ['held', null, '2026-05-31', 'payee-expired']],
    ['a day of this month', '01/06/2026', ['accepted', null, '2026-06-01']],
    ['next month', '01/07/2026 - 31/12/2026', ['held', '2026-07-01', '2026-12-31', 'payee-not-yet']],
    ['something else', '12 tháng', ['accepted', null, null, 'payee-dates-unreadable']],
    ['a day that never was', '31/02/2026', ['accepted', null, null, 'payee-dates-unreadable']],
  ])('in one column: %s', async (_, text, expected) => {
    expect(await read(['Thời hạn ủy quyền'], [text])).toEqual(expected);
  });

  it.each([
    [['Ủy quyền từ ngày', 'Ủy quyền đến ngày']],
    [['Ngày ủy quyền', 'Ngày hết hạn ủy quyền']],
    [['Người được ủy quyền: từ ngày', 'Người được ủy quyền: đến ngày']],
  ])('in two columns: %s', async (headers) => {
    expect(await read(headers, ['01/01/2026', '31/05/2026'])).toEqual([
      'held',
      '2026-01-01',
      '2026-05-31',
      'payee-expired',
    ]);
  });

  it('in two columns under one header', async () => {
    const { rows } = await readTestList(
      workbookOf(
        [
          ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Người được ủy quyền', null, null],
          [null, null, null, null, 'Họ tên', 'Từ ngày', 'Đến ngày'],
          [...LAN.slice(0, 4), 'Trần Văn Nam', '01/01/2026', '31/12/2026'],
        ],
        { after: '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="E1:G1"/></mergeCells>' },
      ),
    );
    expect(rows[0]?.values).toMatchObject({
      payeeName: 'Trần Văn Nam',
      payeeRole: 'authorised',
      payeeFrom: '2026-01-01',
      payeeUntil: '2026-12-31',
    });
  });

  it('say nothing where nobody receives in the beneficiary’s place', async () => {
    expect(await read(['Thời hạn ủy quyền'], ['31/05/2026'], null)).toEqual(['accepted', null, null]);
  });

  it('are not those from which the benefit is due', async () => {
    expect(await read(['Hưởng từ ngày', 'Từ tháng'], ['01/07/2026', '07/2026'])).toEqual(['accepted', null, null]);
  });
});

describe('letters that only look Vietnamese', () => {
  it('Đ typed as eth is mended, with a warning', async () => {
    const { rows } = await readTestList(workbookOf([HEADER, ['Ðặng Thị Lan', ...LAN.slice(1), 'Ðỗ Văn Nam']]));
    expect(rows[0]?.values).toMatchObject({ fullName: 'Đặng Thị Lan', payeeName: 'Đỗ Văn Nam' });
    expect(rows[0]?.notes).toMatchObject([
      { code: 'name-letter-mended', field: 'fullName', read: 'Ðặng Thị Lan', taken: 'Đặng Thị Lan' },
      { code: 'name-letter-mended', field: 'payeeName' },
    ]);
  });

  it.each(['Nguy?n Th? Lan', 'NguyÔn ThÞ Lan', 'Nguyeãn Thò Lan', 'Lª V¨n', 'TRAÀN VAÊN', 'Nguyá»…n', 'TrÐn Văn'])(
    '%s is damaged, and held',
    async (name) => {
      const { rows } = await readTestList(workbookOf([HEADER, [name, ...LAN.slice(1)]]));
      expect([rows[0]?.outcome, ...codesOf(rows[0])]).toEqual(['held', 'name-damaged']);
    },
  );

  it.each([
    'Doãn Thị Hoà',
    'Y Bhăm Êban',
    "H'Mơ Niê",
    'H’Lan Kbuôr',
    'Lò Văn Ẵ',
    'NGÔ ĐỨC ÂU',
    'Ksor Krơng',
    'Trần Lê-Na',
  ])('%s is a name as it stands', async (name) => {
    const { rows } = await readTestList(workbookOf([HEADER, [name, ...LAN.slice(1)]]));
    expect([rows[0]?.values.fullName, rows[0]?.outcome, ...codesOf(rows[0])]).toEqual([name, 'accepted']);
  });
});

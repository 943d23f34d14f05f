import type { BadFile } from '../../../support/bad-input.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
const list =
  (...rows: Rows) =>
  () =>
    workbookOf(rows);
const sheets =
  (...all: readonly Rows[]) =>
  () =>
    rawWorkbook({ sheets: all.map((rows, index) => ({ name: `Trang ${index + 1}`, rows: rowsXml(rows) })) });
const ID = '038145000123';
const OTHER_ID = '038145000124';
const GOOD: Rows = [
  ['Họ tên', 'CCCD', 'Số tiền'],
  ['Trần Văn Hùng', '038050000456', 500_000],
];
const merged =
  (rows: Rows, ...ranges: readonly string[]) =>
  () =>
    workbookOf(rows, {
      after: `<mergeCells>${ranges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`,
    });

/** Headers from which nobody can tell who is paid, or what. */
export const HEADER_FILES: readonly BadFile[] = [
  ['no name', 'headers-missing', list(['STT', 'Số CCCD', 'Số tiền'], [1, ID, 500_000])],
  [
    'neither id nor amount',
    'headers-missing',
    list(['STT', 'Họ tên', 'Ngày sinh', 'Địa chỉ'], [1, 'Lan', '1945', 'Thôn 1']),
  ],
  [
    'an account, but neither id nor amount',
    'headers-missing',
    list(['Họ tên', 'Số tài khoản', 'Ngân hàng'], ['Lan', '1234567890123', 'BIDV']),
  ],
  [
    "nobody's name but the payee's and the holder's",
    'headers-missing',
    list(['CCCD', 'Số tiền', 'Tên chủ tài khoản'], [ID, 500_000, 'Lan']),
  ],
  ['people and no header', 'headers-missing', list([1, 'Lan', ID, 500_000], [2, 'Hoa', OTHER_ID, 500_000])],
  [
    'a title, then people',
    'headers-missing',
    list(['DANH SÁCH CHI TRẢ'], [1, 'Lan', ID, 500_000], [2, 'Hoa', OTHER_ID, 500_000]),
  ],
  [
    'column numbers for a header',
    'headers-missing',
    list(['(1)', '(2)', '(3)', '(4)'], [1, 'Lan', ID, 500_000], [2, 'Hoa', OTHER_ID, 500_000]),
  ],
  [
    'a header below the people',
    'headers-missing',
    list(['Lan', ID, 500_000], ['Hoa', OTHER_ID, 500_000], ['x', 'y', 'z']),
  ],
  [
    'a second sheet with people and no header',
    'headers-missing',
    sheets(GOOD, [
      ['Lan', ID, 500_000],
      ['Hoa', OTHER_ID, 500_000],
    ]),
  ],
  [
    'a second sheet with people and no names',
    'headers-missing',
    sheets(GOOD, [
      ['CCCD', 'Số tiền'],
      [ID, 500_000],
      [OTHER_ID, 500_000],
    ]),
  ],
  [
    'a header of other languages',
    'headers-missing',
    list(['Nom', 'Numéro', 'Montant'], ['Lan', ID, 500_000], ['Hoa', OTHER_ID, 500_000]),
  ],
  [
    'a header of formula errors',
    'headers-missing',
    list([{ xml: '<c t="e"><v>#REF!</v></c>' }, { xml: '<c t="e"><v>#REF!</v></c>' }, 'Số tiền'], ['Lan', ID, 500_000]),
  ],
  [
    'a report of figures',
    'not-a-list',
    list(['Nội dung', 'ĐVT', 'Kết quả'], ['Tổng số đối tượng', 'Người', 120], ['Đã chi trả', 'Người', 100]),
  ],
  [
    'a cover',
    'not-a-list',
    list(['ỦY BAN NHÂN DÂN XÃ ĐÔNG THÀNH'], ['BÁO CÁO THÁNG 6 NĂM 2026'], ['Nơi nhận: Như trên']),
  ],
  ['one cell', 'not-a-list', list(['x'])],
  ['figures alone', 'not-a-list', list([1, 2, 3], [4, 5, 6])],
  ['two ids that differ', 'headers-ambiguous', list(['Họ tên', 'Số CCCD', 'Mã định danh'], ['Lan', ID, OTHER_ID])],
  [
    'two ids that differ in one row only',
    'headers-ambiguous',
    list(['Họ tên', 'CCCD', 'Số CCCD'], ['Lan', ID, ID], ['Hoa', OTHER_ID, '038145000125']),
  ],
  [
    'two amounts that differ',
    'headers-ambiguous',
    list(['Họ tên', 'CCCD', 'Số tiền', 'Số tiền'], ['Lan', ID, 500_000, 540_000]),
  ],
  [
    'two amounts of one kind by other words',
    'headers-ambiguous',
    list(['Họ tên', 'CCCD', 'Số tiền', 'Thành tiền'], ['Lan', ID, 500_000, 540_000]),
  ],
  ['two names that differ', 'headers-ambiguous', list(['Họ tên', 'Họ và tên', 'CCCD'], ['Lan', 'Hoa', ID])],
  [
    'two accounts that differ',
    'headers-ambiguous',
    list(['Họ tên', 'CCCD', 'Số tài khoản', 'STK'], ['Lan', ID, '1234567890123', '9876543210987']),
  ],
  [
    'two amounts of which one is empty and one is not, row by row',
    'headers-ambiguous',
    list(['Họ tên', 'CCCD', 'Số tiền', 'Số tiền'], ['Lan', ID, 500_000, null], ['Hoa', OTHER_ID, null, 540_000]),
  ],
  [
    'one header merged over two amounts',
    'headers-ambiguous',
    merged(
      [
        ['Họ tên', 'CCCD', 'Số tiền', null],
        ['Lan', ID, 500_000, 540_000],
      ],
      'C1:D1',
    ),
  ],
  [
    'two halves of one page side by side',
    'headers-ambiguous',
    list(
      ['Họ tên', 'CCCD', 'Số tiền', null, 'Họ tên', 'CCCD', 'Số tiền'],
      ['Lan', ID, 500_000, null, 'Hoa', OTHER_ID, 500_000],
    ),
  ],
  [
    'two amounts on the second sheet',
    'headers-ambiguous',
    sheets(GOOD, [
      ['Họ tên', 'CCCD', 'Số tiền', 'Số tiền'],
      ['Lan', ID, 500_000, 540_000],
    ]),
  ],
  ['a header and empty sheets', 'empty', sheets([['Họ tên', 'CCCD', 'Số tiền']], [], [])],
  [
    'a header, a group and nobody',
    'empty',
    list(['Họ tên', 'CCCD', 'Số tiền'], ['I. Người có công'], ['II. Bảo trợ xã hội']),
  ],
  [
    'a header, its numbers and a total',
    'empty',
    list(['Họ tên', 'CCCD', 'Số tiền'], ['(1)', '(2)', '(3)'], ['Tổng cộng', null, 0]),
  ],
];

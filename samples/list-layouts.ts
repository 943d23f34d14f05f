/**
 * How communes lay out their lists. No two offices do it alike; these are the habits that real lists show
 * (domain notes, *Traps in real files*), each in one layout so that a reader can be tried on them one by one.
 */
export type Field =
  | 'ordinal'
  | 'fullName'
  | 'birthDate'
  | 'birthYearIfMale'
  | 'birthYearIfFemale'
  | 'sex'
  | 'personalId'
  | 'village'
  | 'address'
  | 'programme'
  | 'kind'
  | 'decisionNumber'
  | 'bookNumber'
  | 'amount'
  | 'arrearsMonths'
  | 'arrears'
  | 'total'
  | 'accountNumber'
  | 'bank'
  | 'payeeName'
  | 'payeeRole'
  | 'payeeId'
  | 'phone'
  | 'note';

export interface Column {
  readonly field: Field;
  readonly header: string;
  /** The merged header above this one and its neighbours. */
  readonly group?: string;
  /** In characters. */
  readonly width: number;
}

export interface Layout {
  readonly name: LayoutName;
  /** How programmes are told apart: rows that head a group, a sheet each, or a column. */
  readonly sections: 'group-rows' | 'sheets' | 'column';
  readonly columns: readonly Column[];
  readonly birth: 'text' | 'excel-date' | 'year';
  readonly amounts: 'number' | 'text';
  readonly ids: 'text' | 'number';
  /** As typed, in capitals, decomposed (a Mac wrote it), or with the tone on the last vowel. */
  readonly names: 'as-typed' | 'capitals' | 'decomposed' | 'tone-on-last-vowel';
  readonly banks: 'short' | 'full';
  readonly subtotals: boolean;
  /** The header again every so many rows, as when somebody pastes page after page; 0 is never. */
  readonly headerEvery: number;
}

export type LayoutName = 'groups' | 'two-row-header' | 'sheets' | 'capitals' | 'arrears' | 'numeric-ids' | 'csv';

const column = (field: Field, header: string, width: number, group?: string): Column =>
  group === undefined ? { field, header, width } : { field, header, width, group };

const PLAIN = {
  sections: 'group-rows',
  birth: 'text',
  amounts: 'number',
  ids: 'text',
  names: 'as-typed',
  banks: 'short',
  subtotals: false,
  headerEvery: 0,
} as const;

export const LAYOUTS: Readonly<Record<LayoutName, Layout>> = {
  groups: {
    ...PLAIN,
    name: 'groups',
    columns: [
      column('ordinal', 'STT', 5),
      column('fullName', 'Họ và tên', 24),
      column('birthDate', 'Ngày sinh', 12),
      column('sex', 'Giới tính', 9),
      column('personalId', 'Số CCCD', 15),
      column('village', 'Thôn', 16),
      column('kind', 'Loại đối tượng', 36),
      column('amount', 'Số tiền', 12),
      column('arrears', 'Truy lĩnh', 12),
      column('accountNumber', 'Số tài khoản', 17),
      column('bank', 'Ngân hàng', 14),
      column('payeeName', 'Người nhận thay', 22),
      column('payeeRole', 'Quan hệ', 16),
      column('note', 'Ghi chú', 10),
    ],
  },
  'two-row-header': {
    ...PLAIN,
    name: 'two-row-header',
    birth: 'year',
    banks: 'full',
    subtotals: true,
    columns: [
      column('ordinal', 'TT', 5),
      column('fullName', 'Họ tên đối tượng', 24),
      column('birthYearIfMale', 'Nam', 7, 'Năm sinh'),
      column('birthYearIfFemale', 'Nữ', 7, 'Năm sinh'),
      column('personalId', 'Số CCCD/CMND', 15),
      column('village', 'Thôn', 14),
      column('kind', 'Đối tượng hưởng', 40),
      column('decisionNumber', 'Số quyết định', 22),
      column('amount', 'Mức hưởng', 12),
      column('arrears', 'Truy lĩnh', 12),
      column('accountNumber', 'Số TK', 17, 'Tài khoản nhận trợ cấp'),
      column('bank', 'Ngân hàng', 44, 'Tài khoản nhận trợ cấp'),
      column('payeeName', 'Họ và tên', 22, 'Người giám hộ, người được ủy quyền'),
      column('payeeId', 'Số CCCD', 15, 'Người giám hộ, người được ủy quyền'),
      column('payeeRole', 'Quan hệ', 16, 'Người giám hộ, người được ủy quyền'),
    ],
  },
  sheets: {
    ...PLAIN,
    name: 'sheets',
    sections: 'sheets',
    birth: 'excel-date',
    names: 'tone-on-last-vowel',
    columns: [
      column('ordinal', 'STT', 5),
      column('personalId', 'Mã định danh', 15),
      column('fullName', 'Họ và tên', 24),
      column('birthDate', 'Ngày, tháng, năm sinh', 13),
      column('sex', 'Giới tính', 9),
      column('address', 'Địa chỉ', 28),
      column('village', 'Thôn', 16),
      column('kind', 'Diện hưởng', 36),
      column('bookNumber', 'Số sổ lĩnh tiền', 13),
      column('amount', 'Trợ cấp tháng', 12),
      column('arrears', 'Truy lĩnh', 12),
      column('accountNumber', 'Số tài khoản', 17),
      column('bank', 'Tại ngân hàng', 14),
      column('payeeName', 'Người nhận thay', 22),
      column('payeeRole', 'Tư cách người nhận thay', 16),
      column('phone', 'Số điện thoại', 12),
    ],
  },
  capitals: {
    ...PLAIN,
    name: 'capitals',
    sections: 'column',
    amounts: 'text',
    names: 'capitals',
    headerEvery: 45,
    columns: [
      column('ordinal', 'STT', 5),
      column('programme', 'Chế độ', 9),
      column('fullName', 'HỌ VÀ TÊN', 28),
      column('personalId', 'CCCD-CMND', 15),
      column('birthDate', 'Ngày sinh', 12),
      column('kind', 'Loại đối tượng', 36),
      column('village', 'Thôn/Xóm', 16),
      column('accountNumber', 'STK', 17),
      column('bank', 'Ngân hàng', 14),
      column('amount', 'Số tiền (đồng)', 12),
      column('arrears', 'Truy lĩnh (đồng)', 12),
      column('payeeName', 'Người nhận thay', 24),
      column('payeeRole', 'Quan hệ', 16),
    ],
  },
  arrears: {
    ...PLAIN,
    name: 'arrears',
    birth: 'year',
    names: 'decomposed',
    columns: [
      column('ordinal', 'STT', 5),
      column('fullName', 'Họ và tên người hưởng', 24),
      column('birthDate', 'Năm sinh', 8),
      column('personalId', 'Số định danh cá nhân', 15),
      column('address', 'Nơi cư trú', 28),
      column('village', 'Thôn', 14),
      column('kind', 'Loại đối tượng', 36),
      column('amount', 'Trợ cấp tháng này', 12),
      column('arrearsMonths', 'Số tháng', 7, 'Truy lĩnh'),
      column('arrears', 'Số tiền', 12, 'Truy lĩnh'),
      column('total', 'Tổng cộng', 13),
      column('accountNumber', 'STK', 17),
      column('bank', 'Ngân hàng', 14),
      column('payeeName', 'Người nhận thay', 22),
      column('payeeRole', 'Quan hệ', 16),
    ],
  },
  'numeric-ids': {
    ...PLAIN,
    name: 'numeric-ids',
    ids: 'number',
    columns: [
      column('ordinal', 'TT', 5),
      column('fullName', 'Họ và tên', 24),
      column('sex', 'Nam/Nữ', 7),
      column('birthDate', 'Ngày sinh', 12),
      column('personalId', 'Số CCCD', 15),
      column('village', 'Thôn', 16),
      column('kind', 'Đối tượng', 36),
      column('amount', 'Mức trợ cấp', 12),
      column('arrears', 'Truy lĩnh', 12),
      column('bank', 'Tên ngân hàng', 14),
      column('accountNumber', 'Số tài khoản', 17),
      column('payeeName', 'Họ tên người nhận thay', 22),
      column('payeeRole', 'Quan hệ', 16),
    ],
  },
  csv: {
    ...PLAIN,
    name: 'csv',
    sections: 'column',
    columns: [
      column('ordinal', 'STT', 5),
      column('fullName', 'Họ và tên', 24),
      column('birthDate', 'Ngày sinh', 12),
      column('sex', 'Giới tính', 9),
      column('personalId', 'Số CCCD', 15),
      column('village', 'Thôn', 16),
      column('programme', 'Chế độ', 20),
      column('kind', 'Loại đối tượng', 36),
      column('amount', 'Số tiền', 12),
      column('arrears', 'Truy lĩnh', 12),
      column('accountNumber', 'Số tài khoản', 17),
      column('bank', 'Ngân hàng', 14),
      column('payeeName', 'Người nhận thay', 22),
      column('payeeRole', 'Quan hệ', 16),
    ],
  },
};

const ROTATION: readonly LayoutName[] = ['groups', 'two-row-header', 'sheets', 'capitals', 'arrears'];
const NUMERIC_AT = 4;
const CSV_AT = 9;

/** The layout of the unit at a place in the units file: one numeric id column and one CSV in a month, the rest in turn. */
export function layoutAt(index: number, units: number): Layout {
  // A commune that sends for itself, as since July 2025, has a clerk who keeps a sheet for each programme.
  if (units === 1) return LAYOUTS.sheets;
  if (index === NUMERIC_AT) return LAYOUTS['numeric-ids'];
  if (index === CSV_AT) return LAYOUTS.csv;
  return LAYOUTS[ROTATION[index % ROTATION.length] ?? 'groups'];
}

export function shows(layout: Layout, field: Field): boolean {
  return layout.columns.some((one) => one.field === field);
}

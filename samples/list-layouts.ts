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

const ORDINAL = column('ordinal', 'STT', 5);
const NAME = column('fullName', 'Họ và tên', 24);
const BIRTH = column('birthDate', 'Ngày sinh', 12);
const SEX = column('sex', 'Giới tính', 9);
const PERSONAL_ID = column('personalId', 'Số CCCD', 15);
const VILLAGE = column('village', 'Thôn', 16);
const ADDRESS_WIDTH = 28;
const KIND = column('kind', 'Loại đối tượng', 36);
const MONEY_WIDTH = 12;
const AMOUNT = column('amount', 'Số tiền', MONEY_WIDTH);
const ARREARS = column('arrears', 'Truy lĩnh', MONEY_WIDTH);
const ACCOUNT = column('accountNumber', 'Số tài khoản', 17);
const SHORT_ACCOUNT = column('accountNumber', 'STK', 17);
const BANK = column('bank', 'Ngân hàng', 14);
const PAYEE = column('payeeName', 'Người nhận thay', 24);
const PAYEE_ROLE = column('payeeRole', 'Quan hệ', 18);
const PAYEE_GROUP = 'Người giám hộ, người được ủy quyền';
const ACCOUNT_GROUP = 'Tài khoản nhận trợ cấp';

export const LAYOUTS: Readonly<Record<LayoutName, Layout>> = {
  groups: {
    ...PLAIN,
    name: 'groups',
    columns: [
      ...[ORDINAL, NAME, BIRTH, SEX, PERSONAL_ID, VILLAGE, KIND, AMOUNT, ARREARS, ACCOUNT, BANK, PAYEE, PAYEE_ROLE],
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
      VILLAGE,
      column('kind', 'Đối tượng hưởng', 40),
      column('decisionNumber', 'Số quyết định', 22),
      column('amount', 'Mức hưởng', MONEY_WIDTH),
      ARREARS,
      column('accountNumber', 'Số TK', 17, ACCOUNT_GROUP),
      column('bank', 'Ngân hàng', 44, ACCOUNT_GROUP),
      column('payeeName', 'Họ và tên', 24, PAYEE_GROUP),
      column('payeeId', 'Số CCCD', 15, PAYEE_GROUP),
      column('payeeRole', 'Quan hệ', 18, PAYEE_GROUP),
    ],
  },
  sheets: {
    ...PLAIN,
    name: 'sheets',
    sections: 'sheets',
    birth: 'excel-date',
    names: 'tone-on-last-vowel',
    columns: [
      ORDINAL,
      column('personalId', 'Mã định danh', 15),
      NAME,
      column('birthDate', 'Ngày, tháng, năm sinh', 13),
      SEX,
      column('address', 'Địa chỉ', ADDRESS_WIDTH),
      VILLAGE,
      column('kind', 'Diện hưởng', 36),
      column('bookNumber', 'Số sổ lĩnh tiền', 13),
      column('amount', 'Trợ cấp tháng', MONEY_WIDTH),
      ARREARS,
      ACCOUNT,
      column('bank', 'Tại ngân hàng', 14),
      PAYEE,
      column('payeeRole', 'Tư cách người nhận thay', 18),
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
      ORDINAL,
      column('programme', 'Chế độ', 9),
      column('fullName', 'HỌ VÀ TÊN', 28),
      column('personalId', 'CCCD-CMND', 15),
      ...[BIRTH, KIND, column('village', 'Thôn/Xóm', 16), SHORT_ACCOUNT, BANK],
      column('amount', 'Số tiền (đồng)', MONEY_WIDTH),
      column('arrears', 'Truy lĩnh (đồng)', MONEY_WIDTH),
      ...[PAYEE, PAYEE_ROLE],
    ],
  },
  arrears: {
    ...PLAIN,
    name: 'arrears',
    birth: 'year',
    names: 'decomposed',
    columns: [
      ORDINAL,
      column('fullName', 'Họ và tên người hưởng', 24),
      column('birthDate', 'Năm sinh', 8),
      column('personalId', 'Số định danh cá nhân', 15),
      column('address', 'Nơi cư trú', ADDRESS_WIDTH),
      ...[VILLAGE, KIND],
      column('amount', 'Trợ cấp tháng này', MONEY_WIDTH),
      column('arrearsMonths', 'Số tháng', 7, 'Truy lĩnh'),
      column('arrears', 'Số tiền', MONEY_WIDTH, 'Truy lĩnh'),
      column('total', 'Tổng cộng', 13),
      ...[SHORT_ACCOUNT, BANK, PAYEE, PAYEE_ROLE],
    ],
  },
  'numeric-ids': {
    ...PLAIN,
    name: 'numeric-ids',
    ids: 'number',
    columns: [
      column('ordinal', 'TT', 5),
      NAME,
      column('sex', 'Nam/Nữ', 8),
      ...[BIRTH, PERSONAL_ID, VILLAGE],
      column('kind', 'Đối tượng', 36),
      column('amount', 'Mức trợ cấp', MONEY_WIDTH),
      ARREARS,
      column('bank', 'Tên ngân hàng', 14),
      ACCOUNT,
      column('payeeName', 'Họ tên người nhận thay', 24),
      PAYEE_ROLE,
    ],
  },
  csv: {
    ...PLAIN,
    name: 'csv',
    sections: 'column',
    columns: [
      ...[ORDINAL, NAME, BIRTH, SEX, PERSONAL_ID, VILLAGE, column('programme', 'Chế độ', 20), KIND],
      ...[AMOUNT, ARREARS, ACCOUNT, BANK, PAYEE, PAYEE_ROLE],
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

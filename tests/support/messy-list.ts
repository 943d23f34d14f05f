import fc from 'fast-check';
import type { Programme } from '../../lambdas/domain/programme.ts';
import { EXTRA_COLUMNS } from './messy-extras.ts';

/** Somebody on a roll: the truth, before anybody writes it down. */
export interface RollPerson {
  readonly personalId: string;
  readonly fullName: string;
  readonly sex: 'male' | 'female';
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as the papers have it. */
  readonly birthDate: string;
  readonly programme: Programme;
  readonly amount: number;
  readonly arrears: number | null;
  readonly account: { readonly number: string; readonly bank: string } | null;
  readonly payee: {
    readonly name: string;
    readonly role: 'guardian' | 'authorised';
    readonly id: string | null;
  } | null;
  readonly village: string;
  /** How the cells of this row are written: 0 is clean, everything else is something that a reader must see through. */
  readonly mess: {
    readonly name: number;
    readonly id: number;
    readonly birth: number;
    readonly amount: number;
    readonly account: number;
    readonly hidden: boolean;
    readonly emptyRowsBefore: number;
  };
}

const FAMILIES =
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Tống Tô Thân Phan Cao Ninh'.split(' ');
const MIDDLES = ['Thị', 'Văn', 'Đức', 'Hữu', 'Thị Ngọc', 'Xuân', 'Quốc', 'Thị Bích', '', 'Minh', 'Mạnh', 'Thị Thuý'];
const GIVEN =
  'Lan Hường Hằng Tuyết Kỷ Thuỷ Vượng Bảy Mười Gái Cường Dũng Lữ Nghĩa Ngoãn Khuyến Ẵm Ỵ Út Đào Tuất Bình'.split(' ');
const PROVINCES = ['001', '008', '011', '038', '040', '096'];
const VILLAGES = ['Thôn Đa Ngư', 'Thôn Minh Đức', 'Tổ dân phố 12', 'Xóm 3'];
const BANKS = ['970405', '970418', '970415', '970436', '970422'];
const PROGRAMMES: readonly Programme[] = ['BTXH', 'NCC', 'HTXH', 'BHXH', 'KHAC'];

const name = fc
  .tuple(fc.constantFrom(...FAMILIES), fc.constantFrom(...MIDDLES), fc.constantFrom(...GIVEN))
  .map((parts) => parts.filter((part) => part !== '').join(' '));

const digits = (length: number) =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((number) => String(number).padStart(length, '0'));

const idOf = (province: string, year: number, sex: RollPerson['sex'], serial: string): string =>
  `${province}${Math.floor(year / 100 - 19) * 2 + (sex === 'female' ? 1 : 0)}${String(year % 100).padStart(2, '0')}${serial}`;

const payee = fc
  .record({
    name,
    role: fc.constantFrom('guardian', 'authorised'),
    serial: digits(6),
    hasId: fc.boolean(),
  })
  .map(({ serial, hasId, ...rest }) => ({ ...rest, id: hasId ? `038070${serial}` : null }));

/** A valid person; `mess` says how badly the row is written. */
const rollPerson: fc.Arbitrary<RollPerson> = fc
  .record({
    province: fc.constantFrom(...PROVINCES),
    year: fc.integer({ min: 1920, max: 2020 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    known: fc.constantFrom('day', 'day', 'day', 'month', 'year'),
    sex: fc.constantFrom('male', 'female'),
    serial: digits(6),
    fullName: name,
    programme: fc.constantFrom(...PROGRAMMES),
    amount: fc.integer({ min: 100, max: 20_000 }).map((hundreds) => hundreds * 1_000),
    arrears: fc.option(fc.integer({ min: 1, max: 5_000 }).map((hundreds) => hundreds * 1_000)),
    account: fc.option(fc.record({ number: fc.stringMatching(/^[0-9]{8,19}$/), bank: fc.constantFrom(...BANKS) }), {
      freq: 4,
    }),
    payee: fc.option(payee, { freq: 2 }),
    village: fc.constantFrom(...VILLAGES),
    mess: fc.record({
      name: fc.nat(7),
      id: fc.nat(6),
      birth: fc.nat(5),
      amount: fc.nat(7),
      account: fc.nat(4),
      hidden: fc.nat(19).map((one) => one === 19),
      emptyRowsBefore: fc.nat(15).map((one) => Math.max(0, one - 13)),
    }),
  })
  .map(({ province, year, month, day, known, serial, ...rest }) => {
    const parts = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')];
    return {
      ...rest,
      personalId: idOf(province, year, rest.sex, serial),
      birthDate: parts.slice(0, known === 'day' ? 3 : known === 'month' ? 2 : 1).join('-'),
    };
  });

/** How a list is laid out: everything that offices do to a table before they send it. */
export interface Layout {
  readonly programmeBy: 'column' | 'group' | 'sheet' | 'title' | 'table';
  readonly villageBy: 'column' | 'group';
  readonly nameBy: 'one' | 'split';
  readonly birthBy: 'one' | 'sex' | 'parts';
  readonly payeeBy: 'columns' | 'under-one-head';
  readonly withHeading: boolean;
  readonly titles: number;
  /** Further header rows above the columns, over all or some of them. */
  readonly overHeads: 0 | 1;
  readonly withNumbering: boolean;
  readonly wording: number;
  readonly headerCase: 'written' | 'upper' | 'lower';
  readonly headerMarks: boolean;
  readonly headerForm: 'NFC' | 'NFD';
  /** Between the words of a header, and behind them. */
  readonly headerSpace: ' ' | '  ' | '\u00a0' | '\n';
  readonly headerEnd: '' | ' ' | ':' | ' (*)';
  /** How the rows of groups are written: in the first cell, numbered beside the name, merged across, or bare. */
  readonly groupStyle: 'first-cell' | 'numbered' | 'across' | 'bare';
  readonly ordinals: 'through' | 'by-group' | 'text' | 'none';
  /** A number to order the columns by. */
  readonly shuffle: readonly number[];
  readonly extras: readonly string[];
  /** Header again after so many people, as at page breaks; 0 is never. */
  readonly pageLength: number;
  readonly withSubtotals: boolean;
  readonly withTotal: boolean;
  readonly withWords: boolean;
  readonly withSignatures: boolean;
  /** Columns and rows left empty before the table. */
  readonly left: number;
  readonly above: number;
  readonly otherSheets: readonly ('cover' | 'empty' | 'hidden')[];
}

export const messyLayout: fc.Arbitrary<Layout> = fc.record({
  programmeBy: fc.constantFrom('column', 'group', 'sheet', 'title', 'table'),
  villageBy: fc.constantFrom('column', 'group'),
  nameBy: fc.constantFrom('one', 'one', 'split'),
  birthBy: fc.constantFrom('one', 'one', 'sex', 'parts'),
  payeeBy: fc.constantFrom('columns', 'under-one-head'),
  withHeading: fc.boolean(),
  titles: fc.nat(3),
  overHeads: fc.constantFrom(0, 1),
  withNumbering: fc.boolean(),
  wording: fc.nat(11),
  headerCase: fc.constantFrom('written', 'upper', 'lower'),
  headerMarks: fc.boolean(),
  headerForm: fc.constantFrom('NFC', 'NFD'),
  headerSpace: fc.constantFrom(' ', ' ', '  ', '\u00a0', '\n'),
  headerEnd: fc.constantFrom('', '', ' ', ':', ' (*)'),
  groupStyle: fc.constantFrom('first-cell', 'numbered', 'across', 'bare'),
  ordinals: fc.constantFrom('through', 'by-group', 'text', 'none'),
  shuffle: fc.array(fc.nat(1_000), { minLength: 16, maxLength: 16 }),
  extras: fc.subarray(Object.keys(EXTRA_COLUMNS), { maxLength: 4 }),
  pageLength: fc.constantFrom(0, 0, 3, 5),
  withSubtotals: fc.boolean(),
  withTotal: fc.boolean(),
  withWords: fc.boolean(),
  withSignatures: fc.boolean(),
  left: fc.nat(2),
  above: fc.nat(2),
  otherSheets: fc.subarray(['cover', 'empty', 'hidden'] as const),
});

/** A roll of different people. */
export const messyRoll: fc.Arbitrary<readonly RollPerson[]> = fc.uniqueArray(rollPerson, {
  selector: ({ personalId }) => personalId,
  minLength: 1,
  maxLength: 14,
});

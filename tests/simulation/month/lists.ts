import type { Random } from '../../../samples/random.ts';
import type { Resident } from './people.ts';

/** A row of a list that a unit sends. */
export interface ListedRow {
  readonly who: Resident;
  readonly programme: 'BTXH' | 'NCC' | 'HTXH' | 'KHAC';
  readonly amount: number;
  readonly arrears: number;
  /** What is wrong with it, if anything: all of these are held or rejected. */
  readonly fault?: 'no-id' | 'other-name' | 'no-amount' | undefined;
}

export interface ListedChange extends ListedRow {
  readonly change: 'increase' | 'decrease' | 'adjust';
}

const WISHES = { cash: 'Tiền mặt', 'at-home': 'Chi trả tại nhà' } as const;
const WORDS = { increase: 'Tăng', decrease: 'Giảm', adjust: 'Điều chỉnh' } as const;
const TITLES = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số CCCD',
  'Chế độ',
  'Số tiền',
  'Truy lĩnh',
  'Số tài khoản',
  'Ngân hàng',
  'Hình thức chi trả',
];

/** A list as bytes, and on which lines its rows stand: what its receipts must name, each once. */
export interface WrittenList {
  readonly bytes: Uint8Array;
  readonly lines: readonly number[];
}

/** A full list as a careful office saves it as CSV. */
export function fullList(rows: readonly ListedRow[]): WrittenList {
  return written('DANH SÁCH CHI TRẢ TRỢ CẤP HẰNG THÁNG', TITLES, rows.map(cells));
}

/** Help after a flood, for whoever is named, beside what they receive month by month. */
export function emergencyList(rows: readonly ListedRow[]): WrittenList {
  return written('DANH SÁCH TRỢ GIÚP ĐỘT XUẤT DO THIÊN TAI', TITLES, rows.map(cells));
}

/** A list of changes to the roll that stands. */
export function changeList(rows: readonly ListedChange[]): WrittenList {
  return written(
    'DANH SÁCH TĂNG, GIẢM, ĐIỀU CHỈNH',
    ['STT', 'Biến động', ...TITLES.slice(1)],
    rows.map((row, index) => {
      const [number, name, birth, sex, id, programme, amount, arrears, account, bank, wish] = cells(row, index);
      const whole = row.change === 'increase';
      return [
        number,
        WORDS[row.change],
        name,
        birth,
        sex,
        id,
        programme,
        row.change === 'decrease' ? '' : amount,
        whole ? arrears : '',
        whole ? account : '',
        whole ? bank : '',
        whole ? wish : '',
      ];
    }),
  );
}

/** The name as the list has it. */
export function writtenName({ who, fault }: Pick<ListedRow, 'who' | 'fault'>): string {
  return fault === 'other-name' ? `${who.fullName} Khác` : who.fullName;
}

function cells({ who, programme, amount, arrears, fault }: ListedRow, index: number): (string | number)[] {
  return [
    index + 1,
    writtenName({ who, fault }),
    who.birthDate.split('-').reverse().join('/'),
    who.sex === 'female' ? 'Nữ' : 'Nam',
    fault === 'no-id' ? '' : who.personalId,
    programme,
    fault === 'no-amount' ? '' : amount,
    arrears === 0 ? '' : arrears,
    who.account?.number ?? '',
    who.account?.bank ?? '',
    who.wish ? WISHES[who.wish] : '',
  ];
}

function written(
  title: string,
  titles: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): WrittenList {
  const above = [title, '', titles.join(';')];
  const text = [...above, ...rows.map((row) => row.join(';'))].join('\r\n');
  return {
    bytes: new TextEncoder().encode(`\uFEFF${text}\r\n`),
    lines: rows.map((_, index) => above.length + index + 1),
  };
}

/** Rows for some people: most have one programme, all of one office's choice, now and then with a fault. */
export function rowsFor(people: readonly Resident[], faulty: number, random: Random): ListedRow[] {
  return people.flatMap((who): ListedRow[] => {
    const programme = random.weighted([
      ['BTXH', 6],
      ['NCC', 3],
      ['HTXH', 1],
    ] as const);
    const first = rowFor(who, programme, faulty, random);
    // Somebody with merit may have social assistance besides.
    return programme === 'NCC' && random.chance(0.2) ? [first, rowFor(who, 'BTXH', 0, random)] : [first];
  });
}

export function rowFor(who: Resident, programme: ListedRow['programme'], faulty: number, random: Random): ListedRow {
  const amount = 360_000 + 10_000 * random.integer(0, 30);
  const arrears = random.chance(0.1) ? 100_000 * random.integer(1, 5) : 0;
  const fault = random.chance(faulty) ? random.pick(['no-id', 'other-name', 'no-amount'] as const) : undefined;
  return { who, programme, amount, arrears, ...(fault && { fault }) };
}

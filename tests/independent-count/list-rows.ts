import { readSheets, type Sheet } from './sheets.ts';

/** What a row of a sample's list says, read by the headers that `samples/list-layouts.ts` writes and by nothing else. */
export interface ListRow {
  readonly unit: string;
  /** Twelve digits, or null where the list gives none that are certain. */
  readonly id: string | null;
  readonly name: string;
  /** `YYYY-MM-DD` or `YYYY`. */
  readonly birth: string;
  /** Empty where the list does not say. */
  readonly sex: '' | 'male' | 'female';
  readonly programme: 'BTXH' | 'NCC';
  /** This month's money and the arrears, in whole đồng. */
  readonly money: number;
  /** Empty where somebody has none. */
  readonly account: string;
}

const HEADERS = {
  id: ['Số CCCD', 'Số CCCD/CMND', 'Mã định danh', 'CCCD-CMND', 'Số định danh cá nhân'],
  name: ['Họ và tên', 'Họ tên đối tượng', 'HỌ VÀ TÊN', 'Họ và tên người hưởng'],
  birth: ['Ngày sinh', 'Ngày, tháng, năm sinh', 'Năm sinh'],
  sex: ['Giới tính', 'Nam/Nữ'],
  programme: ['Chế độ'],
  amount: ['Số tiền', 'Mức hưởng', 'Trợ cấp tháng', 'Số tiền (đồng)', 'Trợ cấp tháng này', 'Mức trợ cấp'],
  arrears: ['Truy lĩnh', 'Truy lĩnh (đồng)', 'Truy lĩnh/Số tiền'],
  account: ['Số tài khoản', 'STK', 'Tài khoản nhận trợ cấp/Số TK'],
  bornMale: ['Năm sinh/Nam'],
  bornFemale: ['Năm sinh/Nữ'],
} as const;
type Field = keyof typeof HEADERS;

/** Every row of a list that is about somebody. */
export async function readListRows(unit: string, fileName: string, bytes: Uint8Array): Promise<ListRow[]> {
  return (await readSheets(fileName, bytes)).flatMap((sheet) => rowsOf(unit, sheet));
}

function rowsOf(unit: string, { name: sheetName, rows }: Sheet): ListRow[] {
  const found: ListRow[] = [];
  let columns: ReadonlyMap<Field, number> = new Map();
  let section = sheetName;
  rows.forEach((cells, index) => {
    const [first = ''] = cells;
    if (first === 'STT' || first === 'TT') columns = columnsOf(cells, rows[index - 1] ?? []);
    else if (/^[IVX]+\. /.test(first)) section = first;
    else if (/^\d+$/.test(first)) {
      const cell = (field: Field) => cells[columns.get(field) ?? Number.NaN] ?? '';
      const [male, female] = [cell('bornMale'), cell('bornFemale')];
      found.push({
        unit,
        id: wholeId(cell('id')),
        name: cell('name'),
        birth: (cell('birth') || male || female).split('/').reverse().join('-'),
        sex: sexIn(cell('sex') || (male ? 'Nam' : female && 'Nữ')),
        programme: programmeIn(cell('programme') || section),
        money: dongIn(cell('amount')) + dongIn(cell('arrears')),
        account: cell('account'),
      });
    }
  });
  return found;
}

/**
 * The first column from the left under each header, of one row or of two: with a group above, it is `group/header`.
 * A header that is merged over both rows stands in both.
 */
function columnsOf(cells: readonly string[], above: readonly string[]): Map<Field, number> {
  const isSecond = above[0] === cells[0];
  const columns = new Map<Field, number>();
  cells.forEach((header, column) => {
    const group = isSecond ? (above[column] ?? '') : '';
    const path = group === '' || group === header ? header : `${group}/${header}`;
    for (const [field, headers] of entriesOf(HEADERS)) {
      if (headers.some((one) => one === path) && !columns.has(field)) columns.set(field, column);
    }
  });
  return columns;
}

function entriesOf(headers: typeof HEADERS): [Field, readonly string[]][] {
  const fields: Field[] = [
    'id',
    'name',
    'birth',
    'sex',
    'programme',
    'amount',
    'arrears',
    'account',
    'bornMale',
    'bornFemale',
  ];
  return fields.map((field) => [field, headers[field]]);
}

/** Excel eats leading zeros. Two of them are certain only before the provinces 01, 02, 04, 06 and 08 of old. */
function wholeId(text: string): string | null {
  if (/^\d{12}$/.test(text)) return text;
  if (/^\d{11}$/.test(text)) return `0${text}`;
  return /^[12468]\d{9}$/.test(text) ? `00${text}` : null;
}

function sexIn(text: string): ListRow['sex'] {
  return text === 'Nam' ? 'male' : text === 'Nữ' ? 'female' : '';
}

function programmeIn(text: string): ListRow['programme'] {
  if (/NCC|người có công/i.test(text)) return 'NCC';
  if (/BTXH|bảo trợ xã hội/i.test(text)) return 'BTXH';
  throw new Error('A row of a programme that the sample does not have');
}

/** "1.624.000" and 1624000 alike. */
function dongIn(text: string): number {
  return Number(text.replaceAll('.', ''));
}

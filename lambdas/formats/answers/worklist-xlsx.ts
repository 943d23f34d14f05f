import type ExcelJS from 'exceljs';
import type { WaitingPerson, WorklistKind } from '../../domain/answers/worklist.ts';
import { formatPeriod, type Period } from '../../domain/period.ts';
import { folded } from '../../domain/readings/folded-text.ts';
import type { UnitCode } from '../../domain/unit.ts';
import { cellText, formatDay, heightFor, pageSetup, put, TEXT, textStyle } from '../papers/office-sheet.ts';
import { writePlainRow } from '../papers/plain-row.ts';
import { sheetNames } from '../papers/sheet-name.ts';
import { streamedWorkbook } from '../papers/workbook.ts';

/** People about whom somebody must do something: the police, a provider, a bank's branch, the registry office. */
export interface Worklist {
  readonly kind: WorklistKind;
  readonly unit: UnitCode;
  readonly unitName: string;
  readonly period: Period;
  readonly people: readonly WaitingPerson[];
}

/** What the sheet is called, and who is to act on it. */
const TITLES: Readonly<Record<WorklistKind, { readonly title: string; readonly to: string }>> = {
  'no-personal-id': {
    title: 'DANH SÁCH NGƯỜI HƯỞNG CHƯA CÓ SỐ ĐỊNH DANH CÁ NHÂN DÙNG ĐƯỢC',
    to: 'Công an cấp xã: cấp, cung cấp số định danh cá nhân, thẻ căn cước',
  },
  'no-birth-certificate': {
    title: 'DANH SÁCH TRẺ EM CHƯA CÓ SỐ ĐỊNH DANH CÁ NHÂN, CẦN KIỂM TRA GIẤY KHAI SINH',
    to: 'Công chức tư pháp - hộ tịch: cấp, cấp lại giấy khai sinh',
  },
  'no-account': {
    title: 'DANH SÁCH NGƯỜI HƯỞNG CHƯA CÓ TÀI KHOẢN',
    to: 'Tổ chức dịch vụ chi trả: hỗ trợ mở tài khoản theo nguyện vọng',
  },
  branch: {
    title: 'DANH SÁCH NGƯỜI CHƯA THÀNH NIÊN, NGƯỜI ĐƯỢC GIÁM HỘ CẦN MỞ TÀI KHOẢN TẠI CHI NHÁNH',
    to: 'Chi nhánh, phòng giao dịch của tổ chức dịch vụ chi trả',
  },
  'identity-mismatch': {
    title: 'DANH SÁCH NGƯỜI HƯỞNG CÓ THÔNG TIN CHƯA KHỚP',
    to: 'Cán bộ cấp xã: đối chiếu giấy tờ, sửa danh sách',
  },
  deceased: { title: 'DANH SÁCH NGƯỜI HƯỞNG ĐÃ MẤT', to: 'Cán bộ cấp xã: lập thủ tục thôi hưởng' },
  conflict: {
    title: 'DANH SÁCH NGƯỜI HƯỞNG CÓ TÊN Ở NHIỀU NƠI',
    to: 'Cán bộ của hai đơn vị: thống nhất nơi chi trả',
  },
  'account-question': {
    title: 'DANH SÁCH NGƯỜI HƯỞNG CẦN HỎI LẠI VỀ TÀI KHOẢN, NGƯỜI NHẬN THAY',
    to: 'Cán bộ cấp xã: hỏi lại người hưởng',
  },
  recovery: {
    title: 'DANH SÁCH THU HỒI TIỀN ĐÃ CHI CHO CÁC THÁNG SAU KHI NGƯỜI HƯỞNG MẤT',
    to: 'Cán bộ cấp xã: làm việc với thân nhân, tổ chức dịch vụ chi trả',
  },
};

const COLUMNS = [
  { title: 'STT', width: 6 },
  { title: 'Họ và tên', width: 26 },
  { title: 'Ngày sinh', width: 12 },
  { title: 'Chế độ', width: 22 },
  { title: 'Lý do', width: 30 },
  { title: 'Việc cần làm', width: 32 },
  { title: 'Chờ từ ngày', width: 13 },
  { title: 'Dòng trong danh sách', width: 14 },
  { title: 'Kết quả xử lý', width: 18 },
] as const;
const CENTERED = new Set([0, 2, 6, 7]);
const HEADER_ROW = 5;
const SHEET = 'Danh sách việc cần làm';
const UNKNOWN_VILLAGE = 'Chưa ghi thôn, tổ dân phố';
const NOTHING_LEFT = 'Không còn ai trong danh sách này: các trường hợp trước đây đã được xử lý xong.';

const TITLE = textStyle({ bold: true, size: 14, align: 'center' });
const LINE = textStyle({ align: 'center' });
const TO = textStyle({ align: 'center', italic: true });
const HEADER = textStyle({ bold: true, align: 'center', border: true, fill: 'FFD9E2F3' });
const VILLAGE = textStyle({ bold: true, border: true, fill: 'FFF2F2F2', numFmt: TEXT });
const CELL = textStyle({ border: true, numFmt: TEXT });
const CENTER = textStyle({ align: 'center', border: true, numFmt: TEXT });

/**
 * A worklist as a workbook to print and hand on, village by village; within a village in the order given. Where its
 * people part by what they wish, each group has a sheet, since each goes to another provider. It holds no ids and no
 * accounts: who carries it from door to door needs neither. The same input gives the same bytes.
 */
export async function writeWorklist(list: Worklist): Promise<Uint8Array> {
  return streamedWorkbook(async (workbook) => {
    const groups = byText(list.people, ({ group }) => group);
    const names = sheetNames(
      groups.map(([group]) => group),
      SHEET,
      [],
    );
    if (groups.length === 0) await putPeople(workbook.addWorksheet(SHEET, PAGE), list, null, []);
    for (const [group, people] of groups) {
      await putPeople(workbook.addWorksheet(names.get(group) ?? SHEET, PAGE), list, group, people);
    }
  });
}

const PAGE: Partial<ExcelJS.AddWorksheetOptions> = {
  views: [{ state: 'frozen', ySplit: HEADER_ROW }],
  pageSetup: pageSetup('landscape', `${HEADER_ROW}:${HEADER_ROW}`),
};

async function putPeople(
  sheet: ExcelJS.Worksheet,
  { kind, unit, unitName, period }: Worklist,
  group: string | null,
  people: readonly WaitingPerson[],
): Promise<void> {
  sheet.headerFooter.oddFooter = '&RTrang &P/&N';
  COLUMNS.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const across = { from: 1, to: COLUMNS.length };
  const { title, to } = TITLES[kind];
  put(sheet, { row: 1, ...across }, title, TITLE);
  sheet.getRow(1).height = heightFor(title, TOTAL_WIDTH, { size: 14, bold: true });
  put(sheet, { row: 2, ...across }, `${unitName} (mã ${unit}) — kỳ ${formatPeriod(period)}`, LINE);
  put(sheet, { row: 3, ...across }, group === null ? to : `${to} — nguyện vọng: ${group}`, TO);
  COLUMNS.forEach((column, index) => {
    put(sheet, { row: HEADER_ROW, from: index + 1 }, column.title, HEADER);
  });
  sheet.getRow(HEADER_ROW).height = 34;
  let at = HEADER_ROW + 1;
  let number = 1;
  if (people.length === 0) put(sheet, { row: at, ...across }, NOTHING_LEFT, LINE);
  for (const [village, members] of byText(people, (person) => person.village)) {
    put(sheet, { row: at, ...across }, `${village ?? UNKNOWN_VILLAGE}: ${members.length} người`, VILLAGE);
    sheet.getRow(at++).height = 20;
    for (const person of members) {
      await putPerson(sheet, at++, String(number++), person);
    }
  }
  sheet.commit();
}

const TOTAL_WIDTH = COLUMNS.reduce((sum, column) => sum + column.width, 0);

async function putPerson(sheet: ExcelJS.Worksheet, at: number, number: string, person: WaitingPerson): Promise<void> {
  const texts = [
    number,
    person.fullName ?? '',
    // As much of it as is known: who looks somebody up by name meets several of one year.
    person.birthDate === null ? '' : formatDay(person.birthDate),
    person.programmes.join('; '),
    person.reason,
    person.nextStep,
    formatDay(person.since),
    placeOf(person),
    '',
  ];
  const cells = texts.map((text, index) => {
    return { value: cellText(text) || null, style: CENTERED.has(index) ? CENTER : CELL };
  });
  const height = Math.max(...texts.map((text, index) => heightFor(text, COLUMNS[index]?.width ?? 20)));
  await writePlainRow(sheet, at, cells, height);
}

function placeOf({ sheet, row }: WaitingPerson): string {
  if (row === null) return 'Không còn trong danh sách';
  return sheet === null ? String(row) : `${sheet}, dòng ${row}`;
}

const ORDER = new Intl.Collator('vi', { numeric: true });
/** What means "not said" comes last. */
const UNSAID = new Set([null, 'Chưa nêu']);

/** Groups by a text however its marks and case are typed: thôn 2 before thôn 10, what is not said last. */
function byText<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string | null,
): [text: string | null, items: Item[]][] {
  const groups = Map.groupBy(items, (item) => folded(textOf(item) ?? ''));
  const shown = [...groups.values()].map((members): [string | null, Item[]] => {
    const [first] = members;
    const text = first === undefined ? null : (textOf(first)?.normalize('NFC').trim() ?? '');
    return [text || null, members];
  });
  const rank = (text: string | null) => (UNSAID.has(text) ? 1 : 0);
  return shown.sort(([a], [b]) => rank(a) - rank(b) || ORDER.compare(a ?? '', b ?? ''));
}

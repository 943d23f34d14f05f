import type ExcelJS from 'exceljs';
import type { ColumnReading, Receipt, ReceiptTotals } from '../domain/receipt.ts';
import {
  formatDay,
  formatInstant,
  heightFor,
  monthInWords,
  pageSetup,
  put,
  TEXT,
  textStyle,
  WHOLE_NUMBER,
} from './office-sheet.ts';

export const SUMMARY_SHEET = 'Tóm tắt';

const WIDTHS = [24, 24, 32, 34];
const LAST = WIDTHS.length;

const TITLE = textStyle({ bold: true, size: 16, align: 'center' });
const SECTION = textStyle({ bold: true, size: 13 });
const WORD = textStyle({});
const STRONG = textStyle({ bold: true });
const HEADER = textStyle({ bold: true, align: 'center', border: true, fill: 'FFD9E2F3' });
const CELL = textStyle({ border: true, numFmt: TEXT });
const FIGURE = textStyle({ align: 'right', border: true, numFmt: WHOLE_NUMBER });

const RESULTS: Readonly<Record<Receipt['outcome'], { text: string; fill: string; color: string }>> = {
  accepted: { text: 'DANH SÁCH ĐƯỢC CHẤP NHẬN TOÀN BỘ', fill: 'FFE2EFDA', color: 'FF1E5B1E' },
  'accepted-with-exceptions': {
    text: 'DANH SÁCH ĐƯỢC CHẤP NHẬN, CÓ DÒNG CẦN XỬ LÝ',
    fill: 'FFFFF2CC',
    color: 'FF7F4F00',
  },
  refused: { text: 'TỆP BỊ TỪ CHỐI, CHƯA ĐỌC DÒNG NÀO', fill: 'FFF8CBAD', color: 'FF8B1A1A' },
};

/** Puts the first sheet: what became of the list, in figures and words, and what the officer does next. */
export function putReceiptSummary(sheet: ExcelJS.Worksheet, receipt: Receipt, columns: readonly ColumnReading[]): void {
  WIDTHS.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  Object.assign(sheet.pageSetup, pageSetup('portrait', '1:1'));
  const page = new Page(sheet);
  page.line('BIÊN NHẬN DANH SÁCH CHI TRẢ', TITLE, 16);
  page.skip();
  for (const [name, value] of facts(receipt)) page.pair(name, value);
  page.skip();
  const result = RESULTS[receipt.outcome];
  const { fill, color } = result;
  page.line(result.text, textStyle({ bold: true, size: 16, align: 'center', fill, color, border: true }), 22);
  page.skip();
  page.section('Việc cần làm tiếp theo');
  nextSteps(receipt).forEach((step, index) => {
    page.line(`${index + 1}. ${step}`, WORD);
  });
  if (receipt.outcome === 'refused') return;
  page.skip();
  page.section('Kết quả đọc danh sách');
  page.table(['', 'Số dòng', 'Số tiền (đồng)'], totalRows(receipt.totals));
  page.skip();
  page.section('Các cột của danh sách được hiểu như sau');
  page.table(
    ['Trang tính', 'Cột', 'Tiêu đề trong tệp', 'Được hiểu là'],
    columns.map(({ sheet: name, column, header, field }) => [name ?? '', column, header, fieldName(field)]),
  );
}

/** Writes down the sheet, row after row. */
class Page {
  readonly #sheet: ExcelJS.Worksheet;
  #row = 1;

  constructor(sheet: ExcelJS.Worksheet) {
    this.#sheet = sheet;
  }

  skip(): void {
    this.#row++;
  }

  /** A text over the whole width; `size` is that of the style, for the height. */
  line(text: string, style: Partial<ExcelJS.Style>, size = 12): void {
    const width = WIDTHS.reduce((sum, one) => sum + one, 0);
    put(this.#sheet, { row: this.#row, from: 1, to: LAST }, text, style);
    this.#sheet.getRow(this.#row++).height = heightFor(text, width, { size });
  }

  section(text: string): void {
    this.line(text, SECTION, 13);
  }

  pair(name: string, value: string): void {
    const width = WIDTHS.slice(1).reduce((sum, one) => sum + one, 0);
    put(this.#sheet, { row: this.#row, from: 1 }, name, STRONG);
    put(this.#sheet, { row: this.#row, from: 2, to: LAST }, value, WORD);
    this.#sheet.getRow(this.#row++).height = heightFor(value, width);
  }

  table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    this.#cells(header, () => HEADER);
    for (const row of rows) this.#cells(row, (value) => (typeof value === 'number' ? FIGURE : CELL));
  }

  #cells(row: readonly (string | number)[], style: (value: string | number) => Partial<ExcelJS.Style>): void {
    const heights = row.map((value, index) => heightFor(String(value), WIDTHS[index] ?? 20));
    row.forEach((value, index) => {
      put(this.#sheet, { row: this.#row, from: index + 1 }, value === '' ? null : value, style(value));
    });
    this.#sheet.getRow(this.#row++).height = Math.max(...heights);
  }
}

function facts({ unit, unitName, period, kind, submission }: Receipt): [name: string, value: string][] {
  const known: [string, string][] = [
    [
      'Đơn vị:',
      [unitName, unit === null ? null : `(mã ${unit})`].filter((part) => part !== null).join(' ') || 'chưa rõ',
    ],
    ['Kỳ chi trả:', period === null ? 'chưa rõ' : monthInWords(period)],
    ['Loại danh sách:', kind === 'full' ? 'Danh sách đầy đủ' : 'Danh sách tăng, giảm, điều chỉnh'],
  ];
  if (submission === undefined) return [...known, ['Ghi chú:', 'Kiểm tra thử, danh sách chưa được gửi đi.']];
  const { receivedAt, late, deadline, key, version } = submission;
  const inTime = late ? 'NỘP MUỘN' : 'đúng hạn';
  return [
    ...known,
    ['Tệp đã nhận:', key.split('/').at(-1) ?? key],
    ['Nhận lúc:', `${formatInstant(receivedAt)} — ${inTime} (hạn: hết ngày ${formatDay(deadline)})`],
    ['Lần biên nhận:', version === 1 ? 'Lần 1' : `Lần ${version}, thay cho các lần trước`],
  ];
}

function totalRows({ read, accepted, held, rejected }: ReceiptTotals): [string, number, number][] {
  return [
    ['Đọc được', read.rows, read.amount],
    ['Chấp nhận', accepted.rows, accepted.amount],
    ['Tạm giữ', held.rows, held.amount],
    ['Từ chối', rejected.rows, rejected.amount],
  ];
}

function nextSteps({ outcome, refusal, totals, submission }: Receipt): string[] {
  const until = resendUntil(submission);
  if (outcome === 'refused') {
    return [
      refusal?.message ?? 'Kiểm tra lại tệp.',
      `Sửa tệp rồi gửi lại ${until}.`,
      'Danh sách gửi trước đó (nếu có) vẫn giữ nguyên, không bị tệp này thay thế.',
    ];
  }
  const steps: string[] = [];
  if (totals.held.rows > 0) {
    steps.push(
      `Có ${totals.held.rows} dòng TẠM GIỮ (nền vàng), chưa chi trả cho đến khi xử lý xong: xem cột “Cần làm gì” ở các trang sau; ô cần sửa được tô đậm, có ghi chú kèm theo.`,
    );
  }
  if (totals.rejected.rows > 0) {
    steps.push(
      `Có ${totals.rejected.rows} dòng TỪ CHỐI (nền xám), không chi trả theo dòng này: xem lý do ở cột “Cần làm gì”; nếu lặp thì bỏ dòng lặp.`,
    );
  }
  if (steps.length > 0) {
    steps.push(`Sửa trong danh sách gốc của đơn vị rồi gửi lại cả danh sách ${until}. Không sửa trên biên nhận này.`);
    steps.push('Các dòng CHẤP NHẬN không phải chờ, vẫn được chi trả theo kỳ.');
  } else {
    steps.push('Không phải sửa dòng nào. Các dòng có ô nền vàng là dòng đã chấp nhận nhưng nên xem lại ghi chú.');
  }
  if (submission?.late === true) {
    steps.push('Danh sách nộp muộn vẫn được nhận; kỳ sau đề nghị gửi đúng hạn để kịp đối chiếu trước ngày chi trả.');
  }
  return steps;
}

function resendUntil(submission: Receipt['submission']): string {
  if (submission === undefined) return 'đúng hạn của kỳ';
  if (submission.late) return 'càng sớm càng tốt (hạn nộp đã qua)';
  return `trước khi hết ngày ${formatDay(submission.deadline)}`;
}

/** The fields of a row as officers call them. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  personalId: 'Số định danh cá nhân / CCCD',
  fullName: 'Họ và tên',
  birthDate: 'Ngày sinh / năm sinh',
  sex: 'Giới tính',
  programme: 'Chế độ hưởng',
  category: 'Loại đối tượng',
  amount: 'Số tiền kỳ này',
  arrears: 'Tiền truy lĩnh',
  accountNumber: 'Số tài khoản / ví / tiền di động',
  bank: 'Ngân hàng',
  channel: 'Hình thức chi trả',
  payeeName: 'Người nhận thay',
  payeeRole: 'Quan hệ của người nhận thay',
  payeeId: 'Số CCCD của người nhận thay',
  phone: 'Số điện thoại',
  village: 'Thôn, tổ dân phố',
  address: 'Địa chỉ',
  decisionNumber: 'Số quyết định hưởng',
  bookNumber: 'Số sổ lĩnh tiền',
  ordinal: 'Số thứ tự',
  familyName: 'Họ và tên đệm',
  givenName: 'Tên',
  birthDay: 'Ngày sinh (ngày)',
  birthMonth: 'Ngày sinh (tháng)',
  birthYear: 'Năm sinh',
  birthDateMale: 'Năm sinh (nam)',
  birthDateFemale: 'Năm sinh (nữ)',
  sexMale: 'Giới tính (nam)',
  sexFemale: 'Giới tính (nữ)',
  total: 'Tổng số tiền, chỉ để đối chiếu',
  carryOver: 'Chưa trả tháng trước, không chi ở kỳ này',
  accountHolder: 'Chủ tài khoản',
};

/** What a field of a row is called to an officer; a column that is kept but not used says so. */
export function fieldName(field: string | null): string {
  return field === null ? 'Giữ lại, không dùng để chi trả' : (FIELD_NAMES[field] ?? field);
}

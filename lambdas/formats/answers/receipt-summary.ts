import type ExcelJS from 'exceljs';
import type { Receipt } from '../../domain/answers/receipt.ts';
import type { ColumnReading, FileReading, ReceiptTotals } from '../../domain/lists/list-facts.ts';
import { formatPeriod } from '../../domain/period.ts';
import { formatDay, formatInstant, monthInWords, pageSetup, textStyle } from '../papers/office-sheet.ts';
import { fieldName } from './field-names.ts';
import type { Mending } from './receipt-mending.ts';
import { comparisonRows, identityInWords } from './receipt-moves.ts';
import { ReceiptPage } from './receipt-page.ts';
import { nextSteps } from './receipt-steps.ts';

export const SUMMARY_SHEET = 'Tóm tắt';
/** So many kinds of fault stand on the page; the sheet "Cần xử lý" has all of them. */
const MENDINGS = 8;
/** So many kinds of warning; all of them stand beside their rows. */
const WARNINGS = 5;

const TITLE = textStyle({ bold: true, size: 15, align: 'center' });

interface Banner {
  readonly text: string;
  readonly fill: string;
  readonly color: string;
}

const GREEN = { fill: 'FFE2EFDA', color: 'FF1E5B1E' };
const YELLOW = { fill: 'FFFFF2CC', color: 'FF7F4F00' };
const RED = { fill: 'FFF8CBAD', color: 'FF8B1A1A' };
const GREY = { fill: 'FFE7E6E6', color: 'FF404040' };

const RESULTS: Readonly<Record<Receipt['outcome'], Banner>> = {
  accepted: { text: 'DANH SÁCH ĐƯỢC CHẤP NHẬN TOÀN BỘ', ...GREEN },
  'accepted-with-exceptions': { text: 'DANH SÁCH ĐƯỢC CHẤP NHẬN, CÓ DÒNG CẦN XỬ LÝ', ...YELLOW },
  refused: { text: 'TỆP BỊ TỪ CHỐI, CHƯA GHI NHẬN DÒNG NÀO', ...RED },
};

/** Puts the first sheet, a page of A4 where it can be: what became of the list, and what the officer does next. */
export function putReceiptSummary(
  workbook: ExcelJS.Workbook,
  receipt: Receipt,
  columns: readonly ColumnReading[],
  told: { readonly mendings: readonly Mending[]; readonly warnings: readonly Mending[] },
): void {
  const page = new ReceiptPage(workbook.addWorksheet(SUMMARY_SHEET, { pageSetup: pageSetup('portrait', '1:1') }));
  page.line('BIÊN NHẬN DANH SÁCH CHI TRẢ', TITLE, 15);
  for (const [name, value] of facts(receipt)) page.pair(name, value);
  page.skip();
  const { text, fill, color } = bannerOf(receipt);
  page.line(text, textStyle({ bold: true, size: 14, align: 'center', fill, color, border: true }), 18);
  for (const { message } of receipt.confirmationReasons) page.line(`• ${message}`);
  if (receipt.outcome !== 'refused') {
    page.skip();
    page.table([2, 2, 2], ['', 'Số dòng', 'Số tiền (đồng)'], totalRows(receipt.totals));
  }
  page.section(`Việc cần làm tiếp theo${deadlineOf(receipt)}`);
  nextSteps(receipt).forEach((step, index) => {
    page.line(`${index + 1}. ${step}`);
  });
  if (receipt.outcome !== 'refused') {
    putMendings(page, told.mendings);
    putMonthOnMonth(page, receipt);
    putRemarks(page, receipt);
    putWarnings(page, told.warnings, receipt.kind);
    // A roll that was carried over has no file of which a column could be misunderstood.
    if (receipt.submission?.key !== '') putColumns(page, columns);
  }
  page.close();
}

function deadlineOf({ submission, outcome }: Receipt): string {
  const isSettled = outcome === 'accepted' && submission?.standing === 'current';
  if (submission === undefined || submission.late || submission.standing === 'superseded' || isSettled) return '';
  return `, trước khi hết ngày ${formatDay(submission.deadline)}`;
}

function bannerOf({ outcome, submission }: Receipt): Banner {
  switch (submission?.standing) {
    case 'awaiting-confirmation':
      return { text: 'DANH SÁCH CHỜ XÁC NHẬN, CHƯA DÙNG ĐỂ CHI TRẢ, VÌ THAY ĐỔI QUÁ NHIỀU', ...RED };
    case 'superseded':
      return { text: 'DANH SÁCH ĐÃ ĐƯỢC THAY BẰNG DANH SÁCH GỬI SAU', ...GREY };
    case 'current':
    case 'refused':
    case undefined:
      return RESULTS[outcome];
  }
}

function facts({ unit, unitName, period, kind, purpose, file, submission }: Receipt): [name: string, value: string][] {
  const who = [unitName, unit === null ? null : `(mã ${unit})`].filter((part) => part !== null).join(' ');
  const list = kind === 'full' ? 'Danh sách đầy đủ' : 'Danh sách tăng, giảm, điều chỉnh';
  const known: [string, string][] = [
    ['Đơn vị, kỳ chi trả:', `${who || 'chưa rõ'} — ${period === null ? 'chưa rõ kỳ' : monthInWords(period)}`],
    ['Loại danh sách:', purpose === 'emergency' ? `${list}, trợ cấp đột xuất (đợt chi trả riêng)` : list],
  ];
  const read: [string, string][] = file === null ? [] : [['Tệp được đọc là:', fileInWords(file)]];
  if (submission === undefined) return [...known, ...read, ['Ghi chú:', 'Kiểm tra thử, danh sách chưa được gửi đi.']];
  const { receivedAt, late, deadline, key, version } = submission;
  const inTime = late ? 'NỘP MUỘN' : 'đúng hạn';
  return [
    ...known,
    ['Tệp đã nhận:', key.split('/').at(-1) || 'không có, chuyển từ danh sách kỳ trước'],
    ...read,
    ['Nhận lúc:', `${formatInstant(receivedAt)} — ${inTime} (hạn: hết ngày ${formatDay(deadline)})`],
    ['Lần biên nhận:', version === 1 ? 'Lần 1' : `Lần ${version}, thay cho các lần trước`],
  ];
}

const FORMATS: Readonly<Record<FileReading['format'], string>> = {
  xlsx: 'bảng tính Excel (.xlsx)',
  csv: 'tệp văn bản CSV',
  html: 'bảng trong trang web (HTML)',
};

/** Where officers know an encoding by another name than programs do. */
const ENCODINGS: Readonly<Record<string, string>> = { tcvn: 'TCVN3 (ABC)' };

const SEPARATORS: Readonly<Record<string, string>> = { ',': 'dấu phẩy', ';': 'dấu chấm phẩy', '\t': 'dấu tab' };

function fileInWords({ format, encoding, separator }: FileReading): string {
  return [
    FORMATS[format],
    ...(encoding === null ? [] : [`bảng mã ${ENCODINGS[encoding] ?? encoding.toUpperCase()}`]),
    ...(separator === null ? [] : [`ngăn cách bằng ${SEPARATORS[separator] ?? `“${separator}”`}`]),
  ].join(', ');
}

function totalRows({ read, accepted, held, rejected }: ReceiptTotals): [string, number, number][] {
  return [
    ['Đọc được', read.rows, read.amount],
    ['Chấp nhận', accepted.rows, accepted.amount],
    ['Tạm giữ', held.rows, held.amount],
    ['Từ chối', rejected.rows, rejected.amount],
  ];
}

function putMendings(page: ReceiptPage, mendings: readonly Mending[]): void {
  if (mendings.length === 0) return;
  page.section('Các lỗi cần sửa, nhiều nhất trước');
  putKinds(page, mendings.slice(0, MENDINGS));
  const rest = mendings.length - MENDINGS;
  if (rest > 0) page.line(`Còn ${rest} loại lỗi khác: xem trang “Cần xử lý”.`);
}

function putWarnings(page: ReceiptPage, warnings: readonly Mending[], kind: Receipt['kind']): void {
  if (warnings.length === 0) return;
  page.section(`Lưu ý trên các dòng đã chấp nhận (vẫn được ${kind === 'full' ? 'chi trả' : 'áp dụng'})`);
  putKinds(page, warnings.slice(0, WARNINGS));
  const rest = warnings.length - WARNINGS;
  if (rest > 0) page.line(`Còn ${rest} loại lưu ý khác: xem các ô nền vàng trong trang danh sách.`);
}

function putKinds(page: ReceiptPage, kinds: readonly Mending[]): void {
  page.table(
    [1, 3, 2],
    ['Số dòng', 'Nội dung', 'Ở các dòng'],
    kinds.map(({ rows, message, places }) => [rows, message, places]),
  );
}

function putMonthOnMonth(page: ReceiptPage, { monthOnMonth }: Receipt): void {
  if (monthOnMonth === null) return;
  page.section(`Biến động so với danh sách kỳ ${formatPeriod(monthOnMonth.before.period)}`);
  page.table([2, 2, 2], ['', 'Số người', 'Số tiền (đồng)'], comparisonRows(monthOnMonth));
  page.line(identityInWords(monthOnMonth));
  const { accountChanged, payeeChanged } = monthOnMonth;
  if (accountChanged + payeeChanged > 0) {
    page.line(
      `Đổi tài khoản: ${accountChanged} người; đổi người nhận thay: ${payeeChanged} người. Xem trang “Biến động”.`,
    );
  }
}

function putRemarks(page: ReceiptPage, { notes }: Receipt): void {
  if (notes.length === 0) return;
  page.section('Lưu ý về cả danh sách');
  for (const { message } of notes) page.line(`• ${message}`);
}

/** Side by side, two columns of the list a line; sheets that are laid out alike are told together. */
function putColumns(page: ReceiptPage, columns: readonly ColumnReading[]): void {
  if (columns.length === 0) return;
  page.section('Các cột của danh sách được hiểu như sau');
  const sheets = [...Map.groupBy(columns, ({ sheet }) => sheet)];
  const alike = Map.groupBy(sheets, ([, own]) =>
    JSON.stringify(own.map(({ column, header, field }) => [column, header, field])),
  );
  for (const [, group] of alike) {
    const own = (group[0]?.[1] ?? []).map(({ column, header, field }) => [column, header, fieldName(field)]);
    if (sheets.length > 1) page.line(`Trang tính: ${group.map(([sheet]) => `“${sheet}”`).join(', ')}`);
    const half = Math.ceil(own.length / 2);
    const titles = ['Cột', 'Tiêu đề trong tệp', 'Được hiểu là'];
    page.table(
      [1, 1, 1, 1, 1, 1],
      [...titles, ...titles],
      own.slice(0, half).map((left, index) => [...left, ...(own[half + index] ?? [])]),
    );
  }
}

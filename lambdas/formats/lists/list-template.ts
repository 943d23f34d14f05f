import type ExcelJS from 'exceljs';
import { heightFor, pageSetup, put, TEXT, textStyle } from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import { type TemplateColumn, type TemplateKind, templateColumns } from './list-template-columns.ts';

const LIST_SHEET = 'Danh sách';
const INSTRUCTIONS_SHEET = 'Hướng dẫn';
/** So many rows are checked as they are typed; a commune's list seldom has more. */
const CHECKED_ROWS = 2_000;
const TITLE_ROW = 3;
const EXAMPLE_ROW = 6;
const HEADER_ROW = 7;
const MONEY = '#,##0';

/** Nothing can be typed over the example: whoever stood there would not be read. */
const NOT_HERE: ExcelJS.DataValidation = {
  type: 'custom',
  formulae: ['FALSE'],
  showErrorMessage: true,
  errorStyle: 'stop',
  errorTitle: 'Dòng ví dụ',
  error: 'Không điền vào dòng ví dụ. Hãy điền từ dòng ngay dưới dòng tiêu đề.',
};

const TITLES: Readonly<Record<TemplateKind, string>> = {
  full: 'DANH SÁCH CHI TRẢ TRỢ CẤP AN SINH XÃ HỘI',
  changes: 'DANH SÁCH TĂNG, GIẢM, ĐIỀU CHỈNH TRỢ CẤP AN SINH XÃ HỘI',
};

const RULES: Readonly<Record<TemplateKind, readonly string[]>> = {
  full: [
    'Dùng khi gửi toàn bộ danh sách của đơn vị trong kỳ. Danh sách này thay cho danh sách trước đó.',
    'Người không còn trong danh sách được hiểu là thôi hưởng từ kỳ này.',
  ],
  changes: [
    'Dùng khi danh sách của kỳ trước vẫn còn đúng, chỉ gửi những người tăng, giảm, điều chỉnh.',
    'Người tăng ghi như trong danh sách đầy đủ. Người giảm chỉ cần họ tên, số CCCD, chế độ, lý do.',
  ],
};
const COMMON_RULES = [
  'Điền từ dòng ngay dưới dòng tiêu đề màu xanh; mỗi người, mỗi chế độ một dòng. Không đổi tên cột; được xóa, thêm, đổi chỗ cột.',
  'Dòng VÍ DỤ nằm trên dòng tiêu đề, hệ thống không đọc; nên xóa trước khi gửi.',
  'Không gộp ô, không ghi theo nghìn đồng, không để ẩn dòng. Chép từ tệp khác sang thì chọn Dán giá trị (Paste Values) để giữ dạng Văn bản của cột.',
  'Lưu tệp dạng .xlsx, không đặt mật khẩu, rồi gửi theo kênh của đơn vị. Sau một, hai phút sẽ có biên nhận ghi rõ từng dòng.',
];

const TITLE = textStyle({ bold: true, size: 14, align: 'center' });
const LINE = textStyle({ align: 'center' });
const WORD = textStyle({});
const STRONG = textStyle({ bold: true });
const HEADER = textStyle({ bold: true, size: 11, align: 'center', border: true, fill: 'FFBDD7EE' });
const HEADER_NEEDED = textStyle({
  bold: true,
  size: 11,
  align: 'center',
  border: true,
  fill: 'FFBDD7EE',
  color: 'FFC00000',
});
const EXAMPLE = textStyle({ italic: true, size: 11, color: 'FF7F7F7F', fill: 'FFF2F2F2', numFmt: TEXT });
const EXAMPLE_MONEY = textStyle({ italic: true, size: 11, color: 'FF7F7F7F', fill: 'FFF2F2F2', numFmt: MONEY });
const CELL = textStyle({ border: true });

/**
 * The workbook for an office that starts afresh: a sheet to fill in, whose cells are text where Excel would spoil a
 * number and are checked as they are typed, and a page of instructions. An example stands above the header, where the
 * reader looks for nobody. The same kind gives the same bytes.
 */
export async function writeListTemplate(kind: TemplateKind): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const columns = templateColumns(kind);
  putList(workbook.addWorksheet(LIST_SHEET), kind, columns);
  putInstructions(workbook.addWorksheet(INSTRUCTIONS_SHEET), kind, columns);
  return workbookBytes(workbook);
}

function putList(sheet: ExcelJS.Worksheet, kind: TemplateKind, columns: readonly TemplateColumn[]): void {
  columns.forEach(({ width, format }, index) => {
    const column = sheet.getColumn(index + 1);
    column.width = width;
    if (format !== undefined) column.numFmt = format === 'text' ? TEXT : MONEY;
  });
  const across = { from: 1, to: columns.length };
  put(sheet, { row: 1, from: 1, to: 6 }, 'UBND ……………………………………', STRONG);
  put(sheet, { row: TITLE_ROW, ...across }, TITLES[kind], TITLE);
  put(sheet, { row: TITLE_ROW + 1, ...across }, 'Tháng …… năm ………', LINE);
  columns.forEach(({ header, example, format, needed = false }, index) => {
    const shown = index === 0 ? 'VÍ DỤ' : example;
    put(
      sheet,
      { row: EXAMPLE_ROW, from: index + 1 },
      shown === '' ? null : shown,
      format === 'money' ? EXAMPLE_MONEY : EXAMPLE,
    );
    sheet.getCell(EXAMPLE_ROW, index + 1).dataValidation = NOT_HERE;
    put(sheet, { row: HEADER_ROW, from: index + 1 }, header, needed ? HEADER_NEEDED : HEADER);
  });
  put(
    sheet,
    { row: EXAMPLE_ROW - 1, ...across },
    'Dòng VÍ DỤ dưới đây chỉ để xem cách ghi: XÓA DÒNG NÀY TRƯỚC KHI GỬI',
    EXAMPLE,
  );
  sheet.getRow(HEADER_ROW).height = 34;
  putChecks(sheet, columns);
  sheet.views = [{ state: 'frozen', ySplit: HEADER_ROW, xSplit: kind === 'full' ? 2 : 3 }];
  Object.assign(sheet.pageSetup, pageSetup('landscape', `${HEADER_ROW}:${HEADER_ROW}`));
}

function putChecks(sheet: ExcelJS.Worksheet, columns: readonly TemplateColumn[]): void {
  columns.forEach(({ choices, check }, index) => {
    const validation = choices === undefined ? check : choiceOf(choices);
    if (validation === undefined) return;
    for (let row = HEADER_ROW + 1; row <= HEADER_ROW + CHECKED_ROWS; row++) {
      sheet.getCell(row, index + 1).dataValidation = validation;
    }
  });
}

function choiceOf(choices: readonly string[]): ExcelJS.DataValidation {
  return {
    type: 'list',
    formulae: [`"${choices.join(',')}"`],
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'Chọn trong danh sách',
    error: `Hãy chọn: ${choices.join('; ')}.`,
  };
}

function putInstructions(sheet: ExcelJS.Worksheet, kind: TemplateKind, columns: readonly TemplateColumn[]): void {
  const width = 100;
  sheet.getColumn(1).width = width;
  const lines = [
    { text: `HƯỚNG DẪN GHI ${TITLES[kind]}`, style: TITLE },
    ...[...RULES[kind], ...COMMON_RULES].map((text, index) => ({ text: `${index + 1}. ${text}`, style: WORD })),
    { text: 'Cách ghi từng cột (tiêu đề chữ đỏ là cột cần có):', style: STRONG },
    ...columns.map(({ header, how, needed = false }) => ({
      text: `• ${header}${needed ? ' (cần có)' : ''}: ${how}`,
      style: CELL,
    })),
  ];
  lines.forEach(({ text, style }, index) => {
    put(sheet, { row: index + 1, from: 1 }, text, style);
    sheet.getRow(index + 1).height = heightFor(text, width, style === TITLE ? { size: 14, bold: true } : {});
  });
  Object.assign(sheet.pageSetup, pageSetup('portrait', '1:1'));
}

import type ExcelJS from 'exceljs';
import { type Became, type BookLine, type Books, totalOfStates } from '../../domain/closing/books.ts';
import { formatDong } from '../../domain/money.ts';
import { formatPeriod } from '../../domain/period.ts';
import { CENTRED, HEADER, NOTE, putSignatures, TITLE } from '../instructions/sheet-layout.ts';
import {
  formatInstant,
  heightFor,
  monthInWords,
  pageSetup,
  put,
  putNationalHeading,
  TEXT,
  textStyle,
  WHOLE_NUMBER,
} from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';

/** Number, name, and six pairs of a count and a sum: the widths of the one grid that all tables of the page share. */
const PAIRS = 6;
const WIDTHS = [5, 34, ...Array.from({ length: PAIRS }, () => [9, 17]).flat()];
const LAST = WIDTHS.length;
const SIZE = 11;

const SECTION = textStyle({ bold: true, size: 12 });
const LINE = textStyle({ size: SIZE });
const LABEL = textStyle({ size: SIZE, border: true, numFmt: TEXT });
const CENTER = textStyle({ size: SIZE, border: true, align: 'center' });
const FIGURE = textStyle({ size: SIZE, border: true, align: 'right', numFmt: WHOLE_NUMBER });
const TOTAL_LABEL = textStyle({ size: SIZE, border: true, bold: true });
const TOTAL_FIGURE = textStyle({ size: SIZE, border: true, bold: true, align: 'right', numFmt: WHOLE_NUMBER });

const STATES = [
  'Đã chuyển lệnh',
  'Đã chi trả',
  'Không thành công',
  'Hoàn trả',
  'Quá hạn, chưa rõ',
  'Chờ kết quả',
] as const;
const BALANCE = [
  'Số dư đầu kỳ',
  'Kinh phí đề nghị trong kỳ',
  'Đã chi trả',
  'Chờ kết quả, chưa rõ',
  'Nộp trả Kho bạc',
  'Số dư để lại kỳ sau',
] as const;

/** Names of what stands in the books by code. */
export interface BookNames {
  readonly office: string;
  readonly provider: (code: string) => string;
  readonly programme: (code: string) => string;
  readonly unit: (code: string) => string;
}

/** The books of a period as a paper to print and sign (sổ chi trả). The same books give the same bytes. */
export async function writeBooks(books: Books, names: BookNames): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const { printTitlesRow: _, ...setup } = pageSetup('landscape', '');
  const sheet = workbook.addWorksheet('Sổ chi trả', {
    pageSetup: setup,
    headerFooter: { oddFooter: `&LKỳ ${formatPeriod(books.period)}&RTrang &P/&N` },
  });
  WIDTHS.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  putNationalHeading(sheet, names.office, { leftTo: 6, rightFrom: 7, last: LAST });
  put(sheet, { row: 4, from: 1, to: LAST }, 'SỔ CHI TRẢ TRỢ CẤP, BẢO TRỢ XÃ HỘI', TITLE);
  put(sheet, { row: 5, from: 1, to: LAST }, monthInWords(books.period), CENTRED);
  put(sheet, { row: 6, from: 1, to: LAST }, standing(books), NOTE);

  const page = new Page(sheet, 8);
  const line = ({ instructed, became }: BookLine) => [instructed, ...statesOf(became)];
  page.states(
    'I. Theo tổ chức chi trả',
    'Tổ chức chi trả',
    books.byProvider.map((one) => ({ name: names.provider(one.provider), figures: line(one) })),
    line(books.total),
  );
  page.states(
    'II. Theo chế độ',
    'Chế độ',
    books.byProgramme.map((one) => ({ name: names.programme(one.programme), figures: line(one) })),
    line(books.total),
  );
  page.states(
    'III. Theo đơn vị',
    'Đơn vị',
    books.byUnit.map((one) => ({ name: `${names.unit(one.unit)} (${one.unit})`, figures: line(one) })),
    line(books.total),
  );
  page.states(
    'IV. Theo tháng được hưởng (một khoản chi có thể gồm tiền của nhiều tháng)',
    'Tháng',
    books.byMonth.map(({ period, became }) => ({
      name: monthInWords(period),
      figures: [totalOfStates(became), ...statesOf(became)],
    })),
    null,
  );
  page.balance(books, names);
  page.controlTotals(books);
  page.skip();
  page.text(`Danh mục dùng chung: ${books.referenceVersion}. Các đợt chi trả: ${books.runs.join(', ') || 'không có'}.`);
  putSignatures(sheet, page.row + 1, LAST, [
    { title: 'NGƯỜI LẬP SỔ', how: '(Ký, họ tên)' },
    { title: 'KẾ TOÁN TRƯỞNG', how: '(Ký, họ tên)' },
    { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, họ tên, đóng dấu)' },
  ]);
  return workbookBytes(workbook);
}

function standing({ isClosed, madeAt, by }: Books): string {
  const at = formatInstant(madeAt);
  return isClosed ? `Khóa sổ lúc ${at}, người khóa sổ: ${by}` : `Số liệu tạm tính lúc ${at}, chưa khóa sổ`;
}

interface Sum {
  readonly people: number;
  readonly amount: number;
}

function statesOf({ paid, failed, returned, unknown, instructed }: Became): Sum[] {
  return [paid, failed, returned, unknown, instructed];
}

/** Writes tables one below the other. */
class Page {
  readonly #sheet: ExcelJS.Worksheet;
  row: number;

  constructor(sheet: ExcelJS.Worksheet, row: number) {
    this.#sheet = sheet;
    this.row = row;
  }

  skip(): void {
    this.row += 1;
  }

  text(text: string, style: Partial<ExcelJS.Style> = LINE): void {
    put(this.#sheet, { row: this.row, from: 1, to: LAST }, text, style);
    this.#sheet.getRow(this.row++).height = heightFor(
      text,
      WIDTHS.reduce((all, width) => all + width, 0),
      { size: SIZE },
    );
  }

  /** What was instructed and what became of it, a line for each, and the total where the lines add up to one. */
  states(
    title: string,
    what: string,
    lines: readonly { name: string; figures: readonly Sum[] }[],
    total: readonly Sum[] | null,
  ): void {
    this.text(title, SECTION);
    const top = this.row;
    this.#head(what, STATES, top, top + 1);
    for (const [pair] of STATES.entries()) {
      put(this.#sheet, { row: top + 1, from: 3 + 2 * pair }, 'Số khoản', HEADER);
      put(this.#sheet, { row: top + 1, from: 4 + 2 * pair }, 'Số tiền (đồng)', HEADER);
    }
    this.row = top + 2;
    for (const [index, { name, figures }] of lines.entries()) this.#line(index + 1, name, figures, LABEL, FIGURE);
    if (total !== null) this.#line(null, 'Cộng', total, TOTAL_LABEL, TOTAL_FIGURE);
    this.skip();
  }

  balance({ balance }: Books, names: BookNames): void {
    this.text(
      'V. Kinh phí tại tổ chức chi trả (đồng): đầu kỳ + đề nghị − đã chi − chờ kết quả − nộp trả = để lại kỳ sau',
      SECTION,
    );
    this.#head('Tổ chức chi trả', BALANCE, this.row, this.row);
    this.row += 1;
    for (const [index, one] of balance.entries()) {
      const figures = [one.opening, one.requested, one.paid, one.outstanding, one.returnedToTreasury, one.closing];
      this.#name(index + 1, names.provider(one.provider), LABEL);
      for (const [pair, figure] of figures.entries()) this.#wide(pair, figure, FIGURE);
      this.row += 1;
    }
    for (const { provider, shortfall } of balance) {
      if (shortfall === 0) continue;
      this.text(
        `Thiếu ${formatDong(shortfall)} đồng tại ${names.provider(provider)}: có khoản được xác nhận là đã chi sau khi tiền đã nộp trả Kho bạc. Hãy đề nghị Kho bạc cấp lại.`,
        SECTION,
      );
    }
    this.skip();
  }

  controlTotals({ controlTotals }: Books): void {
    // The totals and the signatures under them stand on one page.
    this.#sheet.getRow(this.row - 1).addPageBreak();
    this.text('VI. Đối chiếu', SECTION);
    put(this.#sheet, { row: this.row, from: 1, to: 8 }, 'Nội dung', HEADER);
    for (const [index, title] of ['Vế trái', 'Vế phải', 'Kết quả'].entries()) this.#wide(index + 3, title, HEADER);
    this.row += 1;
    for (const { name, left, right, holds } of controlTotals) {
      put(this.#sheet, { row: this.row, from: 1, to: 8 }, name, LABEL);
      this.#sheet.getRow(this.row).height = 17;
      this.#wide(3, left, FIGURE);
      this.#wide(4, right, FIGURE);
      this.#wide(5, holds ? 'Khớp' : 'Lệch', CENTER);
      this.row += 1;
    }
  }

  #head(what: string, titles: readonly string[], top: number, bottom: number): void {
    put(this.#sheet, { row: top, toRow: bottom, from: 1 }, 'STT', HEADER);
    put(this.#sheet, { row: top, toRow: bottom, from: 2 }, what, HEADER);
    this.#sheet.getRow(top).height = 20;
    for (const [pair, title] of titles.entries())
      put(this.#sheet, { row: top, from: 3 + 2 * pair, to: 4 + 2 * pair }, title, HEADER);
  }

  #line(
    number: number | null,
    name: string,
    figures: readonly Sum[],
    label: Partial<ExcelJS.Style>,
    figure: Partial<ExcelJS.Style>,
  ): void {
    this.#name(number, name, label);
    for (const [pair, { people, amount }] of figures.entries()) {
      put(this.#sheet, { row: this.row, from: 3 + 2 * pair }, people, figure);
      put(this.#sheet, { row: this.row, from: 4 + 2 * pair }, amount, figure);
    }
    this.row += 1;
  }

  #name(number: number | null, name: string, label: Partial<ExcelJS.Style>): void {
    put(this.#sheet, { row: this.row, from: 1 }, number, CENTER);
    put(this.#sheet, { row: this.row, from: 2 }, name, label);
    this.#sheet.getRow(this.row).height = Math.max(18, heightFor(name, WIDTHS[1] ?? 30, { size: SIZE }));
  }

  /** A value over both columns of a pair. */
  #wide(pair: number, value: string | number, style: Partial<ExcelJS.Style>): void {
    put(this.#sheet, { row: this.row, from: 3 + 2 * pair, to: 4 + 2 * pair }, value, style);
  }
}

import type ExcelJS from 'exceljs';
import { dayOf, type Period } from '../../domain/period.ts';
import { KIND_OF_UNIT, type Unit } from '../../domain/unit.ts';

/** The look that all our papers share: the font and heading of NĐ 30/2020 (Phụ lục I), on A4. */
export const FONT = 'Times New Roman';

const THIN = { style: 'thin' } as const;
export const BORDER: Partial<ExcelJS.Borders> = { top: THIN, left: THIN, bottom: THIN, right: THIN };

/**
 * Whole numbers grouped by thousands in the Vietnamese way (1.234.567). `$-42A` is Vietnamese: programs that heed it
 * show dots whatever the computer's own language. `_)` keeps the figure off the border.
 */
export const WHOLE_NUMBER = '[$-42A]#,##0_)';
/** Cells of text. Without it Excel would take an id for a number as soon as somebody edits the cell. */
export const TEXT = '@';

/** Excel's limit for one cell (ECMA-376 leaves it open; Excel specifications and limits say 32,767). */
const MAX_CELL = 32_767;

/** A text as a cell can hold it. It is always written as a string: what begins with = + - @ never runs. */
export function cellText(text: string): string {
  const clean = text.replace(NOT_IN_XML, '');
  return clean.length <= MAX_CELL ? clean : `${clean.slice(0, MAX_CELL - 1)}…`;
}

/** What XML 1.0 cannot hold (production 2, Char): with one of these in it Excel calls the whole file damaged. */
const NOT_IN_XML = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** A cell style; share one object between cells, exceljs then writes it once. */
export function textStyle(look: {
  size?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  align?: 'left' | 'center' | 'right';
  middle?: boolean;
  color?: string;
  fill?: string;
  border?: boolean;
  numFmt?: string;
}): Partial<ExcelJS.Style> {
  return {
    font: {
      name: FONT,
      size: look.size ?? 12,
      bold: look.bold ?? false,
      italic: look.italic ?? false,
      underline: look.underline ?? false,
      ...(look.color === undefined ? {} : { color: { argb: look.color } }),
    },
    alignment: {
      horizontal: look.align ?? 'left',
      vertical: look.middle === false ? 'top' : 'middle',
      wrapText: true,
    },
    ...(look.fill === undefined
      ? {}
      : { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: look.fill } } as const }),
    ...(look.border === true ? { border: BORDER } : {}),
    ...(look.numFmt === undefined ? {} : { numFmt: look.numFmt }),
  };
}

/** Sets a cell, null leaving it empty; with `to` or `toRow`, merges up to there first. */
export function put(
  sheet: ExcelJS.Worksheet,
  at: { row: number; from: number; to?: number; toRow?: number },
  value: string | number | null,
  style: Partial<ExcelJS.Style>,
): void {
  const lastRow = at.toRow ?? at.row;
  const lastColumn = at.to ?? at.from;
  for (let row = at.row; row <= lastRow; row++) {
    for (let column = at.from; column <= lastColumn; column++) sheet.getCell(row, column).style = style;
  }
  if (lastRow > at.row || lastColumn > at.from) sheet.mergeCells(at.row, at.from, lastRow, lastColumn);
  sheet.getCell(at.row, at.from).value = typeof value === 'string' ? cellText(value) : value;
}

/**
 * How high a row must be, in points, for a text in a column of a width in characters. Programs do not fit the height
 * of merged cells by themselves, and some fit none at all when a file is only printed.
 */
export function heightFor(text: string, width: number, look: { size?: number; bold?: boolean } = {}): number {
  return Math.min(MAX_ROW_HEIGHT, Math.ceil(linesOf(text, width, look) * (look.size ?? 12) * 1.3 + 4));
}

/** How many lines a text takes in a column of a width in characters. */
export function linesOf(text: string, width: number, look: { size?: number; bold?: boolean } = {}): number {
  const size = look.size ?? 12;
  // Measured with Times New Roman: a column of width 62 takes 65 letters of 12 points; bold and capitals are wider.
  const perLine = ((width * 1.04 * 12) / size) * (look.bold === true ? 0.93 : 1);
  // Most cells: one line even if every letter of it were the widest.
  if (text.length * WIDEST_LETTER < perLine && !text.includes('\n')) return 1;
  return text.split('\n').reduce((sum, paragraph) => sum + wrappedLines(paragraph, perLine), 0);
}

function wrappedLines(paragraph: string, perLine: number): number {
  let lines = 1;
  let used = 0;
  for (const word of paragraph.split(' ')) {
    const length = word.length * letterWidth(word);
    if (used > 0 && used + 1 + length > perLine) {
      lines++;
      used = 0;
    }
    // A word longer than the line is broken.
    lines += Math.floor(length / perLine);
    used += (used > 0 ? 1 : 0) + (length % perLine);
  }
  return lines;
}

const WIDEST_LETTER = 1.35;

function letterWidth(word: string): number {
  if (word === word.toLowerCase()) return 1;
  return word === word.toUpperCase() ? WIDEST_LETTER : 1.1;
}

/** Excel's limit, in points (Excel specifications and limits). */
const MAX_ROW_HEIGHT = 409;

/** A4, one page wide and as many long as needed, margins of NĐ 30/2020 rounded for tables, page numbers below. */
export function pageSetup(orientation: 'landscape' | 'portrait', titleRows: string): Partial<ExcelJS.PageSetup> {
  return {
    paperSize: 9,
    orientation,
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    margins: { left: 0.6, right: 0.6, top: 0.7, bottom: 0.7, header: 0.3, footer: 0.3 },
    printTitlesRow: titleRows,
  };
}

/** The heading of an official paper: the issuing office on the left, the nation's name and motto on the right. */
export function putNationalHeading(
  sheet: ExcelJS.Worksheet,
  office: string,
  columns: { leftTo: number; rightFrom: number; last: number },
): void {
  const bold = textStyle({ bold: true, align: 'center' });
  let width = 0;
  for (let column = 1; column <= columns.leftTo; column++) width += sheet.getColumn(column).width ?? 0;
  // Programs do not fit the height of merged cells: a long name would be cut in the middle of its letters.
  if (width > 0 && linesOf(office, width, { bold: true }) > 1) {
    sheet.getRow(1).height = heightFor(office, width, { bold: true });
  }
  put(sheet, { row: 1, from: 1, to: columns.leftTo }, office, bold);
  put(sheet, { row: 1, from: columns.rightFrom, to: columns.last }, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold);
  const motto = textStyle({ bold: true, underline: true, size: 13, align: 'center' });
  put(
    sheet,
    { row: 2, from: 1, to: columns.leftTo },
    '———————',
    textStyle({ size: 8, align: 'center', middle: false }),
  );
  put(sheet, { row: 2, from: columns.rightFrom, to: columns.last }, 'Độc lập - Tự do - Hạnh phúc', motto);
}

const USUAL_KIND: Readonly<Record<Unit['level'], string>> = { province: 'tỉnh', district: 'huyện', commune: 'xã' };

/**
 * A unit as its papers name it: "UBND XÃ CỰ KHÊ". Where the name in the units file does not say what kind of unit it
 * is, the usual one of its level is taken: write "Phường …" or "Thị trấn …" in the file where it is another.
 */
export function officeName(unit: { name: string; level: Unit['level'] }): string {
  const name = unit.name.normalize('NFC').trim();
  const full = KIND_OF_UNIT.test(name) ? name : `${USUAL_KIND[unit.level]} ${name}`;
  const office = `UBND ${full}`.toLocaleUpperCase('vi');
  return office.length <= MAX_OFFICE ? office : `${office.slice(0, MAX_OFFICE - 1).trimEnd()}…`;
}

/** Letters of an office's name on paper: three times the longest that there is, and still three lines of a heading. */
const MAX_OFFICE = 100;

/** "Tháng 6 năm 2023", as papers write a month. */
export function monthInWords(month: Period): string {
  return `Tháng ${Number(month.slice(5))} năm ${month.slice(0, 4)}`;
}

/** "04/06/2023". */
export function formatDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** Made once: to make one takes longer than all that it is used for in a receipt. */
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' });

/** "14 giờ 05 ngày 04/06/2023", the clock of Viet Nam. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  const clock = CLOCK.format(at);
  return `${clock.replace(':', ' giờ ')} ngày ${formatDay(dayOf(at))}`;
}

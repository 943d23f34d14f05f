import type ExcelJS from 'exceljs';
import { toDong } from '../lambdas/domain/money.ts';
import { dongInWords } from '../lambdas/domain/money-in-words.ts';
import type { Period } from '../lambdas/domain/period.ts';
import type { Programme } from '../lambdas/domain/programme.ts';
import {
  BORDER,
  FONT,
  monthInWords,
  officeName,
  pageSetup,
  put,
  putNationalHeading,
  textStyle,
} from '../lambdas/formats/papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../lambdas/formats/papers/workbook.ts';
import type { ListedRow } from './faults.ts';
import { type Cell, cellOf, PROGRAMME_WORDS } from './list-cells.ts';
import type { Column, Field, Layout } from './list-layouts.ts';
import { personName } from './names.ts';
import { Random } from './random.ts';

/** Who sends the list, and for which month. */
export interface ListHeading {
  readonly unitName: string;
  readonly period: Period;
}

/** Where a row was written: what Excel shows; `sheet` is null in CSV. */
export interface RowPlace {
  readonly sheet: string | null;
  readonly row: number;
}

export interface WrittenList {
  readonly bytes: Uint8Array;
  /** One for each row, in their order. */
  readonly places: readonly RowPlace[];
}

const TITLE_ROW = 4;
const HEADER_ROW = 7;
/** Rows between the total and the names under the signatures. */
const SIGNATURE_ROOM = 7;
const ID_FORMAT = '000000000000';
const ROMAN = ['I', 'II', 'III', 'IV', 'V'];

const TITLE = textStyle({ bold: true, size: 14, align: 'center' });
const SUBTITLE = textStyle({ italic: true, align: 'center' });
const HEADER = textStyle({ bold: true, size: 11, align: 'center', border: true });
const GROUP = textStyle({ bold: true, size: 11, border: true });
const TOTAL = textStyle({ bold: true, size: 11, align: 'right', border: true, numFmt: '#,##0' });
const SIGNER = textStyle({ bold: true, align: 'center' });
const REMARK = textStyle({ italic: true });

/** Shared by all cells of a kind: exceljs then writes each once, which is most of the time a big list takes. */
const CELLS = {
  text: cellStyle('left', '@'),
  centre: cellStyle('center', '@'),
  plain: cellStyle('center', 'General'),
  money: cellStyle('right', '#,##0'),
  date: cellStyle('center', 'dd/mm/yyyy'),
  id: cellStyle('center', ID_FORMAT),
};

/** Writes a list as the workbook of an office: heading, title, table in the layout's habits, totals, signatures. */
export async function writeListWorkbook(
  heading: ListHeading,
  layout: Layout,
  rows: readonly ListedRow[],
): Promise<WrittenList> {
  const workbook = newWorkbook();
  const byProgramme = Map.groupBy(rows, ({ benefit }) => benefit.programme);
  const places = new Map<ListedRow, RowPlace>();
  if (layout.sections === 'sheets') {
    for (const [programme, section] of byProgramme) {
      const words = PROGRAMME_WORDS[programme];
      const list = new ListSheet(workbook, words.sheet, layout, places);
      list.open(heading, `DANH SÁCH CHI TRẢ ${words.title}`);
      list.rows(section);
      list.close(heading, section);
    }
  } else {
    const list = new ListSheet(workbook, 'Danh sách', layout, places);
    list.open(heading, 'DANH SÁCH CHI TRẢ TRỢ CẤP AN SINH XÃ HỘI HẰNG THÁNG');
    if (layout.sections === 'column') list.rows(rows);
    else for (const [index, [programme, section]] of [...byProgramme].entries()) list.group(index, programme, section);
    list.close(heading, rows);
  }
  return { bytes: await workbookBytes(workbook), places: rows.flatMap((row) => places.get(row) ?? []) };
}

/** One sheet, written from top to bottom. */
class ListSheet {
  private readonly sheet: ExcelJS.Worksheet;
  private readonly layout: Layout;
  private readonly places: Map<ListedRow, RowPlace>;
  private readonly width: number;
  private readonly headerRows: number;
  private next = HEADER_ROW;
  private ordinal = 0;

  constructor(workbook: ExcelJS.Workbook, name: string, layout: Layout, places: Map<ListedRow, RowPlace>) {
    this.layout = layout;
    this.places = places;
    this.width = layout.columns.length;
    this.headerRows = layout.columns.some(({ group }) => group !== undefined) ? 2 : 1;
    this.sheet = workbook.addWorksheet(name, {
      pageSetup: pageSetup('landscape', `${HEADER_ROW}:${HEADER_ROW + this.headerRows - 1}`),
      properties: { defaultRowHeight: 18 },
    });
    layout.columns.forEach((column, index) => {
      this.sheet.getColumn(index + 1).width = column.width;
    });
  }

  open(heading: ListHeading, title: string): void {
    const half = Math.floor(this.width / 2);
    putNationalHeading(this.sheet, officeOf(heading), { leftTo: half - 1, rightFrom: half, last: this.width });
    this.across(TITLE_ROW, title, TITLE);
    this.across(TITLE_ROW + 1, monthInWords(heading.period).toLocaleUpperCase('vi'), TITLE);
    this.across(TITLE_ROW + 2, 'Đơn vị tính: đồng', SUBTITLE);
    this.header();
  }

  group(index: number, programme: Programme, rows: readonly ListedRow[]): void {
    const text = `${ROMAN[index] ?? index + 1}. ${PROGRAMME_WORDS[programme].group}`;
    put(this.sheet, { row: this.next++, from: 1, to: this.width }, text, GROUP);
    this.rows(rows);
    if (this.layout.subtotals) this.total('Cộng', rows);
  }

  rows(rows: readonly ListedRow[]): void {
    for (const row of rows) {
      const { headerEvery } = this.layout;
      if (headerEvery > 0 && this.ordinal > 0 && this.ordinal % headerEvery === 0) this.header();
      this.ordinal++;
      const line = this.sheet.getRow(this.next);
      this.layout.columns.forEach(({ field }, index) => {
        const value = cellOf(field, row, this.layout, this.ordinal);
        const cell = line.getCell(index + 1);
        cell.value = value;
        cell.style = styleOf(field, value);
      });
      this.places.set(row, { sheet: this.sheet.name, row: this.next++ });
    }
  }

  close(heading: ListHeading, rows: readonly ListedRow[]): void {
    this.total('Tổng cộng', rows);
    this.across(this.next++, `Số người hưởng: ${rows.length} lượt người.`, REMARK);
    this.across(this.next, `Bằng chữ: ${dongInWords(toDong(sumOf('amount', rows) + sumOf('arrears', rows)))}.`, REMARK);
    const half = Math.floor(this.width / 2);
    const place = heading.unitName.replace(/^(Xã|Phường|Thị trấn|Huyện) /, '');
    const [year, month] = heading.period.split('-');
    const dated = `${place}, ngày 02 tháng ${month} năm ${year}`;
    put(this.sheet, { row: this.next + 2, from: half + 1, to: this.width }, dated, SUBTITLE);
    put(this.sheet, { row: this.next + 3, from: 1, to: half }, 'NGƯỜI LẬP BIỂU', SIGNER);
    put(this.sheet, { row: this.next + 3, from: half + 1, to: this.width }, 'TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH', SIGNER);
    this.sheet.getRow(this.next + 3).height = 36;
    const random = new Random(heading.unitName);
    const signature = this.next + SIGNATURE_ROOM;
    put(this.sheet, { row: signature, from: 1, to: half }, personName(random, 'female', 1988), SIGNER);
    put(this.sheet, { row: signature, from: half + 1, to: this.width }, personName(random, 'male', 1976), SIGNER);
  }

  private header(): void {
    const top = this.next;
    const bottom = top + this.headerRows - 1;
    const { columns } = this.layout;
    columns.forEach(({ header, group }, index) => {
      const from = index + 1;
      put(this.sheet, { row: group === undefined ? top : bottom, toRow: bottom, from }, header, HEADER);
      if (group !== undefined && columns[index - 1]?.group !== group) {
        put(this.sheet, { row: top, from, to: from + lengthOfGroup(columns, index) - 1 }, group, HEADER);
      }
    });
    this.next = bottom + 1;
  }

  private total(label: string, rows: readonly ListedRow[]): void {
    const first = this.layout.columns.findIndex(({ field }) => isMoney(field));
    put(this.sheet, { row: this.next, from: 1, to: first }, label, GROUP);
    this.layout.columns.slice(first).forEach(({ field }, index) => {
      const cell = this.sheet.getCell(this.next, first + 1 + index);
      cell.style = TOTAL;
      if (isMoney(field)) cell.value = sumOf(field, rows);
    });
    this.next++;
  }

  private across(row: number, text: string, style: Partial<ExcelJS.Style>): void {
    put(this.sheet, { row, from: 1, to: this.width }, text, style);
  }
}

function officeOf({ unitName }: ListHeading): string {
  return officeName({ name: unitName, level: 'commune' });
}

function lengthOfGroup(columns: readonly Column[], start: number): number {
  const group = columns[start]?.group;
  const end = columns.findIndex((column, index) => index > start && column.group !== group);
  return (end < 0 ? columns.length : end) - start;
}

type MoneyField = 'amount' | 'arrears' | 'total';

function isMoney(field: Field): field is MoneyField {
  return field === 'amount' || field === 'arrears' || field === 'total';
}

function sumOf(field: MoneyField, rows: readonly ListedRow[]): number {
  return rows.reduce((sum, { benefit }) => {
    if (field === 'total') return sum + benefit.amount + benefit.arrears;
    return sum + benefit[field];
  }, 0);
}

function styleOf(field: Field, value: Cell): Partial<ExcelJS.Style> {
  if (value instanceof Date) return CELLS.date;
  if (isMoney(field)) return typeof value === 'string' ? CELLS.text : CELLS.money;
  if (typeof value === 'number') return field === 'personalId' ? CELLS.id : CELLS.plain;
  return field === 'sex' || field === 'birthDate' ? CELLS.centre : CELLS.text;
}

function cellStyle(horizontal: 'left' | 'center' | 'right', numFmt: string): Partial<ExcelJS.Style> {
  return { font: { name: FONT, size: 11 }, alignment: { horizontal, vertical: 'middle' }, border: BORDER, numFmt };
}

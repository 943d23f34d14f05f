import type ExcelJS from 'exceljs';
import { heightFor, pageSetup, put, putNationalHeading, textStyle } from '../papers/office-sheet.ts';
import { putTable, type ReportTable } from './report-table.ts';

const NUMBER = textStyle({ align: 'center' });
const FOOTER = '&R&"Times New Roman,Regular"&10Trang &P/&N';

/** A sheet of a report, A4 landscape, written one thing below the other over the columns of its table. */
export class ReportPage {
  readonly sheet: ExcelJS.Worksheet;
  readonly #widths: readonly number[];
  readonly #width: number;
  row = 1;

  constructor(workbook: ExcelJS.Workbook, name: string, { columns }: ReportTable) {
    this.sheet = workbook.addWorksheet(name, { headerFooter: { oddFooter: FOOTER } });
    this.#widths = columns.map(({ width }) => width);
    this.#width = this.#widths.reduce((sum, width) => sum + width, 0);
    columns.forEach(({ width }, index) => {
      this.sheet.getColumn(index + 1).width = width;
    });
  }

  /**
   * The heading of an official paper on the first rows, each side over about half of the page; the paper's number stands
   * under the office, where it has one.
   */
  heading(office: string, number: string | null = null): void {
    const half = this.#width / 2;
    const ends = this.#widths.map((_, index) =>
      this.#widths.slice(0, index + 1).reduce((sum, width) => sum + width, 0),
    );
    const distances = ends.slice(0, -1).map((end) => Math.abs(end - half));
    const leftTo = distances.indexOf(Math.min(...distances)) + 1;
    putNationalHeading(this.sheet, office, { leftTo, rightFrom: leftTo + 1, last: this.#widths.length });
    if (number !== null) put(this.sheet, { row: 3, from: 1, to: leftTo }, number, NUMBER);
    this.row = 5;
  }

  text(text: string, style: Partial<ExcelJS.Style>, look: { size?: number; bold?: boolean } = {}): void {
    put(this.sheet, { row: this.row, from: 1, to: this.#widths.length }, text, style);
    this.sheet.getRow(this.row++).height = heightFor(text, this.#width, look);
  }

  /** The table of the sheet; its header stands again on every page. */
  table(table: ReportTable): void {
    Object.assign(this.sheet.pageSetup, pageSetup('landscape', `${this.row}:${this.row}`));
    this.row = putTable(this.sheet, this.row, table);
  }
}

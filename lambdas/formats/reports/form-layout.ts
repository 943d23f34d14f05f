import { FORM_1, FORM_2, type FormColumn, type FormTexts } from '../../domain/reports/form-texts.ts';
import type { FormRow, OfficialForm } from '../../domain/reports/official-forms.ts';
import { monthInWords } from '../papers/office-sheet.ts';

/*
 * What both printed shapes of a form share, workbook and PDF: which words and figures stand in which cell.
 */

/** How one of the forms is laid out, besides its words. */
export interface FormLayout {
  readonly sheetName: string;
  readonly texts: FormTexts;
  /** Widths of all columns in characters of the workbook, the columns of words first; a PDF keeps their proportions. */
  readonly widths: readonly number[];
  /** The heading and the signatures take the columns up to the first of these, and from the second on. */
  readonly heading: { readonly leftTo: number; readonly rightFrom: number };
  /** Where the attachment's line stands: Form 1 has it below the period, Form 2 above. */
  readonly attachmentFirst: boolean;
  /** Form 2 has 18 rows of up to two lines to bring onto one page: lines stand close, and margins are narrow. */
  readonly dense: boolean;
  /** Of the page, in points. */
  readonly margins: { readonly side: number; readonly top: number };
  readonly pdf: {
    /** Of the text and of the title, in points. */
    readonly size: number;
    readonly titleSize: number;
    /** How far below their upper edge, in points, the words of the header's cells over two rows stand. */
    readonly headerMiddle: number;
  };
}

const LAYOUTS: Readonly<Record<OfficialForm['form'], FormLayout>> = {
  'form-1': {
    sheetName: 'Biểu 1',
    texts: FORM_1,
    widths: [6, 44, 12, 16, 16, 14, 16, 14, 16, 14],
    heading: { leftTo: 3, rightFrom: 5 },
    attachmentFirst: false,
    dense: false,
    margins: { side: 43, top: 43 },
    pdf: { size: 10.5, titleSize: 13, headerMiddle: 20 },
  },
  'form-2': {
    sheetName: 'Biểu 2',
    texts: FORM_2,
    widths: [5.5, 89, 18.5, 17, 14, 16, 12.5, 10.5],
    heading: { leftTo: 2, rightFrom: 3 },
    attachmentFirst: true,
    dense: true,
    margins: { side: 29, top: 25 },
    pdf: { size: 9, titleSize: 10.4, headerMiddle: 45 },
  },
};

export function layoutOf(form: OfficialForm): FormLayout {
  return LAYOUTS[form.form];
}

/** The lines between the heading and the table. */
export function openingLines(form: OfficialForm): { text: string; kind: 'title' | 'attachment' | 'period' }[] {
  const { texts, attachmentFirst } = layoutOf(form);
  const attachment = { text: texts.attachment, kind: 'attachment' as const };
  const month = { text: `Kỳ báo cáo: ${monthInWords(form.period)}`, kind: 'period' as const };
  return [
    ...texts.title.map((text) => ({ text, kind: 'title' as const })),
    ...(attachmentFirst ? [attachment, month] : [month, attachment]),
  ];
}

/** A cell of the header; it takes `columns` columns and `rows` rows from where it stands. */
export interface HeaderCell {
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
  readonly text: string;
}

/** The header's two rows and, where the form has them, the row of column numbers and formulas. Columns count from 0. */
export function headerRows(texts: FormTexts): HeaderCell[][] {
  const columns: readonly FormColumn[] = [...texts.wordColumns, ...texts.figureColumns];
  const top: HeaderCell[] = [];
  const below: HeaderCell[] = [];
  columns.forEach(({ over, title }, column) => {
    if (over === undefined) {
      top.push({ column, columns: 1, rows: 2, text: title });
      return;
    }
    below.push({ column, columns: 1, rows: 1, text: title });
    if (columns[column - 1]?.over === over) return;
    let end = column;
    while (columns[end]?.over === over) end++;
    top.push({ column, columns: end - column, rows: 1, text: over });
  });
  const numbers = columns.flatMap(({ number }, column) =>
    number === undefined ? [] : [{ column, columns: 1, rows: 1, text: number }],
  );
  return numbers.length === 0 ? [top, below] : [top, below, numbers];
}

/** A row of the table: a text where words stand, a number where figures do, null where nothing does. */
export interface TableRow {
  /** The row of a part (I, II, III), which offices print bold. */
  readonly isPart: boolean;
  readonly values: readonly (string | number | null)[];
}

/** The rows that are printed, cell by cell from the left. */
export function tableRows(form: OfficialForm): TableRow[] {
  const { wordColumns, figureColumns } = layoutOf(form).texts;
  return form.rows.filter(isPrinted).map((row) => {
    const words: Readonly<Record<string, string>> = { number: row.number, label: row.label, measure: row.measure };
    return {
      isPart: row.row === row.number,
      values: [
        ...wordColumns.map(({ key }) => words[key] || null),
        ...figureColumns.map(({ key }) => row.cells[key] ?? null),
      ],
    };
  });
}

/** The line that the plan's form does not have is printed only where it says something. */
function isPrinted(row: FormRow): boolean {
  return row.row !== 'I.unclassified' || Object.values(row.cells).some((figure) => figure > 0);
}

/** Where the label stands among the columns, from 0: the one column whose text begins at the left. */
export function labelColumn(texts: FormTexts): number {
  return texts.wordColumns.findIndex(({ key }) => key === 'label');
}

/** Place and date are written by hand on signing. */
export const PLACE_AND_DATE = '……………, ngày …… tháng …… năm ………';
/** Who made the table, on the left, and who answers for it, on the right. */
export const SIGNERS = {
  left: { title: 'NGƯỜI LẬP BIỂU', how: '(Ký, ghi rõ họ tên)' },
  right: { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, đóng dấu, ghi rõ họ tên)' },
} as const;

import type { Content, TableCell, TableLayout } from 'pdfmake';
import { formatDong } from '../../domain/money.ts';
import { lastDay } from '../../domain/period.ts';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import { officeName } from '../office-sheet.ts';
import { pdfBytes } from '../pdf.ts';
import {
  type FormLayout,
  type HeaderCell,
  headerRows,
  labelColumn,
  layoutOf,
  openingLines,
  PLACE_AND_DATE,
  SIGNERS,
  tableRows,
} from './form-layout.ts';

const OPENING = {
  title: { bold: true },
  attachment: { italics: true },
  period: {},
} as const;
/** Thin lines around every cell; where the form is dense, little room beside the words. */
const linesWith = (padding: number): TableLayout => ({
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => BESIDE,
  paddingRight: () => BESIDE,
  paddingTop: () => padding,
  paddingBottom: () => padding,
});
/** Room on each side of a cell's words, in points. */
const BESIDE = 2;
const DENSE = linesWith(0.8);
const LOOSE = linesWith(3.5);
/** What a merged cell covers: the table wants a cell in every place. */
const COVERED: TableCell = { text: '' };
/** Room to sign in, in points: a stamp measures 36 mm, and its edge may stand on the words above. */
const ROOM_TO_SIGN = 56;

/** A filled form as PDF: the cells of the workbook, on A4 landscape. The same form gives the same bytes. */
export function writeFormPdf(form: OfficialForm): Promise<Uint8Array> {
  const layout = layoutOf(form);
  return pdfBytes({
    title: `${layout.texts.title.join(' ')} - ${officeName({ name: form.unitName, level: form.unitLevel })}`,
    // A form says nothing of the day it is printed on: the end of its period is its date.
    madeAt: new Date(`${lastDay(form.period)}T00:00:00+07:00`),
    orientation: 'landscape',
    margins: layout.margins,
    fontSize: layout.pdf.size,
    numbered: false,
    content: [
      nationalHeading(form),
      ...openingLines(form).map(({ text, kind }) => ({
        text,
        alignment: 'center' as const,
        ...OPENING[kind],
        ...(kind === 'title' ? { fontSize: layout.pdf.titleSize } : {}),
      })),
      table(form, layout),
      ...(form.footnote === null ? [] : [{ text: form.footnote, italics: true, margin: [0, 3, 0, 0] as const }]),
      signatures(),
    ],
  });
}

function nationalHeading(form: OfficialForm): Content {
  return {
    margin: [0, 0, 0, 6],
    columns: [
      {
        width: '*',
        stack: [
          { text: officeName({ name: form.unitName, level: form.unitLevel }), bold: true, alignment: 'center' },
          { text: '———————', fontSize: 6, alignment: 'center' },
        ],
      },
      {
        width: '*',
        stack: [
          { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, alignment: 'center' },
          { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, decoration: 'underline', alignment: 'center' },
        ],
      },
    ],
  };
}

function table(form: OfficialForm, { texts, widths, margins, dense, pdf }: FormLayout): Content {
  const header = headerRows(texts);
  const label = labelColumn(texts);
  const rows = tableRows(form).map(({ isPart, values }) =>
    values.map((value, column): TableCell => {
      const figure = column >= texts.wordColumns.length;
      const text = typeof value === 'number' ? formatDong(value) : (value ?? '');
      const alignment = figure ? 'right' : column === label ? 'left' : 'center';
      return { text, bold: isPart, alignment, verticalAlignment: 'middle' };
    }),
  );
  return {
    margin: [0, 6, 0, 0],
    layout: dense ? DENSE : LOOSE,
    table: {
      headerRows: header.length,
      dontBreakRows: true,
      widths: pointsOf(widths, margins),
      body: [...headerBody(header, widths.length, pdf.headerMiddle), ...rows],
    },
  };
}

/** @param middle where the words of a cell over two rows begin: pdfmake (0.3.11) centres those wrongly by itself. */
function headerBody(rows: readonly HeaderCell[][], columns: number, middle: number): TableCell[][] {
  return rows.map((cells, index) => {
    const row = Array.from({ length: columns }, () => COVERED);
    for (const { column, columns: colSpan, rows: rowSpan, text } of cells) {
      const look = index === 2 ? { italics: true } : { bold: true };
      const place = rowSpan > 1 ? { margin: [0, middle, 0, 0] as const } : { verticalAlignment: 'middle' as const };
      row[column] = { text, colSpan, rowSpan, alignment: 'center', ...look, ...place };
    }
    return row;
  });
}

/** The long side of A4, in points. */
const A4_WIDTH = 841.89;

/** Widths of the texts in points, in proportion to those of the workbook: together they fill the page. */
function pointsOf(widths: readonly number[], { side }: FormLayout['margins']): number[] {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const page = A4_WIDTH - 2 * side - 1;
  return widths.map((width) => (width / all) * page - 2 * BESIDE - 0.5);
}

/** Never torn over two pages. */
function signatures(): Content {
  const under = ({ title, how }: { title: string; how: string }): Content[] => [
    { text: title, bold: true, alignment: 'center' },
    { text: how, italics: true, alignment: 'center', margin: [0, 0, 0, ROOM_TO_SIGN] },
  ];
  return {
    unbreakable: true,
    margin: [0, 5, 0, 0],
    columns: [
      { width: '*', stack: [{ text: ' ' }, ...under(SIGNERS.left)] },
      {
        width: '*',
        stack: [{ text: PLACE_AND_DATE, italics: true, alignment: 'center' }, ...under(SIGNERS.right)],
      },
    ],
  };
}

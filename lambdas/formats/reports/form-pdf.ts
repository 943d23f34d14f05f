import type { Content, TableCell } from 'pdfmake';
import { formatDong } from '../../domain/money.ts';
import { lastDay } from '../../domain/period.ts';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import { officeName } from '../papers/office-sheet.ts';
import { pdfBytes } from '../papers/pdf.ts';
import {
  type FormLayout,
  type HeaderCell,
  headerRows,
  labelColumn,
  layoutOf,
  openingLines,
  SIGNERS,
  tableRows,
} from './form-layout.ts';
import { nationalHeading, signatures, thinLines, widthsInPoints } from './landscape-paper.ts';

const OPENING = {
  title: { bold: true },
  attachment: { italics: true },
  period: {},
} as const;
/** Room on each side of a cell's words, in points; where the form is dense, little above and below them. */
const BESIDE = 2;
const DENSE = thinLines(BESIDE, 0.8);
const LOOSE = thinLines(BESIDE, 3.5);
/** What a merged cell covers: the table wants a cell in every place. */
const COVERED: TableCell = { text: '' };

/** A filled form as PDF: the cells of the workbook, on A4 landscape. The same form gives the same bytes. */
export function writeFormPdf(form: OfficialForm): Promise<Uint8Array> {
  const layout = layoutOf(form);
  const office = officeName({ name: form.unitName, level: form.unitLevel });
  return pdfBytes({
    title: `${layout.texts.title.join(' ')} - ${office}`,
    // A form says nothing of the day it is printed on: the end of its period is its date.
    madeAt: new Date(`${lastDay(form.period)}T00:00:00+07:00`),
    orientation: 'landscape',
    margins: layout.margins,
    fontSize: layout.pdf.size,
    numbered: false,
    content: [
      nationalHeading(office, { size: layout.pdf.size, below: 6 }),
      ...openingLines(form).map(({ text, kind }) => ({
        text,
        alignment: 'center' as const,
        ...OPENING[kind],
        ...(kind === 'title' ? { fontSize: layout.pdf.titleSize } : {}),
      })),
      table(form, layout),
      ...(form.footnote === null ? [] : [{ text: form.footnote, italics: true, margin: [0, 3, 0, 0] as const }]),
      signatures(SIGNERS, { size: layout.pdf.size, above: 5, italics: true }),
    ],
  });
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
      widths: widthsInPoints(widths, margins.side, BESIDE),
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

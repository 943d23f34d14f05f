import type { Content, TableCell } from 'pdfmake';
import { formatDong } from '../../domain/money.ts';
import type { ProgressReport } from '../../domain/reports/progress.ts';
import { officeName } from '../papers/office-sheet.ts';
import { pdfBytes } from '../papers/pdf.ts';
import { nationalHeading, signatures, thinLines, widthsInPoints } from './landscape-paper.ts';
import { formatShare } from './page-words.ts';
import { PROGRESS_SIGNERS, type ProgressPaper, progressPaper, REPORT_NUMBER } from './progress-paper.ts';
import type { ReportTable, TableColumn, TableRow } from './report-table.ts';

const SIZE = 10;
const MARGINS = { side: 40, top: 36 };
/** Room on each side of a cell's words, in points. */
const BESIDE = 3;
const LINES = thinLines(BESIDE, 1.5);

/** Progress toward the targets as PDF, A4 landscape: the words and tables of the workbook. Same report, same bytes. */
export function writeProgressPdf(report: ProgressReport): Promise<Uint8Array> {
  const paper = progressPaper(report);
  const [left, right] = PROGRESS_SIGNERS;
  const office = officeName({ name: report.unitName, level: report.unitLevel });
  return pdfBytes({
    title: `${paper.title.join(' ')} - ${office}`,
    madeAt: new Date(`${report.asOf}T00:00:00+07:00`),
    orientation: 'landscape',
    margins: MARGINS,
    fontSize: SIZE,
    content: [
      nationalHeading(office, { size: 11, below: 10, number: REPORT_NUMBER }),
      ...paper.title.map((text): Content => ({ text, bold: true, fontSize: 13, alignment: 'center' })),
      ...paper.about.map((text): Content => ({ text, alignment: 'center' })),
      ...paper.summary.map((text, index): Content => ({ text, fontSize: 11, margin: [0, index === 0 ? 8 : 2, 0, 0] })),
      table(paper.progress),
      ...annex(paper.paidBy),
      ...annex(paper.months),
      ...paper.notes.map((text, index): Content => note(index === 0 ? `Ghi chú: ${text}` : text, index)),
      signatures({ left, right }, { size: 11, above: 10, italics: false }),
    ],
  });
}

function annex({ title, table: rows }: ProgressPaper['months']): Content[] {
  return [{ text: title, bold: true, fontSize: 11, alignment: 'center', margin: [0, 12, 0, 0] }, table(rows)];
}

function note(text: string, index: number): Content {
  return { text, margin: [0, index === 0 ? 6 : 1, 0, 0] };
}

function table({ columns, rows }: ReportTable): Content {
  const header = columns.map(
    ({ title }): TableCell => ({ text: title, bold: true, alignment: 'center', verticalAlignment: 'middle' }),
  );
  return {
    margin: [0, 6, 0, 0],
    layout: LINES,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: widthsInPoints(
        columns.map(({ width }) => width),
        MARGINS.side,
        BESIDE,
      ),
      body: [header, ...rows.map((row) => cells(columns, row))],
    },
  };
}

const EMPTY: TableCell = { text: '' };
const BOLD = { bold: true } as const;
/** Only what differs from the default is said: each look of a cell costs time, and a province has 100,000 cells. */
const ALIGNED = {
  order: { alignment: 'center' },
  text: {},
  word: { alignment: 'center' },
  count: { alignment: 'right' },
  share: { alignment: 'right' },
} as const satisfies Record<TableColumn['holds'], object>;

function cells(columns: readonly TableColumn[], { look, values }: TableRow): TableCell[] {
  const bold = look !== 'line' && look !== 'change';
  if (look === 'band') {
    const covered = columns.slice(1).map(() => EMPTY);
    return [{ text: String(values[0] ?? ''), bold, colSpan: columns.length }, ...covered];
  }
  return columns.map(({ holds }, index) => {
    const value = values[index] ?? null;
    if (value === null) return EMPTY;
    return {
      text: typeof value === 'number' ? figure(value, look, holds) : value,
      ...(bold ? BOLD : {}),
      ...ALIGNED[holds],
    };
  });
}

function figure(value: number, look: TableRow['look'], holds: TableColumn['holds']): string {
  if (look !== 'change') return holds === 'share' ? formatShare(value) : formatDong(value);
  const size = Math.abs(value);
  const text = holds === 'share' ? `${formatShare(size).slice(0, -1)} điểm %` : formatDong(size);
  return value === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

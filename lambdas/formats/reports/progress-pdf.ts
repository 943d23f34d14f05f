import type { Content, TableCell, TableLayout } from 'pdfmake';
import { formatDong } from '../../domain/money.ts';
import type { ProgressReport } from '../../domain/reports/progress.ts';
import { officeName } from '../office-sheet.ts';
import { pdfBytes } from '../pdf.ts';
import { PLACE_AND_DATE } from './form-layout.ts';
import { formatShare } from './page-words.ts';
import { PROGRESS_SIGNERS, type ProgressPaper, progressPaper, REPORT_NUMBER } from './progress-paper.ts';
import type { ReportTable, TableColumn, TableRow } from './report-table.ts';

const SIZE = 10;
const MARGINS = { side: 40, top: 36 };
/** The long side of A4, in points. */
const A4_WIDTH = 841.89;
/** What a cell takes beside its text: paddings and a line. */
const BESIDE_TEXT = 6.5;
/** In points: a stamp measures 36 mm, and its edge may stand on the words above. */
const ROOM_TO_SIGN = 56;
const LINES: TableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => 3,
  paddingRight: () => 3,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
};

/** Progress toward the targets as PDF, A4 landscape: the words and tables of the workbook. Same report, same bytes. */
export function writeProgressPdf(report: ProgressReport): Promise<Uint8Array> {
  const paper = progressPaper(report);
  const office = officeName({ name: report.unitName, level: report.unitLevel });
  return pdfBytes({
    title: `${paper.title.join(' ')} - ${office}`,
    madeAt: new Date(`${report.asOf}T00:00:00+07:00`),
    orientation: 'landscape',
    margins: MARGINS,
    fontSize: SIZE,
    content: [
      heading(office),
      ...paper.title.map((text): Content => ({ text, bold: true, fontSize: 13, alignment: 'center' })),
      ...paper.about.map((text): Content => ({ text, alignment: 'center' })),
      ...paper.summary.map((text, index): Content => ({ text, fontSize: 11, margin: [0, index === 0 ? 8 : 2, 0, 0] })),
      table(paper.progress),
      ...annex(paper.paidBy),
      ...annex(paper.months),
      ...paper.notes.map((text, index): Content => note(index === 0 ? `Ghi chú: ${text}` : text, index)),
      signatures(),
    ],
  });
}

function heading(office: string): Content {
  const centred = { alignment: 'center' } as const;
  return {
    margin: [0, 0, 0, 10],
    columns: [
      {
        width: '*',
        stack: [
          { text: office, bold: true, fontSize: 11, ...centred },
          { text: '———————', fontSize: 6, ...centred },
          { text: REPORT_NUMBER, fontSize: 11, ...centred },
        ],
      },
      {
        width: '*',
        stack: [
          { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, fontSize: 11, ...centred },
          { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, fontSize: 11, decoration: 'underline', ...centred },
        ],
      },
    ],
  };
}

function annex({ title, table: rows }: ProgressPaper['months']): Content[] {
  return [{ text: title, bold: true, fontSize: 11, alignment: 'center', margin: [0, 12, 0, 0] }, table(rows)];
}

function note(text: string, index: number): Content {
  return { text, margin: [0, index === 0 ? 6 : 1, 0, 0] };
}

function table({ columns, rows }: ReportTable): Content {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const page = A4_WIDTH - 2 * MARGINS.side - 1;
  const header = columns.map(
    ({ title }): TableCell => ({ text: title, bold: true, alignment: 'center', verticalAlignment: 'middle' }),
  );
  return {
    margin: [0, 6, 0, 0],
    layout: LINES,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => (width / all) * page - BESIDE_TEXT),
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

/** Never torn over two pages. */
function signatures(): Content {
  const [left, right] = PROGRESS_SIGNERS;
  const under = ({ title, how }: { title: string; how: string }): Content[] => [
    { text: title, bold: true, fontSize: 11, alignment: 'center' },
    { text: how, alignment: 'center', margin: [0, 0, 0, ROOM_TO_SIGN] },
  ];
  return {
    unbreakable: true,
    margin: [0, 10, 0, 0],
    columns: [
      { width: '*', stack: [{ text: ' ' }, ...under(left)] },
      { width: '*', stack: [{ text: PLACE_AND_DATE, alignment: 'center' }, ...under(right)] },
    ],
  };
}

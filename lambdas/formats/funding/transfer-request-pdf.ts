import type { Content, TableCell } from 'pdfmake';
import { formatDong } from '../../domain/money.ts';
import { pdfBytes } from '../papers/pdf.ts';
import {
  ADDRESSEE,
  FILE_COLUMNS,
  FILES_TITLE,
  NUMBER,
  PLACE_AND_DATE,
  PROGRAMME_COLUMNS,
  PROGRAMMES_TITLE,
  SIGNERS,
  type TransferRequestPaper,
} from './transfer-request.ts';

const SMALL = 11;
/** The nation's name must stand on one line. */
const OFFICE_WIDTH = 180;
/** 64 characters in four lines of 16: a hash is one word, and would run over its cell. */
const HASH_PART = /.{16}/g;

/** The request as a PDF to be printed, numbered, dated and signed. `madeAt`: the instant of the run's cut-off. */
export async function writeTransferRequestPdf(paper: TransferRequestPaper, madeAt: Date): Promise<Uint8Array> {
  return pdfBytes({
    title: paper.title,
    madeAt,
    content: [
      ...opening(paper),
      { text: PROGRAMMES_TITLE, bold: true, margin: [0, 12, 0, 4] },
      table([26, '*', 44, 82, 82, 82], PROGRAMME_COLUMNS, paper.programmes),
      { text: FILES_TITLE, bold: true, margin: [0, 12, 0, 4] },
      table(
        [26, '*', 44, 82, 112],
        FILE_COLUMNS,
        paper.files.map(([number, name, count, sum, sha256]) => [
          number,
          name,
          count,
          sum,
          sha256.replace(HASH_PART, '$& ').trim(),
        ]),
      ),
      signatures(),
    ],
  });
}

function opening(paper: TransferRequestPaper): Content[] {
  const centred = { alignment: 'center' } as const;
  return [
    {
      columns: [
        {
          width: OFFICE_WIDTH,
          stack: [
            { text: paper.office, bold: true, fontSize: 12, ...centred },
            { text: '———————', fontSize: 8, ...centred },
            { text: NUMBER, fontSize: 12, ...centred },
          ],
        },
        {
          width: '*',
          stack: [
            { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, fontSize: 12, ...centred },
            { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, decoration: 'underline', ...centred },
            { text: PLACE_AND_DATE, fontSize: 12, margin: [0, 6, 0, 0], ...centred },
          ],
        },
      ],
    },
    { text: paper.title, bold: true, fontSize: 14, margin: [0, 20, 0, 0], ...centred },
    { text: paper.subtitle, bold: true, ...centred },
    { text: ADDRESSEE, margin: [0, 12, 0, 12], ...centred },
    ...paper.lines.map((text) => ({ text, margin: [0, 0, 0, 3] as const })),
    { text: paper.asked, bold: true, margin: [0, 3, 0, 3] },
    { text: paper.inWords, bold: true },
  ];
}

/** Whole numbers stand on the right, grouped by thousands; the last row is the total. */
function table(
  widths: readonly (number | '*')[],
  titles: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Content {
  const cells = rows.map((values, index) =>
    values.map((value, column): TableCell => {
      const look = { fontSize: SMALL, bold: index === rows.length - 1 };
      if (typeof value !== 'number') return { text: value ?? '', ...look };
      return { text: formatDong(value), alignment: column === 0 ? 'center' : 'right', ...look };
    }),
  );
  const header = titles.map((text): TableCell => ({ text, bold: true, fontSize: SMALL, alignment: 'center' }));
  return { table: { headerRows: 1, dontBreakRows: true, widths, body: [header, ...cells] } };
}

/** Never torn over two pages. */
function signatures(): Content {
  return {
    unbreakable: true,
    margin: [0, 18, 0, 0],
    stack: [
      {
        columns: SIGNERS.map(({ title, how }) => ({
          stack: [
            { text: title, bold: true, fontSize: 12, alignment: 'center' as const },
            { text: how, fontSize: SMALL, alignment: 'center' as const, margin: [0, 0, 0, 70] as const },
          ],
        })),
      },
    ],
  };
}

import type { Content, TableLayout } from 'pdfmake';
import { PLACE_AND_DATE } from './form-layout.ts';

/** What all papers on A4 landscape have: the heading, thin lines, columns that fill the page, and room to sign. */

/** The long side of A4, in points. */
const A4_WIDTH = 841.89;
const LINE = 0.5;
/** In points: a stamp measures 36 mm, and its edge may stand on the words above. */
const ROOM_TO_SIGN = 56;

/** The issuing office on the left, the nation's name and motto on the right. `number`: the paper's, under the office. */
export function nationalHeading(office: string, look: { size: number; below: number; number?: string }): Content {
  const { size: fontSize, below, number } = look;
  const centred = { alignment: 'center', fontSize } as const;
  return {
    margin: [0, 0, 0, below],
    columns: [
      {
        width: '*',
        stack: [
          { text: office, bold: true, ...centred },
          { text: '———————', alignment: 'center', fontSize: 6 },
          ...(number === undefined ? [] : [{ text: number, ...centred }]),
        ],
      },
      {
        width: '*',
        stack: [
          { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, ...centred },
          { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, decoration: 'underline', ...centred },
        ],
      },
    ],
  };
}

/** Thin lines around every cell, and so much room in it, in points. */
export function thinLines(beside: number, above: number): TableLayout {
  return {
    hLineWidth: () => LINE,
    vLineWidth: () => LINE,
    paddingLeft: () => beside,
    paddingRight: () => beside,
    paddingTop: () => above,
    paddingBottom: () => above,
  };
}

/** Widths of the texts in points, in proportion to those of the workbook: together they fill the page. */
export function widthsInPoints(widths: readonly number[], side: number, beside: number): number[] {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const page = A4_WIDTH - 2 * side - 1;
  return widths.map((width) => (width / all) * page - 2 * beside - LINE);
}

interface Signer {
  readonly title: string;
  readonly how: string;
}

/** Who made it and who answers for it, with place and date; never torn over two pages. */
export function signatures(
  { left, right }: { left: Signer; right: Signer },
  look: { size: number; above: number; italics: boolean },
): Content {
  const { size: fontSize, above, italics } = look;
  const under = ({ title, how }: Signer): Content[] => [
    { text: title, bold: true, fontSize, alignment: 'center' },
    { text: how, italics, alignment: 'center', margin: [0, 0, 0, ROOM_TO_SIGN] },
  ];
  return {
    unbreakable: true,
    margin: [0, above, 0, 0],
    columns: [
      { width: '*', stack: [{ text: ' ' }, ...under(left)] },
      { width: '*', stack: [{ text: PLACE_AND_DATE, italics, alignment: 'center' }, ...under(right)] },
    ],
  };
}

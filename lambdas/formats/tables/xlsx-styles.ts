import { parseXml } from './xml-stream.ts';
import type { Zip, ZipEntry } from './zip.ts';

/** What a cell's style says about how its value is to be understood. */
export interface CellStyle {
  readonly isDate: boolean;
  /** Digits that a format such as `000000000000` always shows; 0 for every other format. */
  readonly minimumDigits: number;
  readonly font: string | null;
}

export const PLAIN_STYLE: CellStyle = { isDate: false, minimumDigits: 0, font: null };

/** Built-in date formats (ECMA-376 part 1, 18.8.30), the East Asian ones included. Times of day alone are no dates. */
const BUILT_IN_DATES = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];

/** Reads styles.xml: the style of each index that cells name. */
export async function readStyles(zip: Zip, entry: ZipEntry): Promise<CellStyle[]> {
  const formats = new Map<number, string>();
  const fonts: (string | null)[] = [];
  const styles: CellStyle[] = [];
  /** `fonts`, `numFmts` and `cellXfs` have namesakes inside `dxfs` and `cellStyleXfs`: only these three count. */
  let section = '';
  await parseXml(zip, entry, {
    open(name, attributes) {
      if (name === 'fonts' || name === 'numFmts' || name === 'cellXfs' || name === 'dxfs' || name === 'cellStyleXfs') {
        section = name;
      } else if (section === 'numFmts' && name === 'numFmt') {
        formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      } else if (section === 'fonts' && name === 'font') {
        fonts.push(null);
      } else if (section === 'fonts' && name === 'name') {
        fonts[fonts.length - 1] = attributes.val ?? null;
      } else if (section === 'cellXfs' && name === 'xf') {
        const format = Number(attributes.numFmtId ?? 0);
        const code = formats.get(format);
        styles.push({
          isDate: code === undefined ? BUILT_IN_DATES.includes(format) : isDateFormat(code),
          minimumDigits: code === undefined ? 0 : minimumDigits(code),
          font: fonts[Number(attributes.fontId ?? 0)] ?? null,
        });
      }
    },
    close(name) {
      if (name === section) section = '';
    },
  });
  return styles;
}

/** Whether a number format shows a day, month or year. Quoted text, colours, escapes and paddings say nothing. */
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\[[^[\]]*\]|[\\_*]./g, '').toLowerCase();
  return /[dy]/.test(bare) && !/[#0]/.test(bare.replace(/\.0+/g, ''));
}

/** The digits of a format made of zeros only, however they are spaced: `000000000000`, `000\ 000\ 000\ 000`. */
function minimumDigits(code: string): number {
  const digits = code.replace(/"[^"]*"|[\\_*]./g, '').replace(/[ -]/g, '');
  return /^0{2,}$/.test(digits) ? digits.length : 0;
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pdfmake, { type Content } from 'pdfmake';
import { keepFonts } from './pdf-fonts.ts';
import { takeShortcuts } from './pdf-shortcuts.ts';

/** A paper to be printed and signed. */
export interface Paper {
  readonly title: string;
  /** The instant that the file says it was made at: the run's cut-off, so that the same paper gives the same bytes. */
  readonly madeAt: Date;
  readonly content: readonly Content[];
  /** Upright unless said otherwise. */
  readonly orientation?: 'portrait' | 'landscape';
  /** In points; without them, those of NĐ 30/2020. */
  readonly margins?: { readonly side: number; readonly top: number };
  /** Of text that does not say its own, in points; 13 unless said otherwise. */
  readonly fontSize?: number;
  /** Whether each page says its number, below; so unless said otherwise. */
  readonly numbered?: boolean;
}

/**
 * Tinos has the letters and widths of Times New Roman, the font of official papers (NĐ 30/2020), and may be embedded
 * (OFL). `lib/bundles.ts` lays these files beside every bundle that holds this module, where Node looks for a package.
 */
const FONTS = {
  normal: import.meta.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: import.meta.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  italics: import.meta.resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
};

let isReady = false;

/** Gives the fonts over as bytes: nothing that a paper says can make the writer read a file or ask the network. */
function prepare(): void {
  if (isReady) return;
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  for (const style of ['normal', 'bold', 'italics'] as const) {
    pdfmake.virtualfs.writeFileSync(style, readFileSync(fileURLToPath(FONTS[style])));
  }
  keepFonts();
  takeShortcuts();
  pdfmake.setFonts({ Tinos: { normal: 'normal', bold: 'bold', italics: 'italics' } });
  isReady = true;
}

/** Points in a millimetre. */
const MILLIMETRE = 72 / 25.4;
/** Left, top, right, bottom of NĐ 30/2020. */
const OFFICIAL_MARGINS: [number, number, number, number] = [
  30 * MILLIMETRE,
  20 * MILLIMETRE,
  15 * MILLIMETRE,
  20 * MILLIMETRE,
];

/** The paper as PDF on A4, margins as NĐ 30/2020 has them. The same paper always gives the same bytes. */
export async function pdfBytes(paper: Paper): Promise<Uint8Array> {
  prepare();
  const { title, madeAt, content, orientation = 'portrait', margins, fontSize = 13, numbered = true } = paper;
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageOrientation: orientation,
    pageMargins: margins ? [margins.side, margins.top, margins.side, margins.top] : OFFICIAL_MARGINS,
    info: { title, author: 'ansinh', creator: 'ansinh', producer: 'pdfmake', creationDate: madeAt },
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize },
    ...(numbered ? { footer: pageNumber } : {}),
    content: [...content],
  });
  return new Uint8Array(await made.getBuffer());
}

function pageNumber(page: number, pages: number): Content {
  return { text: `Trang ${page}/${pages}`, alignment: 'center', fontSize: 10 };
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pdfmake, { type Content } from 'pdfmake';

/** A paper to be printed and signed. */
export interface Paper {
  readonly title: string;
  /** The instant that the file says it was made at: the run's cut-off, so that the same paper gives the same bytes. */
  readonly madeAt: Date;
  readonly content: readonly Content[];
}

/**
 * Tinos has the letters and widths of Times New Roman, the font of official papers (NĐ 30/2020), and may be embedded
 * (OFL). `lib/bundles.ts` lays these files beside every bundle that holds this module, where Node looks for a package.
 */
const FONTS = {
  normal: import.meta.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: import.meta.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
};

let isReady = false;

/** Gives the fonts over as bytes: nothing that a paper says can make the writer read a file or ask the network. */
function prepare(): void {
  if (isReady) return;
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  for (const style of ['normal', 'bold'] as const) {
    pdfmake.virtualfs.writeFileSync(style, readFileSync(fileURLToPath(FONTS[style])));
  }
  pdfmake.setFonts({ Tinos: { normal: 'normal', bold: 'bold' } });
  isReady = true;
}

/** Points in a millimetre. */
const MILLIMETRE = 72 / 25.4;

/** The paper as PDF on A4, margins as NĐ 30/2020 has them, pages numbered. The same paper always gives the same bytes. */
export async function pdfBytes({ title, madeAt, content }: Paper): Promise<Uint8Array> {
  prepare();
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: [30 * MILLIMETRE, 20 * MILLIMETRE, 15 * MILLIMETRE, 20 * MILLIMETRE],
    info: { title, author: 'ansinh', creator: 'ansinh', producer: 'pdfmake', creationDate: madeAt },
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 13 },
    footer: (page, pages) => ({ text: `Trang ${page}/${pages}`, alignment: 'center', fontSize: 10 }),
    content: [...content],
  });
  return new Uint8Array(await made.getBuffer());
}

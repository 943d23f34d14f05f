/** As much of pdfmake 0.3 as our papers use; it brings no types of its own. */
declare module 'pdfmake' {
  interface Look {
    readonly bold?: boolean;
    readonly italics?: boolean;
    readonly fontSize?: number;
    readonly alignment?: 'left' | 'center' | 'right';
    readonly decoration?: 'underline';
    /** Left, top, right, bottom, in points. */
    readonly margin?: readonly [number, number, number, number];
    /** Of a column, in points, or `*` for what is left. */
    readonly width?: number | '*';
  }

  export interface TableCell extends Look {
    readonly text: string;
    readonly verticalAlignment?: 'top' | 'middle' | 'bottom';
    /** The cell takes so many columns or rows; what it covers still has a cell in the body. */
    readonly colSpan?: number;
    readonly rowSpan?: number;
  }

  /** Lines and paddings of a table, in points. */
  export interface TableLayout {
    hLineWidth(): number;
    vLineWidth(): number;
    paddingLeft(): number;
    paddingRight(): number;
    paddingTop(): number;
    paddingBottom(): number;
  }

  export type Content =
    | (Look & { readonly text: string | readonly (Look & { readonly text: string })[] })
    | (Look & { readonly columns: readonly Content[]; readonly unbreakable?: boolean })
    | (Look & { readonly stack: readonly Content[]; readonly unbreakable?: boolean })
    | (Look & {
        readonly layout?: TableLayout;
        readonly table: {
          /** Rows at the top that stand again on every page. */
          readonly headerRows: number;
          readonly dontBreakRows?: boolean;
          /** In points, or `*` for what is left. */
          readonly widths: readonly (number | '*')[];
          readonly body: readonly (readonly TableCell[])[];
        };
      });

  interface DocumentDefinition {
    pageSize: 'A4';
    pageOrientation: 'portrait' | 'landscape';
    pageMargins: [number, number, number, number];
    info: { title: string; author: string; creator: string; producer: string; creationDate: Date };
    language: string;
    defaultStyle: Look & { font: string };
    footer?: (page: number, pages: number) => Content;
    content: Content[];
  }

  interface PdfMake {
    readonly virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void };
    setFonts(fonts: Record<string, { normal: string; bold: string; italics: string }>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Uint8Array> };
  }

  const pdfmake: PdfMake;
  export default pdfmake;
}

/** The document that pdfmake draws on, and what of it `pdf-fonts.ts` takes hold of. */
declare module 'pdfmake/js/PDFDocument.js' {
  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    readonly codePoints: readonly number[];
  }
  /** The part of a font that a document embeds: its glyphs by the numbers that they have there. */
  export interface Subset {
    readonly glyphs: readonly number[];
    includeGlyph(id: number): number;
    encode(): Uint8Array;
  }
  export interface Position {
    readonly xAdvance: number;
    readonly yAdvance: number;
    readonly xOffset: number;
    readonly yOffset: number;
  }
  export interface Run {
    readonly glyphs: readonly Glyph[];
    readonly positions: readonly Position[];
    readonly advanceWidth: number;
  }
  /** A font file that was read (fontkit). */
  export interface ReadFont {
    readonly numGlyphs: number;
    readonly characterSet: readonly number[];
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number): Glyph;
    createSubset(): Subset;
    layout(text: string, features?: readonly string[]): Run;
  }
  /** A font in one document (pdfkit). */
  export interface DocumentFont {
    font: ReadFont;
    subset: Subset;
    /** By the numbers of the subset: widths in thousandths of the font's size, and which letters a glyph stands for. */
    widths: number[];
    unicode: (readonly number[])[];
    readonly scale: number;
  }
  interface PdfDocument {
    provideFont(family: string, bold: boolean, italics: boolean): DocumentFont;
  }
  interface PdfDocumentClass {
    readonly prototype: PdfDocument;
  }
  const module: PdfDocumentClass | { readonly default: PdfDocumentClass };
  export default module;
}

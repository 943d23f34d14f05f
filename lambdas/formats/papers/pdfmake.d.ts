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
  export interface Run {
    readonly glyphs: readonly Glyph[];
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
    readonly constructor: new (document: PdfDocument, font: ReadFont, id: string) => DocumentFont;
    readonly name: string;
    readonly font: ReadFont;
    readonly subset: Subset;
    /** By the numbers of the subset: widths in thousandths of the font's size, and which letters a glyph stands for. */
    widths: number[];
    unicode: (readonly number[])[];
    /** Words as they were laid, by their letters. */
    layoutCache: Record<string, Run>;
    readonly scale: number;
    /** Writes it into the document. */
    embed(): void;
  }
  export interface PdfDocument {
    /** Numbers the fonts of the document, and those that it writes at its end, by name. */
    _fontCount: number;
    readonly _fontFamilies: Record<string, DocumentFont>;
    readonly page: { readonly content: { write(operators: string): void } };
    readonly _pageBuffer: readonly PdfDocument['page'][];
    provideFont(family: string, bold: boolean, italics: boolean): DocumentFont;
    /** A new object of the document. */
    ref(entries?: Record<string, unknown>): object;
    /** Adds operators to the page. */
    addContent(operators: string): this;
    /** Ends the pages of the buffer. */
    flushPages(): void;
  }
  interface PdfDocumentClass {
    readonly prototype: PdfDocument;
  }
  const module: PdfDocumentClass | { readonly default: PdfDocumentClass };
  export default module;
}

/** What of pdfmake's layout `pdf-shortcuts.ts` takes hold of. */
declare module 'pdfmake/js/StyleContextStack.js' {
  import type { Content, TableCell } from 'pdfmake';

  type KeysOf<Node> = Node extends unknown ? keyof Node : never;
  /** Every name that our papers may give a look, or anything else of a node. */
  export type Said = KeysOf<Content> | KeysOf<TableCell> | 'font';
  export interface StyleStack {
    getProperty(name: string): unknown;
  }
  interface StyleStackClass {
    getStyleProperty(item: Record<string, unknown>, stack: StyleStack, name: string, otherwise: unknown): unknown;
  }
  const module: StyleStackClass | { readonly default: StyleStackClass };
  export default module;
}

declare module 'pdfmake/js/Renderer.js' {
  import type { DocumentFont } from 'pdfmake/js/PDFDocument.js';
  /** A word of a line as it is laid. */
  export interface Inline {
    readonly text: string;
    readonly font: DocumentFont;
    readonly fontSize: number;
    readonly decoration: unknown;
    readonly width: number;
  }
  interface RendererClass {
    readonly prototype: { renderLine(line: { inlines: Inline[] }, x: number, y: number): void };
  }
  const module: RendererClass | { readonly default: RendererClass };
  export default module;
}

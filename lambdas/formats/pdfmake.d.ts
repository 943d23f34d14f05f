/** As much of pdfmake 0.3 as our papers use; it brings no types of its own. */
declare module 'pdfmake' {
  interface Look {
    readonly bold?: boolean;
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
  }

  export type Content =
    | (Look & { readonly text: string | readonly (Look & { readonly text: string })[] })
    | (Look & { readonly columns: readonly Content[] })
    | (Look & { readonly stack: readonly Content[]; readonly unbreakable?: boolean })
    | (Look & {
        readonly table: {
          /** Rows at the top that stand again on every page. */
          readonly headerRows: number;
          readonly dontBreakRows: boolean;
          /** In points, or `*` for what is left. */
          readonly widths: readonly (number | '*')[];
          readonly body: readonly (readonly TableCell[])[];
        };
      });

  interface DocumentDefinition {
    pageSize: 'A4';
    pageMargins: [number, number, number, number];
    info: { title: string; author: string; creator: string; producer: string; creationDate: Date };
    language: string;
    defaultStyle: Look & { font: string };
    footer: (page: number, pages: number) => Content;
    content: Content[];
  }

  interface PdfMake {
    readonly virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void };
    setFonts(fonts: Record<string, { normal: string; bold: string }>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Uint8Array> };
  }

  const pdfmake: PdfMake;
  export default pdfmake;
}

import document, { type PdfDocument } from 'pdfmake/js/PDFDocument.js';
import renderer, { type Inline } from 'pdfmake/js/Renderer.js';
import styles, { type Said } from 'pdfmake/js/StyleContextStack.js';

/*
 * Where pdfmake (0.3.11) spent the most on a table of short texts, and what is done instead. For want of an option it is
 * taken hold of from outside, as in pdf-fonts.ts; tests/unit/reports/official-form-pdf.test.ts notices when a newer one
 * goes about it otherwise.
 */

let areTaken = false;

/** From now on every document of this process is laid and drawn with less work. It looks the same. */
export function takeShortcuts(): void {
  if (areTaken) return;
  areTaken = true;
  lookUpWhatIsSaid();
  drawLinesWhole();
  writePagesWhole();
}

/** A name that is missing here, or stands here in vain, does not compile. Only some of them are looks of a text. */
const SAID = {
  font: true,
  fontSize: true,
  bold: true,
  italics: true,
  alignment: true,
  decoration: true,
  margin: true,
  width: true,
  text: true,
  columns: true,
  stack: true,
  unbreakable: true,
  layout: true,
  table: true,
  verticalAlignment: true,
  colSpan: true,
  rowSpan: true,
} satisfies Record<Said, true>;

/** pdfmake looks for some 25 properties of every word, through all that stands around it; our papers say these at most. */
function lookUpWhatIsSaid(): void {
  const stack = 'default' in styles ? styles.default : styles;
  stack.getStyleProperty = (item, around, name, otherwise) => {
    const own = item[name];
    if (own !== undefined && own !== null) return own;
    return name in SAID ? (around.getProperty(name) ?? otherwise) : otherwise;
  };
}

/** Draws the words of a line that look alike as one: pdfmake draws each by itself, with a dozen operators around it. */
function drawLinesWhole(): void {
  const { prototype } = 'default' in renderer ? renderer.default : renderer;
  const renderLine = prototype.renderLine;
  prototype.renderLine = function (line, x, y) {
    line.inlines = joined(line.inlines);
    renderLine.call(this, line, x, y);
  };
}

function joined(inlines: readonly Inline[]): Inline[] {
  const all: Inline[] = [];
  for (const inline of inlines) {
    const last = all.at(-1);
    if (last !== undefined && areOne(last, inline)) {
      all[all.length - 1] = { ...last, text: last.text + inline.text, width: last.width + inline.width };
    } else {
      all.push(inline);
    }
  }
  return all;
}

/** Words are laid by themselves up to the blank that ends them, so together they are as wide as one by one. */
function areOne(last: Inline, next: Inline): boolean {
  const isSame = last.font === next.font && last.fontSize === next.fontSize && last.decoration === next.decoration;
  return isSame && last.text.endsWith(' ');
}

/** Gives a page its operators at once: pdfmake made a buffer of every one of them. */
function writePagesWhole(): void {
  const { prototype } = 'default' in document ? document.default : document;
  const written = new WeakMap<PdfDocument['page'], string[]>();
  prototype.addContent = function (operators) {
    const ofPage = written.get(this.page);
    if (ofPage === undefined) written.set(this.page, [operators]);
    else ofPage.push(operators);
    return this;
  };
  const flushPages = prototype.flushPages;
  prototype.flushPages = function () {
    for (const page of this._pageBuffer) {
      const operators = written.get(page);
      if (operators !== undefined) page.content.write(operators.join('\n'));
      written.delete(page);
    }
    flushPages.call(this);
  };
}

/** How wide text may run when nobody knows the terminal: a page's width. */
const DEFAULT_WIDTH = 100;

/** How many columns there are to write in, so that tables stay readable on a narrow window and in a file. */
export function terminalWidth(stream: { readonly columns?: number | undefined }): number {
  return Math.max(50, Math.min(stream.columns ?? DEFAULT_WIDTH, 140));
}

/** The columns that a text takes on a terminal: marks that combine with the letter before take none. */
export function widthOf(text: string): number {
  return [...text.normalize('NFC').replace(/\p{M}/gu, '')].length;
}

/** Breaks a text into lines of at most `width` columns, at spaces; a longer word is left whole, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of shown(text).split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** A text under a mark such as `- ` or `1. `, its further lines set under its first word. */
export function item(mark: string, text: string, width: number): string[] {
  const indent = ' '.repeat(widthOf(mark));
  return wrapped(text, width - widthOf(mark)).map((line, index) => `${index === 0 ? mark : indent}${line}`);
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * A table as lines of text, two spaces between columns. What does not fit is cut in the widest left-aligned column,
 * with an ellipsis: figures are never cut.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    row.map((cell) => shown(cell).replaceAll('\n', ' ')),
  );
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))));
  let excess = widths.reduce((sum, one) => sum + one + 2, 0) - width;
  while (excess > 0) {
    const text = columns.flatMap(({ align }, index) => (align === 'right' ? [] : [index]));
    const widest = text.reduce<number | undefined>(
      (best, at) => (best === undefined || (widths[at] ?? 0) > (widths[best] ?? 0) ? at : best),
      undefined,
    );
    if (widest === undefined || (widths[widest] ?? 0) <= SHORTEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return cells.map((row) =>
    columns
      .map(({ align }, index) => fitted(row[index] ?? '', widths[index] ?? 0, align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

const SHORTEST = 12;

function fitted(cell: string, width: number, align: 'left' | 'right'): string {
  const gap = width - widthOf(cell);
  if (gap < 0) return `${[...cell.normalize('NFC')].slice(0, width - 1).join('')}…`;
  return align === 'left' ? cell + ' '.repeat(gap) : ' '.repeat(gap) + cell;
}

/** Texts come from other people's files: what could steer a terminal (escape sequences, direction marks) is not passed on. */
function shown(text: string): string {
  return text.replace(/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, ' ');
}

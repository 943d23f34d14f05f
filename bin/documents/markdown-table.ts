/** A column of a table; numbers stand to the right. */
export interface MarkdownColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A table of Markdown, line by line. Cells go in as they are: whoever has a `|` in one writes it otherwise. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---'))),
    ...rows.map(line),
  ];
}

import { formatDong } from '../../domain/money.ts';
import { type Html, html, NOTHING } from './page-html.ts';

/** A column of a table: figures stand on the right, the first column names its row. */
export interface Column<Row> {
  readonly title: string;
  readonly figure?: true;
  cell(row: Row): Html | string | number;
}

/**
 * A table with its caption, which can be folded away; nothing where there is no row. It scrolls by itself where a phone is too narrow for it, also by
 * keyboard: therefore the focus.
 */
export function table<Row>(
  id: string,
  caption: string,
  columns: readonly Column<NoInfer<Row>>[],
  rows: readonly Row[],
  footnote = '',
): Html {
  if (rows.length === 0) return NOTHING;
  const heads = columns.map(({ title, figure }) =>
    figure ? html`<th scope="col" class="figure">${title}</th>` : html`<th scope="col">${title}</th>`,
  );
  return html`<details open class="table"><summary>${caption}</summary>
<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0"><table>
<caption id="${id}">${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${columns.map((column, index) => cell(column, row, index))}</tr>\n`)}</tbody>
</table></div>${footnote === '' ? [] : [html`<p class="note">${footnote}</p>`]}</details>
`;
}

function cell<Row>(column: Column<Row>, row: Row, index: number): Html {
  const value = column.cell(row);
  const shown = typeof value === 'number' ? formatDong(value) : value;
  if (index === 0) return html`<th scope="row">${shown}</th>`;
  return column.figure ? html`<td class="figure">${shown}</td>` : html`<td>${shown}</td>`;
}

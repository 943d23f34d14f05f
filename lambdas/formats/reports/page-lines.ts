import { missingTo, type ProgressLine, type TargetProgress } from '../../domain/reports/progress.ts';
import { type Bar, figures, shareCharts } from './page-charts.ts';
import { type Html, html, NOTHING, shownName } from './page-html.ts';
import type { PageModel, ShownTarget } from './page-model.ts';
import { type Column, table } from './page-table.ts';
import { formatShare, unpaidPeople } from './page-words.ts';

/** A line of a unit below, of the unit's own lists, or of a village; and how the tables name it. */
interface Part {
  readonly line: ProgressLine;
  readonly plain: string;
  readonly named: Html | string;
}

/** Unit by unit and, of lists of its own, village by village: the worst first, those of whom nothing can be said last. */
export function comparisons(shown: ShownTarget, model: PageModel): Html {
  const { byUnit, byVillage, ownLists } = shown.target;
  const units: Part[] = byUnit.map((line) => ({ line, plain: shownName(line.name), named: unitName(line, model) }));
  if (ownLists !== null) units.push({ line: ownLists, plain: OWN_LISTS, named: OWN_LISTS });
  const villages: Part[] = byVillage.map((line) => {
    const name = line.village === null ? '(không ghi thôn)' : shownName(line.village);
    return { line, plain: name, named: name };
  });
  return html`${units.length === 0 ? NOTHING : comparison(shown, model, UNITS, units)}${villages.length === 0 ? NOTHING : comparison(shown, model, VILLAGES, villages)}`;
}

const OWN_LISTS = 'Danh sách của chính đơn vị';
const UNITS = { id: 'units', title: 'Theo đơn vị trực thuộc', column: 'Đơn vị' };
const VILLAGES = { id: 'villages', title: 'Theo thôn, tổ dân phố', column: 'Thôn, tổ dân phố' };

function comparison(
  { target, id, name }: ShownTarget,
  model: PageModel,
  kind: typeof UNITS,
  among: readonly Part[],
): Html {
  const sorted = among.toSorted(worstFirst);
  const bars: Bar[] = sorted.flatMap(({ plain, line: { share } }) => (share === null ? [] : [{ name: plain, share }]));
  const worst = bars[0];
  const best = bars.at(-1);
  const lines = table(
    `${id}-${kind.id}-table`,
    kind.title,
    [
      { title: kind.column, cell: ({ named }) => named },
      ...lineColumns(target.target, model).map((column) => ({
        ...column,
        cell: ({ line }: Part) => column.cell(line),
      })),
    ],
    sorted,
  );
  if (worst === undefined || best === undefined) {
    return html`<h3>${kind.title}</h3><p>Chưa có ai trong danh sách nên không có tỷ lệ nào để vẽ.</p>\n${lines}`;
  }
  const told = {
    id: `${id}-${kind.id}`,
    title: kind.title,
    description: `${name}. Thấp nhất: ${worst.name} ${formatShare(worst.share)}; cao nhất: ${best.name} ${formatShare(best.share)}.`,
  };
  return html`<h3>${kind.title}</h3>
${figures(shareCharts(told, bars, target.target), 'Tỷ lệ người đã chi trả qua tài khoản, thấp nhất ở trên', lines)}`;
}

function worstFirst({ line: { share: one } }: Part, { line: { share: other } }: Part): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one - other;
}

/** A unit's name, leading to its own page where it has one. */
function unitName(line: TargetProgress['byUnit'][number], { withPage }: PageModel): Html {
  const name = shownName(line.name);
  const shown = withPage.has(line.unit) ? html`<a href="../${line.unit}/index.html">${name}</a>` : html`${name}`;
  return line.hasRoll ? shown : html`${shown} (chưa có danh sách)`;
}

export const FIGURES: readonly Column<ProgressLine>[] = [
  // First: on a phone the others must be scrolled to.
  { title: 'Tỷ lệ', figure: true, cell: ({ share }) => (share === null ? '–' : formatShare(share)) },
  { title: 'Người hưởng', figure: true, cell: ({ people }) => people },
  { title: 'Đã có tài khoản', figure: true, cell: ({ withAccount }) => withAccount },
  { title: 'Đã chi qua tài khoản', figure: true, cell: ({ paidByAccount }) => paidByAccount },
];

export function lineColumns(target: number | null, { progress }: PageModel): Column<ProgressLine>[] {
  const missing: Column<ProgressLine> =
    target === null
      ? { title: 'Chưa chi qua tài khoản', figure: true, cell: unpaidPeople }
      : {
          title: 'Còn thiếu so với mục tiêu',
          figure: true,
          cell: (line) => {
            if (line.people === 0) return '–';
            const people = missingTo(line, target);
            return people === 0 ? 'đạt' : people;
          },
        };
  const amount = progress.occasion === 'yearly' ? 'Số tiền từ đầu năm (đồng)' : 'Số tiền (đồng)';
  return [...FIGURES, missing, { title: amount, figure: true, cell: ({ paidAmount }) => paidAmount }];
}

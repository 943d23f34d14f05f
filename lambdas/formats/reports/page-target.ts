import { formatDong } from '../../domain/money.ts';
import { formatPeriod } from '../../domain/period.ts';
import { missingTo, sameTarget, type TargetProgress } from '../../domain/reports/progress.ts';
import { formatDay } from '../papers/office-sheet.ts';
import { figures, historyChart, shareCharts } from './page-charts.ts';
import { type Html, html, shownName } from './page-html.ts';
import { comparisons, FIGURES, lineColumns } from './page-lines.ts';
import type { PageModel, ShownTarget } from './page-model.ts';
import { type Column, table } from './page-table.ts';
import {
  CHANNELS,
  changeInWords,
  formatPoints,
  formatShare,
  formatTarget,
  sentence,
  unpaidPeople,
} from './page-words.ts';

/** The targets as a leader looks for them: those that somebody has set first, all programmes together last. */
export function shownTargets({ progress }: PageModel): ShownTarget[] {
  const shown = progress.targets.map((target, index) => ({
    target,
    id: `target-${index + 1}`,
    name: shownName(target.name),
    index,
  }));
  return [
    ...shown.filter(({ target }) => target.target !== null),
    ...shown.filter(({ target }) => target.target === null),
  ];
}

/** What a leader sees first of a target: the share, what is missing, and where it moves. */
export function targetCard({ target, id, name }: ShownTarget, model: PageModel): Html {
  const { total } = target;
  return html`<article class="card" aria-labelledby="${id}-card">
<h3 id="${id}-card"><a href="#${id}">${name}</a></h3>
<p class="share">${total.share === null ? '–' : formatShare(total.share)}</p>
<p><strong>${standing(target, model)}</strong></p>
<p>${goal(target)}</p>
<p>${changes(target, model)}</p>
</article>
`;
}

/** The whole section of a target: over the months, unit by unit, by programme, provider and channel. */
export function targetSection(shown: ShownTarget, model: PageModel): Html {
  const { target, id, name } = shown;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p>${standing(target, model)} ${goal(target)}</p>
${history(shown, model)}${comparisons(shown, model)}${table(
  `${id}-programmes`,
  'Theo chế độ',
  [{ title: 'Chế độ', cell: (line) => shownName(line.name) }, ...lineColumns(target.target, model)],
  target.byProgramme,
  'Người hưởng hai chế độ có mặt ở cả hai dòng.',
)}${payments(shown)}</section>
`;
}

/** "Đạt 59,97%, còn 921 người chưa chi trả qua tài khoản." */
function standing({ total }: TargetProgress, { progress }: PageModel): string {
  if (total.share === null) return 'Chưa có ai trong danh sách của kỳ này nên chưa tính được tỷ lệ.';
  const span = progress.occasion === 'yearly' ? ' từ đầu năm' : '';
  const unpaid = unpaidPeople(total);
  if (unpaid === 0) return `Đạt ${formatShare(total.share)}, mọi người đã được chi trả qua tài khoản${span}.`;
  return `Đạt ${formatShare(total.share)}, còn ${formatDong(unpaid)} người chưa chi trả qua tài khoản${span}.`;
}

function goal({ target, total }: TargetProgress): string {
  if (target === null) return 'Không đặt mục tiêu riêng.';
  const words = `Mục tiêu ${formatTarget(target)}`;
  if (target === 0) return `${words}: hãy kiểm tra lại mục tiêu đã cấu hình.`;
  if (total.people === 0) return `${words}.`;
  const missing = missingTo(total, target);
  return missing === 0 ? `${words}: đã đạt.` : `${words}: còn thiếu ${formatDong(missing)} người.`;
}

function changes({ since }: TargetProgress, { progress }: PageModel): string {
  if (since === null) return 'Chưa có báo cáo cùng loại trước đó để so sánh.';
  const share = since.share === null ? '' : `tỷ lệ ${changeInWords(since.share, formatPoints)}, `;
  const paid = changeInWords(since.paidByAccount, (people) => `${formatDong(people)} người`);
  // Each month's payments begin at zero: beside another month's, a fall says nothing yet.
  const month = since.period === progress.period ? '' : ` của tháng ${formatPeriod(since.period)}`;
  return sentence(
    `${share}số người đã chi trả qua tài khoản ${paid} so với báo cáo ngày ${formatDay(since.asOf)}${month}.`,
  );
}

function history({ target, id, name, index }: ShownTarget, { progress }: PageModel): Html {
  const months = progress.history.flatMap(({ period, totals }) => {
    const total = sameTarget(progress.targets, index, totals);
    return total === undefined ? [] : [{ period, ...total }];
  });
  const title = 'Tiến độ theo tháng';
  const known = months.filter(({ share }) => share !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 2) {
    return html`<h3>${title}</h3><p>Chưa có số liệu của tháng trước để vẽ tiến độ.</p>\n`;
  }
  const description =
    `${name}. Từ ${formatShare(first.share ?? 0)} tháng ${formatPeriod(first.period)} ` +
    `đến ${formatShare(last.share ?? 0)} tháng ${formatPeriod(last.period)}.`;
  return html`<h3>${title}</h3>
${figures(
  [historyChart({ id: `${id}-history`, title, description }, months, target.target)],
  `${title}: tỷ lệ người đã chi trả qua tài khoản`,
  table(`${id}-months`, title, [{ title: 'Tháng', cell: ({ period }) => formatPeriod(period) }, ...FIGURES], months),
)}`;
}

const PAID = [
  { title: 'Khoản đã chi', figure: true, cell: ({ paid }) => paid },
  { title: 'Số tiền (đồng)', figure: true, cell: ({ amount }) => amount },
] as const satisfies readonly Column<{ readonly paid: number; readonly amount: number }>[];

/** By channel and by provider: what was paid, cash included. */
function payments({ target, id, name }: ShownTarget): Html {
  const all = target.byChannel.reduce((sum, { paid }) => sum + paid, 0);
  const title = 'Theo kênh chi trả';
  if (all === 0) return html`<h3>${title}</h3><p>Chưa có khoản nào của kỳ này được chi.</p>\n`;
  const channels = target.byChannel.map((line) => ({ ...line, name: CHANNELS[line.channel], share: line.paid / all }));
  const shares = channels.map((line) => `${line.name}: ${formatShare(line.share)}`);
  return html`<h3>${title}</h3>
${figures(
  shareCharts({ id: `${id}-channels`, title, description: `${name}. ${shares.join('; ')}.` }, channels, null),
  'Tỷ lệ số khoản đã chi theo kênh, kể cả tiền mặt',
  table(
    `${id}-paid`,
    title,
    [
      { title: 'Kênh', cell: (line) => line.name },
      { title: 'Tỷ lệ', figure: true, cell: (line) => formatShare(line.share) },
      ...PAID,
    ],
    channels,
  ),
)}${table(
  `${id}-providers`,
  'Theo tổ chức chi trả',
  [{ title: 'Tổ chức', cell: (line) => shownName(line.name) }, ...PAID],
  target.byProvider,
)}`;
}

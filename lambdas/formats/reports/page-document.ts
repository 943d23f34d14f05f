import { formatDong } from '../../domain/money.ts';
import { formatDay, monthInWords } from '../papers/office-sheet.ts';
import { type ControlSection, controlSections } from './page-control.ts';
import { type Html, html, markup, shownName } from './page-html.ts';
import type { PageModel, ShownTarget } from './page-model.ts';
import { STYLE } from './page-style.ts';
import { shownTargets, targetCard, targetSection } from './page-target.ts';
import { OCCASIONS } from './page-words.ts';

/** Nothing is loaded from anywhere, and no script runs, whatever stands in the data. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The files that lie beside the page. */
const FILES = [
  { file: 'form-1.pdf', name: 'Biểu 1 (PDF)' },
  { file: 'form-1.xlsx', name: 'Biểu 1 (Excel)' },
  { file: 'form-2.pdf', name: 'Biểu 2 (PDF)' },
  { file: 'form-2.xlsx', name: 'Biểu 2 (Excel)' },
  { file: 'progress.pdf', name: 'Báo cáo tiến độ (PDF)' },
  { file: 'progress.xlsx', name: 'Báo cáo tiến độ (Excel)' },
  { file: 'control.xlsx', name: 'Bảng đối chiếu (Excel)' },
  { file: 'figures.csv', name: 'Mọi số liệu (CSV)' },
  { file: 'form-1.json', name: 'Biểu 1 (JSON)' },
  { file: 'form-2.json', name: 'Biểu 2 (JSON)' },
  { file: 'progress.json', name: 'Tiến độ (JSON)' },
  { file: 'control.json', name: 'Đối chiếu (JSON)' },
] as const;

/** The page of one unit as a document of HTML. The same model always gives the same text. */
export function pageOf(model: PageModel): string {
  const { progress } = model;
  const targets = shownTargets(model);
  const sections = controlSections(model);
  const name = shownName(progress.unitName);
  const month = monthInWords(progress.period);
  return html`<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}: chi trả không dùng tiền mặt, ${month.toLowerCase()}</title>
<link rel="icon" href="data:,">
<style>${markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Đến nội dung chính</a>
<header>
<p class="kicker">Chi trả an sinh xã hội không dùng tiền mặt</p>
<h1>${name}</h1>
<p class="period">${month}</p>
<p>${OCCASIONS[progress.occasion]}. Số liệu đến ngày ${formatDay(progress.asOf)}. Mã đơn vị ${progress.unit}.</p>
${up(model)}</header>
<main id="content" tabindex="-1">
${summary(model, targets, sections)}${targets.map((target) => targetSection(target, model))}${sections.map((section) => controlSection(section))}${files()}</main>
<footer><p>Tỷ lệ là số người đã được chi trả qua tài khoản, ví điện tử hoặc tiền di động trên số người trong danh sách. Trang này không có thông tin cá nhân.</p></footer>
</body>
</html>
`.text;
}

function up({ above }: PageModel): Html {
  if (above === undefined) return html``;
  return html`<p><a href="../${above.code}/index.html">Lên đơn vị cấp trên: ${shownName(above.name)}</a></p>\n`;
}

/** What a leader sees first, and the way to everything else: each target, and what needs somebody's eyes. */
function summary(model: PageModel, targets: readonly ShownTarget[], sections: readonly ControlSection[]): Html {
  const lines = sections.map(
    ({ id, title, summary: said, isAlarming }) =>
      html`<li${isAlarming ? html` class="alarming"` : html``}><a href="#${id}">${title}</a>: ${isAlarming ? html`<strong>Cần xem.</strong> ` : html``}${said}</li>\n`,
  );
  return html`<section aria-labelledby="summary">
<h2 id="summary">Tóm tắt</h2>
<nav aria-label="Các phần của trang">
<div class="cards">
${targets.map((target) => targetCard(target, model))}</div>
<p>Số người thực trong danh sách, mỗi người tính một lần: <strong>${formatDong(model.progress.distinctPeople)}</strong>.</p>
<ul class="lines">
${lines}<li><a href="#files">Tệp báo cáo</a> của đơn vị: biểu 1, biểu 2, tiến độ, đối chiếu.</li>
</ul>
</nav>
</section>
`;
}

function controlSection({ id, title, summary: said, body }: ControlSection): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p>${said}</p>
${body}</section>
`;
}

function files(): Html {
  return html`<section aria-labelledby="files">
<h2 id="files">Tệp báo cáo</h2>
<ul class="files">
${FILES.map(({ file, name }) => html`<li><a href="${file}">${name}</a></li>\n`)}</ul>
</section>
`;
}

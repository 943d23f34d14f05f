import { type Html, html, markup } from '../../lambdas/formats/reports/page-html.ts';
import type { Section } from './checks.ts';
import type { Checked } from './run-check.ts';

/** All that was checked, on which code and machine. */
export interface AssuranceReport {
  readonly commit: string;
  readonly node: string;
  readonly cpus: number;
  readonly startedAt: string;
  readonly seconds: number;
  /** Whether everything was checked, or only what is quick. */
  readonly whole: boolean;
  readonly holds: boolean;
  readonly checks: readonly Checked[];
}

/** The report as a page of its own: no scripts, nothing from outside, to be printed or sent on. */
export function assurancePage(report: AssuranceReport): string {
  const sections = [...Map.groupBy(report.checks, ({ section }) => section)];
  const failed = report.checks.filter(({ holds }) => !holds).length;
  const verdict =
    failed === 0 ? `All ${report.checks.length} hold` : `${failed} of ${report.checks.length} do not hold`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ansinh: assurance of ${report.commit}</title>
<style>${markup(STYLE)}</style>
</head>
<body>
<h1>ansinh: what is promised, and what shows it</h1>
<p class="${failed === 0 ? 'holds' : 'broken'}">${verdict}.</p>
<p>Commit ${report.commit}, Node ${report.node}, ${report.cpus} cores, ${report.startedAt}, ${report.seconds} s${
    report.whole ? '' : '; the quick checks only'
  }. Every line is the outcome of the command that stands in it, run in a checkout.</p>
${sections.map(([section, checks]) => sectionOf(section, checks))}
</body>
</html>
`.text;
}

function sectionOf(section: Section, checks: readonly Checked[]): Html {
  return html`<h2>${section}</h2>
<table>
<thead><tr><th scope="col">Holds</th><th scope="col">Promise</th><th scope="col">Measured</th><th scope="col">Command</th><th scope="col">Seconds</th></tr></thead>
<tbody>${checks.map(rowOf)}</tbody>
</table>
`;
}

function rowOf({ holds, proves, figures, command, seconds, failure }: Checked): Html {
  return html`<tr class="${holds ? 'holds' : 'broken'}">
<td>${holds ? 'yes' : 'NO'}</td>
<td>${proves}${failure === null ? [] : [html`<pre>${failure}</pre>`]}</td>
<td><ul>${figures.map((figure) => html`<li>${figure}</li>`)}</ul></td>
<td><code>${command}</code></td>
<td class="number">${seconds}</td>
</tr>
`;
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #b8c2cc; padding: .4rem .6rem; text-align: left; vertical-align: top }
ul { margin: 0; padding-left: 1.1rem }
code, pre { font-size: .85rem; overflow-wrap: anywhere; white-space: pre-wrap }
.number { text-align: right }
p.holds, tr.holds td:first-child { color: #0b6b3a; font-weight: 600 }
p.broken, tr.broken td:first-child { color: #a3160f; font-weight: 600 }
@media print { body { margin: 0; font-size: 11px } }
`;

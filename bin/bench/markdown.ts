import type { BenchReport, Figure } from './figure.ts';

/** The figures as a section of Markdown, with the command that made them and the machine. */
function sectionOf(report: BenchReport): string {
  const { bench, node, cpus, runs, figures } = report;
  const head = ['what', 'size', 'unit', 'ours', 'floor', 'the floor is', 'ratio', 'peak memory'];
  const rows = figures.map(cellsOf);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `\`npm run bench -- ${bench} --runs ${runs}\` on ${cpus} cores, Node ${node}; ${runs === 1 ? 'one run' : `medians of ${runs} runs`}.`,
    '',
    line(head),
    line(['---', '---', '---', '---:', '---:', '---', '---:', '---:']),
    ...rows.map(line),
  ].join('\n');
}

/** A figure's cells, in the order of the columns above. */
export function cellsOf({ what, size, unit, ours, floor, floorIs, ratio, peakMemoryMiB }: Figure): string[] {
  const number = (value: number) => value.toLocaleString('en');
  const memory = peakMemoryMiB === null ? 'not known' : `${number(peakMemoryMiB)} MiB`;
  return [what, size, unit, number(ours), number(floor), floorIs, number(ratio), memory];
}

/**
 * Puts the figures of a bench between its two marks and leaves all other text as it is, so that people may write
 * around them. A page without the marks gets them at its end.
 */
export function withFigures(page: string, report: BenchReport): string {
  const begin = `<!-- figures of ${report.bench}: written by npm run bench -->`;
  const end = `<!-- end of ${report.bench} -->`;
  const section = `${begin}\n${sectionOf(report)}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) return `${page.trimEnd()}\n\n## ${report.bench}\n\n${section}\n`.trimStart();
  return page.slice(0, from) + section + page.slice(to + end.length);
}

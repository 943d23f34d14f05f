import { markdownTable } from '../documents/markdown-table.ts';
import type { BenchReport, Figure } from './figure.ts';

/** The columns of a table of figures; {@link cellsOf} fills them. */
export const COLUMNS = [
  { title: 'what', isNumber: false },
  { title: 'size', isNumber: false },
  { title: 'unit', isNumber: false },
  { title: 'ours', isNumber: true },
  { title: 'floor', isNumber: true },
  { title: 'the floor is', isNumber: false },
  { title: 'ratio', isNumber: true },
  { title: 'peak memory', isNumber: true },
] as const;

/** The figures of a bench as a section of Markdown, with the command that made them and the machine. */
export function sectionOf(report: BenchReport): string {
  return [
    `\`${report.command}\`, ${report.measuredOn}: ${machineOf(report)}.`,
    '',
    ...markdownTable(
      COLUMNS,
      report.figures.map((figure) => cellsOf(figure, report.runs > 1)),
    ),
  ].join('\n');
}

/** On what the figures were taken, and how busy it was beside them. */
export function machineOf({ node, cpus, runs, machine, load }: BenchReport): string {
  const { processor, memoryGiB, system } = machine;
  const medians = runs === 1 ? 'one run' : `medians of ${runs} runs`;
  return `${medians} on ${cpus} cores (${processor}, ${memoryGiB} GiB, ${system}), Node ${node}, load ${load.before} before and ${load.after} after`;
}

/** A figure's cells, in the order of the columns. What the runs lay between stands in parentheses. */
export function cellsOf(figure: Figure, withSpread: boolean): string[] {
  const { what, size, unit, floorIs, peakMemoryMiB, spread } = figure;
  const number = (value: number) => value.toLocaleString('en');
  const measured = (median: number, [low, high]: readonly [number, number]) =>
    // A budget does not change from run to run.
    withSpread && low !== high ? `${number(median)} (${number(low)}–${number(high)})` : number(median);
  return [
    what,
    size,
    unit,
    measured(figure.ours, spread.ours),
    measured(figure.floor, spread.floor),
    floorIs,
    measured(figure.ratio, spread.ratio),
    peakMemoryMiB === null ? 'not known' : `${number(peakMemoryMiB)} MiB`,
  ];
}

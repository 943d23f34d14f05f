import { betweenMarks } from '../documents/between-marks.ts';
import { markdownTable } from '../documents/markdown-table.ts';
import type { ScaleReport } from './figures.ts';
import { type LimitRow, SHAPES } from './limits.ts';

const number = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
const right = (title: string) => ({ title, isNumber: true });

/** The page with its figures as they were measured now. */
export function withScale(page: string, report: ScaleReport): string {
  return betweenMarks(page, 'figures', figuresSection(report));
}

/** The page with what comes near the limits of AWS, by the sizes of the deployment. */
export function withLimits(page: string, rows: readonly LimitRow[]): string {
  return betweenMarks(page, 'limits', limitsSection(rows));
}

function figuresSection({ node, cpus, sizes, cpuSeconds, slope, tasks }: ScaleReport): string {
  const people = sizes.map((size) => right(`${number(size.people)} people`));
  const row = (name: string, of: (size: ScaleReport['sizes'][number], index: number) => string) => [
    name,
    ...sizes.map(of),
    '',
  ];
  const peaks = tasks
    .toSorted((one, other) => Math.max(...other.peakMemoryMiB) - Math.max(...one.peakMemoryMiB))
    .slice(0, 12);
  return [
    `\`npm run scale -- --people ${sizes.map((size) => size.people).join(',')} --document\` on ${cpus} cores, Node ${node}.`,
    '',
    ...markdownTable(
      [{ title: '' }, ...people, right('slope')],
      [
        row('communes', ({ communes }) => number(communes)),
        row('payments', ({ payments }) => number(payments)),
        row('files, and answers', ({ files }) => number(files)),
        row('by the clock, s', ({ seconds }) => number(seconds)),
        ['processor time of all functions, s', ...cpuSeconds.map((value) => number(value, 1)), slope?.toFixed(2) ?? ''],
        ...tasks
          .slice(0, 12)
          .map((task) => [
            `of it ${task.task}`,
            ...task.cpuSeconds.map((value) => number(value, 1)),
            task.slope?.toFixed(2) ?? '',
          ]),
        row('the store, beside it, s', ({ storeSeconds }) => number(storeSeconds)),
      ],
    ),
    '',
    ...markdownTable(
      [{ title: 'peak memory, MiB' }, ...people, right('largest / smallest')],
      peaks.map(({ task, peakMemoryMiB }) => [
        task,
        ...peakMemoryMiB.map((value) => number(value)),
        number((peakMemoryMiB.at(-1) ?? 0) / (peakMemoryMiB[0] ?? 1), 2),
      ]),
    ),
    '',
    ...markdownTable(
      [{ title: 'table' }, right('writes'), right('partitions'), right('share of the busiest'), { title: 'its key' }],
      (sizes.at(-1)?.tables ?? []).map(({ table, writes, partitions, busiest, busiestShare }) => [
        table,
        number(writes),
        number(partitions),
        `${number(100 * busiestShare, 2)} %`,
        `\`${busiest}\``,
      ]),
    ),
    '',
    ...(sizes.at(-1)
      ? [
          `The largest payload was ${told(sizes, 'payload')} bytes, the longest history ${told(sizes, 'history')} events, the widest map ${told(sizes, 'map')} items.`,
        ]
      : []),
  ].join('\n');
}

function told(sizes: ScaleReport['sizes'], limit: 'payload' | 'history' | 'map'): string {
  const seen = sizes.at(-1)?.limits[limit];
  return seen ? `${number(seen.most)} (${seen.where.replace(/\/x\d+.*/, '')})` : '';
}

function limitsSection(rows: readonly LimitRow[]): string {
  return markdownTable(
    [{ title: 'what' }, right('limit'), ...SHAPES.map(({ name }) => right(name)), { title: 'arithmetic' }],
    rows.map(({ what, limit, unit, values, arithmetic }) => [
      what,
      `${number(limit)} ${unit}`,
      ...values.map((value) => shown(value, limit)),
      arithmetic,
    ]),
  ).join('\n');
}

/** What takes more than half of a limit stands out. */
function shown(value: number, limit: number): string {
  const text = number(value, value < 10 ? 1 : 0);
  return value > limit / 2 ? `**${text}**` : text;
}

/** The figures for a terminal. */
export function linesOf({ sizes, cpuSeconds, slope, tasks }: ScaleReport): string[] {
  const padded = (text: string) => text.padStart(12);
  const peaks = tasks.toSorted((one, other) => Math.max(...other.peakMemoryMiB) - Math.max(...one.peakMemoryMiB));
  return [
    `${''.padEnd(34)}${sizes.map((size) => padded(number(size.people))).join('')}       slope`,
    `${'by the clock, s'.padEnd(34)}${sizes.map((size) => padded(number(size.seconds))).join('')}`,
    `${'processor time of functions, s'.padEnd(34)}${cpuSeconds.map((value) => padded(number(value, 1))).join('')}${padded(slope?.toFixed(2) ?? '')}`,
    ...tasks
      .slice(0, 12)
      .map(
        (task) =>
          `  ${task.task.padEnd(32)}${task.cpuSeconds.map((value) => padded(number(value, 1))).join('')}${padded(task.slope?.toFixed(2) ?? '')}`,
      ),
    'peak memory, MiB',
    ...peaks
      .slice(0, 8)
      .map((task) => `  ${task.task.padEnd(32)}${task.peakMemoryMiB.map((value) => padded(number(value))).join('')}`),
  ];
}

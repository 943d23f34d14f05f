import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { formatPeriod, type Period } from '../../domain/period.ts';
import { type Html, html, markup } from './page-html.ts';
import { formatShare, formatTarget } from './page-words.ts';

/*
 * The page's charts, drawn on the server by Observable Plot. A chart is 380 units wide with letters of 13: a phone shows it
 * a little smaller than that, a desktop a little larger, and both can be read.
 */
const { document } = parseHTML('<!doctype html><html><body></body></html>');

const WIDTH = 380;
const BAR = 22;
/** What one letter of a name takes, on average, in the widest of the fonts that the page may meet. */
const LETTER = 7.2;
/** Longer names lose their middle: villages often differ in the last word only. */
const LONGEST_LABEL = 24;
/** More bars than that do not stand on one A4 page: the rest comes in further charts. */
const MOST_BARS = 36;

/** What a reader who does not see the chart is told. */
interface Told {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface Bar {
  readonly name: string;
  readonly share: number;
}

/** The share month by month, with the line of the target. A month without a share leaves a gap. */
export function historyChart(
  told: Told,
  months: readonly { readonly period: Period; readonly share: number | null }[],
  target: number | null,
): Html {
  const last = months.findLast(({ share }) => share !== null);
  const known = months.filter(({ share }) => share !== null);
  const top = Math.max(1, ...known.map(({ share }) => share ?? 0));
  // The newest share stands above the line, unless the top or the line of the target is there.
  const room = 0.14 * top;
  const isClose = [top, target ?? top].some(
    (edge) => edge - (last?.share ?? 0) > 0 && edge - (last?.share ?? 0) < room,
  );
  // Labels of every month would run into each other.
  const step = Math.ceil(months.length / 6);
  const labelled = months.filter((_, index) => (months.length - 1 - index) % step === 0).map(({ period }) => period);
  return drawn(told, {
    height: 220,
    marginLeft: 48,
    marginRight: 34,
    marginTop: 26,
    marginBottom: 28,
    x: { type: 'point', domain: months.map(({ period }) => period), padding: 0.3 },
    y: { domain: [0, top] },
    marks: [
      Plot.gridY(SHARE_TICKS, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisY(SHARE_TICKS, { tickFormat: formatTarget, tickSize: 0, label: null }),
      Plot.axisX(labelled, { tickFormat: shortPeriod, tickSize: 4, label: null }),
      ...(target === null ? [] : [targetLine('y', target), targetNameOfLine(target)]),
      Plot.lineY(months, { x: 'period', y: 'share', stroke: 'var(--bar)', strokeWidth: 2.5 }),
      Plot.dot(known, { x: 'period', y: 'share', fill: 'var(--bar)', r: 3.5 }),
      Plot.text(last === undefined ? [] : [last], {
        x: 'period',
        y: 'share',
        text: ({ share }) => formatShare(share ?? 0),
        textAnchor: 'end',
        dx: 28,
        dy: isClose ? 16 : -13,
        className: 'strong',
      }),
    ],
  });
}

/** A bar for each share, as they come, with the line of the target: as many charts as stand on a page each. */
export function shareCharts(told: Told, bars: readonly Bar[], target: number | null): Html[] {
  const charts = Math.ceil(bars.length / MOST_BARS);
  const each = Math.ceil(bars.length / charts);
  const top = Math.max(1, ...bars.map(({ share }) => share));
  return Array.from({ length: charts }, (_, index) => {
    const part = charts === 1 ? '' : ` (phần ${index + 1}/${charts})`;
    return barChart(
      { ...told, id: index === 0 ? told.id : `${told.id}-${index + 1}`, title: `${told.title}${part}` },
      bars.slice(index * each, (index + 1) * each),
      top,
      target,
    );
  });
}

function barChart(told: Told, bars: readonly Bar[], top: number, target: number | null): Html {
  // Names may be the same, or become so when they are cut: bars are told apart by where they stand.
  const rows = bars.map((bar, row) => ({ ...bar, row, isMet: target !== null && bar.share >= target }));
  const names = bars.map(({ name }) => shortLabel(name));
  const marginTop = target === null ? 6 : 26;
  return drawn(told, {
    height: marginTop + rows.length * BAR + 26,
    marginLeft: Math.max(40, 10 + LETTER * Math.max(...names.map((name) => name.length))),
    marginRight: 14 + LETTER * Math.max(...bars.map(({ share }) => formatShare(share).length)),
    marginTop,
    marginBottom: 26,
    x: { domain: [0, top] },
    y: { type: 'band', domain: rows.map(({ row }) => row), paddingInner: 0.28, paddingOuter: 0.14 },
    marks: [
      Plot.gridX(SHARE_TICKS, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX(SHARE_TICKS, { tickFormat: formatTarget, tickSize: 0, label: null }),
      Plot.axisY({ tickFormat: (row: number) => names[row] ?? '', tickSize: 0, label: null }),
      Plot.barX(rows, { y: 'row', x: 'share', fill: ({ isMet }) => (isMet ? 'var(--bar-met)' : 'var(--bar)') }),
      Plot.text(rows, {
        y: 'row',
        frameAnchor: 'right',
        text: ({ share }) => formatShare(share),
        textAnchor: 'start',
        dx: 7,
      }),
      ...(target === null ? [] : [targetLine('x', target), targetNameOfBars(target, top)]),
    ],
  });
}

function shortLabel(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= LONGEST_LABEL) return name;
  const half = LONGEST_LABEL / 2;
  return `${letters.slice(0, half).join('').trimEnd()}…${letters
    .slice(1 - half)
    .join('')
    .trimStart()}`;
}

const SHARE_TICKS = [0, 0.25, 0.5, 0.75, 1];

const TARGET_LOOK = { stroke: 'var(--target)', strokeWidth: 2, strokeDasharray: '5 3' };

function targetLine(axis: 'x' | 'y', target: number): Plot.Markish {
  return axis === 'x' ? Plot.ruleX([target], TARGET_LOOK) : Plot.ruleY([target], TARGET_LOOK);
}

function targetNameOfLine(target: number): Plot.Markish {
  return Plot.text([target], {
    y: (value: number) => value,
    frameAnchor: 'left',
    text: targetName,
    textAnchor: 'start',
    dy: -10,
    fill: 'var(--target)',
  });
}

/** Above the bars, on the side where there is room for it. */
function targetNameOfBars(target: number, top: number): Plot.Markish {
  const onLeft = target > top / 2;
  return Plot.text([target], {
    x: (value: number) => value,
    frameAnchor: 'top',
    text: targetName,
    textAnchor: onLeft ? 'end' : 'start',
    dx: onLeft ? 6 : -6,
    dy: -14,
    fill: 'var(--target)',
  });
}

function targetName(target: number): string {
  return `Mục tiêu ${formatTarget(target)}`;
}

/** "6/23": thirteen months stand side by side. */
function shortPeriod(period: Period): string {
  return formatPeriod(period).replace(/^0/, '').replace('/20', '/');
}

/** As much of the document's drawing as we ask of it. */
interface Drawing {
  readonly innerHTML: string;
  querySelector(selector: string): { remove(): void } | null;
}

function drawn({ id, title, description }: Told, options: Plot.PlotOptions & { readonly height: number }): Html {
  // Without a class name of its own, Plot would make up one of chance.
  const svg: Drawing = Plot.plot({ ...options, document, width: WIDTH, className: 'plot', axis: null });
  svg.querySelector('style')?.remove();
  return html`<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${options.height}" text-anchor="middle" fill="currentColor"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc><g aria-hidden="true">${markup(svg.innerHTML)}</g></svg>`;
}

/** Charts and, beside or below them, the table of the same figures. */
export function figures(charts: readonly Html[], caption: string, table: Html): Html {
  return html`<div class="pair"><div>${charts.map((chart) => html`<figure>${chart}<figcaption>${caption}</figcaption></figure>`)}</div>
${table}</div>
`;
}

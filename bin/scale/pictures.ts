import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { ScaleReport } from './figures.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
/** Of the tasks the ones that cost most are drawn by name. */
const DRAWN = 6;

interface Point {
  readonly people: number;
  readonly value: number;
  readonly name: string;
}

/** Processor time against people, both by powers of ten, beside a line of slope 1 through the smallest size. */
export function timePicture({ sizes, cpuSeconds, tasks }: ScaleReport): string {
  const people = sizes.map((size) => size.people);
  const all = pointsOf(people, cpuSeconds, 'all functions');
  const [first] = all;
  const straight = first
    ? people.map((count) => ({ people: count, value: (first.value * count) / first.people, name: 'slope 1' }))
    : [];
  const dearest = tasks.slice(0, DRAWN).flatMap(({ task, cpuSeconds: own }) => pointsOf(people, own, task));
  return drawn('processor time of the functions, seconds', [...dearest, ...all], straight);
}

/** Peak memory of the processes of the functions that hold most, against people. */
export function memoryPicture({ sizes, tasks }: ScaleReport): string {
  const people = sizes.map((size) => size.people);
  const largest = tasks.toSorted((one, other) => most(other.peakMemoryMiB) - most(one.peakMemoryMiB)).slice(0, DRAWN);
  return drawn(
    'peak memory of a function, MiB',
    largest.flatMap(({ task, peakMemoryMiB }) => pointsOf(people, peakMemoryMiB, task)),
    people.map((count) => ({ people: count, value: 512, name: '512 MiB' })),
  );
}

function most(values: readonly number[]): number {
  return Math.max(...values);
}

function pointsOf(people: readonly number[], values: readonly number[], name: string): Point[] {
  return people.flatMap((count, index) => {
    const value = values[index] ?? 0;
    return value > 0 ? [{ people: count, value, name }] : [];
  });
}

function drawn(title: string, points: readonly Point[], beside: readonly Point[]): string {
  const last = (of: readonly Point[]) =>
    [...Map.groupBy(of, ({ name }) => name).values()].flatMap((own) => own.at(-1) ?? []);
  const chart = Plot.plot({
    document,
    width: 720,
    height: 420,
    marginLeft: 60,
    marginRight: 170,
    marginBottom: 44,
    style: { background: 'white', fontFamily: 'sans-serif', fontSize: '12px' },
    x: { type: 'log', label: 'people', tickFormat: (people: number) => people.toLocaleString('en'), grid: true },
    y: { type: 'log', label: title, tickFormat: (value: number) => value.toLocaleString('en'), grid: true },
    color: { scheme: 'observable10' },
    marks: [
      Plot.line(beside, { x: 'people', y: 'value', stroke: '#999', strokeDasharray: '5 4' }),
      Plot.line(points, { x: 'people', y: 'value', stroke: 'name', strokeWidth: 2 }),
      Plot.dot(points, { x: 'people', y: 'value', fill: 'name', r: 4 }),
      Plot.text(last([...points, ...beside]), { x: 'people', y: 'value', text: 'name', textAnchor: 'start', dx: 9 }),
    ],
  });
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${chart.outerHTML}\n`;
}

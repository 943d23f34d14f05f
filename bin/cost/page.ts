import { markdownTable } from '../documents/markdown-table.ts';
import { type Bill, billOf } from './bill.ts';
import { BILL_TITLES, cellsOf, dollars, sharesOf } from './bill-text.ts';
import { configuredSizes } from './configured.ts';
import { LAWS } from './laws.ts';
import { pricedRegions, pricesOf } from './prices.ts';
import { communesOf, measuredOf } from './samples.ts';
import { sizeOfMeasured, sizeOfReal } from './size.ts';
import { MONTH_KINDS, type MonthKind } from './usage.ts';
import { doneAbout } from './what-was-done.ts';

const SIZES = [13_463, 500_000, 10_000_000];
/** The size and region of which the dearest items are told: where what grows outweighs what a deployment costs anyway. */
const NATION = 10_000_000;
const REGION = 'ap-southeast-1';
const DEAREST = 10;

/** The tables of docs/cost.md. Takes part in no clock: the same measurements and prices give the same text. */
export function costSection(): string {
  const sample = measuredOf('thanh-oai');
  const bill = (people: number, month: MonthKind, region: string): Bill => {
    const measured = sizeOfMeasured(sample, month === 'carried' ? 'carried' : 'lists');
    const size = sizeOfReal(measured, people, communesOf(people), configuredSizes().chunkRows);
    return billOf(sample, month, size, pricesOf(region));
  };
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const sums = pricedRegions().flatMap((region) =>
    SIZES.flatMap((people) =>
      MONTH_KINDS.map((month) => {
        const made = bill(people, month, region);
        const { perMillion, growingPerMillion, transitionsPerMillion } = sharesOf(made, people);
        return [
          region,
          count(people),
          month,
          dollars(made.usd),
          dollars(made.deploymentUsd),
          dollars(perMillion),
          dollars(growingPerMillion),
          count(transitionsPerMillion),
          dollars(made.keptUsd),
        ];
      }),
    ),
  );
  const dearest = bill(NATION, 'lists', REGION).lines.slice(0, DEAREST);
  return [
    `Computed by \`npm run cost -- --page docs/cost.md\` from the month of ${sample.sample} that was measured on ${sample.measuredOn}, with ${configuredSizes().chunkRows.toLocaleString('en')} rows in a chunk.`,
    '',
    ...tableOf(
      [
        'region',
        'people',
        'month',
        'USD',
        'of it fixed',
        'per million',
        'per million, growing',
        'transitions per million',
        'kept, a month',
      ],
      sums,
    ),
    '',
    `The ten dearest items of ${count(NATION)} people in ${REGION}, a month of lists:`,
    '',
    ...tableOf(
      [...BILL_TITLES, 'what was done'],
      dearest.map((line) => [...cellsOf(line), doneAbout(line)]),
    ),
    '',
    'What each task grows with:',
    '',
    ...tableOf(
      ['task', 'calls', 'items of people', 'objects', 'why'],
      Object.entries(LAWS).map(([task, { calls, rows, objects, why }]) => [task, calls, rows, objects, why]),
    ),
  ].join('\n');
}

const NUMBERS = [
  'quantity',
  'USD',
  'of it fixed',
  'per million',
  'per million, growing',
  'transitions per million',
  'kept, a month',
];

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return markdownTable(
    titles.map((title) => ({ title, isNumber: NUMBERS.includes(title) })),
    rows,
  );
}

import { readFile, writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { billOf } from '../cost/bill.ts';
import { BILL_TITLES, cellsOf, dollars, sharesOf } from '../cost/bill-text.ts';
import { configuredSizes } from '../cost/configured.ts';
import { costSection } from '../cost/page.ts';
import { pricedRegions, pricesOf } from '../cost/prices.ts';
import { communesOf, measuredFile, measuredOf } from '../cost/samples.ts';
import { sizeOfMeasured, sizeOfReal } from '../cost/size.ts';
import { MONTH_KINDS, type MonthKind } from '../cost/usage.ts';
import { betweenMarks } from '../documents/between-marks.ts';
import { table, terminalWidth } from '../text/table.ts';

interface CostOptions {
  readonly people: number;
  readonly communes?: number;
  readonly region: string;
  readonly month: MonthKind;
  readonly json?: true;
  readonly page?: string;
  readonly measure?: string;
}

/** `npm run cost`: what a month costs on AWS, computed from what a month on the local cloud was measured to use. */
export function addCost(program: Command): void {
  program
    .command('cost')
    .description('what a month costs on AWS: counted calls of a local month, scaled, times a dated price file')
    .option('--people <n>', 'people of the month', wholeNumber, 1_000_000)
    .option('--communes <n>', 'communes that they live in; as in the country unless given', wholeNumber)
    .addOption(new Option('--region <name>', 'whose prices').choices(pricedRegions()).default('ap-southeast-1'))
    .addOption(
      new Option(
        '--month <kind>',
        'lists: all communes send whole lists; carried: opened from the last month, none is sent; both: opened, and all send again',
      )
        .choices(MONTH_KINDS)
        .default('lists'),
    )
    .option('--json', 'one JSON document on stdout')
    .option('--page <file>', 'write the tables into a page, between their marks')
    .option('--measure <sample>', 'play two months of a sample on a watched local cloud, and keep what they used')
    .addHelpText(
      'after',
      '\nFree tiers, taxes and support are left out.\n\nExamples:\n  npm run cost -- --people 13463\n  npm run cost -- --people 500000 --region us-east-1\n  npm run cost -- --people 10000000 --month both\n  npm run cost -- --measure thanh-oai\n  npm run cost -- --page docs/cost.md',
    )
    .action(async (options: CostOptions) => {
      if (options.measure !== undefined) return measure(options.measure);
      if (options.page !== undefined) return writePage(options.page);
      return print(options);
    });
}

async function measure(sample: string): Promise<void> {
  const { measureSample } = await import('../cost/measure.ts');
  const measured = await measureSample(sample);
  await writeFile(measuredFile(sample), `${JSON.stringify(measured)}\n`);
}

async function writePage(file: string): Promise<void> {
  await writeFile(file, betweenMarks(await readFile(file, 'utf8'), 'cost', costSection()));
}

function print({ people, communes = communesOf(people), region, month, json }: CostOptions): void {
  const sample = measuredOf('thanh-oai');
  const prices = pricesOf(region);
  const size = sizeOfReal(
    sizeOfMeasured(sample, month === 'carried' ? 'carried' : 'lists'),
    people,
    communes,
    configuredSizes().chunkRows,
  );
  const bill = billOf(sample, month, size, prices);
  const shares = sharesOf(bill, people);
  if (json) {
    process.stdout.write(`${JSON.stringify({ people, communes, region, month, ...shares, ...bill })}\n`);
    return;
  }
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const columns = BILL_TITLES.map((title) => ({
    title,
    ...(title === 'quantity' || title === 'USD' ? { align: 'right' as const } : {}),
  }));
  process.stdout.write(
    [
      `${count(people)} people, ${count(communes)} communes, a month of ${month}, ${region}`,
      `prices written ${prices.writtenOn}, ${prices.compared ? `compared ${prices.compared.on}` : 'NOT compared with the pages of AWS'}`,
      '',
      ...table(columns, bill.lines.slice(0, SHOWN).map(cellsOf), Math.max(terminalWidth(process.stdout), WIDEST)),
      '',
      `${bill.lines.length > SHOWN ? `and ${bill.lines.length - SHOWN} smaller ones. ` : ''}Together ${dollars(bill.usd)} USD, of which ${dollars(bill.deploymentUsd)} whatever the people`,
      `for each million people: ${dollars(shares.perMillion)} USD (${dollars(shares.growingPerMillion)} of it grows with the month), ${count(shares.transitionsPerMillion)} state transitions`,
      `what this month leaves costs ${dollars(bill.keptUsd)} USD in every month that it is kept`,
      '',
    ].join('\n'),
  );
}

/** Lines that are shown; all of them stand in `--json`. */
const SHOWN = 25;
const WIDEST = 140;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number, 1 or more.');
}

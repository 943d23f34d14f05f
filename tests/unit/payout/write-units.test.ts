import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benefit } from '../../../lambdas/domain/benefit.ts';
import { type Payment, referenceOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { JUNE, MAY } from '../../support/in-memory/people.ts';
import { cleanRows, MeteredUnit } from '../../support/metered-unit.ts';
import type { MeteredWrite } from '../../support/write-units.ts';

/*
 * What a month costs on AWS, in write units of DynamoDB for each person: a claim, three steps of a payment, and a share
 * of the page on which their line stands. All else that a month writes (pointers, runs, submissions) does not grow with
 * the people.
 */

const JULY = addMonths(JUNE, 1);
const rows = await cleanRows();
const people = rows.map(({ values }) => personalId.parse(values.personalId));
const [failing = personalId.parse('')] = people;
const TABLES = ['entitlements', 'claims', 'payments'] as const;
/** A tenth of a unit for each time that a line is stored. */
const LINE = 0.1;
const printed: string[] = [];

/** What was written of one person, in units, by table. */
function unitsOf(person: string | undefined, writes: readonly MeteredWrite[]): number[] {
  const own = writes.filter((write) => write.person === person);
  return TABLES.map((table) => sum(own.filter((write) => write.table === table).map(({ units }) => units)));
}

/** What each person cost altogether, the dearest first; what is usual stands in the table of docs/benchmarks.md. */
function everybody(month: string, writes: readonly MeteredWrite[], among = people): number[] {
  const all = among.map((person) => unitsOf(person, writes)).sort((one, other) => sum(other) - sum(one));
  const usual = all[Math.floor(all.length / 2)] ?? [];
  printed.push(
    `| ${[month, ...[...usual, sum(usual)].map((figure) => String(Number(figure.toFixed(1))))].join(' | ')} |`,
  );
  return all.map(sum);
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

/** A commune whose list of May was taken in. */
async function withMay(): Promise<MeteredUnit> {
  const commune = new MeteredUnit();
  await commune.list(MAY, '2023-05-02T03:00:00Z', rows);
  commune.tables.taken();
  return commune;
}

async function paidInJune(commune: MeteredUnit): Promise<void> {
  const { run, people: paid } = await commune.payOut(JUNE, '2023-06-08T01:00:00Z');
  expect(paid).toBe(people.length);
  await commune.settle(run, '2023-06-08');
}

/** June, but the provider says of one person that they could not be paid. */
async function failedInJune(commune: MeteredUnit): Promise<Payment> {
  const { run } = await commune.payOut(JUNE, '2023-06-08T01:00:00Z');
  const failed = await commune.fail(run, failing, 'AC04');
  await commune.settleOthers(run);
  return failed;
}

describe('The write units of a person’s month', () => {
  it('are 4 and a line where the unit sends its list before the month opens', async () => {
    const commune = await withMay();
    await commune.list(JUNE, '2023-06-02T03:00:00Z', rows);
    await paidInJune(commune);
    const units = everybody('on a list, paid', commune.tables.taken());
    expect(units[0]).toBeLessThanOrEqual(4 + LINE);
  });

  it('are 4 and a line where last month’s roll is carried over and paid', async () => {
    const commune = await withMay();
    await commune.open(JUNE, '2023-06-01T00:30:00Z');
    await paidInJune(commune);
    const units = everybody('carried over when the month opens, paid', commune.tables.taken());
    expect(units[0]).toBeLessThanOrEqual(4 + LINE);
  });

  it('are 4 and two lines where the roll is carried over and a change list follows', async () => {
    const commune = await withMay();
    await commune.open(JUNE, '2023-06-01T00:30:00Z');
    const [first, ...others] = rows;
    if (first === undefined) throw new Error('The list is empty');
    const changed = { ...first, change: 'adjust' as const, values: { ...first.values, amount: first.values.amount } };
    await commune.list(JUNE, '2023-06-02T03:00:00Z', [changed], 'changes');
    await paidInJune(commune);
    const unchanged = others.map(({ values }) => personalId.parse(values.personalId));
    const units = everybody('carried over, a change list about others, paid', commune.tables.taken(), unchanged);
    expect(units[0]).toBeLessThanOrEqual(4 + 2 * LINE);
  });

  it('are 5 and two lines where the roll is carried over and the whole list is sent again all the same', async () => {
    const commune = await withMay();
    await commune.open(JUNE, '2023-06-01T00:30:00Z');
    await commune.list(JUNE, '2023-06-02T03:00:00Z', rows);
    await paidInJune(commune);
    const units = everybody('carried over, and the whole list is sent again, paid', commune.tables.taken());
    expect(units[0]).toBeLessThanOrEqual(5 + 2 * LINE);
  });

  it('are 8 and a line for somebody who fails once and is paid by a supplementary run', async () => {
    const commune = await withMay();
    await commune.list(JUNE, '2023-06-02T03:00:00Z', rows);
    await failedInJune(commune);
    const { run, people: again } = await commune.payOut(JUNE, '2023-06-14T01:00:00Z', 'supplementary');
    expect(again).toBe(1);
    await commune.settle(run, '2023-06-14');
    const writes = commune.tables.taken();
    const others = people.filter((person) => person !== failing);
    everybody('on a list, paid, and there is a supplementary run for somebody else', writes, others);
    const units = everybody('on a list, failed once, paid by a supplementary run', writes, people.slice(0, 1));
    expect(units[0]).toBeLessThanOrEqual(8 + LINE);
  });

  it('are one more in the month into which a failed payment is carried over', async () => {
    const commune = await withMay();
    await commune.list(JUNE, '2023-06-02T03:00:00Z', rows);
    const failed = await failedInJune(commune);
    await commune.closeOwing(JUNE, [failed]);
    commune.tables.taken();
    await commune.open(JULY, '2023-07-01T00:30:00Z');
    const { run } = await commune.payOut(JULY, '2023-07-08T01:00:00Z');
    await commune.settle(run, '2023-07-08');
    const writes = commune.tables.taken();
    const [others = 0] = everybody('carried over when the month opens, paid', writes, people.slice(1));
    const [owed = 0] = everybody(
      'carried over, paid together with what the last month owes',
      writes,
      people.slice(0, 1),
    );
    expect(owed).toBeLessThanOrEqual(others + 1);
    expect(await owedAndPaid(commune)).toEqual([JUNE]);
  });

  it('are those that docs/benchmarks.md shows', () => {
    const page = readFileSync(new URL('../../../docs/benchmarks.md', import.meta.url), 'utf8');
    expect(printed.filter((row) => !page.includes(row))).toEqual([]);
    expect(printed).toHaveLength(8);
  });
});

/** For which months somebody was paid in July who was owed. */
async function owedAndPaid({ ports }: MeteredUnit): Promise<string[]> {
  const references = benefit.options.map((one) => referenceOf(JULY, failing, one, 1));
  const stored = [...(await ports.payments.getAll(references)).values()];
  return stored.filter(({ state }) => state === 'paid').flatMap(({ carried }) => carried.map(({ period }) => period));
}

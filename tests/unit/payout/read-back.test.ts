import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { layRun, readRunBack } from '../../independent-count/read-back.ts';
import { JUNE } from '../../support/in-memory/people.ts';
import { cleanRows, MeteredUnit } from '../../support/metered-unit.ts';

/*
 * The published files of a run against a second reader: a plain script in another language, which knows the files'
 * layouts and nothing of how they are made.
 */

const JULY = addMonths(JUNE, 1);
const commune = new MeteredUnit();
let folder: string;

/** June fails for one who is paid cash and one who is paid into an account; July pays both together with its own. */
beforeAll(async () => {
  const rows = await cleanRows();
  const [cash, banked] = [firstBy(rows, 'cash'), firstBy(rows, 'account')];
  await commune.list(JUNE, '2023-06-02T03:00:00Z', rows);
  const { run: june } = await commune.payOut(JUNE, '2023-06-08T01:00:00Z');
  const failed = [await commune.fail(june, cash, 'UNCOLLECTED'), await commune.fail(june, banked, 'AC04')];
  await commune.settleOthers(june);
  await commune.closeOwing(JUNE, failed);
  await commune.open(JULY, '2023-07-01T00:30:00Z');
  await commune.payOut(JULY, '2023-07-08T01:00:00Z');
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-read-back-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** July's published files in a folder of their own. */
async function laid(): Promise<string> {
  const { outbox } = commune.ports;
  return layRun(folder, '2023-07-regular-1', outbox.keys(), (key) => outbox.bytes(key));
}

describe('What is read back from the published files', () => {
  it('adds up to the manifest, and to what the Treasury is asked for', async () => {
    const read = await readRunBack(await laid());
    expect(read.differences).toEqual([]);
    const kinds = new Set(read.files.map(({ name }) => name.slice(name.lastIndexOf('.'))));
    expect(kinds).toEqual(new Set(['.xml', '.xlsx', '.csv']));
    const money = read.instructions.reduce((sum, one) => sum + one.money, 0);
    // What failed in June lies at the providers still: it is not asked for again.
    const there = (await commune.payments(JULY)).reduce((sum, { fromBalance }) => sum + fromBalance, 0);
    expect(there).toBeGreaterThan(0);
    expect(read.requested).toBe(money - there);
  });

  it('is payment by payment what the books say, with what is carried over', async () => {
    const { instructions } = await readRunBack(await laid());
    const stored = await commune.payments(JULY);
    const told = new Map(instructions.map(({ reference, ...one }) => [reference, one]));
    expect(told.size).toBe(stored.length);
    for (const payment of stored) {
      expect(told.get(payment.reference)).toMatchObject({ money: totalOf(payment), provider: payment.provider });
    }
    const carried = stored.filter((payment) => payment.carried.length > 0);
    expect(carried).toHaveLength(2);
    const inCash = carried.filter(({ channel }) => channel === 'cash');
    expect(inCash.map(({ reference }) => told.get(reference)?.months)).toEqual([1]);
    expect(inCash.map(({ reference }) => told.get(reference)?.besides)).toEqual(
      inCash.map((payment) => totalOf(payment) - payment.amount),
    );
  });

  it('differs where a file says something else than was approved', async () => {
    const place = await laid();
    const { files } = await readRunBack(place);
    const { provider = '', name = '' } = files.find((file) => file.name.endsWith('.xml')) ?? {};
    const path = join(place, provider, name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/(<InstdAmt Ccy="VND">)(\d)/, '$19'));
    const { differences } = await readRunBack(place);
    expect(differences.join('\n')).toMatch(/sha256/);
    expect(differences.join('\n')).toMatch(/the header says/);
  });

  it('differs where a file is in a provider’s folder that nobody approved', async () => {
    const place = await laid();
    await writeFile(join(place, 'agribank', 'another.xml'), '<Document/>');
    expect((await readRunBack(place)).differences.join('\n')).toContain('files in the folder');
  });
});

function firstBy(rows: readonly CheckedRow[], channel: string): string {
  const found = rows.find(({ values }) => (values.channel ?? 'cash') === channel)?.values.personalId;
  if (!found) throw new Error(`Nobody is paid by ${channel}`);
  return found;
}

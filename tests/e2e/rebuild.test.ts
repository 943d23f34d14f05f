import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { period } from '../../lambdas/domain/period.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { bankedListOf, bankedPerson, populationOf } from '../support/banked-people.ts';
import { answersTo, approveAndRelease, joinCloud, landAndWait, onDay, startRun } from '../support/local-month.ts';
import { ansinh } from '../support/run-ansinh.ts';

/*
 * The tables of the whole cloud, with the months of every test before this one, made again from the journal.
 */

const JULY = period.parse('2024-07');
const UNIT = unitCode.parse('10129');
const PEOPLE = [
  bankedPerson(7, 'Nguyễn Thị Sen', 'Agribank'),
  bankedPerson(8, 'Trần Văn Tre', 'LPBank'),
  bankedPerson(9, 'Lê Thị Bưởi', null),
];

const difference = z.object({ items: z.number(), missing: z.number(), unexpected: z.number(), different: z.number() });
const rebuilt = z.object({
  tables: z.record(z.string(), difference),
  proofs: z.array(z.object({ name: z.string(), checked: z.number(), wrong: z.array(z.string()) })),
});

const cloud = await joinCloud('thanh-oai', populationOf(PEOPLE));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-e2e-'));
  await onDay(cloud, JULY, 3);
  await landAndWait(cloud, `lists/${JULY}/${UNIT}/danh-sach.xlsx`, bankedListOf(PEOPLE));
  await onDay(cloud, JULY, 8);
  const waiting = await startRun(cloud, JULY);
  await approveAndRelease(cloud, waiting);
  await onDay(cloud, JULY, 10);
  for (const { key, bytes } of await answersTo(cloud, waiting.run)) await landAndWait(cloud, key, bytes);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What `ansinh rebuild` says. Months of other tests hold what they put there by hand: only July's must be proven. */
async function rebuild(...words: string[]) {
  const { stdout, stderr } = await ansinh(['rebuild', '--json', ...words]);
  if (stdout === '') throw new Error(stderr);
  const { tables, proofs } = rebuilt.parse(JSON.parse(stdout));
  const differing = Object.values(tables).reduce((sum, one) => sum + one.missing + one.unexpected + one.different, 0);
  const wrong = proofs.flatMap(({ name, wrong: places }) =>
    places.filter((place) => place.startsWith(JULY)).map((place) => `${name}: ${place}`),
  );
  return { items: Object.values(tables).reduce((sum, { items }) => sum + items, 0), differing, wrong, proofs };
}

describe('The tables of a deployment', () => {
  it('are what the journal of their changes says, within seconds of the last change', async () => {
    const checked = async () => {
      const { differing, wrong } = await rebuild('--check');
      return { differing, wrong };
    };
    await expect.poll(checked, { timeout: 120_000, interval: 3000 }).toEqual({ differing: 0, wrong: [] });
  });

  it('are made again, item by item the same, and proven by lists, files and answers', async ({ annotate }) => {
    const { items, differing, wrong, proofs } = await rebuild('--into', 'khoi-phuc');
    expect([differing, wrong]).toEqual([0, []]);
    expect(items).toBeGreaterThan(PEOPLE.length * 3);
    expect(proofs.filter(({ checked }) => checked > 0).length).toBeGreaterThanOrEqual(7);
    await annotate(`${items} items of six tables rebuilt from the journal, none different`, 'figure');
  });

  it('are never written over', async () => {
    const { exit, stderr } = await ansinh(['rebuild', '--into', 'khoi-phuc']);
    expect(exit).not.toBe(0);
    expect(stderr).toContain('khoi-phuc-payments');
    expect((await ansinh(['rebuild', '--in-place'])).exit).not.toBe(0);
  });

  it('leave with everything else in open formats, each file under its hash', async () => {
    const out = join(folder, 'ban-giao');
    expect((await ansinh(['export', '--out', out])).exit).toBe(0);
    const sums = await readFile(join(out, 'SHA256SUMS'), 'utf8');
    const paths = sums
      .trim()
      .split('\n')
      .map((line) => line.slice(66));
    expect(paths).toEqual(
      expect.arrayContaining([
        `inbox/lists/${JULY}/${UNIT}/danh-sach.xlsx`,
        `outbox/payouts/${JULY}/${JULY}-regular-1/manifest.json`,
        'tables/payments.jsonl',
        'tables/payments.csv',
      ]),
    );
    const lines = (await readFile(join(out, 'tables/entitlements.jsonl'), 'utf8')).trim().split('\n');
    const ofUnit = lines.filter((line) => line.includes(`"pk":"${UNIT}#${JULY}#`));
    expect(ofUnit.filter((line) => line.includes('"fullName"'))).toHaveLength(PEOPLE.length);
    const payments = (await readFile(join(out, 'tables/payments.csv'), 'utf8')).split('\r\n');
    expect(payments.filter((line) => line.includes(`"${JULY}"`) && line.includes('"paid"'))).toHaveLength(3);
  });
});

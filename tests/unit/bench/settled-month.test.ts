import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FolderObjects } from '../../../bin/bench/folder-objects.ts';
import { FolderStore } from '../../../bin/bench/folder-store.ts';
import { ApprovedManifest, settledDistrict, settledProvince, settledUnits } from '../../../bin/bench/settled-month.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { countedLine, countedPayment } from '../../../lambdas/domain/reports/counted-rows.ts';
import { SHARDS } from '../../../lambdas/domain/shard.ts';

const PROVINCE = settledProvince(2000, 124);
const units = [...settledUnits(PROVINCE)];
const lines = units.flatMap((unit) => unit.lines);
const payments = units.flatMap((unit) => unit.payments);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the settled month that reports are measured on', () => {
  it('has everybody once, in communes of which none has much more than another', () => {
    expect(new Set(lines.map(({ values }) => values.personalId)).size).toBe(2000);
    const sizes = units.map((unit) => unit.lines.length);
    expect(sizes).toHaveLength(124);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect([...settledUnits(settledDistrict(100))]).toHaveLength(21);
  });

  it('has a roll of the month before on which some are missing, so that who joined is counted', () => {
    const before = units.flatMap((unit) => unit.linesBefore);
    expect(before.length).toBeGreaterThan(1800);
    expect(before.length).toBeLessThan(2000);
    expect(before.every(({ period }) => period === '2025-07')).toBe(true);
  });

  it('has held and accepted rows, payments through several providers, and some that did not arrive', () => {
    expect(new Set(lines.map(({ outcome }) => outcome))).toEqual(new Set(['accepted', 'held']));
    expect(new Set(payments.map(({ provider }) => provider)).size).toBeGreaterThan(3);
    expect(new Set(payments.map(({ state }) => state))).toEqual(new Set(['paid', 'failed', 'unknown']));
  });

  it('has approved of every unit what is paid and what is put off, and that is all of its roll', () => {
    const approved = new ApprovedManifest(PROVINCE);
    for (const unit of units) approved.add(unit);
    for (const { payable, instructed, deferred } of approved.content().byUnit) {
      expect(instructed.people + deferred.people).toBe(payable.people);
      expect(instructed.amount + deferred.amount).toBe(payable.amount);
    }
  });

  it('is the same in every run, so that figures of two days compare', () => {
    expect([...settledUnits(settledDistrict(200))]).toEqual([...settledUnits(settledDistrict(200))]);
  });
});

describe('tables in a folder', () => {
  it('give back of rolls and payments what the adapters stored', async () => {
    const store = new FolderStore(folder);
    const [rolls, table] = [new EntitlementsTable(store, 'rolls'), new PaymentsTable(store, 'payments')];
    const [unit] = units;
    if (unit === undefined) throw new Error('There is no unit');
    await rolls.putAll(unit.lines);
    await table.draftAll(unit.payments);
    const read = (await Array.fromAsync(rolls.countedOfRoll(unit.pointer))).flat();
    expect(read).toEqual(unit.lines.map((line) => countedLine.parse(line)));
    const counted = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      counted.push(...(await Array.fromAsync(table.countedOfShard(PROVINCE.period, shard))).flat());
    }
    const byPerson = (a: { person: string }, b: { person: string }) => (a.person < b.person ? -1 : 1);
    expect(counted.sort(byPerson)).toEqual(unit.payments.map((one) => countedPayment.parse(one)).sort(byPerson));
  });
});

describe('a bucket in a folder', () => {
  const NUMBER = z.object({ number: z.number() });

  it('keeps what was packed first, and lists keys as S3 does', async () => {
    const bucket = new FolderObjects(join(folder, 'bucket'));
    expect(await bucket.packFirst('a/plan', NUMBER, { number: 1 })).toEqual({ number: 1 });
    expect(await bucket.packFirst('a/plan', NUMBER, { number: 2 })).toEqual({ number: 1 });
    expect(await bucket.unpack('a/plan', NUMBER)).toEqual({ number: 1 });
    await bucket.put('a/b/file', 'x');
    expect(await bucket.keys('a/')).toEqual(['a/b/file', 'a/plan']);
    expect(await bucket.keys('none/')).toEqual([]);
  });

  it('replaces only what was seen', async () => {
    const bucket = new FolderObjects(join(folder, 'bucket'));
    expect(await bucket.replaceJson('manifest', { number: 1 }, undefined)).toBe(true);
    const seen = await bucket.seenJson('manifest', NUMBER);
    expect(await bucket.replaceJson('manifest', { number: 2 }, undefined)).toBe(false);
    expect(await bucket.replaceJson('manifest', { number: 2 }, seen)).toBe(true);
    expect(await bucket.replaceJson('manifest', { number: 3 }, seen)).toBe(false);
    expect(await bucket.jsonIfThere('manifest', NUMBER)).toEqual({ number: 2 });
    expect(await bucket.jsonIfThere('nothing', NUMBER)).toBeUndefined();
  });
});

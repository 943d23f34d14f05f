import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { periodManifest, publicationManifest } from '../../../lambdas/domain/reports/publication-manifest.ts';
import {
  type PublicationRef,
  periodManifestKey,
  publicationManifestKey,
  reportKey,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { publishManifest } from '../../../lambdas/publish-manifest/publish-manifest.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { planned, publish, render, SUMMARY } from '../../support/in-memory/publication.ts';

const DISTRICT = unitCode.parse('278');
const HA_NOI = unitCode.parse('01');
const WISH = { period: JUNE };

let province: Province;
beforeEach(async () => {
  province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
  province.clock.set('2023-06-14T00:00:00Z');
});

const standing = () => province.outbox.json(periodManifestKey(JUNE), periodManifest);
const own = (ref: PublicationRef) => province.outbox.json(publicationManifestKey(ref), publicationManifest);
const people = (ref: PublicationRef, unit: typeof CU_KHE) =>
  province.outbox.json(reportKey(ref, unit, 'summary.json'), z.object({ people: z.number() }));

describe('A publication', () => {
  it('has the reports of every unit with figures, and of all above it, in a folder of its own', async () => {
    const published = await publish(province, WISH);
    for (const unit of [CU_KHE, DISTRICT, HA_NOI]) expect(await people(published, unit)).toEqual({ people: 2 });
    const { files } = await standing();
    expect(files.map(({ key }) => key)).toEqual(
      [HA_NOI, CU_KHE, DISTRICT].map((unit) => reportKey(published, unit, 'summary.json')).sort(),
    );
  });

  it('names each file with the SHA-256 and the size of its bytes', async () => {
    await publish(province, WISH);
    for (const { key, sha256, size } of (await standing()).files) {
      const bytes = await province.outbox.bytes(key);
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(size).toBe(bytes.byteLength);
    }
  });

  it('says which data it is made of: rolls, reference version, day, occasion, who sent no list', async () => {
    const published = await publish(province, { ...WISH, occasion: 'monthly' });
    const manifest = await own(published);
    expect(manifest).toMatchObject({ version: 1, supersedes: null, occasion: 'monthly', asOf: '2023-06-14' });
    expect(manifest).toMatchObject({ referenceVersion: 'v1', runs: [], rolls: [{ unit: CU_KHE }] });
    expect(manifest.withoutList).toHaveLength(20);
    expect(manifest.withoutList).not.toContain(CU_KHE);
    expect(manifest.controlTotals.every(({ holds, from }) => holds && from !== '')).toBe(true);
  });

  it('that follows another is the next version, and leaves the other as it was', async () => {
    const first = await publish(province, WISH, { execution: 'one' });
    const before = await province.outbox.bytes(reportKey(first, CU_KHE, 'summary.json'));
    await takeIn(province, { unit: CU_KHE, at: '2023-06-14T02:00:00Z', rows: [row(AN), row(BINH), row(CHI)] });
    province.clock.set('2023-06-14T03:00:00Z');
    const second = await publish(province, WISH, { execution: 'two' });
    expect(await own(second)).toMatchObject({ version: 2, supersedes: first.publication });
    expect(await people(second, CU_KHE)).toMatchObject({ people: 3 });
    expect(await province.outbox.bytes(reportKey(first, CU_KHE, 'summary.json'))).toEqual(before);
    expect(await own(first)).toMatchObject({ version: 1 });
    const { versions, ...newest } = await standing();
    expect(newest).toEqual(await own(second));
    expect(versions.map(({ version, publication }) => [version, publication])).toEqual([
      [1, first.publication],
      [2, second.publication],
    ]);
  });

  it('of a unit without a valid superior stands alone, and the manifest says so', async () => {
    const units = THANH_OAI.units.map((unit) =>
      unit.code === CU_KHE ? { ...unit, parent: unitCode.parse('999') } : unit,
    );
    province.references.publish('v2', { ...THANH_OAI, units });
    await takeIn(province, { unit: KIM_BAI, at: '2023-06-14T02:00:00Z', rows: [row(CHI)] });
    const published = await publish(province, WISH);
    expect((await own(published)).unplaced).toEqual([CU_KHE]);
    expect(await people(published, CU_KHE)).toMatchObject({ people: 2 });
    expect(await people(published, DISTRICT)).toMatchObject({ people: 1 });
    expect(published.messages.map(({ body }) => body).join()).toContain(CU_KHE);
  });
});

describe('A publication that is tried again', () => {
  it('is the same, though time has gone on and another list has come', async () => {
    const first = await planned(province, {}, 'one');
    await takeIn(province, { unit: KIM_BAI, at: '2023-07-01T02:00:00Z', rows: [row(CHI)] });
    province.clock.set('2023-07-01T03:00:00Z');
    expect(await planned(province, {}, 'one')).toEqual(first);
    const slices = await render(province, first, [SUMMARY]);
    const bytes = new Map(province.outbox.keys('reports/').map((key) => [key, province.outbox.bytes(key)]));
    await render(province, first, [SUMMARY]);
    for (const [key, before] of bytes) expect(await province.outbox.bytes(key)).toEqual(await before);
    const ref = { period: first.period, publication: first.publication };
    expect((await publishManifest(province, ref, slices)).version).toBe(1);
  });

  it('after it was killed between its two manifests keeps its number', async () => {
    const made = await planned(province, WISH, 'one');
    const slices = await render(province, made, [SUMMARY]);
    const ref = { period: made.period, publication: made.publication };
    const killed = { ...province, outbox: crashingOnce(province.outbox, 'replaceJson', 'after') };
    await expect(publishManifest(killed, ref, slices)).rejects.toThrow(Crash);
    province.clock.set('2023-06-15T00:00:00Z');
    const later = await publish(province, WISH, { execution: 'two' });
    expect(later.version).toBe(2);
    await publishManifest(province, ref, slices);
    expect(await own(ref)).toMatchObject({ version: 1, supersedes: null });
    expect(await standing()).toMatchObject({ version: 2, publication: later.publication });
  });

  it('once it is out changes nothing', async () => {
    const made = await planned(province, WISH, 'one');
    const slices = await render(province, made, [SUMMARY]);
    const ref = { period: made.period, publication: made.publication };
    await publishManifest(province, ref, slices);
    const before = await standing();
    await publishManifest(province, ref, slices);
    expect(await standing()).toEqual(before);
  });
});

describe('Two publications of a period', () => {
  it('where the one begun first comes out last: it gets its number, and the newer one stays in its place', async () => {
    const slow = await planned(province, WISH, 'slow');
    const slices = await render(province, slow, [SUMMARY]);
    province.clock.set('2023-06-14T01:00:00Z');
    const quick = await publish(province, WISH, { execution: 'quick' });
    const ref = { period: slow.period, publication: slow.publication };
    await publishManifest(province, ref, slices);
    expect(await own(ref)).toMatchObject({ version: 2, supersedes: null });
    const { versions, ...newest } = await standing();
    expect(newest).toEqual(await own(quick));
    expect(versions).toHaveLength(2);
  });

  it('that come out at the same moment both count: neither loses the other', async () => {
    const made = await planned(province, WISH, 'slow');
    const slices = await render(province, made, [SUMMARY]);
    const ref = { period: made.period, publication: made.publication };
    let between: Awaited<ReturnType<typeof publish>> | undefined;
    const outbox = new Proxy(province.outbox, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (name !== 'replaceJson' || between) return member.bind(target);
        return async (...given: unknown[]) => {
          province.clock.set('2023-06-14T01:00:00Z');
          between = await publish(province, WISH, { execution: 'quick' });
          return member.apply(target, given);
        };
      },
    });
    await publishManifest({ ...province, outbox }, ref, slices);
    const { versions } = await standing();
    expect(versions.map(({ publication }) => publication)).toEqual([between?.publication, ref.publication]);
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
  });
});

describe('A period without any list', () => {
  it('is published by nobody, and somebody is told', async () => {
    const empty = new Province();
    await expect(planned(empty, WISH)).rejects.toThrow('nothing-to-report');
    expect(empty.outbox.keys()).toEqual([]);
  });
});

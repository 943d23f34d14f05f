import { afterEach, describe, expect, it, vi } from 'vitest';
import { filesOf, findPublication } from '../../../bin/month/published-reports.ts';
import { signLinks } from '../../../bin/month/report-links.ts';
import { reportLines } from '../../../bin/text/reports.ts';
import type { ReportOccasion } from '../../../lambdas/domain/reports/progress.ts';
import { comeOut, type PeriodManifest } from '../../../lambdas/domain/reports/publication-manifest.ts';
import {
  periodManifestKey,
  publicationManifestKey,
  reportKey,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { ClockInMemory } from '../../support/in-memory/clock.ts';
import { ObjectsInMemory } from '../../support/in-memory/objects.ts';
import { CU_KHE, JUNE, KIM_BAI } from '../../support/in-memory/people.ts';
import { madePublication } from '../../support/published-month.ts';

const inVietnamese = (words: string) => words;

/** An outbox in which these publications of June came out, in this order. */
async function outboxWith(...occasions: readonly ReportOccasion[]): Promise<ObjectsInMemory> {
  const outbox = new ObjectsInMemory(new ClockInMemory('2023-06-30T00:00:00Z'));
  let standing: PeriodManifest | undefined;
  for (const [index, occasion] of occasions.entries()) {
    const ref = { period: JUNE, publication: `202306${String(index + 10)}T000000Z-x` };
    const file = { key: reportKey(ref, CU_KHE, 'form-1.pdf'), sha256: 'a'.repeat(64), size: 1 };
    const { whole, own } = comeOut(standing, madePublication(ref, [file], { occasion }));
    standing = whole;
    await outbox.putJson(publicationManifestKey(ref), own);
    await outbox.putJson(periodManifestKey(JUNE), whole);
  }
  return outbox;
}

describe('Which publication is meant', () => {
  it('is none where nothing has been published', async () => {
    expect(await findPublication(await outboxWith(), JUNE, {}, inVietnamese)).toBeUndefined();
  });

  it('is the newest, or the one of a number, or the newest of an occasion', async () => {
    const outbox = await outboxWith('weekly', 'monthly', 'weekly', 'settled');
    const version = async (wanted: Parameters<typeof findPublication>[2]) =>
      (await findPublication(outbox, JUNE, wanted, inVietnamese))?.manifest.version;
    expect(await version({})).toBe(4);
    expect(await version({ version: 2 })).toBe(2);
    expect(await version({ occasion: 'weekly' })).toBe(3);
  });

  it('tells every version there is', async () => {
    const found = await findPublication(await outboxWith('weekly', 'monthly'), JUNE, { version: 1 }, inVietnamese);
    expect(found?.versions.map(({ version, occasion }) => [version, occasion])).toEqual([
      [1, 'weekly'],
      [2, 'monthly'],
    ]);
  });

  it('that is not there is refused with those that are', async () => {
    const outbox = await outboxWith('weekly', 'monthly');
    await expect(findPublication(outbox, JUNE, { version: 7 }, inVietnamese)).rejects.toThrow(
      'Đã phát hành: 1 (báo cáo tuần), 2 (báo cáo tháng)',
    );
    await expect(findPublication(outbox, JUNE, { occasion: 'yearly' }, inVietnamese)).rejects.toThrow(
      'Đã phát hành: 1',
    );
  });

  it('that came out only half is said to be so', async () => {
    const outbox = await outboxWith('weekly');
    const ref = { period: JUNE, publication: '20230601T000000Z-slow' };
    const standing = (await findPublication(outbox, JUNE, {}, inVietnamese)) ?? { manifest: undefined, versions: [] };
    const { whole } = comeOut(
      standing.manifest && { ...standing.manifest, versions: [...standing.versions] },
      madePublication(ref),
    );
    await outbox.putJson(periodManifestKey(JUNE), whole);
    await expect(findPublication(outbox, JUNE, { version: 2 }, inVietnamese)).rejects.toThrow('chưa phát hành xong');
  });
});

describe('The files of a publication', () => {
  const ref = { period: JUNE, publication: '20230610T000000Z-x' };
  const file = (unit: typeof CU_KHE, name: string) => ({
    key: reportKey(ref, unit, name),
    sha256: 'a'.repeat(64),
    size: 1,
  });
  const files = [file(CU_KHE, 'form-1.pdf'), file(KIM_BAI, 'form-1.pdf'), file(KIM_BAI, 'index.html')];

  it('are those of one unit where one is named', () => {
    expect(filesOf({ files }, KIM_BAI).map(({ file: name }) => name)).toEqual(['form-1.pdf', 'index.html']);
    expect(filesOf({ files }, undefined)).toHaveLength(3);
  });

  it('lie in a folder for each unit, as the links between pages expect', () => {
    expect(filesOf({ files }, CU_KHE)[0]?.path).toBe(`${CU_KHE}/form-1.pdf`);
  });
});

describe('A link', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('opens for so many hours, and says until when', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('AWS_REGION', 'ap-southeast-1');
    const before = Date.now();
    const { links, until } = await signLinks('outbox', ['reports/2023-06/x/278/form-1.pdf'], 12);
    expect(links[0]?.url).toContain('/reports/2023-06/x/278/form-1.pdf?');
    expect(links[0]?.url).toContain('X-Amz-Expires=43200');
    expect(until.getTime()).toBeGreaterThanOrEqual(before + 12 * 3_600_000);
  });
});

describe('What the command shows', () => {
  it('is figures from the top down, who is missing, every version, and links that can be copied whole', async () => {
    const found = await findPublication(await outboxWith('weekly', 'monthly'), JUNE, {}, inVietnamese);
    if (!found) throw new Error('Nothing is published');
    const manifest = { ...found.manifest, withoutList: [KIM_BAI] };
    const url = `https://outbox.example.vn/${'x'.repeat(400)}`;
    const files = filesOf(manifest, undefined);
    const lines = reportLines(
      {
        found: { ...found, manifest },
        units: [{ unit: CU_KHE, name: 'Xã Cự Khê', level: 'commune', onRoll: 2301, paidByAccount: 1380 }],
        files,
        signed: { links: files.map(({ key }) => ({ key, url })), until: new Date('2023-06-14T12:00:00Z') },
        shown: CU_KHE,
      },
      inVietnamese,
      80,
    );
    const text = lines.join('\n');
    expect(text).toContain('59,97%');
    expect(text).toContain('Chưa gửi danh sách: 10114.');
    expect(text).toContain('báo cáo tuần');
    expect(text).toContain('đến 19 giờ 00 ngày 14/06/2023');
    expect(lines).toContain(`form-1.pdf: ${url}`);
  });
});

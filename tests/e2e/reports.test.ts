import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addMonths, period } from '../../lambdas/domain/period.ts';
import { progressReport } from '../../lambdas/domain/reports/progress.ts';
import { periodManifest, publicationManifest } from '../../lambdas/domain/reports/publication-manifest.ts';
import { periodManifestKey, publicationManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import { joinCloud, landAndWait, onDay } from '../support/local-month.ts';
import { listOf, PEOPLE } from '../support/local-people.ts';
import { ansinh } from '../support/run-ansinh.ts';

/*
 * Reports as an office gets them: published from the deployed functions, listed, linked and downloaded by the command.
 */

const cloud = await joinCloud();
const { at, executions } = cloud;
const machine = at.outputs.PublishReportsMachine;
/** After the months of other tests: nothing of these is carried into theirs. */
const MARCH = period.parse('2025-03');
const APRIL = addMonths(MARCH, 1);
const UNIT = '10120';

const told = z.object({
  version: z.number(),
  linksUntil: z.iso.datetime(),
  versions: z.array(z.object({ version: z.number(), occasion: z.string() })),
  files: z.array(z.object({ key: z.string(), unit: z.string(), file: z.string(), url: z.url(), sha256: z.string() })),
  saved: z.array(z.string()),
});

async function reports(...words: string[]): Promise<z.output<typeof told>> {
  const { exit, stdout, stderr } = await ansinh(['reports', '--period', MARCH, ...words, '--json']);
  if (exit !== 0) throw new Error(stderr);
  return told.parse(JSON.parse(stdout));
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-e2e-'));
  await onDay(cloud, MARCH, 3);
  await landAndWait(cloud, `lists/${MARCH}/${UNIT}/danh-sach.xlsx`, listOf(PEOPLE.slice(0, 2)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('reports', () => {
  it('are not there before somebody publishes them, and the command says what to do', async () => {
    const { exit, stderr } = await ansinh(['reports', '--period', MARCH]);
    expect(exit).toBe(3);
    expect(stderr).toContain('--publish');
  });

  it('are published, each publication as a version of its own', async () => {
    await onDay(cloud, MARCH, 14);
    await reports('--publish', '--occasion', 'monthly');
    const first = await at.outbox.json(periodManifestKey(MARCH), periodManifest);
    const second = await reports('--publish');
    expect(second.versions).toMatchObject([
      { version: 1, occasion: 'monthly' },
      { version: 2, occasion: 'by-hand' },
    ]);
    const { versions: _, ...kept } = first;
    expect(await at.outbox.json(publicationManifestKey(first), publicationManifest)).toEqual(kept);
    expect(await reports('--occasion', 'monthly')).toMatchObject({ version: 1 });
    for (const file of ['form-1.pdf', 'form-2.xlsx', 'progress.pdf', 'control.xlsx', 'figures.csv', 'index.html']) {
      for (const unit of [UNIT, '278', '01']) {
        expect(second.files.map((one) => `${one.unit}/${one.file}`)).toContain(`${unit}/${file}`);
      }
    }
  });

  it('can be opened by a link for some hours, by nobody without it', async () => {
    const { files, linksUntil } = await reports('--unit', UNIT);
    const page = files.find(({ file }) => file === 'index.html');
    const answered = await fetch(page?.url ?? '');
    expect(answered.status).toBe(200);
    expect(await answered.text()).toContain('Cự Khê');
    expect((await fetch((page?.url ?? '').replace(/Signature=.{8}/, 'Signature=00000000'))).status).toBe(403);
    const hours = (Date.parse(linksUntil) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11);
    expect(hours).toBeLessThanOrEqual(12);
  });

  it('are downloaded as their manifest says; one that is not what it says is not saved', async () => {
    const { saved, files } = await reports('--unit', UNIT, '--open', folder);
    expect(saved).toHaveLength(files.length + 1);
    expect(await readFile(join(folder, UNIT, 'index.html'), 'utf8')).toContain('<html lang="vi"');
    const [key = ''] = files.filter(({ file }) => file === 'figures.csv').map((one) => one.key);
    const bytes = await at.outbox.bytes(key);
    await at.outbox.put(key, 'x', 'text/csv');
    await expect(reports('--unit', UNIT, '--open', folder)).rejects.toThrow('figures.csv');
    await at.outbox.put(key, bytes, 'text/csv');
  });

  it('are saved to look at with the pages of all other units, whose links lead from one to another', async () => {
    const { saved } = await reports('--unit', UNIT, '--open');
    const [own = ''] = saved.filter((path) => path.endsWith(join(UNIT, 'index.html')));
    const looked = join(own, '..', '..');
    expect(saved.map((path) => path.slice(looked.length + 1))).toEqual(
      expect.arrayContaining([
        join(UNIT, 'form-1.pdf'),
        join('278', 'index.html'),
        join('01', 'index.html'),
        'manifest.json',
      ]),
    );
    await rm(looked, { recursive: true });
  });

  it('of a unit or a period that is not there are refused in plain words', async () => {
    const unknown = await ansinh(['reports', '--period', MARCH, '--unit', '99999']);
    expect(unknown).toMatchObject({ exit: 3, stdout: '' });
    expect(unknown.stderr).toContain('Không có đơn vị mã 99999');
    const empty = await ansinh(['reports', '--period', '2025-05', '--publish']);
    expect(empty.stderr).toContain('chưa có danh sách nào');
    expect((await ansinh(['reports', '--period', MARCH, '--version', '9'])).stderr).toContain('Đã phát hành: 1');
  });
});

describe('a schedule', () => {
  it('that comes after one that was missed publishes what is missing too', async () => {
    await onDay(cloud, APRIL, 2);
    const started = await executions.start(machine, { occasion: 'weekly' });
    const caughtUp = await executions.untilStarted(
      machine,
      (input) => z.object({ period: z.literal(MARCH), occasion: z.literal('weekly') }).safeParse(input).success,
    );
    expect((await executions.untilEnded(started)).status).toBe('SUCCEEDED');
    expect((await executions.untilEnded(caughtUp)).status).toBe('SUCCEEDED');
    const { versions } = await reports();
    // Of March; April has no list yet. The monthly report had come out.
    expect(versions.map(({ occasion }) => occasion)).toEqual(['monthly', 'by-hand', 'weekly']);
  });

  it('the day after lists were due tells each level who has sent none', async () => {
    await onDay(cloud, MARCH, 5);
    const ended = await executions.untilEnded(await executions.start(machine, { occasion: 'late-lists' }));
    expect(ended.status).toBe('SUCCEEDED');
    const { messages } = z
      .object({ messages: z.array(z.object({ level: z.string(), body: z.string() })) })
      .parse(ended.taskOutputs[0]);
    expect(messages.map(({ level }) => level)).toEqual(['province', 'district']);
    expect(messages[1]?.body).toContain('20 đơn vị');
  });
});

describe('a report of a kind that came out before', () => {
  it('says what has changed since', async () => {
    await onDay(cloud, APRIL, 3);
    const { files } = await reports('--publish', '--unit', UNIT);
    const own = files.find(({ file, unit }) => file === 'progress.json' && unit === UNIT);
    const { targets } = progressReport.parse(await (await fetch(own?.url ?? '')).json());
    expect(targets[0]?.since).toMatchObject({ period: MARCH, people: 0, paidByAccount: 0 });
  });
});

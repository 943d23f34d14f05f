import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signForms } from '../../bin/deployment/upload-forms.ts';
import { joinCloud } from '../support/local-month.ts';
import { ansinh } from '../support/run-ansinh.ts';

const { at } = await joinCloud();
const folder = await mkdtemp(join(tmpdir(), 'ansinh-upload-form-'));
afterAll(() => rm(folder, { recursive: true }));

const answered = z.object({
  folder: z.string(),
  maxBytes: z.number(),
  forms: z.array(z.object({ contentType: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) })),
});
const page = join(folder, 'gui.html');
const made = await ansinh(['upload-form', '--unit', '10126', '--period', '2022-02', '--html', page, '--json']);
const { forms, folder: into, maxBytes } = answered.parse(JSON.parse(made.stdout));

/** Sends a file as a browser sends a form, and tells what S3 answered. */
async function send(
  { url, fields }: { url: string; fields: Readonly<Record<string, string>> },
  name: string,
  bytes: string,
): Promise<string> {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append('file', new Blob([bytes]), name);
  const response = await fetch(url, { method: 'POST', body });
  return `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? ''}`.trim();
}

describe('A form for a unit', () => {
  const [xlsx] = forms;
  if (!xlsx) throw new Error('No form was made');

  it('takes a file into the unit’s folder, under its own name', async () => {
    expect(await send(xlsx, 'danh-sach.xlsx', 'không phải danh sách')).toBe('201');
    expect((await at.inbox.facts(`${into}/danh-sach.xlsx`)).size).toBeGreaterThan(0);
  });

  it.each([
    ['for another unit', { key: 'lists/2022-02/10114/danh-sach.xlsx' }],
    ['for a provider', { key: 'results/2022-02/agribank/ket-qua.xml' }],
    ['of another type', { 'Content-Type': 'application/x-msdownload' }],
    ['with a field more', { acl: 'public-read' }],
  ])('is refused %s', async (_, changes) => {
    expect(await send({ ...xlsx, fields: { ...xlsx.fields, ...changes } }, 'danh-sach.xlsx', 'x')).toBe(
      '403 AccessDenied',
    );
  });

  it('is refused when the file is too large, or empty', async () => {
    const type = { extension: 'csv', contentType: 'text/csv' };
    const small = await signForms(at.outputs.InboxBucket, into, [type], { maxBytes: 100, hours: 1 });
    const [form] = small.forms;
    if (!form) throw new Error('No form was made');
    expect(await send(form, 'lon.csv', 'x'.repeat(101))).toBe('400 EntityTooLarge');
    expect(await send(form, 'trong.csv', '')).toBe('400 EntityTooSmall');
    expect(await at.inbox.keys(`${into}/lon`)).toEqual([]);
  });

  it('lets no file be larger than a list may be, and is a page to be handed over', async () => {
    expect(maxBytes).toBe(64 * 1024 * 1024);
    expect(made.exit).toBe(0);
    expect(made.stderr).toContain('chỉ đưa cho đúng người');
    expect(await readFile(page, 'utf8')).toContain('Xã Bích Hòa');
  });
});

it('A form for nobody whom the office knows is not made', async () => {
  const { exit, stderr } = await ansinh(['upload-form', '--provider', 'khong-co', '--period', '2022-02']);
  expect(exit).toBe(3);
  expect(stderr).toContain('agribank');
});

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { curlLine, signForms } from '../../../bin/deployment/upload-forms.ts';
import { uploadPage } from '../../../bin/upload-page.ts';

const XML = { extension: 'xml', contentType: 'application/xml' };
const LIMITS = { maxBytes: 1000, hours: 24 };
const policy = z.object({ expiration: z.iso.datetime(), conditions: z.array(z.unknown()) });

beforeEach(() => {
  for (const [name, value] of Object.entries({
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: '',
  }))
    vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

async function form() {
  const { forms, until } = await signForms('inbox', 'results/2026-05/agribank', [XML], LIMITS);
  const [only] = forms;
  if (!only) throw new Error('No form');
  const signed = policy.parse(JSON.parse(Buffer.from(only.fields['Policy'] ?? '', 'base64').toString('utf8')));
  return { only, until, signed };
}

describe('A form', () => {
  it('is for one folder, one type and so many bytes, and for no longer than it says', async () => {
    const { signed, until } = await form();
    expect(signed.conditions).toEqual(
      expect.arrayContaining([
        ['starts-with', '$key', 'results/2026-05/agribank/'],
        { 'Content-Type': 'application/xml' },
        ['content-length-range', 1, 1000],
        { bucket: 'inbox' },
      ]),
    );
    expect(Math.abs(Date.parse(signed.expiration) - until.getTime())).toBeLessThan(2000);
  });

  it('ends with the sign-in that made it', async () => {
    const ends = new Date(Date.now() + 30 * 60 * 1000);
    vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', ends.toISOString());
    const { until } = await form();
    expect(Math.abs(until.getTime() - ends.getTime())).toBeLessThan(2000);
  });

  it('goes through a shell as it is, whatever stands in it', async () => {
    const { only } = await form();
    const odd = { ...only, fields: { ...only.fields, key: `a'b $(id) \`id\` \${filename}` } };
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${curlLine(odd)}`], { encoding: 'utf8' });
    for (const [name, value] of Object.entries(odd.fields)) expect(words.split('\n')).toContain(`${name}=${value}`);
    expect(words.split('\n')).toContain(only.url);
  });
});

describe('The page with forms', () => {
  it('holds every field before the file, runs no script and loads nothing', async () => {
    const { only } = await form();
    const page = uploadPage({ title: 'Gửi kết quả', until: '1/6/2026', maxMebibytes: 64, forms: [only] });
    for (const [name, value] of Object.entries(only.fields)) {
      expect(page).toContain(`name="${name}" value="${value.replaceAll("'", '&#39;')}"`);
    }
    expect(page.indexOf('name="Policy"')).toBeLessThan(page.indexOf('type="file"'));
    expect(page).not.toMatch(/<script|<link|<img|src=|onclick/i);
  });

  it('shows a unit’s name as text, whatever it is called', async () => {
    const { only } = await form();
    const page = uploadPage({ title: '<script>alert(1)</script>', until: '', maxMebibytes: 1, forms: [only] });
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
  });
});

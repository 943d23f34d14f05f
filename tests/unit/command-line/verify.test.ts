import { execFile } from 'node:child_process';
import { generateKeyPairSync, verify } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { verifyPayout } from '../../../bin/month/payout-verification.ts';
import { providerManifest } from '../../../lambdas/domain/payouts/provider-manifest.ts';
import { pemOf, readPublicKey, sha256Of } from '../../../lambdas/formats/manifests/signature.ts';
import { textOfManifest } from '../../../lambdas/formats/manifests/signed-manifests.ts';
import { Province } from '../../support/in-memory/province.ts';
import { currentKey, type ReleasedRun, releasedRun } from '../../support/released-run.ts';
import { ansinh } from '../../support/run-ansinh.ts';

vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

const run = promisify(execFile);
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

let released: ReleasedRun;
let below: string;
let folder: string;

beforeAll(async () => {
  released = await releasedRun();
  below = await mkdtemp(join(tmpdir(), 'ansinh-verify-'));
  folder = join(below, 'lenh-chi');
  for (const [path, bytes] of released.contents) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await writeFile(join(below, 'khoa-tinh.pem'), released.pem);
});

afterAll(async () => {
  await rm(below, { recursive: true, force: true });
});

/** What is wrong with the released run, once something was done to it. */
async function problemsAfter(change: (contents: Map<string, Uint8Array>) => void): Promise<string[]> {
  const contents = new Map(released.contents);
  change(contents);
  const { problems } = await verifyPayout(contents, [released.key]);
  return problems.map(({ code, path }) => `${code} ${path}`);
}

/** A provider's manifest that says something else, and is signed with the real key: what a stolen signer could do. */
async function problemsWhenSigned(change: object): Promise<string[]> {
  const { contents, province, key } = released;
  const path = 'agribank/manifest.json';
  const told = providerManifest.parse(JSON.parse(new TextDecoder().decode(contents.get(path))));
  const bytes = Buffer.from(textOfManifest({ ...told, ...change }));
  const signature = await province.signingKeys.sign(Buffer.from(sha256Of(bytes), 'hex'));
  const changed = new Map(contents).set(path, bytes).set(`${path}.sig`, signature);
  return (await verifyPayout(changed, [key])).problems.map(({ code, path: where }) => `${code} ${where}`);
}

const bankFile = () => [...released.contents.keys()].find((path) => path.endsWith('.xml')) ?? '';

describe('Checking what was released', () => {
  it('holds for the whole run, for one provider alone, and for any key among several', async () => {
    const { contents, key } = released;
    const other = await currentKey(new Province());
    expect((await verifyPayout(contents, [other, key])).problems).toEqual([]);
    const own = [...contents].filter(([path]) => path.startsWith('agribank/'));
    const alone = new Map(own.map(([path, bytes]) => [path.replace('agribank/', ''), bytes]));
    const found = await verifyPayout(alone, [key]);
    expect(found.problems).toEqual([]);
    expect(found.manifests).toMatchObject([{ provider: 'agribank', count: 1, approvals: [{}, {}] }]);
  });

  it('believes no other key, though it is genuine for somebody else', async () => {
    const another = new Province();
    another.signingKeys.change();
    const found = await verifyPayout(released.contents, [await currentKey(another)]);
    expect(found.problems.map(({ code }) => code)).toContain('signature-wrong');
    expect(found.files).toEqual([]);
  });

  it('says what is wrong, and where', async () => {
    const file = bankFile();
    expect(await problemsAfter((all) => all.set(file, Buffer.from('<x/>')))).toEqual([`file-changed ${file}`]);
    expect(await problemsAfter((all) => all.delete(file))).toEqual([`file-missing ${file}`]);
    expect(await problemsAfter((all) => all.set('agribank/them.xml', Buffer.from('<x/>')))).toEqual([
      'not-listed agribank/them.xml',
    ]);
    expect(await problemsAfter((all) => all.set('ke-gian/a.xml', Buffer.from('<x/>')))).toEqual([
      'not-listed ke-gian/a.xml',
    ]);
    expect(await problemsAfter((all) => all.delete('agribank/manifest.json'))).toEqual([
      'signature-missing agribank/manifest.json',
    ]);
    expect(await problemsAfter((all) => all.delete('vnpost/manifest.json.sig'))).toEqual([
      'signature-missing vnpost/manifest.json',
    ]);
    expect(await problemsAfter((all) => all.set('manifest.json', Buffer.from('{}')))).toContain(
      'signature-wrong manifest.json',
    );
    expect(await problemsAfter((all) => all.clear())).toEqual(['signature-missing manifest.json']);
  });

  it('takes no manifest of another provider for this one’s', async () => {
    const swapped = await problemsAfter((all) => {
      for (const end of ['manifest.json', 'manifest.json.sig']) {
        all.set(`agribank/${end}`, all.get(`vnpost/${end}`) ?? new Uint8Array());
      }
    });
    expect(swapped).toContain('other-run agribank/manifest.json');
  });

  it.each([
    ['one person', { approvals: [{ by: 'lanh-dao-1', at: '2023-06-08T03:00:00Z', tokenId: null }] }],
    ['one person twice', { approvals: Array(2).fill({ by: 'lanh-dao-1', at: '2023-06-08T03:00:00Z', tokenId: null }) }],
    ['the one who started the run', { startedBy: 'lanh-dao-2' }],
  ])('does not take the word of %s, signed or not', async (_, change) => {
    expect(await problemsWhenSigned(change)).toEqual(['approvals agribank/manifest.json']);
  });

  it('reads the sums of a file again', async () => {
    const { contents } = released;
    const told = providerManifest.parse(JSON.parse(new TextDecoder().decode(contents.get('agribank/manifest.json'))));
    const files = told.files.map((file) => ({ ...file, controlSum: file.controlSum + 1 }));
    expect(await problemsWhenSigned({ files })).toEqual([`sums-differ ${bankFile()}`]);
  });

  it('finds the manifest of another approval', async () => {
    expect(await problemsWhenSigned({ approvedManifest: '0'.repeat(64) })).toEqual([
      'other-run agribank/manifest.json',
    ]);
  });
});

const printed = z.object({
  verified: z.boolean(),
  files: z.array(z.string()),
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
});

describe('ansinh verify', { timeout: 60_000 }, () => {
  it('ends with 0 where everything holds, with 1 and what to do where not, with 3 where it cannot be checked', async () => {
    const key = join(below, 'khoa-tinh.pem');
    const good = await ansinh(['verify', folder, '--key', key]);
    expect(good).toMatchObject({ exit: 0 });
    expect(good.stdout).toContain('ĐÚNG');
    expect(good.stdout).toContain('lanh-dao-1');

    const copy = join(below, 'ban-sao');
    await cp(folder, copy, { recursive: true });
    await writeFile(join(copy, bankFile()), 'khác');
    const bad = await ansinh(['verify', copy, '--key', key, '--json']);
    expect(bad.exit).toBe(1);
    expect(printed.parse(JSON.parse(bad.stdout))).toMatchObject({
      verified: false,
      problems: [{ code: 'file-changed', message: expect.stringContaining('Không chi') }],
    });
    // One file of a folder in which another is damaged.
    const rest = [...released.contents.keys()].find((path) => path.startsWith('vnpost/') && path.endsWith('.xlsx'));
    const one = await ansinh(['verify', join(copy, rest ?? ''), '--key', key, '--json']);
    expect(one.exit).toBe(0);
    expect(printed.parse(JSON.parse(one.stdout)).files).toHaveLength(1);

    const without = await ansinh(['verify', folder, '--key', join(below, 'khong-co.pem')]);
    expect(without.exit).toBe(3);
    expect(without.stderr).toContain('bàn giao');
  });

  it('prints the fingerprint that stands on paper', async () => {
    const { exit, stdout } = await ansinh(['signing-key', join(below, 'khoa-tinh.pem')]);
    expect(exit).toBe(0);
    expect(stdout.split('\n')[0]?.replaceAll(' ', '')).toBe(released.key.fingerprint);
  });
});

describe('Without any of our programs', () => {
  const own = async () => {
    const place = join(below, 'ngan-hang');
    await cp(join(folder, 'agribank'), place, { recursive: true });
    await cp(join(below, 'khoa-tinh.pem'), join(place, 'khoa-tinh.pem'));
    return place;
  };

  it('the signature holds by any library', async () => {
    const { contents, pem } = released;
    const [bytes, signature] = ['manifest.json', 'manifest.json.sig'].map((name) => contents.get(`agribank/${name}`));
    expect(verify('sha256', bytes ?? Buffer.alloc(0), pem, signature ?? Buffer.alloc(0))).toBe(true);
  });

  it.runIf(hasOpenssl)('the very lines of docs/for-providers.md tell good from bad', async () => {
    const document = await readFile(new URL('../../../docs/for-providers.md', import.meta.url), 'utf8');
    const lines = /```sh\n(.*?)```/s.exec(document)?.[1]?.trim().split('\n') ?? [];
    expect(lines).toHaveLength(3);
    const place = await own();
    const shell = (line: string | undefined) => run('sh', ['-c', line ?? ''], { cwd: place });
    expect((await shell(lines[0])).stdout).toContain(released.key.fingerprint);
    expect((await shell(lines[1])).stdout).toContain('Verified OK');
    const hashes = await shell(lines[2]).catch(({ stdout }: { stdout: string }) => ({ stdout }));
    const names = (await readdir(place)).filter((name) => name.endsWith('.xml'));
    for (const name of names) expect(hashes.stdout).toContain(sha256Of(await readFile(join(place, name))));

    const text = await readFile(join(place, 'manifest.json'), 'utf8');
    await writeFile(join(place, 'manifest.json'), text.replace('"count": 1', '"count": 2'));
    await expect(shell(lines[1])).rejects.toMatchObject({ stdout: expect.stringContaining('Verification failure') });
  });
});

describe('A key', () => {
  it('is one of the curve P-256 and nothing else', () => {
    const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' });
    expect(() => readPublicKey(Buffer.from(ed), 'pem')).toThrow('P-256');
    expect(pemOf(readPublicKey(Buffer.from(released.pem), 'pem'))).toBe(released.pem);
  });
});

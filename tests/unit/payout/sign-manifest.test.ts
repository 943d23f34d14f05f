import { describe, expect, it, vi } from 'vitest';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import { ApprovalVoid, manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import { providerManifest } from '../../../lambdas/domain/payouts/provider-manifest.ts';
import { manifestWorkKey, publicKeyKey, signedManifestsKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { isSignedBy, pemOf, sha256Of } from '../../../lambdas/formats/manifests/signature.ts';
import { NotSigned, signedManifests } from '../../../lambdas/formats/manifests/signed-manifests.ts';
import { releaseFiles } from '../../../lambdas/release-files/release-files.ts';
import { signManifest } from '../../../lambdas/sign-manifest/sign-manifest.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { APPROVERS, approve, decide, OFFICER, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { contentsOf, currentKey, releasedRun } from '../../support/released-run.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

const RUN = runId.parse('2023-06-regular-1');

async function proposed() {
  const province = new Province();
  const cash = { channel: 'cash', accountNumber: null, bank: null };
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH, cash)] });
  await propose(province, RUN);
  return province;
}

async function approved() {
  const province = await proposed();
  await approve(province, RUN);
  return province;
}

const kept = (province: Province) => province.work.unpack(signedManifestsKey(RUN), signedManifests);

describe('What is signed', () => {
  it('is the manifest that was approved, and for each provider one of its own files', async () => {
    const { contents, key } = await releasedRun();
    const manifests = [...contents.keys()].filter((path) => path.endsWith('manifest.json')).sort();
    expect(manifests).toEqual(['agribank/manifest.json', 'manifest.json', 'vnpost/manifest.json']);
    for (const path of manifests) {
      const [bytes, signature] = [contents.get(path), contents.get(`${path}.sig`)];
      if (!bytes || !signature) throw new Error(`${path} is not signed`);
      expect(isSignedBy(key, bytes, signature)).toBe(true);
    }
  });

  it('binds run, files, sums, the approved manifest and both approvals, and names no other provider', async () => {
    const province = await proposed();
    for (const by of APPROVERS) await decide(province, RUN, by, { tokenId: `token of ${by}` });
    await signManifest(province, RUN);
    await releaseFiles(province, RUN);
    const contents = await contentsOf(province, RUN);
    const text = new TextDecoder().decode(contents.get('agribank/manifest.json'));
    const told = providerManifest.parse(JSON.parse(text));
    const [name, bytes] = [...contents].find(([path]) => path.endsWith('.xml')) ?? [];
    if (!name || !bytes) throw new Error('The bank is given no file');
    expect(told).toMatchObject({
      run: RUN,
      provider: 'agribank',
      approvedManifest: (await province.runs.get(RUN)).manifestHash,
      startedBy: OFFICER,
      approvals: APPROVERS.map((by) => ({ by, tokenId: `token of ${by}` })),
      files: [{ name: name.split('/')[1], size: bytes.byteLength, sha256: sha256Of(bytes), count: 1 }],
      count: 1,
      signingKey: (await currentKey(province)).fingerprint,
    });
    expect(text).not.toContain('vnpost');
  });

  it('names nobody who is paid', async () => {
    const { contents } = await releasedRun();
    for (const path of ['agribank/manifest.json', 'vnpost/manifest.json']) {
      const text = new TextDecoder().decode(contents.get(path));
      expect(text).not.toMatch(new RegExp(`${AN}|${BINH}|Nguyễn|Trần`));
    }
  });

  it('counts whose word stands: an approval taken back and given again is one', async () => {
    const province = await proposed();
    const [first, second] = APPROVERS;
    await decide(province, RUN, first);
    await decide(province, RUN, first, { verdict: 'withdrawn', reason: 'Chờ đối chiếu' });
    await decide(province, RUN, second);
    await decide(province, RUN, first);
    await signManifest(province, RUN);
    for (const { text } of (await kept(province)).providers) {
      expect(
        providerManifest
          .parse(JSON.parse(text))
          .approvals.map(({ by }) => by)
          .sort(),
      ).toEqual([first, second]);
    }
  });
});

describe('Signing', () => {
  it.each(['no approval', 'one approval'])('signs nothing on %s, whoever asks for it', async (so) => {
    const province = await proposed();
    if (so === 'one approval') await decide(province, RUN, APPROVERS[0]);
    await expect(signManifest(province, RUN)).rejects.toThrow(ApprovalVoid);
  });

  it('signs nothing once the manifest has changed, or a single file of it', async () => {
    for (const changes of ['manifest', 'file']) {
      const province = await approved();
      const stands = await province.work.json(manifestWorkKey(RUN), manifest);
      const [file] = stands.files;
      if (changes === 'file' && file) await province.work.put(file.key, 'một tệp khác', 'text/plain');
      else await province.work.putJson(manifestWorkKey(RUN), { ...stands, files: [] });
      await expect(signManifest(province, RUN)).rejects.toThrow(ApprovalVoid);
      expect(province.work.keys().filter((key) => key === signedManifestsKey(RUN))).toEqual([]);
    }
  });

  it('keeps the first signatures, though each try would make others', async () => {
    const province = await approved();
    await signManifest(province, RUN);
    const first = await kept(province);
    const unaware = { ...province, work: unawareOfWhatStands(province) };
    await signManifest(unaware, RUN);
    expect(await kept(province)).toEqual(first);
  });

  it('is finished by the second try after a crash, before or after the signatures were kept', async () => {
    for (const moment of ['before', 'after'] as const) {
      const province = await approved();
      const ports = { ...province, work: crashingOnce(province.work, 'packFirst', moment) };
      await expect(signManifest(ports, RUN)).rejects.toThrow(Crash);
      expect(await signManifest(ports, RUN)).toMatchObject({ signatures: 3 });
      await releaseFiles(province, RUN);
    }
  });

  it('keeps no signature that its own key does not know', async () => {
    const province = await approved();
    const signingKeys = {
      publicKeys: () => province.signingKeys.publicKeys(),
      sign: () => province.signingKeys.sign(new Uint8Array(32)),
    };
    await expect(signManifest({ ...province, signingKeys }, RUN)).rejects.toMatchObject({ name: 'SignatureWrong' });
    expect(province.work.keys()).not.toContain(signedManifestsKey(RUN));
  });
});

describe('Nothing is released', () => {
  it('that was not signed', async () => {
    const province = await approved();
    await expect(releaseFiles(province, RUN)).rejects.toThrow(NotSigned);
    expect(province.outbox.keys().filter((key) => key.startsWith('payouts/'))).toEqual([]);
  });

  it.each([
    ['the run', (own: SignedText) => ({ ...own, signature: own.providers[0]?.signature ?? '' })],
    ['a provider', (own: SignedText) => ({ ...own, providers: own.providers.map(otherText) })],
    ['all providers', (own: SignedText) => ({ ...own, providers: own.providers.slice(1) })],
    ['the right provider', (own: SignedText) => ({ ...own, providers: own.providers.map(nextOf(own.providers)) })],
  ])('when what lies there is not signed for %s', async (_, change) => {
    const province = await approved();
    await signManifest(province, RUN);
    await province.work.pack(signedManifestsKey(RUN), change(await kept(province)));
    await expect(releaseFiles(province, RUN)).rejects.toThrow(NotSigned);
    expect(province.outbox.keys().filter((key) => key.startsWith('payouts/'))).toEqual([]);
  });

  it('by a key that is not ours, though it lies beside what it signed', async () => {
    const province = await approved();
    const strangers = new Province().signingKeys;
    strangers.change();
    await signManifest({ ...province, signingKeys: strangers }, RUN);
    await expect(releaseFiles(province, RUN)).rejects.toThrow(NotSigned);
  });
});

describe('When the key changes', () => {
  it('a run that was signed before is released under the key that signed it', async () => {
    const province = await approved();
    const before = await currentKey(province);
    await signManifest(province, RUN);
    province.signingKeys.change();
    await releaseFiles(province, RUN);
    const published = new TextDecoder().decode(await province.outbox.bytes(publicKeyKey(before.fingerprint)));
    expect(published).toBe(pemOf(before));
    expect((await currentKey(province)).fingerprint).not.toBe(before.fingerprint);
  });
});

type SignedText = Awaited<ReturnType<typeof kept>>;
type ProviderText = SignedText['providers'][number];

function otherText(one: ProviderText): ProviderText {
  return { ...one, text: one.text.replace('"count": 1', '"count": 2') };
}

/** Each provider has the text and signature of the next one. */
function nextOf(all: readonly ProviderText[]) {
  return ({ provider }: ProviderText, index: number): ProviderText => {
    const next = all[(index + 1) % all.length];
    if (!next) throw new Error('There are providers');
    return { ...next, provider };
  };
}

/** As a try sees it that looked before another one wrote. */
function unawareOfWhatStands({ work }: Province) {
  return {
    bytes: work.bytes.bind(work),
    packFirst: work.packFirst.bind(work),
    unpackIfThere: async () => undefined,
  };
}

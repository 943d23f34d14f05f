import { describe, expect, it, vi } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { ApprovalVoid, manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import { manifestWorkKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { DraftChanged, instructPayments } from '../../../lambdas/instruct-payments/instruct-payments.ts';
import { releaseFiles } from '../../../lambdas/release-files/release-files.ts';
import { signManifest } from '../../../lambdas/sign-manifest/sign-manifest.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { APPROVERS, approve, decide, instruct, OFFICER, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

const RUN = runId.parse('2023-06-regular-1');
const [FIRST, SECOND] = APPROVERS;
const CASH = { channel: 'cash', accountNumber: null, bank: null };

/** A run with one file for the bank and one for the post office, approved and signed. */
async function approved() {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH, CASH)] });
  const run = await propose(province, RUN);
  await approve(province, run);
  await signManifest(province, run);
  return { province, run };
}

async function filesOf(province: Province, run: RunId) {
  return (await province.work.json(manifestWorkKey(run), manifest)).files;
}

async function linesKeysOf(province: Province, run: RunId) {
  const { byUnit } = await province.work.json(manifestWorkKey(run), manifest);
  return byUnit.flatMap(({ lines }) => lines.map(({ key }) => key));
}

const payouts = (province: Province) => province.outbox.keys().filter((key) => key.startsWith('payouts/'));

describe('Instructing', () => {
  it('marks every drafted payment before any file is published, and again changes nothing', async () => {
    const { province, run } = await approved();
    await instruct(province, run, 1);
    const marked = province.payments.all();
    expect(marked.map(({ state }) => state)).toEqual(['instructed', 'instructed']);
    expect(payouts(province)).toEqual([]);
    await instruct(province, run, 1);
    expect(province.payments.all()).toEqual(marked);
  });

  it('is finished by the second try when the first was killed half-way', async () => {
    const { province, run } = await approved();
    const ports = { ...province, payments: crashingOnce(province.payments, 'transitionAll', 'after') };
    await expect(instructPayments(ports, { run, from: 0, to: 1 })).rejects.toThrow(Crash);
    expect(await instructPayments(ports, { run, from: 0, to: 1 })).toEqual({ instructed: 2 });
    expect(province.payments.all().map(({ history }) => history.length)).toEqual([2, 2]);
  });

  it('marks nothing more of a provider whose payment was drafted otherwise since', async () => {
    const { province, run } = await approved();
    const [one] = province.payments.all();
    if (!one) throw new Error('Nothing was drafted');
    const otherwise = { ...one, amount: toDong(one.amount + 1) };
    await province.payments.redraftAll([{ payment: otherwise, abandonedRun: run }]);
    await expect(instruct(province, run, 1)).rejects.toThrow(DraftChanged);
    await expect(instruct(province, run, 1)).rejects.toThrow(DraftChanged);
  });

  it.each([false, true])('takes no other lines than those approved (marked before: %s)', async (marked) => {
    const { province, run } = await approved();
    if (marked) await instruct(province, run, 1);
    const [key] = await linesKeysOf(province, run);
    if (!key) throw new Error('No lines were drafted');
    await province.work.pack(key, { lines: [] });
    await expect(instruct(province, run, 1)).rejects.toMatchObject({ name: 'SealBroken' });
  });

  it.each(['one approval', 'a rejection', 'two approvals too late'])(
    'marks nothing on %s, whoever asks for it',
    async (decided) => {
      const province = new Province();
      await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
      const run = await propose(province, RUN);
      if (decided === 'a rejection') await decide(province, run, FIRST, { verdict: 'rejected', reason: 'Sai mức' });
      else await decide(province, run, FIRST);
      if (decided === 'two approvals too late') {
        await decide(province, run, SECOND);
        await province.runs.advance(run, ['approved'], 'expired');
      }
      await expect(instruct(province, run, 1)).rejects.toThrow(ApprovalVoid);
      expect(province.payments.all().map(({ state }) => state)).toEqual(['drafted']);
    },
  );

  it('marks nothing when the manifest changed after it was approved', async () => {
    const { province, run } = await approved();
    const stands = await province.work.json(manifestWorkKey(run), manifest);
    await province.work.putJson(manifestWorkKey(run), { ...stands, byUnit: [] });
    await expect(instruct(province, run, 1)).rejects.toThrow(ApprovalVoid);
    expect(province.payments.all().map(({ state }) => state)).toEqual(['drafted', 'drafted']);
  });

  it.each([
    ['the same person twice', [FIRST, FIRST]],
    ['the one who started the run', [FIRST, OFFICER]],
  ])('marks nothing of a run that says approved, but by %s', async (_, people) => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    const run = await propose(province, RUN);
    for (const by of people) {
      const seen = await province.runs.get(run);
      const manifestHash = seen.manifestHash ?? '';
      const made = { by, at: '2023-06-08T03:00:00Z', verdict: 'approved', manifestHash, reason: null } as const;
      await province.runs.decide(seen, made, 'awaiting-approval');
    }
    await province.runs.advance(run, ['awaiting-approval'], 'approved');
    await expect(instruct(province, run, 1)).rejects.toThrow(ApprovalVoid);
  });
});

describe('Releasing', () => {
  it("puts each file into its provider's folder and the manifest beside them", async () => {
    const { province, run } = await approved();
    await instruct(province, run, 1);
    expect(await releaseFiles(province, run)).toMatchObject({ files: 2 });
    expect(payouts(province).map((key) => key.split('/').slice(0, 4).join('/'))).toEqual([
      ...Array(3).fill('payouts/2023-06/2023-06-regular-1/agribank'),
      ...Array(4).fill('payouts/2023-06/2023-06-regular-1/funding'),
      'payouts/2023-06/2023-06-regular-1/manifest.json',
      'payouts/2023-06/2023-06-regular-1/manifest.json.sig',
      ...Array(3).fill('payouts/2023-06/2023-06-regular-1/vnpost'),
    ]);
    expect((await province.runs.get(run)).status).toBe('released');
  });

  it('puts the transfer requests beside the providers, whose folders hold nothing but their own files', async () => {
    const { province, run } = await approved();
    await releaseFiles(province, run);
    const folder = 'payouts/2023-06/2023-06-regular-1';
    expect(payouts(province).filter((key) => key.startsWith(`${folder}/funding/`))).toEqual([
      `${folder}/funding/agribank.pdf`,
      `${folder}/funding/agribank.xlsx`,
      `${folder}/funding/vnpost.pdf`,
      `${folder}/funding/vnpost.xlsx`,
    ]);
    const { transferRequests } = await province.outbox.json(`${folder}/manifest.json`, manifest);
    for (const { provider, documents } of transferRequests) {
      for (const { key } of documents) {
        const released = await province.outbox.bytes(`${folder}/funding/${provider}.${key.split('.').at(-1)}`);
        expect(released).toEqual(await province.work.bytes(key));
      }
    }
  });

  it('again puts the same bytes, and leaves a run settled that was settled since', async () => {
    const { province, run } = await approved();
    await releaseFiles(province, run);
    const keys = province.outbox.keys();
    await province.runs.advance(run, ['released'], 'settled');
    await releaseFiles(province, run);
    expect(province.outbox.keys()).toEqual(keys);
    expect((await province.runs.get(run)).status).toBe('settled');
  });

  it('is finished by the second try after a crash', async () => {
    const { province, run } = await approved();
    const ports = { ...province, outbox: crashingOnce(province.outbox, 'put', 'after', 2) };
    await expect(releaseFiles(ports, run)).rejects.toThrow(Crash);
    expect(await releaseFiles(ports, run)).toMatchObject({ files: 2 });
    expect((await province.runs.get(run)).status).toBe('released');
  });
});

describe('Nothing at all is released', () => {
  it.each([0, 1])('when file %i of two changed after it was approved', async (index) => {
    const { province, run } = await approved();
    const file = (await filesOf(province, run))[index];
    if (!file) throw new Error('The manifest lists no such file');
    await province.work.put(file.key, 'một tệp khác', 'text/plain');
    await expect(releaseFiles(province, run)).rejects.toThrow(ApprovalVoid);
    expect(province.outbox.keys().filter((key) => !key.startsWith('receipts/'))).toEqual([]);
  });

  it.each([0, 1])('when paper %i of a transfer request changed after it was approved', async (index) => {
    const { province, run } = await approved();
    const { transferRequests } = await province.work.json(manifestWorkKey(run), manifest);
    const paper = transferRequests[1]?.documents[index];
    if (!paper) throw new Error('The manifest lists no such paper');
    await province.work.put(paper.key, 'một đề nghị khác', 'text/plain');
    await expect(releaseFiles(province, run)).rejects.toThrow(ApprovalVoid);
    expect(payouts(province)).toEqual([]);
  });

  it('when the manifest changed after it was approved', async () => {
    const { province, run } = await approved();
    const stands = await province.work.json(manifestWorkKey(run), manifest);
    await province.work.putJson(manifestWorkKey(run), { ...stands, files: [] });
    await expect(releaseFiles(province, run)).rejects.toThrow(ApprovalVoid);
  });

  it('when a worklist is not the one that was approved', async () => {
    const { province, run } = await approved();
    const { byUnit } = await province.work.json(manifestWorkKey(run), manifest);
    for (const { deferralsKey } of byUnit) await province.work.pack(deferralsKey, { deferrals: [] });
    await expect(releaseFiles(province, run)).rejects.toMatchObject({ name: 'SealBroken' });
    expect(payouts(province)).toEqual([]);
  });

  it.each(['one approval', 'a rejection'])('on %s, whoever asks for it', async (decided) => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    const run = await propose(province, RUN);
    await decide(province, run, FIRST, decided === 'a rejection' ? { verdict: 'rejected', reason: 'Sai mức' } : {});
    await expect(releaseFiles(province, run)).rejects.toThrow(ApprovalVoid);
    expect(payouts(province)).toEqual([]);
  });
});

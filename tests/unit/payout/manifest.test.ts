import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { assembleManifest } from '../../../lambdas/assemble-manifest/assemble-manifest.ts';
import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import { toDong } from '../../../lambdas/domain/money.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { type Manifest, manifest, type PayoutRun, type RunStatus } from '../../../lambdas/domain/payouts/payout-run.ts';
import {
  builtRequest,
  manifestWorkKey,
  releasedManifestKey,
  transferRequestKey,
} from '../../../lambdas/domain/payouts/run-objects.ts';
import { providerId } from '../../../lambdas/domain/reference-data.ts';
import { draft, OFFICER, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, MAY, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { textsIn } from '../provider-files/independent-readers.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

const RUN = runId.parse('2023-06-regular-1');
const CASH = { channel: 'cash', accountNumber: null, bank: null };
const LPBANK = { bank: '970449' };

async function withRolls(): Promise<Province> {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH, CASH)] });
  await takeIn(province, { unit: KIM_BAI, at: '2023-06-02T04:00:00Z', rows: [row(CHI, LPBANK)] });
  return province;
}

async function manifestOf(province: Province, run: RunId = RUN): Promise<Manifest> {
  return province.work.json(manifestWorkKey(run), manifest);
}

/** A run of May that was released with so much, as its manifest in the outbox says. */
async function paidInMay(province: Province, name: string, amount: number, status: RunStatus = 'released') {
  const run = runId.parse(name);
  await province.runs.start({ ...(await runOf(province)), run, period: MAY, status });
  const total = { people: 1, amount };
  await province.outbox.putJson(releasedManifestKey(run), {
    ...(await manifestOf(province)),
    run,
    period: MAY,
    instructed: total,
    byUnit: [{ unit: CU_KHE, payable: total, instructed: total, deferred: total, lines: [], deferralsKey: 'key' }],
    byProvider: [{ provider: 'agribank', ...total }],
    byProgramme: [{ programme: 'BTXH', ...total }],
  });
}

async function runOf(province: Province): Promise<PayoutRun> {
  return province.runs.get(RUN);
}

/** A run of June that is drafted and built, but has no manifest yet; May's runs are made from a trial of it. */
async function beside(may: (province: Province) => Promise<void>, kind: PayoutRun['kind'] = 'regular') {
  const province = await withRolls();
  await propose(province, RUN);
  await may(province);
  const run = runId.parse(`2023-06-${kind}-9`);
  await province.runs.advance(RUN, ['awaiting-approval'], 'rejected');
  await propose(province, run, kind);
  return { province, run };
}

describe('The funding in a manifest', () => {
  it('is a request for each provider that pays, and comes to what the files pay', async () => {
    const province = await withRolls();
    await propose(province, RUN);
    const { transferRequests, files, instructed } = await manifestOf(province);
    expect(transferRequests.map(({ provider }) => provider)).toEqual(['agribank', 'lpbank', 'vnpost']);
    for (const { provider, requested, fromBalance } of transferRequests) {
      const own = files.filter((file) => file.provider === provider);
      expect(requested.amount + fromBalance).toBe(own.reduce((sum, { controlSum }) => sum + controlSum, 0));
    }
    expect(transferRequests.reduce((sum, { requested }) => sum + requested.amount, 0)).toBe(instructed.amount);
  });

  it.each([
    ['asks for one đồng more', { requested: { people: 1, amount: 360_001 } }],
    ['counts somebody else', { requested: { people: 2, amount: 360_000 } }],
    ['has other programmes', { byProgramme: [{ programme: 'BTXH', people: 1, amount: 1, fromBalance: 0 }] }],
    [
      'has another balance by programme',
      { byProgramme: [{ programme: 'BTXH', people: 1, amount: 360_000, fromBalance: 1 }] },
    ],
  ])('stops the run when a request %s', async (_, changed) => {
    const province = await withRolls();
    await propose(province, RUN);
    const key = transferRequestKey(RUN, providerId.parse('agribank'));
    const { request } = await province.work.unpack(key, builtRequest);
    await province.work.pack(key, { request: { ...request, ...changed } });
    await expect(assembleManifest(province, RUN)).rejects.toMatchObject({ name: 'ControlTotalBroken' });
  });

  it('stops the run when a provider that pays has no request', async () => {
    const province = await withRolls();
    await propose(province, RUN);
    await province.work.pack(transferRequestKey(RUN, providerId.parse('vnpost')), { request: null });
    await expect(assembleManifest(province, RUN)).rejects.toMatchObject({ name: 'ControlTotalBroken' });
  });
});

describe('The days in a manifest', () => {
  it("are each provider's own, and both approvals are needed before the first of their hours", async () => {
    const province = await withRolls();
    province.clock.set('2023-06-10T02:00:00Z');
    await propose(province, RUN);
    const { byProvider, approveBy } = await manifestOf(province);
    expect(byProvider.map(({ provider, payOn }) => [provider, payOn])).toEqual([
      ['agribank', '2023-06-12'],
      ['lpbank', '2023-06-12'],
      ['vnpost', '2023-06-10'],
    ]);
    expect(approveBy).toBe('2023-06-12T08:30:00.000Z');
  });

  it('are those that the files say', async () => {
    const province = await withRolls();
    province.clock.set('2023-06-10T02:00:00Z');
    await propose(province, RUN);
    const { files } = await manifestOf(province);
    const bank = files.find(({ provider }) => provider === 'agribank');
    const xml = new TextDecoder().decode(await province.work.bytes(bank?.key ?? ''));
    expect(/<ReqdExctnDt>(.*?)<\/ReqdExctnDt>/s.exec(xml)?.[1]).toContain('2023-06-12');
    expect(textsIn(xml, 'NbOfTxs')[0]).toBe('1');
  });

  it('leave approvers all the time they want where no provider that pays has an hour', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await propose(province, RUN);
    expect((await manifestOf(province)).approveBy).toBeNull();
  });
});

describe('The comparison in a manifest', () => {
  it('is with all that the runs of the month before released, together and by unit, provider and programme', async () => {
    const { province, run } = await beside(async (at) => {
      await paidInMay(at, '2023-05-regular-1', 1_000_000, 'settled');
      await paidInMay(at, '2023-05-supplementary-1', 360_000);
      await paidInMay(at, '2023-05-regular-2', 5, 'rejected');
    });
    const both = { people: 2, amount: 1_360_000 };
    expect((await manifestOf(province, run)).before).toEqual({
      period: MAY,
      total: both,
      byUnit: [{ unit: CU_KHE, ...both }],
      byProvider: [{ provider: 'agribank', ...both }],
      byProgramme: [{ programme: 'BTXH', ...both }],
    });
  });

  it('is with nothing where the month before has no released run', async () => {
    const { province, run } = await beside(async () => {});
    expect((await manifestOf(province, run)).before).toBeNull();
  });

  it('is not made for a supplementary run', async () => {
    const { province, run } = await beside((at) => paidInMay(at, '2023-05-regular-1', 1_000_000), 'supplementary');
    expect((await manifestOf(province, run)).before).toBeNull();
  });

  it('stands: a repeat gives the same bytes, though the month before has paid more since', async () => {
    const { province, run } = await beside((at) => paidInMay(at, '2023-05-regular-1', 1_000_000));
    const first = await province.work.bytes(manifestWorkKey(run));
    await paidInMay(province, '2023-05-supplementary-1', 360_000);
    const { hash } = await assembleManifest(province, run);
    expect(hash).toBe(createHash('sha256').update(first).digest('hex'));
  });
});

it('A payment that no file of its provider may hold is deferred as over the limit', async () => {
  const province = await withRolls();
  const providers = THANH_OAI.providers.map((one) =>
    one.id === 'agribank' ? providerWith(one, 359_999) : providerWith(one, 360_000),
  );
  province.references.publish('v2', { ...THANH_OAI, providers });
  await cutOff(province, { period: JUNE, kind: 'regular', startedBy: OFFICER, run: RUN }, 'execution', 1);
  await draft(province, RUN);
  expect(province.payments.all().map(({ person }) => person)).toEqual(expect.arrayContaining([BINH, CHI]));
  expect(province.payments.all()).toHaveLength(2);
});

function providerWith(one: (typeof THANH_OAI.providers)[number], fileAmountMax: number) {
  return { ...one, limits: { ...one.limits, fileAmountMax: toDong(fileAmountMax) } };
}

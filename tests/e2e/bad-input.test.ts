import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { controlTotal } from '../../lambdas/domain/control-total.ts';
import { type Payment, runId } from '../../lambdas/domain/payouts/payment.ts';
import { manifest } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { period } from '../../lambdas/domain/period.ts';
import { settlementException } from '../../lambdas/domain/settlement/settlement.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { closeAtOnce } from '../support/closed-period.ts';
import { until } from '../support/executions.ts';
import {
  APPROVERS,
  answersTo,
  approveAndRelease,
  decide,
  joinCloud,
  landAndWait,
  OFFICER,
  onDay,
  paymentsOf,
  receiptOf,
  startRun,
  untilAwaitingApproval,
  type Waiting,
} from '../support/local-month.ts';
import { AMOUNT, listOf, PEOPLE } from '../support/local-people.ts';

const cloud = await joinCloud();
const { at, executions } = cloud;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);

describe('a list that cannot be taken', () => {
  const month = period.parse('2021-07');
  const closed = period.parse('2021-08');
  const unit = unitCode.parse('10126');
  const good = listOf(PEOPLE.slice(0, 2));

  beforeAll(async () => {
    await at.runs.openPeriod(closed, new Date('2021-08-01T00:00:00Z'));
    await closeAtOnce(at.runs, closed);
    await onDay(cloud, month, 3);
    await landAndWait(cloud, `lists/${month}/${unit}/danh-sach.xlsx`, good);
  });

  it.each([
    ['a photograph', 'not-a-list', `lists/${month}/${unit}/anh.png`, bytesOf('\x89PNG\r\n\x1a\n'.repeat(40))],
    ['an empty file', 'empty', `lists/${month}/${unit}/trong.xlsx`, bytesOf('')],
    ['a list with headers and nobody', 'empty', `lists/${month}/${unit}/khong-ai.xlsx`, listOf([])],
    ['a key that names no unit', 'bad-key', `lists/${month}/danh-sach.xlsx`, good],
    ['a key that names no period', 'bad-key', `lists/${unit}/danh-sach.xlsx`, good],
    ['a unit that does not exist', 'unknown-unit', `lists/${month}/99999/danh-sach.xlsx`, good],
    ['a month that is closed', 'period-closed', `lists/${closed}/${unit}/danh-sach.xlsx`, good],
  ])('%s is answered with a refusal that says what to do (%s)', async (_, code, key, bytes) => {
    const refused = await receiptOf(cloud, await landAndWait(cloud, key, bytes));
    expect(refused).toMatchObject({ outcome: 'refused', refusal: { code }, rows: [] });
    expect(refused.refusal?.message).toMatch(/Hãy /);
    expect(refused.totals.read).toEqual({ rows: 0, amount: 0 });
    if (refused.submission) expect(refused.submission.key).toBe(key);
  });

  it('leaves the unit its roll, and the answer to its good list', async () => {
    const [roll] = await at.submissions.rolls([unit], month);
    expect(roll?.totals.accepted).toEqual({ rows: 2, amount: 2 * AMOUNT });
    const submissions = await at.submissions.ofUnit(unit, month);
    expect(submissions.map(({ status }) => status).toSorted()).toEqual(['current', 'refused', 'refused', 'refused']);
    expect(await at.submissions.rolls([unit], closed)).toEqual([]);
  });
});

describe('a run that is not approved as it must be', () => {
  const month = period.parse('2021-09');
  const [first, second] = APPROVERS;
  let own: Waiting;
  let waiting: Waiting;

  beforeAll(async () => {
    await onDay(cloud, month, 3);
    await landAndWait(cloud, `lists/${month}/10129/danh-sach.xlsx`, listOf(PEOPLE.slice(0, 3)));
    await onDay(cloud, month, 8);
    const run = runId.parse(`${month}-regular-1`);
    await executions.start(at.outputs.RunPayoutMachine, { period: month, kind: 'regular', startedBy: first, run });
    own = await untilAwaitingApproval(cloud, run);
  });

  it('takes no approval of the person who started it', async () => {
    const answer = await decide(cloud, first, own.run, { verdict: 'approved', manifestHash: own.manifestHash });
    expect(answer).toMatchObject({ status: 409, body: { error: 'started-the-run' } });
  });

  it('takes no decision from somebody who is no approver, or not signed in', async () => {
    const approval = { verdict: 'approved', manifestHash: own.manifestHash } as const;
    expect(await decide(cloud, OFFICER, own.run, approval)).toMatchObject({
      status: 403,
      body: { error: 'not-allowed' },
    });
    expect(await decide(cloud, null, own.run, approval)).toMatchObject({ status: 401 });
  });

  it('is rejected with a reason only, and its drafts are no payments', async () => {
    const rejection = { verdict: 'rejected', manifestHash: own.manifestHash } as const;
    expect(await decide(cloud, second, own.run, rejection)).toMatchObject({
      status: 409,
      body: { error: 'reason-missing' },
    });
    expect(await decide(cloud, second, own.run, { ...rejection, reason: 'Người lập là người duyệt' })).toMatchObject({
      status: 200,
      body: { status: 'rejected' },
    });
    await until('the run to be closed', async () =>
      (await at.runs.get(own.run)).status === 'rejected' ? true : undefined,
    );
    expect(await statesOf(month)).toEqual(['drafted', 'drafted', 'drafted']);
    expect(await at.outbox.keys(`payouts/${month}/`)).toEqual([]);
  });

  it('waits on when one person approves twice, or approves what they have not seen', async () => {
    waiting = await startRun(cloud, month);
    const approval = { verdict: 'approved', manifestHash: waiting.manifestHash } as const;
    const unseen = { ...approval, manifestHash: '0'.repeat(64) };
    expect(await decide(cloud, first, waiting.run, unseen)).toMatchObject({
      status: 409,
      body: { error: 'manifest-changed' },
    });
    expect(await decide(cloud, first, waiting.run, approval)).toMatchObject({ status: 200, body: { approvals: 1 } });
    expect(await decide(cloud, first, waiting.run, approval)).toMatchObject({
      status: 409,
      body: { error: 'decided-already' },
    });
    expect((await at.runs.get(waiting.run)).status).toBe('awaiting-approval');
    expect(await statesOf(month)).toEqual(['drafted', 'drafted', 'drafted']);
  });

  it('is released by the second person, pays each once, and takes no decision after', async () => {
    const approval = { verdict: 'approved', manifestHash: waiting.manifestHash } as const;
    expect(await decide(cloud, second, waiting.run, approval)).toMatchObject({
      status: 200,
      body: { status: 'approved' },
    });
    await until('the release', async () => ((await at.runs.get(waiting.run)).status === 'released' ? true : undefined));
    expect(await statesOf(month)).toEqual(['instructed', 'instructed', 'instructed']);
    const released = await at.outbox.json(releasedManifestKey(waiting.run), manifest);
    expect(released.instructed).toEqual({ people: 3, amount: 3 * AMOUNT });
    expect(released.controlTotals.every(({ holds }) => holds)).toBe(true);
    expect(await decide(cloud, first, waiting.run, approval)).toMatchObject({
      status: 409,
      body: { error: 'not-awaiting' },
    });
  });
});

const settlement = z.object({
  lines: z.number(),
  applied: z.object({ paid: z.number(), failed: z.number(), returned: z.number() }),
  known: z.number(),
  exceptions: z.array(settlementException),
  controlTotals: z.array(controlTotal),
});

describe('an answer of a provider that does not fit', () => {
  const month = period.parse('2021-11');
  const folder = `settlements/${month}/agribank/`;
  let waiting: Waiting;
  let answer: { key: string; bytes: Uint8Array };
  let payments: Payment[];

  beforeAll(async () => {
    await onDay(cloud, month, 3);
    await landAndWait(cloud, `lists/${month}/10132/danh-sach.xlsx`, listOf(PEOPLE.slice(3, 6)));
    await onDay(cloud, month, 8);
    waiting = await startRun(cloud, month);
    await approveAndRelease(cloud, waiting);
    const [only] = await answersTo(cloud, waiting.run);
    if (!only) throw new Error('Agribank has a file to answer');
    answer = only;
    payments = await paymentsOf(cloud, month);
  });

  it('is refused as a whole when the file is damaged', async () => {
    const cut = text(answer.bytes).slice(0, -200);
    const ended = await landAndWait(cloud, answer.key.replace('.xml', '-hong.xml'), bytesOf(cut));
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused' } });
    expect(await statesOf(month)).toEqual(['instructed', 'instructed', 'instructed']);
  });

  it('is a named exception where it names an unknown reference or a wrong amount; the rest counts', async () => {
    const [one, other] = payments;
    if (!one || !other) throw new Error('Three people are instructed');
    const unknown = `${one.reference.slice(0, 4)}KHONGCOTHAT0`;
    const before = await at.outbox.keys(folder);
    const wrong = text(answer.bytes)
      .replaceAll(one.reference, unknown)
      .replace(amountAfter(other.reference), `$1${AMOUNT + 1}`);
    expect(await landAndWait(cloud, answer.key, bytesOf(wrong))).toMatchObject({
      status: 'SUCCEEDED',
      output: { settled: false },
    });

    const [key = ''] = (await at.outbox.keys(folder)).filter((published) => !before.includes(published));
    const settled = await at.outbox.json(key, settlement);
    expect(settled).toMatchObject({ lines: 3, applied: { paid: 1, failed: 0, returned: 0 } });
    expect(settled.exceptions.map(({ code, reference }) => [code, reference]).toSorted()).toEqual([
      ['unknown-reference', unknown],
      ['wrong-amount', other.reference],
    ]);
    expect(settled.exceptions.find(({ code }) => code === 'wrong-amount')).toMatchObject({
      amount: AMOUNT + 1,
      sent: AMOUNT,
    });
    expect(settled.controlTotals.every(({ holds }) => holds)).toBe(true);
    expect(await statesOf(month)).toEqual(['instructed', 'instructed', 'paid']);
    expect((await at.runs.get(waiting.run)).status).toBe('released');
  });

  it('is settled by the right answer, which says nothing new about what is paid', async () => {
    const before = await at.outbox.keys(folder);
    expect(await landAndWait(cloud, answer.key, answer.bytes)).toMatchObject({ output: { settled: true } });
    const [key = ''] = (await at.outbox.keys(folder)).filter((published) => !before.includes(published));
    expect(await at.outbox.json(key, settlement)).toMatchObject({ applied: { paid: 2 }, known: 1, exceptions: [] });
    expect(await statesOf(month)).toEqual(['paid', 'paid', 'paid']);
    expect((await at.runs.get(waiting.run)).status).toBe('settled');
  });

  it('is told to the officers where no provider is known under the key', async () => {
    const ended = await landAndWait(cloud, `results/${month}/khong-ai/ket-qua.xml`, answer.bytes);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused', code: 'unknown-provider' } });
    expect(ended.states).toContain('NotifyRefusal');
  });
});

/** The amount that a pain.002 tells about a reference. */
function amountAfter(reference: string): RegExp {
  return new RegExp(`(<OrgnlEndToEndId>${reference}</OrgnlEndToEndId>.*?<InstdAmt[^>]*>)\\d+`);
}

async function statesOf(month: Payment['period']): Promise<string[]> {
  return (await paymentsOf(cloud, month)).map(({ state }) => state).toSorted();
}

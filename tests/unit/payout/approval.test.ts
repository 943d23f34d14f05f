import { describe, expect, it } from 'vitest';
import { decideRun } from '../../../lambdas/decide-run/decide-run.ts';
import { runId } from '../../../lambdas/domain/payment.ts';
import type { PayoutRun, RunStatus } from '../../../lambdas/domain/payout-run.ts';
import { messageOf } from '../../../lambdas/start-run/refusal-message.ts';
import { startRun } from '../../../lambdas/start-run/start-run.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { APPROVERS, decide, draft, OFFICER, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const [FIRST, SECOND] = APPROVERS;
const NAME = '2023-06-regular-1';

async function proposed() {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
  return { province, run: await propose(province, NAME) };
}

describe('Money moves when', () => {
  it('two different people have approved, and not before', async () => {
    const { province, run } = await proposed();
    expect(await decide(province, run, FIRST)).toEqual({ status: 'awaiting-approval', approvals: 1 });
    expect(province.resumed).toEqual([]);
    expect(await decide(province, run, SECOND)).toEqual({ status: 'approved', approvals: 2 });
    expect(province.resumed).toEqual([{ taskToken: `token ${run}`, output: { verdict: 'approved' } }]);
  });
});

describe('A decision does not count', () => {
  it('from the same person twice', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, FIRST)).toEqual({ refused: 'decided-already' });
    expect((await province.runs.get(run)).status).toBe('awaiting-approval');
  });

  it('from the one who started the run', async () => {
    const { province, run } = await proposed();
    expect(await decide(province, run, OFFICER)).toEqual({ refused: 'started-the-run' });
  });

  it('about a manifest that has changed since it was looked at', async () => {
    const { province, run } = await proposed();
    expect(await decide(province, run, FIRST, { manifestHash: 'a'.repeat(64) })).toEqual({
      refused: 'manifest-changed',
    });
  });

  it('together with one about another manifest', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    const asked = { manifestHash: 'b'.repeat(64), manifestKey: 'key', taskToken: 'token' };
    await province.runs.awaitApproval(run, asked);
    expect(await decide(province, run, SECOND, { manifestHash: asked.manifestHash })).toMatchObject({
      status: 'awaiting-approval',
    });
  });

  it.each([null, '', '  '])('when it rejects without a reason (%j)', async (reason) => {
    const { province, run } = await proposed();
    expect(await decide(province, run, FIRST, { verdict: 'rejected', reason })).toEqual({ refused: 'reason-missing' });
  });

  it('on a run that does not wait, or that is not there', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    const run = await draft(province, NAME);
    const wanted = { by: FIRST, verdict: 'approved', manifestHash: 'a'.repeat(64), reason: null } as const;
    expect(await decideRun(province, run, wanted)).toEqual({ refused: 'not-awaiting' });
    expect(await decideRun(province, runId.parse('2023-06-regular-9'), wanted)).toEqual({ refused: 'no-such-run' });
  });
});

describe('One rejection with its reason', () => {
  it('ends the run, even after an approval', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, SECOND, { verdict: 'rejected', reason: 'Sai mức' })).toMatchObject({
      status: 'rejected',
    });
    expect(province.resumed).toMatchObject([{ output: { verdict: 'rejected' } }]);
  });
});

describe('A decision that crashed', () => {
  it('between its record and the token is brought to its end by the second try', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    const { resume } = crashingOnce({ resume: province.resume }, 'resume');
    const ports = { ...province, resume };
    const manifestHash = (await province.runs.get(run)).manifestHash ?? '';
    const wanted = { by: SECOND, verdict: 'approved', manifestHash, reason: null } as const;
    await expect(decideRun(ports, run, wanted)).rejects.toThrow(Crash);
    await decideRun(ports, run, wanted);
    expect(province.resumed).toMatchObject([{ output: { verdict: 'approved' } }]);
    expect((await province.runs.get(run)).decisions).toHaveLength(2);
  });

  it('does not lose one that came between reading and writing', async () => {
    const { province, run } = await proposed();
    const manifestHash = (await province.runs.get(run)).manifestHash ?? '';
    const wanted = (by: string) => ({ by, verdict: 'approved', manifestHash, reason: null }) as const;
    await Promise.all([decideRun(province, run, wanted(FIRST)), decideRun(province, run, wanted(SECOND))]);
    expect(await province.runs.get(run)).toMatchObject({ status: 'approved', decisions: [{}, {}] });
  });
});

/** A month in which a run has come to a status. */
async function withRun(kind: PayoutRun['kind'], status: RunStatus) {
  const province = new Province();
  const purpose = kind === 'emergency' ? 'emergency' : 'regular';
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)], purpose });
  const run = await draft(province, `2023-06-${kind}-1`, kind);
  await province.runs.advance(run, ['drafting'], status);
  return province;
}

describe('Starting a run', () => {
  const asked = { period: JUNE, kind: 'regular', startedBy: OFFICER } as const;

  const starting = (province: Province, kind: PayoutRun['kind'] = 'regular') =>
    startRun({ ...province, startMachine: async () => true }, { ...asked, kind });

  it('numbers the runs of a month', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST, { verdict: 'rejected', reason: 'Sai mức' });
    expect(await starting(province)).toEqual({ run: '2023-06-regular-2' });
  });

  describe.each(['drafting', 'awaiting-approval', 'approved'] as const)('while a run is %s', (status) => {
    it.each([
      ['regular', 'regular'],
      ['supplementary', 'regular'],
      ['regular', 'supplementary'],
      ['supplementary', 'supplementary'],
    ] as const)('is refused for a %s run beside the %s one, and says what to do', async (wanted, standing) => {
      const province = await withRun(standing, status);
      const started = await starting(province, wanted);
      const run = `2023-06-${standing}-1`;
      expect(started).toMatchObject({ refused: 'run-open', open: { run, status } });
      if ('run' in started) throw new Error('It was started');
      expect(messageOf(started)).toMatch(new RegExp(`^Chưa lập được đợt mới\\. Đợt ${run} .*Hãy `));
    });

    it.each([
      ['emergency', 'regular'],
      ['emergency', 'emergency'],
      ['regular', 'emergency'],
    ] as const)('is allowed for a %s run beside the %s one: they pay from other lists', async (wanted, standing) => {
      expect(await starting(await withRun(standing, status), wanted)).toHaveProperty('run');
    });
  });

  it.each(['released', 'settled', 'rejected', 'expired', 'failed', 'nothing-to-pay'] as const)(
    'is allowed once the run before is %s',
    async (status) => {
      expect(await starting(await withRun('regular', status))).toEqual({ run: '2023-06-regular-2' });
    },
  );

  it('by two people at once starts one', async () => {
    const taken = new Set<string>();
    const startMachine = async (name: string) => !taken.has(name) && taken.add(name) !== undefined;
    const province = new Province();
    const started = await Promise.all([1, 2].map(() => startRun({ ...province, startMachine }, asked)));
    expect(started).toEqual([{ run: NAME }, { refused: 'started-at-once' }]);
  });

  it('is refused in a closed month', async () => {
    const province = new Province();
    await closeAtOnce(province.runs, JUNE);
    expect(await startRun({ ...province, startMachine: async () => true }, asked)).toEqual({
      refused: 'period-closed',
    });
  });
});

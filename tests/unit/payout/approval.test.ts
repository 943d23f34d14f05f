import { describe, expect, it } from 'vitest';
import { decideRun } from '../../../lambdas/decide-run/decide-run.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import {
  ApprovalVoid,
  type Decision,
  mustBeApproved,
  type PayoutRun,
  type RunStatus,
} from '../../../lambdas/domain/payouts/payout-run.ts';
import { NotToBeApproved, requestApproval } from '../../../lambdas/request-approval/request-approval.ts';
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
    for (const by of APPROVERS) await decide(province, run, by);
    expect((await province.runs.get(run)).decisions.map(({ by }) => by)).toEqual([...APPROVERS]);
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
  it('ends the run, and the reason stays on record', async () => {
    const { province, run } = await proposed();
    expect(await decide(province, run, FIRST, { verdict: 'rejected', reason: 'Sai mức' })).toMatchObject({
      status: 'rejected',
    });
    expect((await province.runs.get(run)).decisions).toMatchObject([{ by: FIRST, reason: 'Sai mức' }]);
    for (const by of APPROVERS) expect(await decide(province, run, by)).toEqual({ refused: 'not-awaiting' });
  });

  it('ends the run, even after an approval', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, SECOND, { verdict: 'rejected', reason: 'Sai mức' })).toMatchObject({
      status: 'rejected',
    });
    expect(province.resumed).toMatchObject([{ output: { verdict: 'rejected' } }]);
  });
});

describe('A change of mind', () => {
  const withdrawn = { verdict: 'withdrawn', reason: 'Chờ đối chiếu' } as const;
  const rejected = { verdict: 'rejected', reason: 'Sai mức' } as const;

  it('takes the approval back: the other one alone does not move money', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, FIRST, withdrawn)).toEqual({ status: 'awaiting-approval', approvals: 0 });
    expect(await decide(province, run, SECOND)).toEqual({ status: 'awaiting-approval', approvals: 1 });
    expect(province.resumed).toEqual([]);
  });

  it('may be changed again: who approves once more counts once', async () => {
    const { province, run } = await proposed();
    for (const given of [{}, withdrawn, {}, withdrawn]) await decide(province, run, FIRST, given);
    expect(await decide(province, run, FIRST)).toEqual({ status: 'awaiting-approval', approvals: 1 });
    expect(await decide(province, run, SECOND)).toEqual({ status: 'approved', approvals: 2 });
    expect(province.resumed).toMatchObject([{ output: { verdict: 'approved' } }]);
  });

  it('stays on record, each word of it with who, when and why', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    await decide(province, run, FIRST, withdrawn);
    await decide(province, run, FIRST);
    expect((await province.runs.get(run)).decisions).toMatchObject([
      { by: FIRST, verdict: 'approved', reason: null },
      { by: FIRST, verdict: 'withdrawn', reason: 'Chờ đối chiếu' },
      { by: FIRST, verdict: 'approved', reason: null },
    ]);
  });

  it('is nobody else’s to make', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, SECOND, withdrawn)).toEqual({ refused: 'not-approved-yet' });
    expect(await decide(province, run, SECOND)).toEqual({ status: 'approved', approvals: 2 });
  });

  it('is no second one for who has none left', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    await decide(province, run, FIRST, withdrawn);
    expect(await decide(province, run, FIRST, withdrawn)).toEqual({ refused: 'not-approved-yet' });
  });

  it.each([null, '', '  '])('without a reason (%j) does not count', async (reason) => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    expect(await decide(province, run, FIRST, { ...withdrawn, reason })).toEqual({ refused: 'reason-missing' });
    expect(await decide(province, run, SECOND)).toMatchObject({ status: 'approved' });
  });

  it('comes too late once the second has approved', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    await decide(province, run, SECOND);
    for (const by of APPROVERS) {
      expect(await decide(province, run, by, withdrawn)).toEqual({ refused: 'not-awaiting' });
    }
    expect((await province.runs.get(run)).status).toBe('approved');
  });

  it.each([
    ['after their own approval', [{}]],
    ['after taking it back', [{}, withdrawn]],
  ] as const)('into a rejection ends the run, %s', async (_, before) => {
    const { province, run } = await proposed();
    for (const given of before) await decide(province, run, FIRST, given);
    expect(await decide(province, run, FIRST, rejected)).toEqual({ status: 'rejected', approvals: 0 });
    expect(await decide(province, run, SECOND)).toEqual({ refused: 'not-awaiting' });
    expect(province.resumed).toMatchObject([{ output: { verdict: 'rejected' } }, { output: { verdict: 'rejected' } }]);
  });

  it('of an approval of an earlier manifest is none: that one does not stand any more', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    const asked = { manifestHash: 'b'.repeat(64), manifestKey: 'key', taskToken: 'token' };
    await province.runs.awaitApproval(run, asked);
    const about = { manifestHash: asked.manifestHash };
    expect(await decide(province, run, FIRST, { ...withdrawn, ...about })).toEqual({ refused: 'not-approved-yet' });
    expect(await decide(province, run, FIRST, about)).toEqual({ status: 'awaiting-approval', approvals: 1 });
  });

  it('leaves nothing to release by: the tasks that move money count who stands by it', async () => {
    const { province, run } = await proposed();
    for (const given of [{}, withdrawn]) await decide(province, run, FIRST, given);
    await decide(province, run, SECOND);
    const { decisions, manifestHash, ...rest } = await province.runs.get(run);
    const forced = { ...rest, decisions, manifestHash, status: 'approved' } as const;
    expect(() => mustBeApproved(forced, manifestHash ?? '')).toThrow(ApprovalVoid);
  });
});

describe('When two decide in the same moment', () => {
  /** All of them read before one of them writes. */
  function together(province: Province, run: RunId, wishes: readonly Parameters<typeof decideRun>[2][]) {
    return Promise.all(wishes.map((wanted) => decideRun(province, run, wanted)));
  }

  async function onceApproved() {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    const manifestHash = (await province.runs.get(run)).manifestHash ?? '';
    const wish = (by: string, verdict: Decision['verdict']) => ({ by, verdict, manifestHash, reason: 'Đã xem' });
    return { province, run, wish };
  }

  it.each([
    ['approves', 'takes theirs back', ['approved', 'withdrawn']],
    ['takes theirs back', 'approves', ['withdrawn', 'approved']],
  ] as const)('one %s and one %s, one of them is first and the other is judged anew', async (_, __, order) => {
    const { province, run, wish } = await onceApproved();
    const who = { approved: SECOND, withdrawn: FIRST };
    await together(
      province,
      run,
      order.map((verdict) => wish(who[verdict], verdict)),
    );
    const { status, decisions } = await province.runs.get(run);
    const isWithdrawn = decisions.some(({ verdict }) => verdict === 'withdrawn');
    // Never both: money that moves although one of the two has taken their word back.
    expect(status).toBe(isWithdrawn ? 'awaiting-approval' : 'approved');
    expect(province.resumed).toEqual(
      isWithdrawn ? [] : expect.arrayContaining([expect.objectContaining({ output: { verdict: 'approved' } })]),
    );
  });

  it('one approves and one rejects, the run has one end', async () => {
    const { province, run, wish } = await onceApproved();
    await together(province, run, [wish(SECOND, 'approved'), wish(FIRST, 'rejected')]);
    const { status } = await province.runs.get(run);
    expect(['approved', 'rejected']).toContain(status);
    for (const { output } of province.resumed) expect(output).toEqual({ verdict: status });
  });

  it('somebody’s approval sent twice counts once', async () => {
    const { province, run } = await proposed();
    const manifestHash = (await province.runs.get(run)).manifestHash ?? '';
    const wish = { by: FIRST, verdict: 'approved', manifestHash, reason: null } as const;
    await together(province, run, [wish, wish]);
    expect(await province.runs.get(run)).toMatchObject({ status: 'awaiting-approval', decisions: [{ by: FIRST }] });
  });

  it('the manifest is made anew and somebody approves the old one, that does not count', async () => {
    const { province, run, wish } = await onceApproved();
    const asked = { manifestHash: 'b'.repeat(64), manifestKey: 'key', taskToken: 'token' };
    const runs = {
      find: async (id: RunId) => province.runs.find(id),
      decide: async (...given: Parameters<Province['runs']['decide']>) => {
        if ((await province.runs.get(run)).manifestHash !== asked.manifestHash) {
          await province.runs.awaitApproval(run, asked);
        }
        return province.runs.decide(...given);
      },
    };
    expect(await decideRun({ ...province, runs }, run, wish(SECOND, 'approved'))).toEqual({
      refused: 'manifest-changed',
    });
    expect(province.resumed).toEqual([]);
  });
});

describe('A run that was put before its approvers by two tries', () => {
  it('goes on whichever of them is waited for', async () => {
    const { province, run } = await proposed();
    const { manifestHash, manifestKey } = await province.runs.get(run);
    const asked = { manifestHash: manifestHash ?? '', manifestKey: manifestKey ?? '', taskToken: 'of another try' };
    await province.runs.awaitApproval(run, asked);
    for (const by of APPROVERS) await decide(province, run, by);
    expect(province.resumed.map(({ taskToken }) => taskToken)).toEqual([`token ${run}`, 'of another try']);
  });
});

describe('A run that is put before its approvers again after they decided', () => {
  const asked = async (province: Province, run: RunId) => ({
    run,
    manifestHash: (await province.runs.get(run)).manifestHash ?? '',
    taskToken: 'of a later try',
  });

  it('goes on with what they decided: nobody else has that token', async () => {
    const { province, run } = await proposed();
    for (const by of APPROVERS) await decide(province, run, by);
    province.resumed.length = 0;
    await requestApproval(province, await asked(province, run));
    expect(province.resumed).toEqual([{ taskToken: 'of a later try', output: { verdict: 'approved' } }]);
    expect((await province.runs.get(run)).status).toBe('approved');
  });

  it('ends where one of them rejected it', async () => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST, { verdict: 'rejected', reason: 'Sai mức' });
    province.resumed.length = 0;
    await requestApproval(province, await asked(province, run));
    expect(province.resumed).toEqual([{ taskToken: 'of a later try', output: { verdict: 'rejected' } }]);
  });

  it('fails where they decided about another manifest, or the run has ended', async () => {
    const { province, run } = await proposed();
    for (const by of APPROVERS) await decide(province, run, by);
    const again = await asked(province, run);
    const other = { ...again, manifestHash: 'b'.repeat(64) };
    await expect(requestApproval(province, other)).rejects.toThrow(NotToBeApproved);
    await province.runs.advance(run, ['approved'], 'expired');
    await expect(requestApproval(province, again)).rejects.toThrow(NotToBeApproved);
  });
});

describe('A run that has expired', () => {
  it.each(['approved', 'rejected', 'withdrawn'] as const)('takes no decision any more: %s', async (verdict) => {
    const { province, run } = await proposed();
    await decide(province, run, FIRST);
    await province.runs.advance(run, ['awaiting-approval', 'approved'], 'expired');
    for (const by of APPROVERS) {
      expect(await decide(province, run, by, { verdict, reason: 'Đã xem' })).toEqual({ refused: 'not-awaiting' });
    }
    expect((await province.runs.get(run)).decisions).toHaveLength(1);
    expect(province.resumed).toEqual([]);
  });

  it('in the moment of the second approval has not been approved', async () => {
    const { province, run } = await proposed();
    for (const by of APPROVERS) await decide(province, run, by);
    await province.runs.advance(run, ['awaiting-approval', 'approved'], 'expired');
    const seen = await province.runs.get(run);
    expect(() => mustBeApproved(seen, seen.manifestHash ?? '')).toThrow(ApprovalVoid);
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

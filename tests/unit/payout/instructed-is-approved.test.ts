import { describe, expect, it } from 'vitest';
import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { manifest, type RunStatus } from '../../../lambdas/domain/payouts/payout-run.ts';
import { draftedUnit, draftedUnitKey, manifestWorkKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { type Ports as DraftPorts, draftPayments } from '../../../lambdas/draft-payments/draft-payments.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import {
  approve,
  cutOffUnseen,
  decide,
  deferredIn,
  draft,
  instruct,
  OFFICER,
  payOut,
  propose,
  release,
  takeIn,
} from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const REGULAR = runId.parse('2023-06-regular-1');
const SECOND = runId.parse('2023-06-regular-2');
const NEXT = runId.parse('2023-06-supplementary-1');
const ONLY_UNIT = { from: 0, to: 1 };

/**
 * The ports as an invocation has them that looked for the unit's outcome when there was none, was given up since, and
 * goes on: what a function does whose answer was lost, or whose time was up for the machine but not for itself.
 */
function givenUp(province: Province): DraftPorts {
  const work: DraftPorts['work'] = {
    unpack: (key, schema) => province.work.unpack(key, schema),
    unpackIfThere: async () => undefined,
    packFirst: (key, schema, content) => province.work.packFirst(key, schema, content),
    packSealed: (prefix, content) => province.work.packSealed(prefix, content),
  };
  return { ...province, work };
}

const reject = (province: Province, run: RunId) =>
  decide(province, run, 'lanh-dao-1', { verdict: 'rejected', reason: 'Sai mức trợ cấp' });

/** Who is paid what by which run: the state of each person's payment. */
const standing = (province: Province) =>
  Object.fromEntries(province.payments.all().map(({ person, run, state }) => [person, `${state} in ${run}`]));

/** How many payments are in the files that two people see. */
async function proposedIn(province: Province, run: RunId): Promise<number> {
  return (await province.work.json(manifestWorkKey(run), manifest)).files.reduce((sum, { count }) => sum + count, 0);
}

/** The regular run has drafted An's payment and waits for approval; Bình has joined the roll since. */
async function besideADraft() {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
  await propose(province, REGULAR);
  await takeIn(province, { unit: CU_KHE, at: '2023-06-03T03:00:00Z', rows: [row(AN), row(BINH)] });
  return province;
}

/**
 * The regular run has drafted An's payment. The second run met it there, drafted Bình's alone and waits for approval.
 * Then the regular run is rejected, so that An's draft is free.
 */
async function aDraftBecomesFree() {
  const province = await besideADraft();
  await cutOffUnseen(province, SECOND);
  await propose(province, SECOND);
  await reject(province, REGULAR);
  return province;
}

describe('What is instructed is what was approved', () => {
  it('though a try that was given up goes on after the manifest and takes a free draft over', async () => {
    const province = await aDraftBecomesFree();
    await draftPayments(givenUp(province), { run: SECOND, ...ONLY_UNIT });
    expect(standing(province)[AN]).toBe(`drafted in ${SECOND}`);
    await approve(province, SECOND);
    await instruct(province, SECOND, 1);
    await release(province, SECOND);
    expect(standing(province)).toEqual({ [AN]: `drafted in ${SECOND}`, [BINH]: `instructed in ${SECOND}` });
    expect(await proposedIn(province, SECOND)).toBe(1);
    expect(await deferredIn(province, SECOND, CU_KHE)).toMatchObject([{ person: AN, reason: 'already-instructed' }]);
  });

  it('though that try goes on between the two approvals, or while payments are being marked', async () => {
    for (const when of ['approving', 'marking']) {
      const province = await aDraftBecomesFree();
      if (when === 'approving') await decide(province, SECOND, 'lanh-dao-1');
      else await approve(province, SECOND);
      await draftPayments(givenUp(province), { run: SECOND, ...ONLY_UNIT });
      if (when === 'approving') await decide(province, SECOND, 'lanh-dao-2');
      await instruct(province, SECOND, 1);
      expect(standing(province)).toEqual({ [AN]: `drafted in ${SECOND}`, [BINH]: `instructed in ${SECOND}` });
    }
  });

  it('though a try to instruct goes on after the release', async () => {
    const province = await aDraftBecomesFree();
    await approve(province, SECOND);
    await instruct(province, SECOND, 1);
    await release(province, SECOND);
    await draftPayments(givenUp(province), { run: SECOND, ...ONLY_UNIT });
    await instruct(province, SECOND, 1);
    expect(standing(province)[AN]).toBe(`drafted in ${SECOND}`);
  });
});

describe('What a unit came to in a run', () => {
  it('is not drafted again by a repeat, though a draft has become free', async () => {
    const province = await aDraftBecomesFree();
    expect(await draftPayments(province, { run: SECOND, ...ONLY_UNIT })).toEqual({ units: 1, drafted: 1, deferred: 1 });
    expect(standing(province)[AN]).toBe(`drafted in ${REGULAR}`);
  });

  it('is what the second try made, when the first was killed before it wrote its outcome', async () => {
    const province = await besideADraft();
    await cutOffUnseen(province, SECOND);
    const ports = { ...province, work: crashingOnce(province.work, 'packFirst') };
    await expect(draftPayments(ports, { run: SECOND, ...ONLY_UNIT })).rejects.toThrow(Crash);
    await reject(province, REGULAR);
    await propose(province, SECOND);
    expect(await proposedIn(province, SECOND)).toBe(2);
  });

  it('is what the first try wrote, when its answer was lost', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
    await cutOff(province, { period: JUNE, kind: 'regular', startedBy: OFFICER, run: REGULAR }, 'execution', 1);
    const ports = { ...province, work: crashingOnce(province.work, 'packFirst', 'after') };
    await expect(draftPayments(ports, { run: REGULAR, ...ONLY_UNIT })).rejects.toThrow(Crash);
    expect(await draftPayments(ports, { run: REGULAR, ...ONLY_UNIT })).toEqual({ units: 1, drafted: 2, deferred: 0 });
  });

  it('is one outcome for two tries at the same time, and what the slower one drafted beyond it is not lost', async () => {
    const province = await besideADraft();
    await cutOffUnseen(province, SECOND);
    // The first has met An's draft as another run's; before it writes, that run is rejected and the second try ends.
    const ports = givenUp(province);
    const slow: DraftPorts = {
      ...ports,
      work: {
        ...ports.work,
        packFirst: async (key, schema, content) => {
          await reject(province, REGULAR);
          await draftPayments(province, { run: SECOND, ...ONLY_UNIT });
          return ports.work.packFirst(key, schema, content);
        },
      },
    };
    expect(await draftPayments(slow, { run: SECOND, ...ONLY_UNIT })).toEqual({ units: 1, drafted: 2, deferred: 0 });
    await propose(province, SECOND);
    await approve(province, SECOND);
    await instruct(province, SECOND, 1);
    expect(standing(province)).toEqual({ [AN]: `instructed in ${SECOND}`, [BINH]: `instructed in ${SECOND}` });
  });
});

describe('A draft that stands in none of the files of its run', () => {
  it('is paid by the next run once its own is released, and only then', async () => {
    const province = await aDraftBecomesFree();
    await draftPayments(givenUp(province), { run: SECOND, ...ONLY_UNIT });
    await approve(province, SECOND);
    await instruct(province, SECOND, 1);
    await cutOffUnseen(province, '2023-06-supplementary-9', 'supplementary');
    await draft(province, '2023-06-supplementary-9', 'supplementary');
    expect(standing(province)[AN]).toBe(`drafted in ${SECOND}`);
    await release(province, SECOND);
    await cutOffUnseen(province, NEXT, 'supplementary');
    await payOut(province, NEXT, 'supplementary');
    expect(standing(province)).toEqual({ [AN]: `instructed in ${NEXT}`, [BINH]: `instructed in ${SECOND}` });
    expect(await proposedIn(province, NEXT)).toBe(1);
  });

  const OWN: readonly RunStatus[] = ['drafting', 'awaiting-approval', 'approved'];
  const FREE: readonly RunStatus[] = ['released', 'settled', 'rejected', 'expired', 'failed'];

  it.each([...OWN, ...FREE])('while its run is %s', async (status) => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await draft(province, REGULAR);
    await province.runs.advance(REGULAR, ['drafting'], status);
    await cutOffUnseen(province, NEXT, 'supplementary');
    await draft(province, NEXT, 'supplementary');
    expect(standing(province)[AN]).toBe(`drafted in ${OWN.includes(status) ? REGULAR : NEXT}`);
  });

  it('is taken over by one of two runs that want it at the same time', async () => {
    const province = await aDraftBecomesFree();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-04T03:00:00Z', rows: [row(AN)] });
    const runs = ['2023-06-supplementary-1', '2023-06-supplementary-2'].map((name) => runId.parse(name));
    for (const run of runs) await cutOffUnseen(province, run, 'supplementary');
    await Promise.all(runs.map((run) => draft(province, run, 'supplementary')));
    const units = await Promise.all(runs.map((run) => province.work.unpack(draftedUnitKey(run, CU_KHE), draftedUnit)));
    expect(units.map(({ instructed }) => instructed.people).sort()).toEqual([0, 1]);
  });

  it('stays with the run that took it over, though a try of the run before goes on', async () => {
    const province = await aDraftBecomesFree();
    await approve(province, SECOND);
    await instruct(province, SECOND, 1);
    await release(province, SECOND);
    await draft(province, NEXT, 'supplementary');
    await draftPayments(givenUp(province), { run: SECOND, ...ONLY_UNIT });
    await draftPayments(givenUp(province), { run: REGULAR, ...ONLY_UNIT });
    expect(standing(province)[AN]).toBe(`drafted in ${NEXT}`);
  });
});

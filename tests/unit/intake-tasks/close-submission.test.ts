import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { ControlTotalBroken } from '../../../lambdas/domain/control-total.ts';
import {
  readSummary,
  reconciledChunk,
  reconciledKey,
  summaryKey,
} from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { reconcile, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const MORNING = '2023-06-02T03:00:00Z';
const NOON = '2023-06-02T05:00:00Z';

/** A list of An and of somebody without an id, reconciled and not yet closed. */
async function reconciled(province = new Province(), at = MORNING) {
  for (const id of [AN, BINH, CHI]) province.registry.enter(citizenOf(id));
  const ref = await sendList(province, { unit: CU_KHE, at, rows: [row(AN), row(null)] });
  await reconcile(province, ref);
  return { province, ref };
}

async function statuses(province: Province) {
  return (await province.submissions.ofUnit(CU_KHE, JUNE)).map(({ status }) => status);
}

async function currentRevision(province: Province) {
  return (await province.submissions.rolls([CU_KHE], JUNE)).map(({ revision }) => revision);
}

describe('A list that was read', () => {
  it('becomes the roll of its unit, which is to be answered', async () => {
    const { province, ref } = await reconciled();
    expect(await closeSubmission(province, ref)).toMatchObject({
      status: 'current',
      outcome: 'closed',
      totals: { read: { rows: 2, amount: 720_000 }, accepted: { rows: 1 }, held: { rows: 1 }, rejected: { rows: 0 } },
      answers: [ref],
    });
    expect(await currentRevision(province)).toEqual([ref.id]);
  });

  it('says nothing of a person in its message', async () => {
    const { province, ref } = await reconciled();
    const { message } = await closeSubmission(province, ref);
    expect(`${message.subject} ${message.body}`).not.toMatch(new RegExp(`${AN}|Nguyễn`));
  });

  it.each(['a row', 'a đồng'])('stops when %s is missing, and the roll before it stays', async (missing) => {
    const { province, ref: before } = await reconciled();
    await closeSubmission(province, before);
    const { ref } = await reconciled(province, NOON);
    if (missing === 'a row') {
      const { rows } = await province.work.unpack(reconciledKey({ ...ref, chunk: 0 }), reconciledChunk);
      await province.work.pack(reconciledKey({ ...ref, chunk: 0 }), { rows: rows.slice(1) });
    } else {
      const summary = await province.work.unpack(summaryKey(ref), readSummary);
      await province.work.pack(summaryKey(ref), { ...summary, read: { ...summary.read, amount: 720_001 } });
    }
    await expect(closeSubmission(province, ref)).rejects.toThrow(ControlTotalBroken);
    expect(await currentRevision(province)).toEqual([before.id]);
  });
});

describe('A later list of the same unit', () => {
  it('retires the older, whose claims are given back', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN), row(BINH)] });
    const later = await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(BINH), row(CHI)] });
    expect(await statuses(province)).toEqual(['superseded', 'current']);
    expect(province.claims.of(JUNE, AN)).toEqual([]);
    expect(province.claims.of(JUNE, BINH)).toMatchObject([{ unit: CU_KHE, revision: later.id }]);
  });

  it('that rejects somebody gives their claim back too', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: NOON, rows: [{ ...row(AN), outcome: 'rejected' }, row(BINH)] });
    expect(province.claims.of(JUNE, AN)).toEqual([]);
  });

  it('stands when the older one ends after it', async () => {
    const { province, ref: older } = await reconciled();
    const later = await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(BINH)] });
    expect(await closeSubmission(province, older)).toMatchObject({ status: 'superseded' });
    expect(await currentRevision(province)).toEqual([later.id]);
    expect(await statuses(province)).toEqual(['superseded', 'current']);
  });

  it('touches no other unit', async () => {
    const province = new Province();
    const other = await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(BINH)] });
    expect(await province.submissions.statusOf(KIM_BAI, JUNE, other.id)).toBe('current');
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ unit: KIM_BAI }]);
  });
});

describe('Closing that is tried again after a crash', () => {
  it.each([
    ['before the roll moves', 'submissions', 'movePointer', 'before'],
    ['after the roll moved', 'submissions', 'movePointer', 'after'],
    ['before a claim is given back', 'claims', 'giveBack', 'before'],
    ['after a claim was given back', 'claims', 'giveBack', 'after'],
    ['before the older list is ended', 'submissions', 'turn', 'before'],
    ['after the older list was ended', 'submissions', 'turn', 'after'],
    ['before the report', 'work', 'pack', 'before'],
    ['after the report', 'work', 'pack', 'after'],
  ] as const)('%s ends the same', async (_, port, method, when) => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(BINH), row(CHI)] });
    const { ref } = await reconciled(province, NOON);
    const ports = {
      ...province,
      ...(port === 'work' && { work: crashingOnce(province.work, method, when) }),
      ...(port === 'submissions' && { submissions: crashingOnce(province.submissions, method, when) }),
      ...(port === 'claims' && { claims: crashingOnce(province.claims, method, when) }),
    };
    await expect(closeSubmission(ports, ref)).rejects.toThrow(Crash);
    expect(await closeSubmission(ports, ref)).toMatchObject({ status: 'current' });
    expect(await currentRevision(province)).toEqual([ref.id]);
    expect(await statuses(province)).toEqual(['superseded', 'current']);
    for (const left of [BINH, CHI]) expect(province.claims.of(JUNE, left)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { closeRefused } from '../../../lambdas/close-submission/close-refused.ts';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { refusalCode } from '../../../lambdas/domain/lists/refusal-catalogue.ts';
import { submissionId } from '../../../lambdas/domain/rolls/submission.ts';
import type { ListPart } from '../../../lambdas/formats/lists/list-reader.ts';
import { layRead } from '../../../lambdas/read-list/read-list.ts';
import { registerSubmission } from '../../../lambdas/register-submission/register-submission.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { read, reconcile, registerList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const KEY = `lists/${JUNE}/${CU_KHE}/danh-sach.xlsx`;

async function landed(key: string, at = '2023-06-02T03:00:00Z', province = new Province()) {
  province.clock.set(at);
  await province.inbox.put(key, 'danh sách', 'application/octet-stream');
  return { province, event: { key, versionId: undefined } };
}

describe('A list that landed', () => {
  it('is registered under its unit, its month and the moment it was stored', async () => {
    const { province, event } = await landed(KEY);
    const registered = await registerSubmission(province, event);
    expect(registered).toMatchObject({ outcome: 'registered', unit: CU_KHE, period: JUNE });
    expect(registered.id).toMatch(/^20230602T030000Z-/);
  });

  it('is on time to the end of the 4th in Viet Nam, and late after', async () => {
    const lateness = async (at: string) => {
      const { province, event } = await landed(KEY, at);
      await registerSubmission(province, event);
      return (await province.submissions.ofUnit(CU_KHE, JUNE)).map(({ late }) => late);
    };
    expect(await lateness('2023-06-04T16:59:59Z')).toEqual([false]);
    expect(await lateness('2023-06-04T17:00:00Z')).toEqual([true]);
  });

  it('whose event is repeated while it is being read is taken up again under the same name', async () => {
    const { province, event } = await landed(KEY);
    const first = await registerSubmission(province, event);
    expect(await registerSubmission(province, event)).toEqual(first);
  });

  it('whose event is repeated after its answer keeps that answer', async () => {
    const province = new Province();
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await province.submissions.answered(list, { version: 1, key: 'receipt.json', said: null });
    expect(await registerSubmission(province, { key: KEY, versionId: '0' })).toMatchObject({
      outcome: 'repeated',
      id: list.id,
    });
  });

  it('whose event is repeated after it was closed, and never answered, is taken up again and ends the same', async () => {
    const province = new Province();
    const list = { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] };
    const first = await takeIn(province, list);
    expect(await registerSubmission(province, { key: KEY, versionId: '0' })).toMatchObject({ outcome: 'registered' });
    expect(await takeIn(province, list)).toEqual(first);
  });

  // Found by the simulation: the second stayed `reading` for ever, with nobody to end it.
  it('with the same bytes as one that is being read goes on when its event is repeated, though the first is the roll now', async () => {
    const province = new Province();
    const list = { unit: CU_KHE, rows: [row(AN)] };
    const first = await registerList(province, { ...list, at: '2023-06-02T03:00:00Z' });
    const second = await registerList(province, { ...list, at: '2023-06-02T03:00:05Z' });
    await read(province, first, { rows: list.rows, kind: 'full', purpose: 'regular' });
    await reconcile(province, first);
    await closeSubmission(province, first);
    expect(await registerSubmission(province, { key: KEY, versionId: '1' })).toMatchObject({
      outcome: 'registered',
      id: second.id,
    });
  });

  // Found by the simulation: a try whose answer was lost went on and set a list that was current back to `reading`.
  it('stays closed when a try to read it that was given up comes to its end', async () => {
    const province = new Province();
    const list = { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] };
    const ref = await registerList(province, list);
    const kept = Promise.withResolvers<void>();
    async function* slowly(): AsyncGenerator<ListPart> {
      yield { part: 'rows', rows: [...list.rows] };
      await kept.promise;
      const file = { format: 'xlsx', encoding: null, separator: null } as const;
      yield { part: 'list', kind: 'full', purpose: 'regular', file, notes: [] };
    }
    const givenUp = layRead(province, ref, slowly(), 10);
    await takeIn(province, list);
    kept.resolve();
    await givenUp;
    expect(await province.submissions.statusOf(CU_KHE, JUNE, ref.id)).toBe('current');
  });

  it('with the same bytes as the current roll is answered before', async () => {
    const province = new Province();
    const rows = [row(AN)];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
    province.clock.set('2023-06-03T03:00:00Z');
    await province.inbox.putJson(`lists/${JUNE}/${CU_KHE}/lan-2.xlsx`, rows);
    expect(
      await registerSubmission(province, { key: `lists/${JUNE}/${CU_KHE}/lan-2.xlsx`, versionId: undefined }),
    ).toEqual({
      outcome: 'repeated',
      unit: CU_KHE,
      period: JUNE,
      id: list.id,
    });
  });

  it('with the same bytes as the roll is read again when the registry left somebody unanswered', async () => {
    const province = new Province();
    const rows = [row(AN)];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
    const roll = await province.submissions.roll(CU_KHE, JUNE, 'regular');
    if (!roll) throw new Error('There is no roll');
    await province.submissions.movePointer({ ...roll, version: roll.version + 1, unanswered: 1 });
    const again = await takeIn(province, { unit: CU_KHE, at: '2023-06-03T03:00:00Z', rows });
    expect(again.id).not.toBe(list.id);
    expect(await province.submissions.roll(CU_KHE, JUNE, 'regular')).toMatchObject({
      revision: again.id,
      unanswered: 0,
    });
  });

  it('with the same bytes as the roll is read again when the reference data has changed', async () => {
    const province = new Province();
    const rows = [row(AN)];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
    province.references.publish('v2', THANH_OAI);
    const again = await takeIn(province, { unit: CU_KHE, at: '2023-06-03T03:00:00Z', rows });
    expect(again.id).not.toBe(list.id);
  });

  it('with the same bytes as a change list of the roll is answered before: nothing is changed twice', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-01T03:00:00Z', rows: [row(AN)] });
    const rows = [{ ...row(BINH), change: 'increase' as const }];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows, kind: 'changes' });
    province.clock.set('2023-06-03T03:00:00Z');
    const key = `lists/${JUNE}/${CU_KHE}/lan-2.xlsx`;
    await province.inbox.putJson(key, rows);
    const registered = await registerSubmission(province, { key, versionId: undefined });
    expect(registered).toMatchObject({ outcome: 'repeated', id: list.id });
  });

  // Found by the simulation (seed 659): the second invocation registered a list that no execution went on with.
  it('that was answered before stays so when the function is invoked a second time, whatever was closed meanwhile', async () => {
    const province = new Province();
    const rows = [row(AN)];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
    const key = `lists/${JUNE}/${CU_KHE}/lan-2.xlsx`;
    province.clock.set('2023-06-02T05:00:00Z');
    await province.inbox.putJson(key, rows);
    const event = { key, versionId: undefined };
    const first = await registerSubmission(province, event);
    expect(first).toMatchObject({ outcome: 'repeated', id: list.id });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T05:00:05Z', rows: [row(BINH)] });
    expect(await registerSubmission(province, event)).toEqual(first);
    expect(await province.submissions.ofUnit(CU_KHE, JUNE)).toHaveLength(2);
  });

  it('with bytes that were current once, and are no more, is read again', async () => {
    const province = new Province();
    const rows = [row(AN)];
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T04:00:00Z', rows: [row(BINH)] });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T05:00:00Z', rows });
    expect((await province.submissions.ofUnit(CU_KHE, JUNE)).map(({ status }) => status)).toEqual([
      'superseded',
      'superseded',
      'current',
    ]);
  });

  it('is registered by the second try when the first was killed before or after it wrote', async () => {
    for (const when of ['before', 'after'] as const) {
      const { province, event } = await landed(KEY);
      const ports = { ...province, submissions: crashingOnce(province.submissions, 'register', when) };
      await expect(registerSubmission(ports, event)).rejects.toThrow(Crash);
      expect(await registerSubmission(ports, event)).toMatchObject({ outcome: 'registered' });
      expect(await province.submissions.ofUnit(CU_KHE, JUNE)).toHaveLength(1);
    }
  });
});

describe('A list is refused', () => {
  it.each([
    ['when its key names no month', 'lists/2023/10120/danh-sach.xlsx', 'bad-key'],
    ['when its key names no unit', `lists/${JUNE}/danh-sach.xlsx`, 'bad-key'],
    ['when its unit is not in the directory', `lists/${JUNE}/99999/danh-sach.xlsx`, 'unknown-unit'],
    ['when its unit is no longer valid', `lists/2025-08/${CU_KHE}/danh-sach.xlsx`, 'unknown-unit'],
  ])('%s', async (_, key, code) => {
    const { province, event } = await landed(key);
    expect(await registerSubmission(province, event)).toMatchObject({ outcome: 'refused', code });
  });

  it('when its month is closed', async () => {
    const { province, event } = await landed(KEY);
    await closeAtOnce(province.runs, JUNE);
    expect(await registerSubmission(province, event)).toMatchObject({ outcome: 'refused', code: 'period-closed' });
    expect(await province.submissions.ofUnit(CU_KHE, JUNE)).toEqual([]);
  });

  it('but not after the fact: a repeated event in a closed month changes nothing', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await closeAtOnce(province.runs, JUNE);
    expect(await registerSubmission(province, { key: KEY, versionId: '0' })).toMatchObject({ outcome: 'repeated' });
  });

  it('with a receipt that says why, marked late when it is', async () => {
    const province = new Province();
    const closed = await closeRefused(province, {
      code: refusalCode.parse('period-closed'),
      key: KEY,
      id: submissionId.parse('20230605T030000Z-abcdef01'),
      receivedAt: '2023-06-05T03:00:00Z',
      unit: CU_KHE,
      period: JUNE,
    });
    const receipt = JSON.parse(new TextDecoder().decode(await province.outbox.bytes(closed.receiptKey)));
    expect(receipt).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'period-closed' },
      submission: { late: true },
    });
  });

  // Found by the simulation (seed 1382): the receipt of a list that was current said that it was refused.
  it('and a refusal never ends a list that was answered, nor is its receipt written over', async () => {
    const province = new Province();
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await closeRefused(province, {
      code: refusalCode.parse('period-closed'),
      key: KEY,
      id: list.id,
      receivedAt: '2023-06-02T03:00:00Z',
      unit: CU_KHE,
      period: JUNE,
    });
    expect(await province.submissions.statusOf(CU_KHE, JUNE, list.id)).toBe('current');
    expect(province.outbox.keys()).toEqual([]);
  });
});

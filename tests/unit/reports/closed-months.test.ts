import { describe, expect, it } from 'vitest';
import { countPayments } from '../../../lambdas/count-payments/count-payments.ts';
import {
  countedMonthKey,
  figureParts,
  paidFiguresKey,
  planKey,
  reportPlan,
  type SliceRef,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { SHARDS } from '../../../lambdas/domain/shard.ts';
import { AN, BINH, CHI, JUNE } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { planned } from '../../support/in-memory/publication.ts';
import { answered, close, releasedJune } from '../books/closing-month.ts';

/** June with all of its answers, closed. */
async function closedJune(): Promise<Province> {
  const province = await releasedJune();
  await answered(province, AN, 'paid');
  await answered(province, BINH, 'failed', 'AC04');
  await answered(province, CHI, 'paid');
  province.clock.set('2023-06-25T02:00:00Z');
  await close(province);
  return province;
}

/** What a publication pinned. */
async function pinnedBy(province: Province, execution: string) {
  const { period, publication, shardRanges } = await planned(province, { period: JUNE }, execution);
  const key = planKey({ period, publication });
  return { key, plan: await province.work.unpack(key, reportPlan), slices: shardRanges };
}

async function counted(province: Province, slices: readonly SliceRef[]): Promise<unknown> {
  for (const slice of slices) await countPayments(province, slice);
  return Promise.all(slices.map((slice) => province.work.unpack(paidFiguresKey(slice), figureParts)));
}

/** The province with a table of payments that nobody may ask. */
function withoutTable({ work, references }: Province): Parameters<typeof countPayments>[0] {
  return {
    work,
    references,
    payments: {
      countedOfShard: () => {
        throw new Error('The table was asked');
      },
    },
  };
}

describe('The payments of a closed month', () => {
  it('are read from the table by the first publication that counts them, and by no other', async () => {
    const province = await closedJune();
    const first = await pinnedBy(province, 'execution-1');
    const live = await counted(province, first.slices);
    province.clock.set('2023-06-26T02:00:00Z');
    const second = await pinnedBy(province, 'execution-2');
    for (const slice of second.slices) await countPayments(withoutTable(province), slice);
    const again = await Promise.all(second.slices.map((one) => province.work.unpack(paidFiguresKey(one), figureParts)));
    expect(again).toEqual(live);
  });

  it('give the same figures as those of an open month', async () => {
    const province = await closedJune();
    const { key, plan, slices } = await pinnedBy(province, 'execution-1');
    const fromObjects = await counted(province, slices);
    province.clock.set('2023-06-26T02:00:00Z');
    const open = await pinnedBy(province, 'execution-2');
    await province.work.pack(open.key, { ...plan, closings: [] });
    expect(open.key).not.toBe(key);
    expect(await counted(province, open.slices)).toEqual(fromObjects);
  });

  it('lie in an object for each shard, under the name of the closing', async () => {
    const province = await closedJune();
    const { plan, slices } = await pinnedBy(province, 'execution-1');
    await counted(province, slices);
    const [{ closing = '' } = {}] = plan.closings;
    const keys = Array.from({ length: SHARDS }, (_, shard) => countedMonthKey(JUNE, closing, shard));
    expect(province.work.keys().filter((key) => keys.includes(key))).toHaveLength(SHARDS);
  });

  it('are those of its last closing: reopened it is counted as it is', async () => {
    const province = await closedJune();
    expect((await pinnedBy(province, 'execution-1')).plan.closings).toEqual([{ period: JUNE, closing: 'closing-2' }]);
    const step = { by: 'can-bo', reason: 'Bổ sung kết quả' };
    await province.runs.movePeriod(JUNE, ['closed'], 'open', {
      what: 'reopened',
      at: '2023-06-26T01:00:00.000Z',
      ...step,
    });
    province.clock.set('2023-06-26T02:00:00Z');
    expect((await pinnedBy(province, 'execution-2')).plan.closings).toEqual([]);
    province.clock.set('2023-06-27T02:00:00Z');
    await close(province, 'close-2');
    province.clock.set('2023-06-28T02:00:00Z');
    expect((await pinnedBy(province, 'execution-3')).plan.closings).toEqual([{ period: JUNE, closing: 'closing-5' }]);
  });
});

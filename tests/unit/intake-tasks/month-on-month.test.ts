import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { closingKey, closingReport } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, MAY, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

/** June's list beside May's, as the receipt of June's shows it. */
async function compared(may: readonly CheckedRow[], june: readonly CheckedRow[]) {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-05-02T03:00:00Z', rows: may, period: MAY });
  const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: june });
  const { monthOnMonth } = await province.work.unpack(closingKey(list), closingReport);
  if (!monthOnMonth) throw new Error('There is nothing to compare');
  return { province, list, monthOnMonth };
}

describe('A roll beside last month’s', () => {
  it('says who joined, who left, and whose amount changed, in people and đồng', async () => {
    const { monthOnMonth } = await compared(
      [row(AN), row(BINH, { amount: 540_000 })],
      [row(BINH, { amount: 360_000 }), row(CHI)],
    );
    expect(monthOnMonth).toMatchObject({
      before: { period: MAY, people: 2, amount: 900_000 },
      joined: { people: 1, amount: 360_000 },
      left: { people: 1, amount: 360_000 },
      adjusted: { people: 1, amount: -180_000 },
      after: { people: 2, amount: 720_000 },
    });
    expect(monthOnMonth.moves.map(({ what }) => what)).toEqual(['joined', 'left', 'amount']);
  });

  it('says whose account and whose payee changed', async () => {
    const { monthOnMonth } = await compared(
      [row(AN), row(BINH)],
      [row(AN, { accountNumber: '777' }), row(BINH, { payeeName: 'Lê Thị Hoa', payeeRole: 'guardian' })],
    );
    expect(monthOnMonth).toMatchObject({ accountChanged: 1, payeeChanged: 1, adjusted: { people: 0, amount: 0 } });
  });

  it('takes nobody for gone and come again whose id was added', async () => {
    const { monthOnMonth } = await compared([row(null), row(BINH)], [row(AN), row(BINH)]);
    expect(monthOnMonth).toMatchObject({ joined: { people: 0 }, left: { people: 0 } });
  });

  it('takes two programmes of one person for two lines', async () => {
    const { monthOnMonth } = await compared([row(AN), row(AN, { programme: 'NCC' })], [row(AN)]);
    expect(monthOnMonth).toMatchObject({ left: { people: 1 }, after: { people: 1 } });
  });

  it('counts the second of two equal lines without an id as one more', async () => {
    const { monthOnMonth } = await compared([row(null)], [row(null), row(null)]);
    expect(monthOnMonth).toMatchObject({ joined: { people: 1 }, left: { people: 0 } });
  });

  it('gives the reason why somebody left, where a change list says it', async () => {
    const { province } = await compared([row(AN), row(BINH)], [row(AN), row(BINH)]);
    const gone = row(AN, { changeReason: 'Chết', amount: null });
    const rows = [{ ...gone, change: 'decrease' as const }];
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-03T03:00:00Z', rows, kind: 'changes' });
    const { monthOnMonth } = await province.work.unpack(closingKey(list), closingReport);
    expect(monthOnMonth?.moves).toMatchObject([
      { what: 'left', reason: 'Chết', amountBefore: 360_000, amountAfter: null },
    ]);
  });

  it('stands in figures on the unit’s pointer, without anybody’s name', async () => {
    const { province } = await compared([row(AN)], [row(BINH)]);
    const pointer = await province.submissions.roll(CU_KHE, JUNE, 'regular');
    expect(pointer?.comparison).toMatchObject({ joined: { people: 1 }, left: { people: 1 } });
    expect(JSON.stringify(pointer)).not.toContain('Nguyễn');
  });

  it('is nothing in a unit’s first month', async () => {
    const province = new Province();
    const list = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    expect(await province.work.unpack(closingKey(list), closingReport)).toMatchObject({ monthOnMonth: null });
  });
});

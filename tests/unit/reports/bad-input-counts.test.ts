import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { countPayments } from '../../../lambdas/count-payments/count-payments.ts';
import { countRolls } from '../../../lambdas/count-rolls/count-rolls.ts';
import {
  figureParts,
  figuresKey,
  type PublicationRef,
  paidFiguresKey,
  rolledUpFigures,
  rollFiguresKey,
} from '../../../lambdas/domain/reports/report-objects.ts';
import type { UnitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import { PROGRESS } from '../../../lambdas/formats/reports/progress-report.ts';
import { renderReports } from '../../../lambdas/render-reports/render-reports.ts';
import { rollUpFigures } from '../../../lambdas/roll-up-figures/roll-up-figures.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, JUNE, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { planned } from '../../support/in-memory/publication.ts';
import { scriptedStore } from '../adapters/answers.ts';
import { CU_KHE, never, paid, smallProvince, stopsWith, WISH } from './bad-input-published.ts';

/*
 * Counts that cannot be, wherever they come from: the run stops before a file is published.
 */

const { table, store } = scriptedStore();

describe('Impossible counts in the tables', () => {
  let province: Province;
  beforeEach(async () => {
    province = smallProvince();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
    await payOut(province, '2023-06-regular-1');
    province.clock.set('2023-06-14T00:00:00Z');
  });

  it('a payment of −1 đồng stops the counting, though others of its unit would hide it in the sum', async () => {
    const { batches: _, shardRanges, ...ref } = await planned(province, WISH);
    const [slice] = shardRanges;
    const { state, history: __, paidOn, reasonCode, successor, successorRun, ...facts } = paid(AN, CU_KHE, JUNE);

    const item = (amount: number) => toStored({ state: 'paid', payment: JSON.stringify({ ...facts, amount }) });
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [item(360_000), item(-1)] })
      .resolves({ Items: [] });
    const payments = new PaymentsTable(store, 'payments');
    const counting = countPayments({ ...parts(province), payments }, { ...ref, ...slice, from: 0, to: 1 });
    await stopsWith(counting, 'ZodError', province);
    expect(province.work.keys(paidFiguresKey({ ...ref, from: 0, to: 1 }))).toEqual([]);
  });

  it.each<[string, (figures: UnitFigures) => void]>([
    ['more in the period than cumulative', ({ groups }) => bump(groups.BTXH.onRoll, 'inPeriod')],
    ['more with an account than on the roll', ({ groups }) => bump(groups.BTXH.withAccount, 'cumulative')],
    ['fewer than nobody', ({ groups }) => bump(groups.KHAC.onRoll, 'inPeriod', -5)],
    ['money paid to nobody', ({ groups }) => bump(groups.NCC.paidAmount, 'cumulative')],
  ])('counted figures with %s stop the adding up', async (_, spoil) => {
    const { ref, counted } = await counting(province);
    await respoil(province, rollFiguresKey(counted.rolls[0] ?? never()), figureParts, ({ parts: [first] }) =>
      spoil(first ?? never()),
    );
    await stopsWith(rollUpFigures(province, ref, counted, 10), 'ZodError', province);
  });

  it.each<[string, (figures: UnitFigures) => void]>([
    ['more people in a column than rows', ({ groups }) => bump(groups.BTXH.onRoll, 'cumulative', 1)],
    [
      'more distinct people than stand under all programmes',
      (figures) => {
        figures.distinctPeople += 1;
      },
    ],
    [
      'a cell of the cube that nobody counted',
      ({ cube }) => {
        (cube.roll[0] ?? never()).people += 1;
      },
    ],
    [
      'rows that were read and went nowhere',
      ({ rows }) => {
        rows.read.rows += 1;
      },
    ],
  ])('counted figures with %s break a control total', async (_, spoil) => {
    const { ref, counted } = await counting(province);
    await respoil(province, rollFiguresKey(counted.rolls[0] ?? never()), figureParts, ({ parts: [first] }) =>
      spoil(first ?? never()),
    );
    await stopsWith(rollUpFigures(province, ref, counted, 10), 'ControlTotalBroken', province);
  });

  it('a roll of which a line is missing breaks a control total', async () => {
    const rolls = {
      countedOfRoll: async function* (roll: Parameters<Province['rolls']['countedOfRoll']>[0]) {
        const lines = (await Array.fromAsync(province.rolls.countedOfRoll(roll))).flat();
        yield lines.slice(1);
      },
    };
    const { batches, shardRanges, ...ref } = await planned(province, WISH);
    for (const slice of batches) await countRolls({ ...parts(province), rolls }, slice);
    for (const slice of shardRanges) await countPayments(province, slice);
    const adding = rollUpFigures(province, ref, { rolls: batches, payments: shardRanges }, 10);
    await stopsWith(adding, 'ControlTotalBroken', province);
  });

  it.each<[string, (figures: UnitFigures) => void]>([
    ['more in the period than cumulative', ({ groups }) => bump(groups.BTXH.paidPeople, 'inPeriod', 9)],
    [
      'more with an account than on the roll',
      ({ targets: [all] }) => bump((all ?? never()).figures.withAccount, 'cumulative', 9),
    ],
    ['a negative sum', ({ groups }) => bump(groups.NCC.paidAmount, 'cumulative', -1)],
  ])('added figures with %s are rendered by nobody', async (_, spoil) => {
    const { ref, counted } = await counting(province);
    const { batches } = await rollUpFigures(province, ref, counted, 10);
    await respoil(province, figuresKey(ref), rolledUpFigures, ({ units: [first] }) => spoil(first ?? never()));
    await stopsWith(renderReports(province, batches[0] ?? never(), [PROGRESS], []), 'ZodError', province);
    expect(province.outbox.keys('reports/')).toEqual([]);
  });
});

/** Counts what was planned, and stops before the adding up. */
async function counting(province: Province) {
  const { batches, shardRanges, period: month, publication } = await planned(province, WISH);
  for (const slice of batches) await countRolls(province, slice);
  for (const slice of shardRanges) await countPayments(province, slice);
  const ref: PublicationRef = { period: month, publication };
  return { ref, counted: { rolls: batches, payments: shardRanges } };
}

/** Somebody's hand was in the work bucket. */
async function respoil<Schema extends z.ZodType<object>>(
  province: Province,
  key: string,
  schema: Schema,
  spoil: (content: z.output<Schema>) => void,
): Promise<void> {
  const content = await province.work.unpack(key, schema);
  spoil(content);
  await province.work.pack(key, content);
}

function bump(pair: { cumulative: number; inPeriod: number }, span: 'cumulative' | 'inPeriod', by = 5): void {
  pair[span] += by;
}

function parts({ work, references, submissions }: Province) {
  return { work, references, submissions };
}

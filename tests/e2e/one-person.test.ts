import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { period } from '../../lambdas/domain/period.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import {
  answersTo,
  approveAndRelease,
  joinCloud,
  landAndWait,
  onDay,
  paymentsOf,
  receiptOf,
  startRun,
  untilReported,
} from '../support/local-month.ts';
import { AMOUNT, listOf, PEOPLE } from '../support/local-people.ts';
import { bothWays } from '../support/second-interpreter.ts';

const cloud = await joinCloud();
const { at, executions } = cloud;
/** Before the month of any other test: opening a month carries forward every roll of an earlier one. */
const month = period.parse('2021-02');
const next = period.parse('2021-03');
const unit = unitCode.parse('10120');

const form = z.object({
  rows: z.array(z.object({ row: z.string(), cells: z.record(z.string(), z.number()) })),
});

describe('one list of one person', () => {
  it('goes through all five machines, is paid and stands on Form 1', async () => {
    await onDay(cloud, month, 1);
    const opened = await executions.untilEnded(await executions.start(at.outputs.OpenPeriodMachine, { period: month }));
    expect(opened.status).toBe('SUCCEEDED');
    expect((await at.runs.period(month))?.status).toBe('open');

    const read = await landAndWait(cloud, `lists/${month}/${unit}/danh-sach.xlsx`, listOf(PEOPLE.slice(0, 1)));
    const answer = await receiptOf(cloud, read);
    expect(answer.rows.flatMap(({ notes }) => notes.filter(({ severity }) => severity === 'error'))).toEqual([]);
    expect(answer).toMatchObject({ unit, period: month, outcome: 'accepted' });
    expect(answer.totals).toMatchObject({ read: { rows: 1, amount: AMOUNT }, accepted: { rows: 1, amount: AMOUNT } });

    await onDay(cloud, month, 8);
    const waiting = await startRun(cloud, month);
    expect(await paymentsOf(cloud, month)).toMatchObject([{ state: 'drafted' }]);
    await approveAndRelease(cloud, waiting);

    const answers = await answersTo(cloud, waiting.run);
    expect(answers.map(({ key }) => key)).toEqual([
      `results/${month}/agribank/${waiting.run}.agribank.001.ket-qua.xml`,
    ]);
    for (const { key, bytes } of answers) expect((await landAndWait(cloud, key, bytes)).status).toBe('SUCCEEDED');
    expect((await at.runs.get(waiting.run)).status).toBe('settled');
    expect(await paymentsOf(cloud, month)).toMatchObject([
      { person: PEOPLE[0]?.personalId, unit, programme: 'BTXH', amount: AMOUNT, state: 'paid', paidOn: `${month}-10` },
    ]);

    expect((await untilReported(cloud, month)).status).toBe('SUCCEEDED');
    const { publication } = await at.outbox.json(
      `reports/${month}/manifest.json`,
      z.object({ publication: z.string() }),
    );
    for (const reported of [unit, '278', '01']) {
      const { rows } = await at.outbox.json(`reports/${month}/${publication}/${reported}/form-1.json`, form);
      const cells = (row: string) => rows.find((one) => one.row === row)?.cells;
      expect(cells('I')).toMatchObject({ 4: 1, 5: 1, 6: 1, 7: 0, 9: 0 });
      expect(cells('II.1')).toMatchObject({ 4: 1, 5: 1, 6: 1 });
      expect(cells('II.2')).toMatchObject({ 4: 1, 5: 1, 6: 1 });
      expect(cells('III.1')).toMatchObject({ 4: 1, 5: 1, 6: 1 });
      expect(cells('III.2')).toMatchObject({ 4: AMOUNT / 1000, 5: AMOUNT / 1000, 6: AMOUNT / 1000 });
    }
  });

  it('is carried forward when the next month opens', async () => {
    await onDay(cloud, next, 1);
    const opened = await executions.untilEnded(await executions.start(at.outputs.OpenPeriodMachine, { period: next }));
    expect([opened.status, opened.failures]).toEqual(['SUCCEEDED', []]);
    expect((await at.submissions.roll(unit, next, 'regular'))?.totals.accepted.rows).toBe(1);
  });

  it('went the same way, machine by machine, as another interpreter goes with the same definitions', async () => {
    const { outputs } = at;
    const machines = [
      outputs.OpenPeriodMachine,
      outputs.IngestListMachine,
      outputs.RunPayoutMachine,
      outputs.SettleResultsMachine,
      outputs.PublishReportsMachine,
    ];
    for (const machine of machines) {
      const [arn = ''] = await executions.find(machine, isOfMonth);
      const { here, there } = await bothWays(executions, arn);
      expect(there).toEqual(here);
      expect(there.states.length).toBeGreaterThan(2);
    }
  });
});

/** Executions are started with a month, or with the key of a file in a month's folder. */
function isOfMonth(input: unknown): boolean {
  return JSON.stringify(input).includes(month);
}

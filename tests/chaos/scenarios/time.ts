import assert from 'node:assert/strict';
import { z } from 'zod';
import { setSandboxClock } from '../../../bin/deployment/reference-files.ts';
import { addMonths, type Period, period } from '../../../lambdas/domain/period.ts';
import { periodManifestKey } from '../../../lambdas/domain/reports/report-objects.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { land } from '../../support/local-month.ts';
import type { Scenario, Stage } from '../scenario.ts';

const form = z.object({
  rows: z.array(z.object({ row: z.string(), cells: z.record(z.string(), z.number()).optional() })),
});

export const TIME: readonly Scenario[] = [
  {
    name: 'turn of the year',
    fault:
      'months are opened and lists land seconds before and after midnight in Viet Nam, while it is still yesterday by UTC',
    play: async (stage) => {
      const { local } = stage.chaos;
      const month = stage.january();
      const before = addMonths(month.period, -1);
      assert.equal(await openedAt(stage, `${before}-31T23:59:30+07:00`), before, 'the old year’s month until midnight');
      assert.equal(
        await openedAt(stage, `${month.period}-01T00:00:10+07:00`),
        month.period,
        'the new one from midnight on',
      );

      const [onTime, late, ...others] = month.lists;
      assert(onTime && late);
      await clockAt(stage, `${month.period}-04T23:59:20+07:00`);
      await month.untilEnded(await land(local, onTime.key, onTime.bytes));
      await clockAt(stage, `${month.period}-05T00:00:01+07:00`);
      for (const { key, bytes } of [late, ...others]) await month.untilEnded(await land(local, key, bytes));
      assert.deepEqual(
        await latenessOf(stage, month.period),
        [false, true, true],
        'late from the first second of the 5th',
      );

      await clockAt(stage, `${month.period}-31T23:59:00+07:00`);
      const arn = await local.executions.start(local.at.outputs.RunPayoutMachine, {
        kind: 'regular',
        startedBy: 'schedule',
      });
      const [run] = await month.untilDrafted(1);
      assert(run, 'a run on the last evening of January is January’s');
      assert(arn);
      await month.approve(run.run);
      await month.settle(run.run);
      await month.close();
      await stage.mustBeAsInPeace(month.period);
      await mustCountFromNewYear(stage, month.period);
      return 'each list and run belongs to the month and the day that people in Viet Nam see on their clock; in January, cumulative since 1 January is what January paid';
    },
  },
];

async function clockAt({ chaos }: Stage, time: string): Promise<void> {
  await setSandboxClock(chaos.local.at.reference, new Date(time));
}

/** What the schedule opens at a time: it names no month. */
async function openedAt(stage: Stage, time: string): Promise<Period | undefined> {
  const { at, executions } = stage.chaos.local;
  await clockAt(stage, time);
  const { status, taskOutputs } = await executions.untilEnded(await executions.start(at.outputs.OpenPeriodMachine, {}));
  assert.equal(status, 'SUCCEEDED');
  const opened = z.object({ period, units: z.array(z.unknown()) });
  return taskOutputs.flatMap((output) => opened.safeParse(output).data?.period ?? [])[0];
}

/** Of each unit's list, in the order of the sample: whether it was late. */
async function latenessOf({ chaos, sample }: Stage, month: Period): Promise<(boolean | undefined)[]> {
  const { submissions } = chaos.local.at;
  const sent = await Promise.all(sample.units.map((unit) => submissions.ofUnit(unitCode.parse(unit), month)));
  return sent.map((lists) => lists.find(({ origin }) => origin === 'list')?.late);
}

/** Form 1, III: in January what was paid since 1 January is what was paid in the period. */
async function mustCountFromNewYear({ chaos, sample }: Stage, month: Period): Promise<void> {
  const { outbox } = chaos.local.at;
  const { publication } = await outbox.json(periodManifestKey(month), z.looseObject({ publication: z.string() }));
  for (const unit of sample.units) {
    const { rows } = await outbox.json(`reports/${month}/${publication}/${unit}/form-1.json`, form);
    for (const { row, cells = {} } of rows.filter((one) => one.row.startsWith('III'))) {
      assert.equal(cells['5'], cells['6'], `${unit} ${row}: BTXH`);
      assert.equal(cells['7'], cells['8'], `${unit} ${row}: NCC`);
    }
  }
}

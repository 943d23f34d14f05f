import {
  CreateScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  type Target,
} from '@aws-sdk/client-scheduler';
import { afterAll, describe, expect, it } from 'vitest';
import { period } from '../../lambdas/domain/period.ts';
import { until } from '../support/executions.ts';
import {
  approveAndRelease,
  joinCloud,
  landAndWait,
  onDay,
  paymentsOf,
  untilAwaitingApproval,
} from '../support/local-month.ts';
import { listOf, PEOPLE } from '../support/local-people.ts';

const cloud = await joinCloud();
const { at, executions } = cloud;
const scheduler = new SchedulerClient({});
const group = at.outputs.ScheduleGroup;
const month = period.parse('2022-12');

afterAll(() => scheduler.destroy());

describe('a schedule', () => {
  it('starts the payout, once, with the target of the monthly schedule and by its role', async () => {
    await onDay(cloud, month, 3);
    await landAndWait(cloud, `lists/${month}/10135/danh-sach.xlsx`, listOf(PEOPLE.slice(0, 2)));
    await onDay(cloud, month, 8);
    const target = await monthlyPayout();
    expect(target.RoleArn).toBe(at.outputs.ScheduleRole);

    // In UTC, which Scheduler and the local cloud read alike: the latter does not look at the time zone.
    const now = new Date().toISOString().slice(0, 19);
    await scheduler.send(
      new CreateScheduleCommand({
        Name: 'once',
        GroupName: group,
        ScheduleExpression: `at(${now})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: target,
      }),
    );

    // It names no month: the run is that of today's, which the sandbox's clock tells.
    const run = await until('the scheduled run', async () => (await at.runs.ofPeriod(month))[0]?.run);
    expect(await at.runs.get(run)).toMatchObject({ period: month, kind: 'regular', startedBy: 'schedule' });
    const released = await approveAndRelease(cloud, await untilAwaitingApproval(cloud, run));
    expect(released.decisions).toHaveLength(2);
    expect((await paymentsOf(cloud, month)).map(({ state }) => state)).toEqual(['instructed', 'instructed']);

    const started = await executions.find(
      at.outputs.RunPayoutMachine,
      (input) => JSON.stringify(input) === target.Input,
    );
    expect(started).toHaveLength(1);
    expect(await namesIn(group)).not.toContain('once');
  });
});

/** The target of the deployed schedule that starts the payout every month. */
async function monthlyPayout(): Promise<Target> {
  for (const Name of await namesIn(group)) {
    const { Target: target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName: group }));
    if (target?.Arn === at.outputs.RunPayoutMachine) return target;
  }
  throw new Error('No schedule of the template starts the payout');
}

async function namesIn(GroupName: string): Promise<string[]> {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName }));
  return Schedules.flatMap(({ Name }) => Name ?? []);
}

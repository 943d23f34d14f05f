import assert from 'node:assert/strict';
import type { RunId } from '../../../lambdas/domain/payouts/payment.ts';
import { until } from '../../support/executions.ts';
import { functionProcesses } from '../../support/function-processes.ts';
import { land } from '../../support/local-month.ts';
import { nameInCloud } from '../chaos-cloud.ts';
import type { Scenario, Stage } from '../scenario.ts';

export const OUTAGE: readonly Scenario[] = [
  {
    name: 'the cloud breaks off',
    fault:
      'every function is killed and the whole cloud restarted, three times: while lists are read, while a run waits for its approvers, while payments are being marked',
    play: async (stage) => {
      const { chaos } = stage;
      const month = stage.month();
      let broken = 0;
      await month.onDay(3);
      await chaos.whileRegistry({ slowMilliseconds: 2_000 }, async () => {
        const arns: string[] = [];
        for (const { key, bytes } of month.lists) arns.push(await land(chaos.local, key, bytes));
        await until('a chunk', async () => {
          const begun = await Promise.all(arns.map((arn) => chaos.local.executions.begunInMaps(arn)));
          return begun.some((count) => count > 0) ? true : undefined;
        });
        await chaos.breakOff();
        broken += await failedAmong(stage, arns);
      });
      assert(broken > 0, 'lists were being read');
      await month.startListsByHand();

      await month.onDay(8);
      const run = await month.startRun();
      await chaos.breakOff();
      assert.equal(await failedAmong(stage, await executionsOf(stage, run)), 1, 'the run was waiting');
      await continueByHand(stage, run);
      await until('the run to wait again', async () =>
        (await chaos.local.at.runs.get(run)).taskTokens.length > 1 ? true : undefined,
      );

      const rules = [
        {
          name: 'held-up',
          kind: 'slow',
          function: nameInCloud('instruct-payments'),
          writes: true,
          milliseconds: 5_000,
        },
      ] as const;
      await chaos.whileFailing(rules, async () => {
        await month.decide(run);
        await until('payments to be marked', async () =>
          (await functionProcesses(chaos.local, 'instruct-payments')).length > 0 ? true : undefined,
        );
        await chaos.breakOff();
      });
      assert.equal((await chaos.local.at.runs.get(run)).status, 'approved');
      assert.equal(await failedAmong(stage, await executionsOf(stage, run)), 2, 'payments were being marked');
      await continueByHand(stage, run);
      await month.untilReleased(run);
      await month.settle(run);
      await month.close();
      await stage.mustBeAsInPeace(month.period);
      return `${broken + 2} executions FAILED (States.ServiceRestart), which rings; the lists started again by hand; the run continued by starting run-payout once more in its name, first to its approvers, then to its release`;
    },
  },
];

/** The runbook, "A run that cannot go on": started once more in its own name, a run goes on where it stopped. */
async function continueByHand({ chaos }: Stage, run: RunId): Promise<void> {
  const { at, executions } = chaos.local;
  const { period, kind, startedBy } = await at.runs.get(run);
  await executions.start(at.outputs.RunPayoutMachine, { period, kind, startedBy, run });
}

/** How many of these executions, all at an end now, ended otherwise than well. */
async function failedAmong({ chaos }: Stage, arns: readonly string[]): Promise<number> {
  const ended = await Promise.all(arns.map((arn) => chaos.local.executions.untilEnded(arn)));
  return ended.filter(({ status }) => status === 'FAILED').length;
}

async function executionsOf({ chaos }: Stage, run: RunId): Promise<string[]> {
  const { at, executions } = chaos.local;
  return executions.find(at.outputs.RunPayoutMachine, (input) => JSON.stringify(input).includes(run));
}

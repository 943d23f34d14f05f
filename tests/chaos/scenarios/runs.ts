import assert from 'node:assert/strict';
import { OFFICER, signIn } from '../../support/local-month.ts';
import type { Scenario } from '../scenario.ts';

export const RUNS: readonly Scenario[] = [
  {
    name: 'two runs at once',
    fault: 'the schedule fires twice in the same moment, while two officers start the month’s run by hand',
    play: async (stage) => {
      const { local } = stage.chaos;
      const { at, executions } = local;
      const month = stage.month();
      await month.sendLists();
      await month.onDay(8);
      const officer = await signIn(local, OFFICER);
      const scheduled = { period: month.period, kind: 'regular', startedBy: 'schedule' };
      const [first, second, ...byHand] = await Promise.allSettled([
        executions.start(at.outputs.RunPayoutMachine, scheduled),
        executions.start(at.outputs.RunPayoutMachine, scheduled),
        officer.startRun(month.period, 'regular'),
        officer.startRun(month.period, 'regular'),
      ]);
      assert(first.status === 'fulfilled' && second.status === 'fulfilled');
      const runs = await month.untilDrafted(2 + byHand.filter(({ status }) => status === 'fulfilled').length);
      const waiting = runs.filter(({ status }) => status === 'awaiting-approval');
      for (const { run } of waiting) await month.approve(run);
      assert.equal(waiting.length, 1, 'one run pays');
      for (const { run } of waiting) await month.settle(run);
      await month.close();
      await stage.mustBeAsInPeace(month.period);
      const refused = byHand.filter(({ status }) => status === 'rejected').length;
      const idle = runs.filter(({ status }) => status === 'nothing-to-pay').length;
      return `${runs.length} runs: ${waiting.length} waits for approval and pays, ${idle} “nothing-to-pay”; ${refused} of the officers is told that a run is under way`;
    },
  },
];

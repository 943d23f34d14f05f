import assert from 'node:assert/strict';
import { z } from 'zod';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { layoutAt } from '../../../samples/list-layouts.ts';
import { land, landAndWait, receiptOf } from '../../support/local-month.ts';
import { nameInCloud } from '../chaos-cloud.ts';
import type { Scenario } from '../scenario.ts';
import { smallSample } from '../small-month.ts';

export const EVENTS: readonly Scenario[] = [
  {
    name: 'events twice and late',
    fault:
      'the event of every list and every answer comes three times: twice at once, and again when it has been answered',
    play: async (stage) => {
      const month = stage.month();
      month.eventsTwice = true;
      await month.sendLists();
      // While the sandbox's clock stands as it did: when a list arrived, and so its id, is told by it.
      const states = await month.repeatEvents('lists/');
      const run = await month.payOut();
      await month.settle(run);
      await month.repeatEvents('results/');
      await month.close();
      const again = states.filter((passed) => passed.includes('AnsweredBefore')).length;
      assert(again >= month.lists.length, 'late lists find that they were answered');
      await stage.mustBeAsInPeace(month.period);
      return `${month.ended.length} executions end well, late lists in “AnsweredBefore”; not one more receipt, payment or exception`;
    },
  },
  {
    name: 'events out of order',
    fault: 'a unit sends two lists; the event of the first one is held up until the second has been closed',
    play: async (stage) => {
      const { chaos } = stage;
      const month = stage.month();
      const [list] = stage.sample.lists;
      const other = (await smallSample((index) => layoutAt(index + 1, 3))).lists[0];
      assert(list && other && list.unit === other.unit);
      await month.onDay(3);
      const first = `lists/${month.period}/${other.unit}/ban-dau.xlsx`;
      const rules = [
        {
          name: 'held-up',
          kind: 'slow',
          function: nameInCloud('register-submission'),
          key: first,
          times: 1,
          milliseconds: 15_000,
        },
      ] as const;
      const { done: late, spoilt } = await chaos.whileFailing(rules, async () => {
        const arn = await land(chaos.local, first, other.bytes);
        // The store tells arrivals apart by the second.
        await new Promise((resolve) => setTimeout(resolve, 1_100));
        await month.sendLists();
        return chaos.local.executions.untilEnded(arn);
      });
      assert.equal(spoilt, 1);
      assert.equal(late.status, 'SUCCEEDED');
      const unit = unitCode.parse(list.unit);
      const of = (key: string) => submissions.find((one) => one.key === key);
      const submissions = await chaos.local.at.submissions.ofUnit(unit, month.period);
      const [roll] = await chaos.local.at.submissions.rolls([unit], month.period);
      assert.equal(of(first)?.status, 'superseded');
      assert.equal(roll?.parts.at(-1)?.id, of(month.lists[0]?.key ?? '')?.id, 'the list that arrived last counts');
      await month.finish();
      await stage.mustBeAsInPeace(month.period);
      return 'the list that arrived last counts, whichever was read first; the other is “superseded” and has its receipt';
    },
  },
  {
    name: 'poison beside good',
    fault:
      'beside good files land: no list at all, a list of an unknown unit, a key of no shape, an answer that is none',
    play: async (stage) => {
      const { local } = stage.chaos;
      const month = stage.month();
      const rubbish = new TextEncoder().encode('PK\u0003\u0004 đây không phải là danh sách');
      await month.onDay(3);
      const bad = [
        `lists/${month.period}/${stage.sample.units[0]}/hong.xlsx`,
        `lists/${month.period}/99999/danh-sach.xlsx`,
        `lists/khong-ro.xlsx`,
      ];
      const arns: string[] = [];
      for (const key of bad) arns.push(await land(local, key, rubbish));
      await month.sendLists();
      for (const arn of arns) {
        const { outcome } = await receiptOf(local, await local.executions.untilEnded(arn));
        assert.equal(outcome, 'refused');
      }
      const run = await month.payOut();
      const badAnswer = await landAndWait(local, `results/${month.period}/agribank/hong.xml`, rubbish);
      assert.equal(badAnswer.status, 'SUCCEEDED');
      const [answer = ''] = await local.at.outbox.keys(`settlements/${month.period}/agribank/`);
      await local.at.outbox.json(answer, z.object({ refused: z.object({ code: z.string(), message: z.string() }) }));
      await month.settle(run);
      await month.close();
      await stage.mustBeAsInPeace(month.period);
      return 'each is answered “refused” with what to do (what nobody can place, under receipts/unknown/); the good ones beside them go on';
    },
  },
  {
    name: 'one list that cannot be read',
    fault:
      'the function dies at every chunk of one unit’s list, however often it is tried; then it is mended, and the list is started by hand',
    play: async (stage) => {
      const { chaos } = stage;
      const { executions } = chaos.local;
      const month = stage.month();
      const unit = stage.sample.units[1];
      await month.onDay(3);
      const rules = [
        {
          name: 'poison',
          kind: 'killed',
          function: nameInCloud('reconcile-chunk'),
          key: `submissions/${month.period}/${unit}/`,
        },
      ] as const;
      const { done: ended } = await chaos.whileFailing(rules, async () => {
        const arns: string[] = [];
        for (const { key, bytes } of month.lists) arns.push(await land(chaos.local, key, bytes));
        return Promise.all(arns.map((arn) => executions.untilEnded(arn)));
      });
      assert.deepEqual(ended.map(({ status }) => status).sort(), ['FAILED', 'SUCCEEDED', 'SUCCEEDED']);
      const tries = ended.find(({ status }) => status === 'FAILED')?.failures.length;
      await month.startListsByHand(({ key }) => key.includes(`/${unit}/`));
      await month.finish();
      await stage.mustBeAsInPeace(month.period);
      return `its execution FAILED after ${tries} tries: the alarm rings; the other units have their receipts; started again by hand, all is read`;
    },
  },
];

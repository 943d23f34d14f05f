import assert from 'node:assert/strict';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { taskNames } from '../../../lib/bundles.ts';
import { type FaultRule, nameInCloud } from '../chaos-cloud.ts';
import { failingStore, type Scenario } from '../scenario.ts';

/** Functions that no step of a month calls, or that the fault tests themselves stand on. */
const ELSEWHERE = [
  'identity-stub',
  'sample-users',
  'close-run',
  'ask-unpaid-list',
  'confirm-list',
  'decide-conflict',
  'decide-exception',
  'record-treasury-return',
  'reopen-period',
  'watch-month',
  'journal-changes',
  'abandon-closing',
  // The local cloud goes on waiting for a token when the function that was to bring it to people has died; AWS fails the
  // task, which is tried again. The simulation shows that (docs/adr/0001-local-cloud.md).
  'request-approval',
];
/** Those that carry a unit's roll over when its month opens, besides those that read its lists too. */
const OPENING = ['list-rolls', 'roll-forward-unit'];
const inTheMonth = taskNames().filter((task) => ![...ELSEWHERE, ...OPENING].includes(task));
const each = (tasks: readonly string[], rule: Pick<FaultRule, 'kind' | 'writes' | 'times'>): FaultRule[] =>
  tasks.map((task) => ({ name: task, function: nameInCloud(task), ...rule }));

/** Every stage of the month loses its function's process, once or more. */
export const FUNCTIONS: readonly Scenario[] = [
  failingStore(
    'functions die before writing',
    `the process of each of ${inTheMonth.length} functions is killed (SIGKILL) when it is about to write for the first time`,
    each(inTheMonth, { kind: 'killed', writes: true, times: 1 }),
    { atLeast: 24 },
  ),
  failingStore(
    'functions die after writing',
    'each is killed when it has written, twice, before it can go on: the write stands, and nobody was told',
    each(inTheMonth, { kind: 'killed-after', writes: true, times: 2 }),
    { atLeast: 40 },
  ),
  failingStore(
    'functions die while reading',
    'each is killed at the first thing that it asks the store, reading or writing',
    each(inTheMonth, { kind: 'killed', times: 1 }),
    { atLeast: 28 },
  ),
  {
    name: 'functions die while a month opens',
    fault:
      'each function that carries last month’s rolls over is killed at the first thing that it asks the store, and once more when it has written',
    play: async (stage) => {
      const { chaos, sample } = stage;
      const month = stage.month();
      const opening = [...OPENING, 'reconcile-chunk', 'close-submission', 'answer-unit'];
      const reading = each(opening, { kind: 'killed', times: 1 });
      const written = each(opening, { kind: 'killed-after', writes: true, times: 1 });
      const rules = [...reading, ...written.map((rule) => ({ ...rule, name: `${rule.name}-written` }))];
      const { spoilt } = await chaos.whileFailing(rules, () => month.open());
      assert(spoilt > opening.length, `only ${spoilt} calls were spoilt`);
      const units = sample.units.map((unit) => unitCode.parse(unit));
      const carried = await chaos.local.at.submissions.rolls(units, month.period);
      assert.deepEqual(
        carried.map(({ rolledForward }) => rolledForward),
        units.map(() => true),
        'every unit’s roll is carried over',
      );
      const tries = month.failures;
      await month.play();
      await stage.mustBeAsInPeace(month.period);
      return `${spoilt} calls spoilt; ${tries} tries of tasks failed and were repeated by the machine; every unit’s roll is carried over, once`;
    },
  },
];

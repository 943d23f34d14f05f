import { taskNames } from '../../../lib/bundles.ts';
import { type FaultRule, nameInCloud } from '../chaos-cloud.ts';
import { failingStore, type Scenario } from '../scenario.ts';

/** Functions that no step of a month calls, or that the fault tests themselves stand on. */
const ELSEWHERE = [
  'identity-stub',
  'sample-users',
  'list-rolls',
  'roll-forward-unit',
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
const inTheMonth = taskNames().filter((task) => !ELSEWHERE.includes(task));
const everyTask = (rule: Pick<FaultRule, 'kind' | 'writes' | 'times'>): FaultRule[] =>
  inTheMonth.map((task) => ({ name: task, function: nameInCloud(task), ...rule }));

/** Every stage of the month loses its function's process, once or more. */
export const FUNCTIONS: readonly Scenario[] = [
  failingStore(
    'functions die before writing',
    `the process of each of ${inTheMonth.length} functions is killed (SIGKILL) when it is about to write for the first time`,
    everyTask({ kind: 'killed', writes: true, times: 1 }),
    { atLeast: 24 },
  ),
  failingStore(
    'functions die after writing',
    'each is killed when it has written, twice, before it can go on: the write stands, and nobody was told',
    everyTask({ kind: 'killed-after', writes: true, times: 2 }),
    { atLeast: 40 },
  ),
  failingStore(
    'functions die while reading',
    'each is killed at the first thing that it asks the store, reading or writing',
    everyTask({ kind: 'killed', times: 1 }),
    { atLeast: 28 },
  ),
];

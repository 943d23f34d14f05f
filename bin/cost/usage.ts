import { LAWS, type Law, OF_A_SANDBOX, OF_OPENING } from './laws.ts';
import type { MeasuredCalls, MeasuredSample, MeasuredTask, PlayedMonth } from './measured-month.ts';
import { type Driver, type Drivers, driversOf, type MonthSize, sizeOfMeasured } from './size.ts';

/**
 * A month: `lists` every commune sends its whole list; `carried` the month is opened from the last one, and nobody sends
 * any; `both` it is opened, and then every commune sends its whole list again.
 */
export const MONTH_KINDS = ['lists', 'carried', 'both'] as const;
export type MonthKind = (typeof MONTH_KINDS)[number];

/** So much of something that AWS charges for. */
export interface Usage {
  /** What it is, in words that name it among all of a month: `write units of payments`. */
  readonly what: string;
  readonly quantity: number;
  readonly growsWith: Driver;
}

/** What one vCPU of Lambda is: so much memory (AWS Lambda Developer Guide, "Configure Lambda function memory"). */
const MEGABYTES_PER_PROCESSOR = 1769;
const WRITING_OBJECTS = ['PutObject', 'CopyObject', 'ListObjectsV2', 'ListObjectVersions', 'DeleteObject'];
/** DynamoDB keeps so many bytes more for each item (Developer Guide, "DynamoDB item sizes and formats"). */
const BYTES_PER_ITEM = 100;
const TABLES = ['submissions', 'entitlements', 'claims', 'payments', 'runs', 'exceptions'];
const RECORDS = ['submissions', 'runs'];

export interface MonthUsage {
  readonly writeUnits: readonly Usage[];
  readonly readUnits: readonly Usage[];
  readonly invocations: readonly Usage[];
  readonly gigabyteSeconds: readonly Usage[];
  readonly objectWrites: readonly Usage[];
  readonly objectReads: readonly Usage[];
  readonly transitions: readonly Usage[];
  readonly logBytes: readonly Usage[];
  /** Bytes that the month leaves, by the table or bucket. */
  readonly kept: readonly Usage[];
}

/** What a month of a size uses, from what a month of another size was measured to use. */
export function usageOf(sample: MeasuredSample, kind: MonthKind, size: MonthSize): MonthUsage {
  if (kind !== 'both') return ofPlayed(sample, kind, size, () => true);
  const opening = ofPlayed(sample, 'carried', size, (task) => OF_OPENING.includes(task));
  const lists = ofPlayed(sample, 'lists', size, () => true);
  const both = (part: keyof MonthUsage) => [...lists[part], ...opening[part]];
  return {
    writeUnits: both('writeUnits'),
    readUnits: both('readUnits'),
    invocations: both('invocations'),
    gigabyteSeconds: both('gigabyteSeconds'),
    objectWrites: both('objectWrites'),
    objectReads: both('objectReads'),
    transitions: both('transitions'),
    logBytes: both('logBytes'),
    kept: both('kept'),
  };
}

function ofPlayed(
  sample: MeasuredSample,
  month: 'lists' | 'carried',
  size: MonthSize,
  isPlayed: (task: string) => boolean,
): MonthUsage {
  const played = sample.months[month];
  const from = driversOf(sizeOfMeasured(sample, month));
  const to = driversOf(size);
  const scaled = (what: string, measured: number, growsWith: Driver): Usage => ({
    what,
    quantity: (measured * to[growsWith]) / from[growsWith],
    growsWith,
  });
  const lawed = <Of extends { readonly task: string }>(of: readonly Of[]) =>
    of
      .filter(({ task }) => !OF_A_SANDBOX.includes(task) && isPlayed(task))
      .map((one) => ({ one, law: lawOf(one.task), task: one.task }));
  const tasks = lawed(played.tasks);
  const ofTables = lawed(played.calls.filter(({ service }) => service === 'DynamoDB'));
  const ofObjects = lawed(played.calls.filter(({ service }) => service === 'S3'));
  const writes = ({ operation }: MeasuredCalls) => WRITING_OBJECTS.includes(operation);
  const objects = (isWanted: (call: MeasuredCalls) => boolean) =>
    ofObjects
      .filter(({ one }) => isWanted(one))
      .map(({ one, law, task }) => scaled(`${one.resource} by ${task}`, one.calls, law.objects));
  const whole = isPlayed('read-list');
  return {
    writeUnits: ofTables.map(({ one, law, task }) =>
      scaled(`${one.resource} by ${task}`, one.writeUnits, tableDriver(law, one.resource)),
    ),
    readUnits: ofTables.map(({ one, law, task }) =>
      scaled(`${one.resource} by ${task}`, one.readUnits, tableDriver(law, one.resource)),
    ),
    invocations: tasks.map(({ one, law, task }) => scaled(task, one.invocations, law.calls)),
    gigabyteSeconds: tasks.flatMap(({ one, law, task }) => gigabyteSeconds(sample, one, law, scaled, task)),
    objectWrites: objects(writes),
    objectReads: objects((call) => !writes(call)),
    transitions: whole ? transitionsOf(played, to, scaled) : openingTransitions(to),
    logBytes: tasks.map(({ one, law, task }) => scaled(task, one.logBytes, law.calls)),
    kept: whole ? keptOf(played, scaled) : [],
  };
}

function lawOf(task: string): Law {
  const law = LAWS[task];
  if (law === undefined) throw new Error(`${task} has no law of what it grows with: say it in bin/cost/laws.ts`);
  return law;
}

function tableDriver(law: Law, table: string): Driver {
  if (table === 'exceptions' && law.exceptions) return law.exceptions;
  return RECORDS.includes(table) ? (law.records ?? law.calls) : law.rows;
}

type Scaled = (what: string, measured: number, growsWith: Driver) => Usage;

/**
 * Processor time costs the same at every size of memory, since the share of a processor grows with it; waiting costs the
 * memory held. Every call counts as a start of a new process, the dearest case: lists come hours apart.
 */
function gigabyteSeconds(
  { memory }: MeasuredSample,
  task: MeasuredTask,
  law: Law,
  scaled: Scaled,
  name: string,
): Usage[] {
  const processor = MEGABYTES_PER_PROCESSOR / 1024;
  const held = (memory[task.task] ?? 512) / 1024;
  const waiting = Math.max(0, task.seconds - task.startSeconds - task.workSeconds);
  const eachStart = task.starts === 0 ? 0 : task.startSeconds / task.starts;
  return [
    scaled(name, eachStart * task.invocations * processor, law.calls),
    scaled(name, task.workSeconds * processor + waiting * held, law.time ?? law.rows),
  ];
}

/** Children of distributed maps: the start of each counts, and the states that it enters. */
function transitionsOf({ machines, tasks }: PlayedMonth, to: Drivers, scaled: Scaled): Usage[] {
  const own = (machine: string, growsWith: Driver) => scaled(machine, machines[machine]?.entered ?? 0, growsWith);
  const child = (machine: string, states: number, growsWith: Driver): Usage => ({
    what: machine,
    quantity: to[growsWith] * (1 + states),
    growsWith,
  });
  const sentLists = (machines['ingest-list']?.executions ?? 0) > 0;
  return [
    ...(sentLists ? [own('ingest-list', 'communes'), child('ingest-list', 1, 'chunks')] : openingTransitions(to)),
    own('open-period', 'month'),
    own('run-payout', 'month'),
    child('run-payout', 1, 'batches'),
    child('run-payout', 1, 'batches'),
    { what: 'run-payout', quantity: 3 * providersOf(tasks), growsWith: 'month' },
    own('settle-results', 'files'),
    child('settle-results', 1, 'resultChunks'),
    own('close-period', 'closings'),
    child('close-period', 1, 'closings × ranges'),
    own('publish-reports', 'publications'),
    child('publish-reports', 1, 'publications × batches'),
    child('publish-reports', 1, 'publications × ranges'),
    child('publish-reports', 1, 'publications × batches'),
  ];
}

function providersOf(tasks: readonly MeasuredTask[]): number {
  return tasks.find(({ task }) => task === 'build-instructions')?.invocations ?? 0;
}

/** Of each unit: it starts, reads its roll, enters the map, closes, asks whether it was contested, and answers one unit. */
function openingTransitions(to: Drivers): Usage[] {
  return [
    { what: 'open-period', quantity: 7 * to.communes, growsWith: 'communes' },
    { what: 'open-period', quantity: to.chunks, growsWith: 'chunks' },
  ];
}

function keptOf({ kept }: PlayedMonth, scaled: Scaled): Usage[] {
  return Object.entries(kept).map(([place, { count, bytes }]) => {
    const isTable = TABLES.includes(place);
    const driver: Driver =
      place === 'reports' ? 'publications × communes' : RECORDS.includes(place) ? 'communes' : 'people';
    return scaled(place, isTable ? bytes + count * BYTES_PER_ITEM : bytes, driver);
  });
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { betweenMarks } from './between-marks.ts';

/** Where people read how failures end. */
export const RELIABILITY_DOCUMENT = new URL('../../docs/reliability.md', import.meta.url);
const MACHINES = new URL('../../state-machines/', import.meta.url);

const retrier = z.looseObject({
  ErrorEquals: z.array(z.string()),
  MaxAttempts: z.number(),
  IntervalSeconds: z.number().default(1),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().default(Number.POSITIVE_INFINITY),
});
const catcher = z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() });
const state = z.looseObject({
  Type: z.string(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  get ItemProcessor() {
    return machine.optional();
  },
});
const machine: z.ZodType<Machine> = z.lazy(() => z.looseObject({ States: z.record(z.string(), state) }));
interface Machine {
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Type: string;
  readonly Retry: readonly z.output<typeof retrier>[];
  readonly Catch: readonly z.output<typeof catcher>[];
  readonly ItemProcessor?: Machine | undefined;
}

/** A page with its table of retries as the machines have them now. */
export function withRetries(page: string): string {
  const rows = readdirSync(MACHINES)
    .filter((name) => name.endsWith('.asl.json'))
    .sort()
    .flatMap((name) => {
      const read = machine.parse(JSON.parse(readFileSync(new URL(name, MACHINES), 'utf8')));
      return rowsOf(name.replace('.asl.json', ''), read, 'the execution fails and rings');
    });
  // Nearly all tasks are alike: those are told once.
  const byFailure = Map.groupBy(rows, ({ failure, waits, end }) => `${failure} | ${waits} | ${end}`);
  const lines = [...byFailure].map(([told, alike]) => `| ${placesOf(alike)} | ${told} |`);
  const head = ['| Tasks | What failed | Waits, each drawn at random below its bound | Then |', '|---|---|---|---|'];
  return betweenMarks(page, 'retries', [...head, ...lines].join('\n'));
}

interface Row {
  readonly machine: string;
  readonly task: string;
  readonly failure: string;
  readonly waits: string;
  readonly end: string;
}

/** @param outside what becomes of a failure that no state within catches. */
function rowsOf(name: string, { States }: Machine, outside: string): Row[] {
  return Object.entries(States).flatMap(([task, { Retry, Catch, ItemProcessor }]) => {
    const endOf = (error: string) => {
      const caught = Catch.find(({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
      return caught ? `goes on at ${caught.Next}` : outside;
    };
    const own = Retry.map((one) => ({
      machine: name,
      task,
      failure: one.ErrorEquals.map(wordOf).join(', '),
      waits: waitsOf(one),
      end: endOf(one.ErrorEquals[0] ?? 'States.ALL'),
    }));
    return [...own, ...(ItemProcessor ? rowsOf(name, ItemProcessor, endOf('States.ALL')) : [])];
  });
}

function wordOf(error: string): string {
  return error === 'States.ALL' ? 'anything else' : `\`${error}\``;
}

function waitsOf({ MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds }: z.output<typeof retrier>): string {
  if (MaxAttempts === 0) return 'not tried again';
  const waits = Array.from({ length: MaxAttempts }, (_, tries) =>
    Math.min(IntervalSeconds * BackoffRate ** tries, MaxDelaySeconds),
  );
  const growing = waits.filter((wait, index) => index === 0 || wait !== waits[index - 1]);
  const rest = waits.length - growing.length;
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  const told = `${growing.join(' + ')}${rest > 0 ? ` + ${rest} × ${waits.at(-1)}` : ''}`;
  return `${told} = ${total} s${total < 120 ? '' : `, ${Math.round(total / 60)} minutes`}`;
}

/** More tasks than a line holds are counted. */
function placesOf(rows: readonly Row[]): string {
  const byMachine = Map.groupBy(rows, (row) => row.machine);
  return [...byMachine]
    .map(([name, own]) => `${name}: ${own.length > 3 ? `${own.length} tasks` : own.map(({ task }) => task).join(', ')}`)
    .join('; ');
}

if (import.meta.main) {
  writeFileSync(RELIABILITY_DOCUMENT, withRetries(readFileSync(RELIABILITY_DOCUMENT, 'utf8')));
}

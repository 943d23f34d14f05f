import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RELIABILITY_DOCUMENT, withRetries } from '../../bin/documents/retries.ts';
import { taskNames } from '../../lib/bundles.ts';

const FOLDER = new URL('../../state-machines/', import.meta.url);

const retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  MaxAttempts: z.number().int().nonnegative(),
  IntervalSeconds: z.number().positive().optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.number().positive().optional(),
  JitterStrategy: z.literal('FULL').optional(),
});
type Retrier = z.output<typeof retrier>;

const common = {
  Comment: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  ResultPath: z.string().nullable().optional(),
  Next: z.string().optional(),
  End: z.literal(true).optional(),
};

/** What becomes of an error: dropped, or kept beside the state for whoever looks at the execution. */
const caught = z.array(
  z.strictObject({
    ErrorEquals: z.array(z.string()).min(1),
    ResultPath: z.union([z.null(), z.literal('$.failure')]),
    Next: z.string(),
  }),
);

const task = z.strictObject({
  ...common,
  Type: z.literal('Task'),
  Resource: z.string(),
  TimeoutSeconds: z.union([z.number().positive(), z.string()]),
  Retry: z.array(retrier).min(1),
  Catch: caught.optional(),
});

/** No rule lives here: a choice looks at what a task decided or what was asked, and compares it with a word or with true. */
const choice = z.strictObject({
  Type: z.literal('Choice'),
  Comment: z.string().optional(),
  Choices: z
    .array(
      z.union([
        z.strictObject({
          Variable: z.enum(['$.outcome', '$.decision.verdict']),
          StringEquals: z.string(),
          Next: z.string(),
        }),
        z.strictObject({ Variable: z.literal('$.settled'), BooleanEquals: z.boolean(), Next: z.string() }),
        z.strictObject({
          Variable: z.enum(['$.confirmed', '$.contested', '$.answers', '$.after']),
          IsPresent: z.literal(true),
          Next: z.string(),
        }),
      ]),
    )
    .min(1),
  Default: z.string(),
});

/** Only references are mapped over, so the items come by their path, and what became of them is not gathered. */
const map = z.strictObject({
  ...common,
  Type: z.literal('Map'),
  ItemsPath: z.templateLiteral(['$.', z.string()]),
  MaxConcurrency: z.union([z.string().regex(/^\$\{MapConcurrency\}$/), z.number().int().positive()]),
  ToleratedFailureCount: z.number().int().positive().optional(),
  ResultPath: z.null(),
  Catch: caught.optional(),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.union([
      z.strictObject({ Mode: z.literal('INLINE') }),
      z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    ]),
    StartAt: z.string(),
    get States() {
      return states;
    },
  }),
});

/** Gives a result, or goes on with a part of what it was given. */
const pass = z.strictObject({
  ...common,
  Type: z.literal('Pass'),
  Result: z.record(z.string(), z.unknown()).optional(),
  InputPath: z.string().optional(),
});
/** How long is the deployment's to say. */
const wait = z.strictObject({
  ...common,
  Type: z.literal('Wait'),
  Seconds: z.string().regex(/^\$\{[A-Za-z]+Seconds\}$/),
});
const fail = z.strictObject({ Type: z.literal('Fail'), Error: z.string().min(1), Cause: z.string().min(1) });
const succeed = z.strictObject({ Type: z.literal('Succeed'), Comment: z.string().optional() });

type Named<T> = Record<string, T>;
interface Machine {
  readonly StartAt: string;
  readonly States: Named<State>;
}
type MapState = Omit<z.input<typeof map>, 'ItemProcessor'> & { readonly ItemProcessor: Machine };
type State =
  | z.output<typeof task>
  | z.output<typeof choice>
  | MapState
  | z.output<typeof pass>
  | z.output<typeof wait>
  | z.output<typeof fail>
  | z.output<typeof succeed>;
const states: z.ZodType<Named<State>> = z.record(
  z.string(),
  z.lazy(() => z.union([task, choice, map, pass, wait, fail, succeed])),
);
const machine = z.strictObject({ Comment: z.string().min(1), StartAt: z.string(), States: states });

const machines = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.asl.json'))
  .map((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const parsed = machine.parse(JSON.parse(text));
    return { name, text, parsed, levels: levelsOf(parsed) };
  });

/** A machine and every machine within its maps. */
function levelsOf(one: Machine): Machine[] {
  return [
    one,
    ...Object.values(one.States).flatMap((state) => (state.Type === 'Map' ? levelsOf(state.ItemProcessor) : [])),
  ];
}

/** Where a state may lead. */
function exitsOf(state: State): string[] {
  switch (state.Type) {
    case 'Choice':
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case 'Fail':
    case 'Succeed':
      return [];
    case 'Map':
    case 'Task':
      return [...(state.Next === undefined ? [] : [state.Next]), ...(state.Catch ?? []).map(({ Next }) => Next)];
    default:
      return state.Next === undefined ? [] : [state.Next];
  }
}

const allTasks = machines.flatMap(({ name, levels }) =>
  levels.flatMap(({ States }) =>
    Object.entries(States).flatMap(([state, one]) => (one.Type === 'Task' ? [{ machine: name, state, ...one }] : [])),
  ),
);
/** Tasks that are called and answer; a task that waits for a person is one of its own kind. */
const called = allTasks.filter(({ Resource }) => /^\$\{[A-Za-z]+Arn\}$/.test(Resource));
const waiting = allTasks.filter(({ Resource }) => Resource.endsWith('.waitForTaskToken'));

/** The functions that a machine calls, by the names of their placeholders. */
const placeholders = [
  ...new Set([
    ...called.map(({ Resource }) => Resource),
    ...waiting.map(({ Parameters }) => String(Parameters?.FunctionName)),
  ]),
]
  .map((placeholder) => placeholder.replace(/^\$\{|Arn\}$/g, ''))
  .sort();
/** The house default of `lib/pipeline-function.ts`; `tests/infra` holds the template to it. */
const FUNCTION_SECONDS = 600;
const kebab = (name: string) => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/** Each round means that another list of the unit was closed in between, and lists are not without number. */
const READ_AGAIN = 'WasItClosed ReadList';
/** Beyond 150 units a month opens in turns, each beginning after the last unit of the one before. */
const NEXT_TURN = 'AreThereMore ListRolls';
const GOES_ROUND = [READ_AGAIN, NEXT_TURN];

describe.each(machines)('$name', ({ levels }) => {
  it('leads only to states that are there', () => {
    for (const { StartAt, States } of levels) {
      const named = [StartAt, ...Object.values(States).flatMap(exitsOf)];
      expect(named.filter((state) => !Object.hasOwn(States, state))).toEqual([]);
    }
  });

  it('reaches every state', () => {
    for (const { StartAt, States } of levels) {
      const reached = new Set<string>();
      const open = [StartAt];
      for (let state = open.pop(); state !== undefined; state = open.pop()) {
        const found = States[state];
        if (reached.has(state) || found === undefined) continue;
        reached.add(state);
        open.push(...exitsOf(found));
      }
      expect(Object.keys(States).filter((state) => !reached.has(state))).toEqual([]);
    }
  });

  it('comes to an end from every state, and goes round only to read a change list again whose roll moved, or for the next units', () => {
    for (const { StartAt, States } of levels) {
      const walk = (state: string, path: readonly string[]): void => {
        expect(path, `${state} is reached again`).not.toContain(state);
        const found = States[state];
        if (!found) throw new Error(`${state} is not there`);
        const ends = found.Type === 'Succeed' || found.Type === 'Fail' || ('End' in found && found.End === true);
        const goesOn = found.Type === 'Choice' || ('Next' in found && found.Next !== undefined);
        expect(ends, `${state} either ends or goes on`).toBe(!goesOn);
        for (const exit of exitsOf(found)) if (!GOES_ROUND.includes(`${state} ${exit}`)) walk(exit, [...path, state]);
      };
      walk(StartAt, []);
    }
  });

  it('gives each state one name, whatever level it stands on', () => {
    const names = levels.flatMap(({ States }) => Object.keys(States));
    expect(new Set(names).size).toBe(names.length);
  });
});

/** The waits between tries, each the bound below which it is drawn (full jitter). */
function waitsOf({
  IntervalSeconds = 1,
  BackoffRate = 2,
  MaxAttempts,
  MaxDelaySeconds = Number.POSITIVE_INFINITY,
}: Retrier): number[] {
  return Array.from({ length: MaxAttempts }, (_, tries) =>
    Math.min(IntervalSeconds * BackoffRate ** tries, MaxDelaySeconds),
  );
}

describe('Every task', () => {
  it.each(allTasks)('$machine $state is tried again, with growing pauses, drawn at random', ({ Retry }) => {
    const last = Retry.at(-1);
    expect(last).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
    expect(last?.MaxAttempts).toBeGreaterThan(0);
    for (const one of Retry.filter(({ MaxAttempts }) => MaxAttempts > 0)) expect(one.JitterStrategy).toBe('FULL');
  });

  it.each(allTasks)('$machine $state says how long its tries take, and reckons right', ({ Comment = '', Retry }) => {
    for (const one of Retry.filter(({ MaxAttempts }) => MaxAttempts > 0)) {
      const seconds = waitsOf(one).reduce((all, wait) => all + wait, 0);
      expect(Comment).toContain(seconds < 120 ? `${seconds} s in all` : `${Math.round(seconds / 60)} minutes in all`);
    }
  });

  it.each(called)('$machine $state never tries a broken control total or a malformed input again', ({ Retry }) => {
    const never = Retry.filter(({ MaxAttempts }) => MaxAttempts === 0).flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(never).toEqual(expect.arrayContaining(['ControlTotalBroken', 'ZodError']));
  });

  it.each(called)('$machine $state is waited for as long as its function may live', ({ TimeoutSeconds }) => {
    expect(TimeoutSeconds).toBe(FUNCTION_SECONDS);
  });

  it.each(waiting)('$machine $state waits for people as long as the deployment says', ({ TimeoutSeconds }) => {
    expect(TimeoutSeconds).toMatch(/^\$\{ApprovalSeconds\}$/);
  });

  it.each(waiting)('$machine $state that waited in vain leads on, and is not asked again', ({ Retry, Catch }) => {
    expect(Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'))?.MaxAttempts).toBe(0);
    expect(Catch?.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('States.Timeout');
  });

  it('calls a function, tells a topic, or starts a machine', () => {
    const others = allTasks
      .filter((one) => !called.some(({ Resource }) => Resource === one.Resource))
      .map(({ Resource }) => Resource);
    expect([...new Set(others)].sort()).toEqual([
      'arn:aws:states:::lambda:invoke.waitForTaskToken',
      'arn:aws:states:::sns:publish',
      'arn:aws:states:::states:startExecution',
    ]);
  });
});

describe('docs/reliability.md', () => {
  it('has the retries as the machines have them (run: npm run retries)', () => {
    const page = readFileSync(RELIABILITY_DOCUMENT, 'utf8');
    expect(page).toBe(withRetries(page));
  });
});

describe('A unit that fails', () => {
  const opening = machines.find(({ name }) => name === 'open-period.asl.json')?.parsed.States;

  it('does not keep the month from being opened for the others, and fails the execution after them', () => {
    expect(opening?.RollForwardUnits).toMatchObject({ ToleratedFailureCount: 3, Next: 'CloseUnits' });
    expect(opening?.CloseUnits).toMatchObject({ ToleratedFailureCount: 3, Next: 'AreThereMore' });
    expect(opening?.AreThereMore).toMatchObject({ Default: 'AreAllCarriedOver' });
    expect(opening?.AreAllCarriedOver).toMatchObject({
      Resource: expect.stringContaining('ListRollsArn'),
      Parameters: { carried: true },
      Retry: [{ ErrorEquals: expect.arrayContaining(['UnitsLeft']), MaxAttempts: 0 }, expect.anything()],
    });
  });
});

describe('Names', () => {
  it.each(placeholders)('%s, as a placeholder names it, has its folder of lambdas', (name) => {
    expect(existsSync(new URL(`../../lambdas/${kebab(name)}/handler.ts`, import.meta.url))).toBe(true);
  });

  it('every task that is no answer to an HTTP call has its place in a machine', () => {
    const outside = [
      'ask-closing',
      'ask-unpaid-list',
      'confirm-list',
      'decide-conflict',
      'decide-exception',
      'decide-run',
      'identity-stub',
      'journal-changes',
      'record-treasury-return',
      'reopen-period',
      'sample-users',
      'start-run',
      'watch-month',
    ];
    const inMachines = placeholders.map(kebab);
    expect(taskNames().filter((task) => !inMachines.includes(task) && !outside.includes(task))).toEqual([]);
  });

  it.each(called)('$machine $state is the name of its function', ({ machine, state, Resource }) => {
    // A function may serve a second state of its machine: then the first has its name.
    const own = machines.flatMap(({ name, levels }) =>
      name === machine ? levels.flatMap(({ States }) => Object.keys(States)) : [],
    );
    const named = /^\$\{(\w+)Arn\}$/.exec(Resource)?.[1] ?? '';
    expect(named === state || own.includes(named)).toBe(true);
  });
});

describe('No business rule', () => {
  it.each(machines)('stands in $name: nothing is reckoned there', ({ text }) => {
    expect(text).not.toMatch(/States\.(Math|Array|String|Hash|Json|Base64|Format|UUID)/);
    expect(text).not.toContain('JSONata');
    expect(text).not.toMatch(/"(Numeric|Timestamp)\w+"/);
  });
});

import { z } from 'zod';
import type { Json } from './json-path.ts';

/*
 * The part of the Amazon States Language that our machines are written in (states-language.net, and the developer
 * guide of Step Functions for DISTRIBUTED maps and task tokens). A field that stands here is carried out; one that
 * does not makes reading fail, so that nothing is passed over in silence.
 */

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const names = z.array(z.string()).min(1);
const comment = { Comment: z.string().optional() };
const path = z.string().startsWith('$');
const onwards = { Next: z.string().optional(), End: z.literal(true).optional() };
const result = { ResultPath: path.nullable().optional(), ResultSelector: json.optional() };
const parameters = { Parameters: json.optional(), InputPath: path.optional(), OutputPath: path.optional() };

const retrier = z.strictObject({
  ...comment,
  ErrorEquals: names,
  IntervalSeconds: z.number().int().positive().default(1),
  MaxAttempts: z.number().int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.number().int().positive().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
export type Retrier = z.output<typeof retrier>;

const catcher = z.strictObject({
  ...comment,
  ErrorEquals: names,
  Next: z.string(),
  ResultPath: path.nullable().optional(),
});
const failing = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };

const comparison = {
  Variable: path,
  StringEquals: z.string(),
  StringMatches: z.string(),
  BooleanEquals: z.boolean(),
  NumericEquals: z.number(),
  NumericGreaterThan: z.number(),
  NumericGreaterThanEquals: z.number(),
  NumericLessThan: z.number(),
  NumericLessThanEquals: z.number(),
  IsPresent: z.boolean(),
  IsNull: z.boolean(),
};

/** A test of a Choice: comparisons of one variable, or tests put together. */
export type Test = z.output<typeof plainTest> & {
  readonly And?: readonly Test[] | undefined;
  readonly Or?: readonly Test[] | undefined;
  readonly Not?: Test | undefined;
};
const plainTest = z.object(comparison).partial();
const test: z.ZodType<Test> = z.lazy(() =>
  z.strictObject({
    ...plainTest.shape,
    ...comment,
    Next: z.string().optional(),
    And: z.array(test).optional(),
    Or: z.array(test).optional(),
    Not: test.optional(),
  }),
);

const task = z.strictObject({
  ...comment,
  ...parameters,
  ...result,
  ...failing,
  ...onwards,
  Type: z.literal('Task'),
  Resource: z.string(),
  TimeoutSeconds: z.number().int().positive().optional(),
});
const choice = z.strictObject({
  ...comment,
  Type: z.literal('Choice'),
  Choices: z.array(z.intersection(test, z.looseObject({ Next: z.string() }))).min(1),
  Default: z.string().optional(),
});
const pass = z.strictObject({
  ...comment,
  ...parameters,
  ...onwards,
  Type: z.literal('Pass'),
  Result: json.optional(),
  ResultPath: path.nullable().optional(),
});
const wait = z.strictObject({ ...comment, ...onwards, Type: z.literal('Wait'), Seconds: z.number().nonnegative() });
const succeed = z.strictObject({ ...comment, Type: z.literal('Succeed') });
const fail = z.strictObject({ ...comment, Type: z.literal('Fail'), Error: z.string(), Cause: z.string().optional() });

const mapWithoutItems = z.strictObject({
  ...comment,
  ...parameters,
  ...result,
  ...failing,
  ...onwards,
  Type: z.literal('Map'),
  Label: z.string().optional(),
  ItemsPath: path.default('$'),
  ItemSelector: json.optional(),
  MaxConcurrency: z.number().int().nonnegative().default(0),
  /** How many items may fail without the map failing. */
  ToleratedFailureCount: z.number().int().nonnegative().default(0),
});

export type Task = z.output<typeof task>;
export type Choice = z.output<typeof choice>;
export type MapState = z.output<typeof mapWithoutItems> & { readonly ItemProcessor: Chain };
export type State =
  | Task
  | Choice
  | MapState
  | z.output<typeof pass>
  | z.output<typeof wait>
  | z.output<typeof succeed>
  | z.output<typeof fail>;

/** A chain of states: a whole machine, or what a map does with each item. */
export interface Chain {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  /** Of what a map does with each item: whether each is an execution of its own, with a history of its own. */
  readonly ProcessorConfig?: { readonly Mode: 'INLINE' | 'DISTRIBUTED' } | undefined;
}

const states: z.ZodType<Readonly<Record<string, State>>> = z.lazy(() => z.record(z.string(), state));
const itemProcessor = z.strictObject({
  ...comment,
  StartAt: z.string(),
  States: states,
  ProcessorConfig: z
    .strictObject({ Mode: z.enum(['INLINE', 'DISTRIBUTED']), ExecutionType: z.literal('STANDARD').optional() })
    .optional(),
});
const mapState = mapWithoutItems.extend({ ItemProcessor: itemProcessor });
const state: z.ZodType<State> = z.discriminatedUnion('Type', [task, choice, mapState, pass, wait, succeed, fail]);
const machine = z.strictObject({
  ...comment,
  StartAt: z.string(),
  States: states,
  TimeoutSeconds: z.number().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
});

/** Reads a machine's file as the deployment would, every placeholder filled: numbers before it is JSON, texts after. */
export function readMachine(
  text: string,
  numbers: Readonly<Record<string, number>>,
  texts: (placeholder: string) => string,
): Chain {
  const numbered = Object.entries(numbers).reduce(
    (filled, [name, number]) => filled.replaceAll(`"\${${name}}"`, String(number)),
    text,
  );
  const content: unknown = JSON.parse(
    numbered.replace(/\$\{([A-Za-z]+)\}/g, (_, placeholder: string) => texts(placeholder)),
  );
  const chain = machine.parse(content);
  checkNames(chain);
  return chain;
}

function checkNames({ StartAt, States }: Chain): void {
  const named = [StartAt, ...Object.values(States).flatMap(nextOf)];
  for (const name of named) if (!(name in States)) throw new Error(`No state of the name ${name}`);
  for (const one of Object.values(States)) if (one.Type === 'Map') checkNames(one.ItemProcessor);
}

function nextOf(one: State): string[] {
  const next = 'Next' in one && one.Next !== undefined ? [one.Next] : [];
  const caught = 'Catch' in one ? one.Catch.map(({ Next }) => Next) : [];
  const chosen =
    one.Type === 'Choice' ? [...one.Choices.map(({ Next }) => Next), ...(one.Default ? [one.Default] : [])] : [];
  return [...next, ...caught, ...chosen];
}

import { readdirSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realDeployment, sandboxDeployment, synthesised } from '../support/synthesised.ts';

const MACHINES = readdirSync(new URL('../../state-machines/', import.meta.url)).filter((name) =>
  name.endsWith('.json'),
);

const machine = z.object({
  Properties: z.object({ DefinitionString: z.string(), DefinitionSubstitutions: z.record(z.string(), z.unknown()) }),
});
const distributed = z.object({
  ItemProcessor: z.object({ ProcessorConfig: z.object({ Mode: z.literal('DISTRIBUTED') }) }),
  MaxConcurrency: z.number(),
});

/** The definitions in a deployment's template, with an ARN wherever one is filled in at deployment. */
function definitionsOf(config: ReturnType<typeof realDeployment>): unknown[] {
  const found = synthesised(config).findResources('AWS::StepFunctions::StateMachine');
  return Object.values(found).map((resource) => {
    const { DefinitionString: text, DefinitionSubstitutions: filled } = machine.parse(resource).Properties;
    return JSON.parse(
      Object.keys(filled).reduce((so, name) => so.replaceAll(`\${${name}}`, 'arn:aws:lambda:x:111122223333:f'), text),
    );
  });
}

/** Every object within a definition: states, maps, what is in them. */
function* objectsIn(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const deployments = [
  ['where money is real', realDeployment()],
  ['in a sandbox', sandboxDeployment()],
] as const;

describe.each(deployments)('The state machines in the template, %s', (_, config) => {
  const definitions = definitionsOf(config);

  it('are all there, each what the language allows: a validator of other hands has nothing to say', () => {
    expect(definitions).toHaveLength(MACHINES.length);
    const faults = definitions.map((one) => validate(z.looseObject({}).parse(one))).filter(({ isValid }) => !isValid);
    expect(faults.map(({ errorsText }) => errorsText())).toEqual([]);
  });

  it('map over lists, shards and files in executions of their own, as many at once as the configuration says', () => {
    const maps = definitions
      .flatMap((one) => [...objectsIn(one)])
      .flatMap((one) => distributed.safeParse(one).data ?? []);
    expect(maps).toHaveLength(11);
    expect(new Set(maps.map(({ MaxConcurrency }) => MaxConcurrency))).toEqual(new Set([config.mapConcurrency]));
  });
});

describe('The validator', () => {
  it('finds a state that nothing leads to, and a next one that is not there', () => {
    const broken = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, C: { Type: 'Succeed' } } };
    expect(validate(broken).isValid).toBe(false);
  });
});

import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callsMade, type MadeCall } from '../support/calls-made.ts';
import { gatherCallsOfRunning } from '../support/e2e-cloud.ts';
import { neededFor } from '../support/needed-actions.ts';
import { sandboxDeployment, synthesisedApp } from '../support/synthesised.ts';
import { type Asked, TemplateAccess } from '../support/template-access.ts';
import { BY_CHANCE, NEVER, type NotCalled } from './never-called.ts';

/*
 * What the functions really asked of the local cloud in the end-to-end tests that ran before, held against their roles
 * in the template. The local cloud itself enforces no policy (docs/adr/0001-local-cloud.md).
 */
// As tests/support/e2e-cloud.ts deploys it.
const { assembly } = synthesisedApp({ ...sandboxDeployment(), journalSeconds: 2 });
const access = new TemplateAccess(...assembly.stacks.map((one) => Template.fromJSON(one.template)));
const { template } = access;

const functionProperties = z.object({ Description: z.string(), Role: z.string() });
const functions = template.all('AWS::Lambda::Function').map(({ id, properties }) => {
  const { Description, Role } = functionProperties.parse(properties);
  return { id, task: Description.replace('ansinh ', ''), role: Role.slice(Role.lastIndexOf('/') + 1) };
});
function byId(id: string) {
  const found = functions.find((one) => one.id === id);
  if (!found) throw new Error(`${id} is no function of the template`);
  return found;
}

/** What the platform does in a function's name: it makes no call of an SDK's client. */
const PLATFORM = /^(logs|xray):/;

// In one run with them their cloud still stands: it stops when all is over.
await gatherCallsOfRunning();
const calls = callsMade();
const needs = calls.map((call) => ({ call, needed: neededFor(call, template) }));

describe('Every call that a function made', () => {
  it('is allowed by its role', async ({ annotate }) => {
    const refused: string[] = [];
    let asked = 0;
    for (const { call, needed } of needs) {
      const { role, task } = byId(call.function);
      for (const one of needed) {
        asked += 1;
        if (!(await access.mayDo(role, one)))
          refused.push(`${task}: ${one.action} on ${one.resource} ${JSON.stringify(one.context ?? {})}`);
      }
    }
    await annotate(
      `${total(calls)} calls of ${new Set(calls.map((one) => one.function)).size} functions, ${asked} questions to IAM`,
      'figure',
    );
    expect([...new Set(refused)].sort()).toEqual([]);
  });
});

describe('Everything that is granted', () => {
  const unused = functions.flatMap(({ id, task, role }) => {
    const own = needs.filter(({ call }) => call.function === id).flatMap(({ needed }) => needed);
    return template
      .grantsOf(role)
      .filter(({ action }) => !PLATFORM.test(action))
      .filter((grant) => !own.some((one) => one.action === grant.action && covers(grant, one)))
      .map(({ action, resource, condition }) => ({ task, action, resource, condition }));
  });
  type Unused = (typeof unused)[number];
  const isAbout =
    ({ action, on }: NotCalled, name: string) =>
    (one: Unused) =>
      one.task === name && one.action === action && on.test(one.resource);
  const explained = [...NEVER, ...BY_CHANCE].flatMap((entry) => entry.tasks.map((name) => isAbout(entry, name)));

  it('is called, or it is said why not', async ({ annotate }) => {
    const open = unused.filter((one) => !explained.some((isThis) => isThis(one)));
    await annotate(`${unused.length} grants never called, ${unused.length - open.length} of them explained`, 'figure');
    expect(open.map(({ task, action, resource }) => `${task}: ${action} on ${resource}`).sort()).toEqual([]);
  });

  it('is never called where that is said', () => {
    const untrue = NEVER.flatMap((entry) =>
      entry.tasks
        .filter((name) => !unused.some(isAbout(entry, name)))
        .map((name) => `${name}: ${entry.action}: ${entry.why}`),
    );
    expect(untrue).toEqual([]);
  });
});

function covers(
  { resource, condition }: { resource: string; condition: string | undefined },
  { resource: on, context }: Asked,
): boolean {
  if (!matches(resource, on)) return false;
  const listed = context?.['s3:prefix'];
  if (typeof listed !== 'string' || condition === undefined) return true;
  const { StringLike } = z
    .object({ StringLike: z.object({ 's3:prefix': z.array(z.string()) }) })
    .parse(JSON.parse(condition));
  return StringLike['s3:prefix'].some((pattern) => matches(pattern, listed));
}

/** As IAM matches: `*` stands for anything, slashes too, and `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

function total(made: readonly MadeCall[]): number {
  return made.reduce((sum, { times }) => sum + times, 0);
}

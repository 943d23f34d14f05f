import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { METRIC_NAMES } from '../../lambdas/runtime/log-events.ts';
import { realDeployment, synthesised } from '../support/synthesised.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const template = synthesised(realDeployment());

const alarm = z.object({
  Properties: z.object({
    AlarmDescription: z.string(),
    AlarmActions: z.array(z.unknown()).min(1),
    MetricName: z.string().optional(),
    Namespace: z.string().optional(),
  }),
});
// Of the template, not of the sources: so that none can hide.
const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(([id, found]) => ({
  id,
  ...alarm.parse(found).Properties,
}));

/** The entry of an alarm in the runbook: from its heading to the next one. */
const entryOf = (name: string) => runbook.split(`\n### ${name}\n`)[1]?.split(/\n##+ /)[0];

describe('Every alarm has its entry in the runbook', () => {
  it.each(alarms)('$id', ({ AlarmDescription }) => {
    const name = /: see the runbook, "([a-z-]+)"\.$/.exec(AlarmDescription)?.[1] ?? 'no entry named';
    const entry = entryOf(name) ?? '';
    // What it means, how to look, what to do.
    expect(entry).toMatch(/\*\*Mean(s|ing)\b/);
    expect(entry).toMatch(/\*\*(Look|How to look)\b/);
    expect(entry).toMatch(/\*\*(Do|What to do)\b|\*\*Look and do\*\*/);
  });

  it('and there are alarms to look for', async ({ annotate }) => {
    expect(alarms.length).toBeGreaterThan(30);
    await annotate(`${alarms.length} alarms, each with an entry in the runbook`, 'figure');
  });

  it('and their own metrics are some that tasks write', () => {
    const ours = alarms.filter(({ Namespace }) => Namespace === 'ansinh').map(({ MetricName }) => MetricName);
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter((name) => !METRIC_NAMES.some((known) => known === name))).toEqual([]);
  });
});

describe('The dashboard', () => {
  it('shows every metric that tasks write but those that another line of it sums up', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard);
    const elsewhere = ['ExceptionsOverdue', 'ApprovalsOverdue'];
    expect(METRIC_NAMES.filter((name) => !body.includes(`\\"${name}\\"`) && !elsewhere.includes(name))).toEqual([]);
    expect(body).toContain('Đơn vị chưa gửi');
  });
});

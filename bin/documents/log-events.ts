import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, METRIC_NAMES, METRICS } from '../../lambdas/runtime/log-events.ts';
import { CORRELATION, FIELDS } from '../../lambdas/runtime/log-fields.ts';
import { markdownTable } from './markdown-table.ts';

/** Where the document stands. */
export const LOG_EVENTS_DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'log-events.md');

const INTRODUCTION = `# Log events

Generated from the catalogue in \`lambdas/runtime/log-events.ts\` (\`npm run log-events\`); do not edit by hand.

Every task writes one JSON line at its end, and nothing else: \`message\` is the code below, \`level\` and \`task\` stand beside it, then what
it is about, then its fields. A field takes only what has its shape; anything else is left out of the line, so no personal id,
name or account can stand there. \`xray_trace_id\` joins the lines of one execution: \`aws stepfunctions describe-execution\` tells its
\`traceHeader\`.

Everything about one unit in a month, over all tasks (CloudWatch Logs Insights, log groups of the stack):

\`\`\`
fields @timestamp, task, message, outcome, status, error
| filter period = '2023-06' and unit = '10114'
| sort @timestamp
\`\`\``;

const table = (titles: readonly string[], lines: readonly (readonly string[])[]) =>
  markdownTable(
    titles.map((title) => ({ title })),
    lines,
  ).join('\n');
const code = (text: string) => `\`${text}\``;

/** Every event, field and metric of the catalogue, as Markdown. */
export function logEventsDocument(): string {
  const events = Object.entries(EVENTS).map(([event, { level, means, fields }]) => [
    code(event),
    level,
    means,
    fields.map(code).join(' '),
  ]);
  const about = Object.entries(CORRELATION).map(([name, { means }]) => [code(name), means]);
  const fields = Object.entries(FIELDS).map(([name, { means }]) => [code(name), means]);
  const metrics = METRIC_NAMES.map((name) => [code(name), METRICS[name], sourcesOf(name).join('; ')]);
  return [
    INTRODUCTION,
    '## Events',
    table(['Event', 'Level', 'Means', 'Fields'], events),
    '## What a line is about',
    'Read out of the input of the task; each line has those that its input, or its outcome, names. The same are annotations of the trace.',
    table(['Field', ''], about),
    '## Fields',
    table(['Field', ''], fields),
    '## Metrics',
    `Namespace \`ansinh\`, one dimension: \`service\`, the deployment's name. ${METRIC_NAMES.length} metrics at 0.30 USD a month each.`,
    table(['Metric', 'Unit', 'From'], metrics),
  ]
    .join('\n\n')
    .concat('\n');
}

function sourcesOf(metric: string): string[] {
  return Object.entries(EVENTS).flatMap(([event, entry]) => {
    const from = 'metrics' in entry ? Object.entries(entry.metrics).find(([name]) => name === metric)?.[1] : undefined;
    if (from === undefined) return [];
    return [from === 'each' ? `each ${code(event)}` : `${code(from)} of ${code(event)}`];
  });
}

if (import.meta.main) writeFileSync(LOG_EVENTS_DOCUMENT, logEventsDocument());

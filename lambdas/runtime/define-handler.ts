import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { failureOf, type LogEvent, lineOf, METRICS } from './log-events.ts';
import { correlationOf, type Fields } from './log-fields.ts';
import { safeError } from './safe-error.ts';

// The service is the deployment's name (POWERTOOLS_SERVICE_NAME): two in one account must not add up.
const logger = new Logger();
const metrics = new Metrics({ namespace: 'ansinh' });
const tracer = new Tracer();

/**
 * Makes the handler of one task: parses its input, runs it, and logs one line of the catalogue at its end. Errors pass
 * through with their names, which are what the state machine's `ErrorEquals` says, and without what they may quote: a bug
 * stays a bug. Input that does not parse is such a bug. The event itself is never logged.
 * @param tell the line that the task's outcome is worth: keys, counts and codes, never a person.
 */
export function defineHandler<Input extends z.ZodType, Output extends object>(
  task: string,
  input: Input,
  run: (input: z.output<Input>) => Promise<Output>,
  tell: (output: Output) => LogEvent,
): MiddyfiedHandler<unknown, Output> {
  return middy()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .handler(async (event: unknown, _context: Context) => {
      const about = correlationOf(event);
      for (const [name, value] of Object.entries(about)) tracer.putAnnotation(name, value);
      try {
        const output = await run(input.parse(event));
        log(tell(output), task, about);
        return output;
      } catch (error) {
        log(failureOf(error), task, about);
        throw safeError(error);
      }
    });
}

/** Writes the line, and its metrics in the embedded format: nothing is called, CloudWatch reads them out of the log. */
function log(event: LogEvent, task: string, about: Fields): void {
  const line = lineOf(event, task, about);
  logger[line.level](event.event, line.fields);
  for (const { name, value } of line.metrics) metrics.addMetric(name, METRICS[name], value);
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

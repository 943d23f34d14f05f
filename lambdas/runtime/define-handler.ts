import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';

const logger = new Logger({ serviceName: 'ansinh' });
const metrics = new Metrics({ namespace: 'ansinh', serviceName: 'ansinh' });
const tracer = new Tracer({ serviceName: 'ansinh' });

/** What a task tells of itself when it ends: counts and keys for the log, and counts for metrics. Never a person. */
export interface Told {
  readonly [name: string]: string | number | boolean;
}

/**
 * Makes the handler of one task: parses its input, runs it, and logs one line at its end. Errors pass through as they
 * are: their names are what the state machine's `ErrorEquals` says, and a bug stays a bug. Input that does not parse
 * is such a bug. The event itself is never logged.
 */
export function defineHandler<Input extends z.ZodType, Output extends object>(
  task: string,
  input: Input,
  run: (input: z.output<Input>) => Promise<Output>,
  tell: (output: Output) => Told = () => ({}),
): MiddyfiedHandler<unknown, Output> {
  return middy()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event: unknown, _context: Context) => {
      const output = await run(input.parse(event));
      const told = tell(output);
      logger.info(task, { ...told });
      metrics.addDimension('task', task);
      for (const [name, value] of Object.entries(told)) {
        if (typeof value === 'number') metrics.addMetric(name, MetricUnit.Count, value);
      }
      return output;
    });
}

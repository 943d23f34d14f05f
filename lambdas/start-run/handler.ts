import { z } from 'zod';
import { Store } from '../adapters/dynamodb.ts';
import { Executions } from '../adapters/executions.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { payoutRun } from '../domain/payouts/payout-run.ts';
import { period } from '../domain/period.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { messageOf } from './refusal-message.ts';
import { startRun } from './start-run.ts';

const env = readEnvironment(environment);
const executions = new Executions();
const ports = {
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  startMachine: (name: string, input: object) => executions.start(env.RUN_PAYOUT_ARN, name, input),
};

export const handler = defineApiHandler(
  'start-run',
  'officers',
  env,
  z.object({ period, kind: payoutRun.shape.kind.default('regular') }),
  async ({ caller, body }) => {
    const started = await startRun(ports, { ...body, startedBy: caller.name });
    return 'run' in started
      ? { status: 202, body: started }
      : { status: 409, body: { error: started.refused, message: messageOf(started) } };
  },
);

import { z } from 'zod';
import { Store } from '../adapters/dynamodb.ts';
import { Executions } from '../adapters/executions.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payouts/payment.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { requestApproval } from './request-approval.ts';

const executions = new Executions();
const ports = {
  runs: new RunsTable(new Store(), readEnvironment(environment).RUNS_TABLE),
  resume: (taskToken: string, output: object) => executions.resume(taskToken, output),
};

export const handler = defineHandler(
  'request-approval',
  z.object({ run: runId, manifestHash: z.string().length(64), taskToken: z.string().min(1) }),
  async (asked) => {
    await requestApproval(ports, asked);
    return { run: asked.run };
  },
  () => ({ event: 'approval-asked' }),
);

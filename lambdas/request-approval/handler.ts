import { z } from 'zod';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payment.ts';
import { manifestWorkKey } from '../domain/run-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';

const runs = new RunsTable(new Store(), readEnvironment(environment).RUNS_TABLE);

const input = z.object({ run: runId, manifestHash: z.string().length(64), taskToken: z.string().min(1) });

/** Puts a run before its approvers. The state machine then waits until `decide-run` brings its token back. */
export const handler = defineHandler(
  'request-approval',
  input,
  async ({ run, manifestHash, taskToken }) => {
    await runs.awaitApproval(run, { manifestHash, manifestKey: manifestWorkKey(run), taskToken });
    return { run };
  },
  ({ run }) => ({ run }),
);

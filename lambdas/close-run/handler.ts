import { z } from 'zod';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payment.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';

const runs = new RunsTable(new Store(), readEnvironment(environment).RUNS_TABLE);

const ENDS = {
  rejected: 'bị từ chối phê duyệt; chưa có khoản nào được chi. Hãy xử lý lý do từ chối rồi lập đợt mới',
  expired: 'hết thời hạn chờ phê duyệt; chưa có khoản nào được chi. Hãy lập đợt mới',
} as const;

/** Ends a run that was rejected or that nobody approved in time. Its drafts are free for the next run. */
export const handler = defineHandler(
  'close-run',
  z.object({ run: runId, verdict: z.enum(['rejected', 'expired']) }),
  async ({ run, verdict }) => {
    await runs.advance(run, ['awaiting-approval'], verdict);
    return { run, verdict, message: { subject: `ansinh: run ${run} ${verdict}`, body: `Đợt chi trả ${run} ${ENDS[verdict]}.` } };
  },
  ({ run, verdict }) => ({ run, verdict }),
);

import { z } from 'zod';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payouts/payment.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';

const runs = new RunsTable(new Store(), readEnvironment(environment).RUNS_TABLE);

const ENDS = {
  rejected: 'bị từ chối phê duyệt; chưa có khoản nào được chi. Hãy xử lý lý do từ chối rồi lập đợt mới',
  failed: 'không lập được do lỗi; chưa có khoản nào được chi. Hãy báo quản trị hệ thống, rồi lập đợt mới',
  expired: 'hết thời hạn chờ phê duyệt; chưa có khoản nào được chi. Hãy lập đợt mới',
} as const;

/**
 * From which states each end may come. The second approval may land in the very moment in which the run expires: the
 * execution has gone its way by then, nothing was released, and the run is expired.
 */
const FROM = {
  rejected: ['awaiting-approval'],
  expired: ['awaiting-approval', 'approved'],
  failed: ['drafting', 'awaiting-approval'],
} as const;

/** Ends a run that failed while it was drafted, was rejected, or that nobody approved in time. Its drafts are free for the next run. */
export const handler = defineHandler(
  'close-run',
  z.object({ run: runId, verdict: z.enum(['failed', 'rejected', 'expired']) }),
  async ({ run, verdict }) => {
    await runs.advance(run, FROM[verdict], verdict);
    return {
      run,
      verdict,
      message: { subject: `ansinh: run ${run} ${verdict}`, body: `Đợt chi trả ${run} ${ENDS[verdict]}.` },
    };
  },
  ({ verdict }) => ({ event: 'run-ended', verdict }),
);

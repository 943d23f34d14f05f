import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { Executions } from '../adapters/executions.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payouts/payment.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { decideRun } from './decide-run.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const executions = new Executions();
const store = new Store();
const ports = {
  runs: new RunsTable(store, env.RUNS_TABLE),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
  resume: (taskToken: string, output: object) => executions.resume(taskToken, output),
};

const REFUSALS = {
  'no-such-run': 'Không có đợt chi trả này. Hãy kiểm tra lại mã đợt.',
  'not-awaiting':
    'Đợt chi trả này không chờ phê duyệt nên không ghi nhận thêm ý kiến. Hãy xem trạng thái của đợt bằng “ansinh status”.',
  'manifest-changed': 'Nội dung đợt chi trả đã thay đổi sau khi Ông/Bà xem. Hãy xem lại rồi quyết định.',
  'started-the-run': 'Người lập đợt chi trả không được phê duyệt đợt đó. Hãy chuyển cho người phê duyệt khác.',
  'decided-already': 'Ông/Bà đã phê duyệt đợt này. Cần một người phê duyệt khác; nếu đổi ý, hãy rút lại phê duyệt.',
  'not-approved-yet': 'Ông/Bà chưa phê duyệt đợt này nên không có gì để rút lại.',
  'in-doubt':
    'Đợt này lập lại khoản mà tổ chức chi trả nay báo là đã chi, chưa có người quyết định. Hãy đề nghị cán bộ tỉnh quyết định ngoại lệ trước (ansinh exceptions), hoặc từ chối đợt này.',
  'reason-missing': 'Hãy ghi rõ lý do từ chối hoặc rút lại phê duyệt.',
} as const;

export const handler = defineApiHandler(
  'decide-run',
  'approvers',
  env,
  z.object({
    verdict: z.enum(['approved', 'rejected', 'withdrawn']),
    manifestHash: z.string().length(64),
    reason: z.string().trim().max(1000).nullable().default(null),
  }),
  async ({ caller, path, body }) => {
    const run = runId.safeParse(path['run']);
    const decided = run.success
      ? await decideRun(ports, run.data, {
          ...body,
          by: caller.name,
          ...(caller.tokenId && { tokenId: caller.tokenId }),
        })
      : { refused: 'no-such-run' as const };
    if (!('refused' in decided)) return { status: 200, body: decided };
    return {
      status: decided.refused === 'no-such-run' ? 404 : 409,
      body: { error: decided.refused, message: REFUSALS[decided.refused] },
    };
  },
);

import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { Executions } from '../adapters/executions.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { listConfirmation } from '../domain/rolls/submission.ts';
import { submissionRef } from '../domain/rolls/submission-chunks.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { confirmList } from './confirm-list.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const executions = new Executions();
const store = new Store();
const ports = {
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
  startMachine: (name: string, input: object) => executions.start(env.INGEST_LIST_ARN, name, input),
};

const REFUSALS = {
  'no-such-list': 'Không có danh sách này. Hãy kiểm tra lại đơn vị, kỳ chi trả và mã danh sách trên biên nhận.',
  'not-awaiting': 'Danh sách này không chờ xác nhận. Hãy xem trạng thái của kỳ.',
  'confirmed-otherwise':
    'Danh sách này đã được xác nhận theo cách khác. Hãy xem biên nhận; nếu sai, đơn vị gửi lại danh sách.',
  'no-roll-yet':
    'Kỳ này đơn vị chưa có danh sách nào để giữ lại các chế độ khác. Hãy mở kỳ để chuyển danh sách tháng trước sang, rồi xác nhận lại.',
  'period-closed': 'Kỳ chi trả này đã khóa sổ nên không xác nhận thêm danh sách.',
} as const;

export const handler = defineApiHandler(
  'confirm-list',
  'officers',
  env,
  z.object({
    as: listConfirmation.shape.as,
    reason: z.string().trim().max(1000).nullable().default(null),
  }),
  async ({ caller, path, body }) => {
    const ref = submissionRef.safeParse(path);
    const done = ref.success
      ? await confirmList(ports, ref.data, { ...body, by: caller.name })
      : { refused: 'no-such-list' as const };
    if ('confirmed' in done) return { status: 202, body: done.confirmed };
    return {
      status: done.refused === 'no-such-list' ? 404 : 409,
      body: { error: done.refused, message: REFUSALS[done.refused] },
    };
  },
);

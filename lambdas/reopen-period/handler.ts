import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { period } from '../domain/period.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { reopenPeriod } from './reopen-period.ts';

const env = readEnvironment(environment);
const ports = {
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
};

const REFUSALS = {
  'not-closed': 'Kỳ này không ở trạng thái đã khóa sổ nên không cần mở lại. Hãy xem trạng thái của kỳ.',
  closing: 'Kỳ này đang được khóa sổ. Hãy chờ khóa sổ xong rồi mới mở lại.',
} as const;

export const handler = defineApiHandler(
  'reopen-period',
  'officers',
  env,
  z.object({
    reason: z.string().trim().min(10, 'Hãy nêu rõ lý do mở lại kỳ, ít nhất 10 ký tự.').max(1000),
  }),
  async ({ caller, path, body }) => {
    const month = period.safeParse(path['period']);
    if (!month.success) {
      return { status: 404, body: { error: 'no-such-period', message: 'Kỳ chi trả viết NĂM-THÁNG, ví dụ 2023-06.' } };
    }
    const done = await reopenPeriod(ports, { period: month.data, by: caller.name, reason: body.reason });
    return 'reopened' in done
      ? { status: 200, body: { period: month.data, ...done.reopened } }
      : { status: 409, body: { error: done.refused, message: REFUSALS[done.refused] } };
  },
);

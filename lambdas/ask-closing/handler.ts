import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { Executions } from '../adapters/executions.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { closingRefusalMessage } from '../domain/closing/closing-refusal.ts';
import { period } from '../domain/period.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { askClosing } from './ask-closing.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const executions = new Executions();
const ports = {
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
  startMachine: (name: string, input: object) => executions.start(env.CLOSE_PERIOD_ARN, name, input),
};

const AT_ONCE = 'Có người vừa yêu cầu khóa sổ kỳ này. Hãy chờ ít phút rồi xem trạng thái của kỳ.';

export const handler = defineApiHandler('ask-closing', 'officers', env, z.object({}), async ({ caller, path }) => {
  const month = period.safeParse(path['period']);
  if (!month.success) {
    return { status: 404, body: { error: 'no-such-period', message: 'Kỳ chi trả viết NĂM-THÁNG, ví dụ 2023-06.' } };
  }
  const asked = await askClosing(ports, { period: month.data, by: caller.name });
  if ('closing' in asked) return { status: 202, body: asked };
  const message = asked.refused === 'started-at-once' ? AT_ONCE : closingRefusalMessage(asked, month.data);
  return { status: 409, body: { error: asked.refused, message } };
});

import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { exceptionVerdict, paymentException } from '../domain/settlement/payment-exception.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { decideException } from './decide-exception.ts';
import { environment } from './env.ts';
import { refusalMessage } from './refusal-message.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
};

const exceptionPath = paymentException.pick({ period: true, id: true });

/** Fewer characters say nothing of what was checked, and with whom. */
const CHECKED_MIN = 10;
const TOO_SHORT = `Hãy ghi rõ đã kiểm tra gì, với ai, theo giấy tờ nào (ít nhất ${CHECKED_MIN} ký tự).`;

export const handler = defineApiHandler(
  'decide-exception',
  'officers',
  env,
  z.object({ verdict: exceptionVerdict, checked: z.string().trim().min(CHECKED_MIN, TOO_SHORT).max(1000) }),
  async ({ caller, path, body }) => {
    const named = exceptionPath.safeParse(path);
    const decided = named.success
      ? await decideException(ports, { ...named.data, ...body, by: caller.name })
      : { refused: 'no-such-exception' as const };
    if (!('refused' in decided)) return { status: 200, body: decided };
    return {
      status: decided.refused === 'no-such-exception' ? 404 : 409,
      body: { error: decided.refused, message: refusalMessage(decided) },
    };
  },
);

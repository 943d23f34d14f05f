import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { ClaimsTable } from '../adapters/claims-table.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { Executions } from '../adapters/executions.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { benefit } from '../domain/benefit.ts';
import { period } from '../domain/period.ts';
import { personalId } from '../domain/person.ts';
import { unitCode } from '../domain/unit.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { decideConflict } from './decide-conflict.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const executions = new Executions();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(reference),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  claims: new ClaimsTable(store, env.CLAIMS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
  ticket: () => randomUUID().slice(0, 8),
  startMachine: (name: string, input: object) => executions.start(env.INGEST_LIST_ARN, name, input),
};

const REFUSALS = {
  'period-closed': 'Kỳ này đã khóa sổ, không quyết định lại nơi chi trả được. Hãy xử lý ở kỳ sau.',
  'not-listed':
    'Danh sách hiện hành của đơn vị này không có người này với chế độ đã nêu. Hãy kiểm tra lại số CCCD, chế độ, mã đơn vị, hoặc đề nghị đơn vị bổ sung người này vào danh sách trước.',
  'no-conflict': 'Trong kỳ này không có đơn vị nào khác ghi người này, nên không có gì phải quyết định.',
} as const;

export const handler = defineApiHandler(
  'decide-conflict',
  'officers',
  env,
  z.object({
    period,
    person: personalId,
    /** A programme, or `EMERGENCY` for the help of an emergency list. */
    programme: benefit,
    unit: unitCode,
    reason: z.string().trim().min(1).max(1000),
  }),
  async ({ caller, body: { programme, ...body } }) => {
    const decided = await decideConflict(ports, { ...body, benefit: programme, by: caller.name });
    return 'decision' in decided
      ? { status: 202, body: decided }
      : { status: 409, body: { error: decided.refused, message: REFUSALS[decided.refused] } };
  },
);

import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { ClaimsTable } from '../adapters/claims-table.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { listKind } from '../domain/lists/list-facts.ts';
import { refusalCode, refusalDetails } from '../domain/lists/refusal-catalogue.ts';
import { period } from '../domain/period.ts';
import { submissionId } from '../domain/rolls/submission.ts';
import { submissionRef } from '../domain/rolls/submission-chunks.ts';
import { unitCode } from '../domain/unit.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { closeRefused } from './close-refused.ts';
import { closeSubmission } from './close-submission.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  claims: new ClaimsTable(store, env.CLAIMS_TABLE),
};

const refused = z.object({
  outcome: z.literal('refused'),
  code: refusalCode,
  details: refusalDetails.optional(),
  kind: listKind.optional(),
  key: z.string(),
  id: submissionId,
  receivedAt: z.iso.datetime(),
  unit: unitCode.nullable(),
  period: period.nullable(),
});

type Ended = Awaited<ReturnType<typeof closeRefused>> | Awaited<ReturnType<typeof closeSubmission>>;

export const handler = defineHandler(
  'close-submission',
  z.union([refused, submissionRef]),
  async (input): Promise<Ended> => ('outcome' in input ? closeRefused(ports, input) : closeSubmission(ports, input)),
  ({ outcome, status, totals }) => ({
    event: 'list-closed',
    outcome,
    status,
    rowsRead: totals.read.rows,
    rowsHeld: totals.held.rows,
    rowsRejected: totals.rejected.rows,
  }),
);

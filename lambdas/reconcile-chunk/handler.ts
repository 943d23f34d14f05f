import { Bucket } from '../adapters/buckets.ts';
import { ClaimsTable } from '../adapters/claims-table.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { HttpClient } from '../adapters/http.ts';
import { HttpIdentityRegistry, registrySettings } from '../adapters/identity-registry.ts';
import { KeyedHttpClient } from '../adapters/keyed-http.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { Secret } from '../adapters/secrets.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { chunkRef } from '../domain/rolls/submission-chunks.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { reconcileChunk } from './reconcile-chunk.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  registry: new HttpIdentityRegistry(
    registrySettings.parse({
      url: env.REGISTRY_URL,
      callsPerSecond: env.REGISTRY_CALLS_PER_SECOND,
      // Several chunks are reconciled side by side; one call each keeps the registry's load at the map's concurrency.
      concurrency: 1,
    }),
    env.REGISTRY_SECRET === undefined
      ? new HttpClient()
      : new KeyedHttpClient(new HttpClient(), 'x-api-key', new Secret(env.REGISTRY_SECRET)),
  ),
  claims: new ClaimsTable(store, env.CLAIMS_TABLE),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
};

export const handler = defineHandler(
  'reconcile-chunk',
  chunkRef,
  (ref) => reconcileChunk(ports, ref),
  ({ held, ...counts }) => ({ event: 'chunk-reconciled', rowsHeld: held, ...counts }),
);

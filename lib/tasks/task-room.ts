import { Construct } from 'constructs';
import type { DeploymentConfig } from '../deployment-config.ts';
import { allow, type Grant, reads, readsClock } from '../grants.ts';
import { PipelineFunction, type PipelineFunctionProps } from '../pipeline-function.ts';
import type { Signing } from '../signing.ts';
import type { Storage } from '../storage.ts';

/** Where the identity registry is, and the secret with its key where it asks for one. */
export interface Registry {
  readonly url: string;
  readonly key: { readonly secretId: string; readonly arn: string } | undefined;
}

interface TaskRoomProps {
  readonly config: DeploymentConfig;
  readonly storage: Storage;
  readonly signing: Signing;
  readonly bundles: string;
  readonly registry: Registry;
}

/** Where the tasks of all machines are made, and what they share: names of buckets and tables, settings, common grants. */
export class TaskRoom extends Construct {
  readonly at: Storage;
  readonly config: DeploymentConfig;
  readonly signing: Signing;
  readonly registry: Registry;
  /** To read the reference data: nearly every task does. */
  readonly references: Grant;
  /** To read the hour: from a file in a sandbox, and nothing elsewhere. */
  readonly clock: readonly Grant[];
  /** Settings by the name that they have in the environments of functions. */
  readonly names;
  readonly #bundles: string;

  constructor(scope: Construct, id: string, { config, storage, signing, bundles, registry }: TaskRoomProps) {
    super(scope, id);
    this.at = storage;
    this.config = config;
    this.signing = signing;
    this.registry = registry;
    this.references = reads(storage.reference, 'reference/*');
    this.clock = readsClock(storage.reference, config.sandbox);
    this.names = {
      INBOX_BUCKET: storage.inbox.bucketName,
      WORK_BUCKET: storage.work.bucketName,
      OUTBOX_BUCKET: storage.outbox.bucketName,
      REFERENCE_BUCKET: storage.reference.bucketName,
      SUBMISSIONS_TABLE: storage.submissions.tableName,
      ENTITLEMENTS_TABLE: storage.entitlements.tableName,
      CLAIMS_TABLE: storage.claims.tableName,
      PAYMENTS_TABLE: storage.payments.tableName,
      RUNS_TABLE: storage.runs.tableName,
      EXCEPTIONS_TABLE: storage.exceptions.tableName,
      SANDBOX: config.sandbox ? ('true' as const) : ('false' as const),
      CHUNK_ROWS: String(config.chunkRows),
      UNITS_PER_BATCH: String(config.unitsPerBatch),
      SHARD_RANGES: String(config.shardRanges),
      SIGNING_KEYS: signing.arns,
    };
    this.#bundles = bundles;
  }

  /** A task's function, its settings typed by its own `env.ts`, and what it may do. */
  readonly task = <Environment extends Record<string, string>>(
    name: string,
    environment: Environment,
    grants: readonly Grant[],
    sizes: Pick<PipelineFunctionProps, 'memory' | 'reservedConcurrency'> = {},
  ): PipelineFunction => {
    const made = new PipelineFunction(this, name, { task: name, bundles: this.#bundles, environment, ...sizes });
    allow(made, ...grants);
    return made;
  };
}

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** A bucket with the house defaults: private, encrypted, TLS only, versioned, never deleted with its stack. */
export function houseBucket(
  scope: Construct,
  id: string,
  options: { events?: boolean; lifecycle?: LifecycleRule[] } = {},
): Bucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: options.lifecycle ?? [],
  });
  const resource = bucket.node.defaultChild;
  // The L2 flag for this adds a Python custom resource; the resource itself has the property.
  if (options.events && resource instanceof CfnBucket) {
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
  return bucket;
}

/** The buckets by trust and the six tables. */
export class Storage extends Construct {
  /** Units and providers write here, each only under its own prefix. */
  readonly inbox: Bucket;
  /** Ours: what one task leaves for the next. It expires. */
  readonly work: Bucket;
  /** Receipts to units, files to providers, reports to the province. */
  readonly outbox: Bucket;
  /** Units, programmes, rates, providers, calendar, targets, in versions. */
  readonly reference: Bucket;
  readonly submissions: TableV2;
  readonly entitlements: TableV2;
  readonly claims: TableV2;
  readonly payments: TableV2;
  readonly runs: TableV2;
  /** What about payments needs a person: its own table, because a strange file may bring thousands. */
  readonly exceptions: TableV2;

  constructor(scope: Construct, id: string, { keepWorkDays }: { keepWorkDays: number }) {
    super(scope, id);
    this.inbox = houseBucket(this, 'Inbox', { events: true });
    const kept = Duration.days(keepWorkDays);
    this.work = houseBucket(this, 'Work', {
      lifecycle: [{ expiration: kept, noncurrentVersionExpiration: Duration.days(1) }],
    });
    this.outbox = houseBucket(this, 'Outbox');
    this.reference = houseBucket(this, 'Reference');
    this.submissions = this.#table('Submissions', AttributeType.STRING);
    // The position of a row, a number, keeps a roll in the order of its list.
    this.entitlements = this.#table('Entitlements', AttributeType.NUMBER);
    this.claims = this.#table('Claims', AttributeType.STRING);
    this.payments = this.#table('Payments', AttributeType.STRING);
    this.runs = this.#table('Runs', AttributeType.STRING);
    this.exceptions = this.#table('Exceptions', AttributeType.STRING);
  }

  #table(id: string, sortKey: AttributeType): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: sortKey },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

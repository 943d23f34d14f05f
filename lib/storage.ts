import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type LifecycleRule,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './deployment-config.ts';

export interface HouseBucketProps {
  /** The key of its trust zone. Without one S3's own key encrypts: where server access logs go it must be that. */
  readonly key?: Key;
  /** Where S3 writes who asked for what. */
  readonly accessLogs?: Bucket;
  readonly records?: DeploymentConfig['records'];
  readonly events?: boolean;
  readonly lifecycle?: LifecycleRule[];
}

/** A bucket with the house defaults: private, encrypted, TLS only, versioned, never deleted with its stack. */
export function houseBucket(scope: Construct, id: string, options: HouseBucketProps = {}): Bucket {
  const { key, accessLogs, records } = options;
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...(key
      ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: options.lifecycle ?? [],
    ...(records?.lock && records.lock !== 'off' && { objectLockDefaultRetention: lockOf(records.lock, records.years) }),
  });
  if (key) refuseOtherKeys(bucket, key);
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('A bucket has no resource');
  if (accessLogs) {
    resource.loggingConfiguration = {
      destinationBucketName: accessLogs.bucketName,
      logFilePrefix: `${id.toLowerCase()}/`,
    };
  }
  // The L2 flag for this adds a Python custom resource; the resource itself has the property.
  if (options.events) {
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
  return bucket;
}

/**
 * The years count from the end of the accounting year (NĐ 174/2016, art. 15), the lock from the day of writing: it
 * takes a year more. A default of the bucket, so that no writer can forget it.
 */
function lockOf(mode: 'governance' | 'compliance', years: number): ObjectLockRetention {
  return ObjectLockRetention[mode](lastingOf(years));
}

function lastingOf(years: number): Duration {
  return Duration.days(Math.ceil((years + 1) * 365.25));
}

/** What holds people goes when it need not be kept any longer; a locked version goes when its lock has ended. */
function erasedAfter({ years, lock }: DeploymentConfig['records'], prefixes: readonly string[]): LifecycleRule[] {
  const expiration = lastingOf(years);
  // Without a lock nothing else would keep the version that a list was read in.
  const noncurrentVersionExpiration = lock === 'off' ? expiration : Duration.days(1);
  return prefixes.map((prefix) => ({ prefix, expiration, noncurrentVersionExpiration }));
}

/** Where people stand (docs/personal-data.md). Reports and reference data hold nobody, and stay. */
const PEOPLE_IN_INBOX = ['lists/', 'results/'];
const PEOPLE_IN_JOURNAL = ['journal/'];
const PEOPLE_IN_OUTBOX = [
  'receipts/',
  'worklists/',
  'rolls/',
  'feeds/',
  'unpaid/',
  'payouts/',
  'settlements/',
  'books/',
];

/** Whoever may write could otherwise name a key of their own, and nobody here could read what they left. */
function refuseOtherKeys(bucket: Bucket, key: Key): void {
  const deny = (sid: string, conditions: Record<string, Record<string, string>>) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions,
      }),
    );
  const named = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  deny('OtherKey', { Null: { [named]: 'false' }, StringNotEquals: { [named]: key.keyArn } });
  deny('OtherEncryption', { StringEquals: { 's3:x-amz-server-side-encryption': 'AES256' } });
  deny('CallersKey', { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } });
}

/** A key that turns over every year and outlives its stack: what it encrypted would be lost with it. */
export function zoneKey(scope: Construct, id: string, description: string): Key {
  return new Key(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
}

/** The buckets by trust, the six tables, and a key for each trust zone (docs/adr/0022-storage.md). */
export class Storage extends Construct {
  /** Units and providers write here, each only under its own prefix. */
  readonly inbox: Bucket;
  /** Ours: what one task leaves for the next. It expires. */
  readonly work: Bucket;
  /** Receipts to units, files to providers, reports to the province. */
  readonly outbox: Bucket;
  /** Units, programmes, rates, providers, calendar, targets, in versions. */
  readonly reference: Bucket;
  /** Every change of the tables, from which they can be made again. */
  readonly journal: Bucket;
  readonly submissions: TableV2;
  readonly entitlements: TableV2;
  readonly claims: TableV2;
  readonly payments: TableV2;
  readonly runs: TableV2;
  /** What about payments needs a person: its own table, because a strange file may bring thousands. */
  readonly exceptions: TableV2;
  /** The tables' key: tables that are made again get it too. */
  readonly tableKey: Key;
  /** Whether the tables tell of their changes. */
  readonly #streams: boolean;

  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id);
    const { records } = config;
    const inboxKey = zoneKey(this, 'InboxKey', 'ansinh: what units and providers send');
    const ourKey = zoneKey(this, 'OurKey', 'ansinh: tables, work and reference data');
    const outboxKey = zoneKey(this, 'OutboxKey', 'ansinh: what units, providers and the province are given');
    // Server access logs can go neither into a locked bucket nor into one with a key of ours.
    const accessLogs = houseBucket(this, 'AccessLogs', {
      lifecycle: [
        { expiration: Duration.days(config.keepAccessLogDays), noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
    accessLogs.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AccessLogs',
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [accessLogs.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.inbox = houseBucket(this, 'Inbox', {
      key: inboxKey,
      accessLogs,
      records,
      events: true,
      lifecycle: erasedAfter(records, PEOPLE_IN_INBOX),
    });
    const kept = Duration.days(config.keepWorkDays);
    this.work = houseBucket(this, 'Work', {
      key: ourKey,
      accessLogs,
      lifecycle: [{ expiration: kept, noncurrentVersionExpiration: Duration.days(1) }],
    });
    this.outbox = houseBucket(this, 'Outbox', {
      key: outboxKey,
      accessLogs,
      records,
      lifecycle: erasedAfter(records, PEOPLE_IN_OUTBOX),
    });
    this.reference = houseBucket(this, 'Reference', { key: ourKey, accessLogs });
    allowThrough('dynamodb', ourKey, TABLE_KEY);
    this.tableKey = ourKey;
    this.journal = houseBucket(this, 'Journal', {
      key: ourKey,
      accessLogs,
      records,
      lifecycle: erasedAfter(records, PEOPLE_IN_JOURNAL),
    });
    this.#streams = config.journalSeconds !== null;
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
      encryption: TableEncryptionV2.customerManagedKey(this.tableKey),
      ...(this.#streams && { dynamoStream: StreamViewType.NEW_IMAGE }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** Table keys are used by DynamoDB for as long as a table stands: it takes a grant of its own. */
const TABLE_KEY = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:CreateGrant',
  'kms:DescribeKey',
];

/**
 * Whoever of this account may use what a service keeps may use its key, through that service only: the policy that AWS
 * gives its own keys. So the grants on tables and topics decide, and no role needs the key itself.
 */
export function allowThrough(service: 'dynamodb' | 'sns', key: Key, actions: string[]): void {
  const { account, region } = Stack.of(key);
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: `Through${service}`,
      principals: [new AnyPrincipal()],
      actions,
      resources: ['*'],
      conditions: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${region}.amazonaws.com` },
      },
    }),
  );
}

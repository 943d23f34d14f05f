import { SHARDS } from '../../lambdas/domain/shard.ts';
import { METRICS } from '../../lambdas/runtime/log-events.ts';
import type { MeasuredSample } from './measured-month.ts';
import type { PriceName, Prices } from './prices.ts';
import { type Driver, driversOf, type MonthSize } from './size.ts';
import { type MonthKind, type MonthUsage, type Usage, usageOf } from './usage.ts';

/** One line of the bill of a month. */
export interface BillLine {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly price: PriceName;
  /** `deployment`: it costs the same with nobody in it. */
  readonly growsWith: Driver | 'deployment';
  readonly usd: number;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  /** The sum of all lines. */
  readonly usd: number;
  /** Of it what a deployment costs without people. */
  readonly deploymentUsd: number;
  readonly transitions: number;
  /** What everything that one month leaves costs a month, for as long as it is kept. */
  readonly keptUsd: number;
}

const GIGABYTE = 1024 ** 3;
/** Topics' readers, each by e-mail. */
const READERS = 1;
/** Officers and approvers who sign in. */
const USERS = 20;
/** Questions and decisions of officers. */
const API_REQUESTS = 1000;
const SCHEDULED = 12;
/** Logs last a year: as many months of them are kept. */
const LOG_MONTHS = 12;
/** Work objects last 90 days. */
const WORK_MONTHS = 3;
/** A table's key is asked for once in five minutes and table (DynamoDB Developer Guide, "encryption at rest: usage notes"). */
const TABLE_KEY_REQUESTS = 6 * 12 * 730;
const TABLES = ['submissions', 'entitlements', 'claims', 'payments', 'runs', 'exceptions'];

/** The bill of a month of a size, without free tiers and taxes. */
export function billOf(sample: MeasuredSample, kind: MonthKind, size: MonthSize, prices: Prices): Bill {
  const usage = usageOf(sample, kind, size);
  const lines = merged([...growing(usage, driversOf(size), objectsOfClosedMonths(size)), ...ofDeployment(sample)]).map(
    ({ what, price, quantity, growsWith }): BillLine => {
      const { usd, per, unit } = prices.prices[price];
      return { what, price, quantity, growsWith, unit, usd: (quantity * usd) / per };
    },
  );
  const sum = (of: readonly BillLine[]) => of.reduce((total, { usd }) => total + usd, 0);
  return {
    lines: lines.filter(({ quantity }) => quantity > 0).toSorted((one, other) => other.usd - one.usd),
    usd: sum(lines),
    deploymentUsd: sum(lines.filter(({ growsWith }) => growsWith === 'deployment')),
    transitions: total(usage.transitions),
    keptUsd: sum(lines.filter(({ price }) => KEEPING.includes(price))),
  };
}

const KEEPING: readonly PriceName[] = ['dynamodb.storage', 'dynamodb.recovery', 's3.storage'];

type Unpriced = Pick<BillLine, 'what' | 'price' | 'quantity' | 'growsWith'>;

/** A closed month lies in an object for each shard; a publication gets each, and the first one puts it. */
function objectsOfClosedMonths({ publications, monthsCounted, monthsRead }: MonthSize): number {
  return publications * (monthsCounted - monthsRead) * SHARDS;
}

function growing(usage: MonthUsage, drivers: ReturnType<typeof driversOf>, ofClosedMonths: number): Unpriced[] {
  const priced = (price: PriceName, prefix: string, used: readonly Usage[], times = 1): Unpriced[] =>
    used.map(({ what, quantity, growsWith }) => ({
      what: `${prefix}${what}`,
      price,
      quantity: quantity * times,
      growsWith,
    }));
  const tables = usage.kept.filter(({ what }) => TABLES.includes(what));
  const buckets = usage.kept.filter(({ what }) => !TABLES.includes(what));
  const uploads = drivers.communes + drivers.files;
  const messages = drivers.communes + drivers.files + drivers.publications * 3;
  const given = buckets.filter(({ what }) => what === 'outbox' || what === 'reports');
  const once = (what: string, price: PriceName, quantity: number, growsWith: Driver): Unpriced => ({
    what,
    price,
    quantity,
    growsWith,
  });
  return [
    ...priced('dynamodb.writeUnit', 'writing ', usage.writeUnits),
    ...priced('dynamodb.readUnit', 'reading ', usage.readUnits),
    ...priced('dynamodb.storage', 'keeping ', tables, 1 / GIGABYTE),
    ...priced('dynamodb.recovery', 'point-in-time recovery of ', tables, 1 / GIGABYTE),
    ...priced('lambda.gigabyteSecond', 'running ', usage.gigabyteSeconds),
    ...priced('lambda.request', 'calling ', usage.invocations),
    ...priced('states.transition', 'steps of ', usage.transitions),
    ...priced('s3.write', 'putting and listing ', usage.objectWrites),
    ...priced('s3.read', 'getting ', usage.objectReads),
    ...buckets.flatMap((one) =>
      priced('s3.storage', 'keeping ', [one], (one.what === 'work' ? WORK_MONTHS : 1) / GIGABYTE),
    ),
    ...priced('s3.dataOut', 'downloading ', given, 1 / GIGABYTE),
    ...priced('cloudwatch.logIngestion', 'logs of ', usage.logBytes, 1 / GIGABYTE),
    ...priced('cloudwatch.logStorage', 'a year of logs of ', usage.logBytes, LOG_MONTHS / GIGABYTE),
    once('getting closed months', 's3.read', ofClosedMonths, 'publications × months'),
    once('putting lists and answers', 's3.write', uploads, 'communes'),
    once('lists and answers that land', 'events.event', uploads, 'communes'),
    once('keys for objects', 'kms.request', keyRequests(usage) + uploads, 'communes'),
    once('notices', 'sns.publish', messages, 'communes'),
    once('notices by e-mail', 'sns.email', messages * READERS, 'communes'),
    // One for each call at most: sampling takes fewer.
    once('traces', 'xray.trace', total(usage.invocations), 'communes'),
  ];
}

/**
 * A bucket key serves whatever one role does in a bucket for some time (Amazon S3 User Guide, "Reducing the cost of SSE-KMS
 * with Amazon S3 Bucket Keys"), so a function asks once for each bucket of a call at most, however many objects it takes.
 */
function keyRequests({ objectReads, objectWrites, invocations }: MonthUsage): number {
  const calls = tally(invocations);
  const asked = [...tally([...objectReads, ...objectWrites])].map(([what, objects]) =>
    Math.min(objects, calls.get(what.split(' by ')[1] ?? '') ?? objects),
  );
  return asked.reduce((sum, requests) => sum + requests, 0);
}

function tally(used: readonly Usage[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { what, quantity } of used) sums.set(what, (sums.get(what) ?? 0) + quantity);
  return sums;
}

function ofDeployment({ resources }: MeasuredSample): Unpriced[] {
  const of = (what: string, price: PriceName, quantity: number): Unpriced => ({
    what,
    price,
    quantity,
    growsWith: 'deployment',
  });
  return [
    of('keys', 'kms.key', resources['AWS::KMS::Key'] ?? 0),
    of('alarms', 'cloudwatch.alarm', resources['AWS::CloudWatch::Alarm'] ?? 0),
    of('dashboard', 'cloudwatch.dashboard', resources['AWS::CloudWatch::Dashboard'] ?? 0),
    of('metrics', 'cloudwatch.metric', Object.keys(METRICS).length),
    of('secret of the registry', 'secrets.secret', 1),
    of('officers and approvers', 'cognito.user', USERS),
    of('their requests', 'api.request', API_REQUESTS),
    of('schedules', 'events.schedule', SCHEDULED),
    of('keys of tables', 'kms.request', TABLE_KEY_REQUESTS),
    of('signatures', 'kms.signRequest', 10),
  ];
}

function total(used: readonly Usage[]): number {
  return used.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** One line for each thing: what grows with two sizes is told by the first, the larger in what was measured. */
function merged(lines: readonly Unpriced[]): Unpriced[] {
  return [...Map.groupBy(lines, ({ what, price }) => `${price} ${what}`).values()].flatMap((same) => {
    const [first] = same.toSorted((one, other) => other.quantity - one.quantity);
    return first ? [{ ...first, quantity: same.reduce((sum, { quantity }) => sum + quantity, 0) }] : [];
  });
}

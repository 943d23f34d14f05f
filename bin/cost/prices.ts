import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const PRICE_NAMES = [
  'dynamodb.writeUnit',
  'dynamodb.readUnit',
  'dynamodb.storage',
  'dynamodb.recovery',
  'lambda.request',
  'lambda.gigabyteSecond',
  'states.transition',
  's3.write',
  's3.read',
  's3.storage',
  's3.dataOut',
  'kms.key',
  'kms.request',
  'kms.signRequest',
  'sns.publish',
  'sns.email',
  'events.event',
  'events.schedule',
  'cloudwatch.logIngestion',
  'cloudwatch.logStorage',
  'cloudwatch.metric',
  'cloudwatch.alarm',
  'cloudwatch.dashboard',
  'xray.trace',
  'api.request',
  'cognito.user',
  'secrets.secret',
] as const;
const priceName = z.enum(PRICE_NAMES);
export type PriceName = z.output<typeof priceName>;

const price = z.strictObject({
  /** US dollars for so many of the unit. */
  usd: z.number().positive(),
  per: z.number().int().positive(),
  unit: z.string(),
  /** The page of AWS on which it stands. */
  page: z.url(),
});

const priceFile = z.strictObject({
  schemaVersion: z.literal(1),
  region: z.string(),
  writtenOn: z.iso.date(),
  source: z.string(),
  /** When, and by whom, it was compared with the pages; null as long as nobody has. */
  compared: z.strictObject({ on: z.iso.date(), by: z.string() }).nullable(),
  prices: z.record(priceName, price),
});
export type Prices = z.output<typeof priceFile>;

const FOLDER = join(import.meta.dirname, 'prices');

/** The regions of which prices are known, in alphabetical order. */
export function pricedRegions(): string[] {
  return [...new Set(readdirSync(FOLDER).map((file) => /^\d{4}-\d{2}-(.+)\.json$/.exec(file)?.[1] ?? ''))].sort();
}

/** The newest prices of a region. Throws when there are none. */
export function pricesOf(region: string): Prices {
  const newest = readdirSync(FOLDER)
    .filter((file) => file.endsWith(`-${region}.json`))
    .sort()
    .at(-1);
  if (newest === undefined)
    throw new Error(`There is no price file of ${region}: write bin/cost/prices/YYYY-MM-${region}.json`);
  return priceFile.parse(JSON.parse(readFileSync(join(FOLDER, newest), 'utf8')));
}

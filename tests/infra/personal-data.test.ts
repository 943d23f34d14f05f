import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realDeployment, synthesised, synthesisedApp } from '../support/synthesised.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const config = realDeployment();
const template = synthesised(config);

const lifecycle = z.object({
  Rules: z.array(
    z.object({
      Prefix: z.string().default(''),
      ExpirationInDays: z.number().optional(),
      NoncurrentVersionExpiration: z.object({ NoncurrentDays: z.number() }).optional(),
    }),
  ),
});

/** The rows of the table of places: the first and the fourth column. */
const places = readFileSync(join(DOCS, 'personal-data.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Place'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, place = '', , , kept = '']) => ({ place, kept }));

const DAYS: Readonly<Record<string, number | undefined>> = {
  'years + 1 years': Math.ceil((config.records.years + 1) * 365.25),
  'keepWorkDays days': config.keepWorkDays,
  'keepAccessLogDays days': config.keepAccessLogDays,
  'no end': undefined,
};

/** When the template erases what lies under a prefix of a bucket; undefined where it never does. */
function erasedAfter(bucket: string, prefix: string): number | undefined {
  const found = Object.entries(template.findResources('AWS::S3::Bucket')).find(([id]) =>
    id.startsWith(`Storage${bucket}`),
  );
  if (found === undefined) throw new Error(`There is no bucket ${bucket}`);
  const { LifecycleConfiguration } = z
    .object({ Properties: z.object({ LifecycleConfiguration: lifecycle.default({ Rules: [] }) }) })
    .parse(found[1]).Properties;
  return LifecycleConfiguration.Rules.find(({ Prefix }) => prefix.startsWith(Prefix))?.ExpirationInDays;
}

const bucketOf = (place: string) =>
  ({
    inbox: 'Inbox',
    outbox: 'Outbox',
    work: 'Work',
    journal: 'Journal',
    reference: 'Reference',
    'access logs': 'AccessLogs',
  })[place.replace(/ `.*`$/, '')];

describe('What the document says of how long data is kept is what the template does', () => {
  const inBuckets = places.filter(({ place }) => bucketOf(place) !== undefined);

  it.each(inBuckets)('$place: $kept', ({ place, kept }) => {
    expect(Object.keys(DAYS)).toContain(kept);
    expect(erasedAfter(bucketOf(place) ?? '', /`(.*)`/.exec(place)?.[1] ?? '')).toBe(DAYS[kept]);
  });

  it('every prefix of the inbox and the outbox has its row', () => {
    const keys = readFileSync(join(DOCS, 'architecture.md'), 'utf8').matchAll(
      /^\| (?:inbox|outbox|) ?\| `([a-z]+)\//gm,
    );
    const prefixes = new Set([...keys].map(([, prefix]) => prefix));
    const told = inBuckets.map(({ place }) => /`(.*)\/`/.exec(place)?.[1]);
    const OTHERS = ['sandbox', 'keys'];
    expect([...prefixes].filter((prefix) => !told.includes(prefix) && !OTHERS.includes(prefix ?? ''))).toEqual([]);
    expect(prefixes.size).toBeGreaterThan(8);
  });

  it('the six tables are told of, and none erases by itself', () => {
    const tables = template.findResources('AWS::DynamoDB::GlobalTable');
    const names = Object.keys(tables).map((id) => /^Storage([A-Z][a-z]+)/.exec(id)?.[1]?.toLowerCase() ?? id);
    const told = places
      .filter(({ place }) => place.startsWith('tables '))
      .flatMap(({ place }) => place.slice(7).split(', '));
    expect(told.sort()).toEqual(names.sort());
    expect(JSON.stringify(tables)).not.toContain('TimeToLiveSpecification');
  });

  it('every log is kept a year, and events that could not be delivered a fortnight', () => {
    const logs = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(logs.length).toBeGreaterThan(30);
    for (const log of logs) expect(log).toMatchObject({ Properties: { RetentionInDays: 365 } });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 3600 });
  });
});

describe('Data stays in the region that the deployment names', () => {
  it('no bucket replicates, no table has a replica elsewhere, no key is of several regions', () => {
    const { assembly } = synthesisedApp(config);
    for (const stack of assembly.stacks) {
      const text = JSON.stringify(stack.template);
      expect(text).not.toMatch(/ReplicationConfiguration|AWS::KMS::ReplicaKey|"MultiRegion":true/);
      expect(stack.environment.region).toBe(config.region);
    }
    for (const table of Object.values(template.findResources('AWS::DynamoDB::GlobalTable'))) {
      expect(table).toMatchObject({ Properties: { Replicas: [{ Region: config.region }] } });
    }
  });

  it('the region of the template is that of the configuration, whichever it is', () => {
    const elsewhere = synthesisedApp({ ...config, region: 'eu-central-1' }).assembly;
    expect(elsewhere.stacks.map(({ environment }) => environment.region)).toContain('eu-central-1');
    expect(JSON.stringify(elsewhere.stacks.map(({ template: made }) => made))).not.toContain('ap-southeast-1');
  });

  it('objects are encrypted by keys of the deployment', () => {
    template.allResourcesProperties('AWS::KMS::Key', { MultiRegion: Match.absent() });
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { LOG_EVENTS_DOCUMENT, logEventsDocument } from '../../../bin/documents/log-events.ts';
import { defineHandler } from '../../../lambdas/runtime/define-handler.ts';
import { EVENTS, lineOf, METRIC_NAMES } from '../../../lambdas/runtime/log-events.ts';
import { CORRELATION, correlationOf, FIELDS } from '../../../lambdas/runtime/log-fields.ts';

const LAMBDAS = join(import.meta.dirname, '..', '..', '..', 'lambdas');

/** As they stand on lists: none of these may find a place in a log. */
const OF_PERSONS = [
  'Nguyễn Thị Đào',
  'NGUYEN THI DAO',
  'Nguyen Thi Dao',
  '001145000123',
  1_145_000_123,
  '0912345678',
  912_345_678,
  '3100205123456789',
  '19011945',
  '1901-19-45',
  'Thôn 3, xã Cự Khê',
  'dao@example.vn',
];

describe('docs/log-events.md', () => {
  it('is what the catalogue gives (run: npm run log-events)', () => {
    expect(readFileSync(LOG_EVENTS_DOCUMENT, 'utf8')).toBe(logEventsDocument());
  });
});

describe('The catalogue of log events', () => {
  it.each(Object.entries({ ...CORRELATION, ...FIELDS }))('has no place for a person in %s', (name, { schema }) => {
    // The sum of a month's đồng has as many digits as a personal id.
    const kinds = name === 'outstandingDong' ? OF_PERSONS.filter((one) => typeof one !== 'number') : OF_PERSONS;
    expect(kinds.filter((one) => schema.safeParse(one).success)).toEqual([]);
  });

  it('names no field and no metric that no event uses', () => {
    const entries = Object.values(EVENTS);
    const used = new Set<string>(entries.flatMap(({ fields }) => fields));
    expect(Object.keys(FIELDS).filter((name) => !used.has(name) && name !== 'task')).toEqual([]);
    const measured = entries.flatMap((entry) => ('metrics' in entry ? Object.keys(entry.metrics) : []));
    expect([...new Set(measured)].sort()).toEqual([...METRIC_NAMES].sort());
  });

  it('is all that tasks log: nothing else in lambdas/ writes to a log', () => {
    const files = globSync('**/*.ts', { cwd: LAMBDAS }).filter((file) => file !== 'runtime/define-handler.ts');
    const writing = files.filter((file) =>
      /\bconsole\s*\.|\blogger\b|process\.(?:stdout|stderr)|addMetric|putAnnotation/.test(
        readFileSync(join(LAMBDAS, file), 'utf8'),
      ),
    );
    expect(files.length).toBeGreaterThan(300);
    expect(writing).toEqual([]);
  });
});

describe('A line', () => {
  it('leaves out what is not of its kind, whoever told it', () => {
    const { fields } = lineOf({ event: 'list-refused', code: 'Nguyễn Thị Đào', unit: '001145000123' }, 'read-list', {});
    expect(fields).toEqual({ task: 'read-list' });
  });

  it('carries the metrics of its event', () => {
    const told = { lines: 10, paid: 7, failed: 2, returned: 0, known: 1, exceptions: 0 };
    const { metrics } = lineOf({ event: 'answer-applied', chunk: 0, ...told }, 'apply-results', {});
    expect(metrics).toEqual([
      { name: 'PaymentsPaid', value: 7 },
      { name: 'PaymentsFailed', value: 2 },
      { name: 'PaymentsReturned', value: 0 },
    ]);
  });
});

describe('What an input is about', () => {
  it('is read from the names that we gave, and from nothing else', () => {
    expect(
      correlationOf({
        unit: '10114',
        period: '2023-06',
        id: '20230604T010203Z-0a1b2c3d',
        fullName: 'Nguyễn Thị Đào',
        object: { key: 'lists/2023-06/10114/Nguyễn Thị Đào.xlsx' },
        run: 'Nguyễn Thị Đào',
      }),
    ).toEqual({ unit: '10114', period: '2023-06', submission: '20230604T010203Z-0a1b2c3d' });
  });

  it('is an answer, not a list, where a provider stands beside the id', () => {
    const id = '20230620T010203Z-0a1b2c3d';
    expect(correlationOf({ provider: 'agribank', id })).toEqual({ provider: 'agribank', answer: id });
  });

  it('is found in the request that a machine passes on, and in the path of a call', () => {
    expect(correlationOf({ request: { period: '2023-06' }, execution: '2023-06-regular-1' })).toEqual({
      period: '2023-06',
      execution: '2023-06-regular-1',
    });
    expect(correlationOf({ pathParameters: { run: '2023-06-regular-1' } })).toEqual({ run: '2023-06-regular-1' });
  });
});

describe('A task', () => {
  let written = '';
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text: unknown) => {
        written += text;
        return true;
      });
    }
  });
  afterEach(() => vi.restoreAllMocks());

  const lines = () => written.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const invoke = (run: () => Promise<{ files: number }>) => {
    const handler = defineHandler('release-files', z.object({ run: z.string() }), run, ({ files }) => ({
      event: 'files-released',
      files,
    }));
    return callable.parse(handler)(
      { run: '2023-06-regular-1', payee: 'Nguyễn Thị Đào' },
      { functionName: 'task', awsRequestId: 'request', invokedFunctionArn: 'arn' },
    );
  };

  it('logs one line of the catalogue, with what it is about', async () => {
    expect(await invoke(async () => ({ files: 3 }))).toEqual({ files: 3 });
    expect(lines()).toMatchObject([
      { level: 'INFO', message: 'files-released', task: 'release-files', run: '2023-06-regular-1', files: 3 },
    ]);
  });

  it('that fails logs the name of its error, nothing of what it says, and throws it on', async () => {
    class RegistryUnavailable extends Error {
      override readonly name = 'RegistryUnavailable';
    }
    const failure = new RegistryUnavailable('no answer about Nguyễn Thị Đào');
    await expect(invoke(() => Promise.reject(failure))).rejects.toMatchObject({ name: 'RegistryUnavailable' });
    expect(written).not.toContain('Đào');
    const [line, measured] = lines();
    expect(line).toMatchObject({ level: 'ERROR', message: 'registry-unavailable', run: '2023-06-regular-1' });
    expect(measured).toMatchObject({
      RegistryFailures: 1,
      _aws: { CloudWatchMetrics: [{ Namespace: 'ansinh', Dimensions: [['service']] }] },
    });
  });
});

const callable = z.custom<(event: object, context: object) => Promise<unknown>>((it) => typeof it === 'function');

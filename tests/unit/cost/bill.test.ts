import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { billOf } from '../../../bin/cost/bill.ts';
import { LAWS } from '../../../bin/cost/laws.ts';
import type { MeasuredSample, PlayedMonth } from '../../../bin/cost/measured-month.ts';
import { costSection } from '../../../bin/cost/page.ts';
import { pricedRegions, pricesOf } from '../../../bin/cost/prices.ts';
import { measuredOf } from '../../../bin/cost/samples.ts';
import { driversOf, type MonthSize, sizeOfMeasured, sizeOfReal } from '../../../bin/cost/size.ts';
import { type Usage, usageOf } from '../../../bin/cost/usage.ts';
import { doneAbout } from '../../../bin/cost/what-was-done.ts';
import { betweenMarks } from '../../../bin/documents/between-marks.ts';

const NOTHING: PlayedMonth = { tasks: [], calls: [], machines: {}, providers: {}, kept: {} };

/** A thousand people in one commune, of whose month only this is known. */
function measured(lists: Partial<PlayedMonth>, carried: Partial<PlayedMonth> = {}): MeasuredSample {
  return {
    schemaVersion: 1,
    sample: 'made up',
    measuredOn: '2026-11-22',
    people: 1000,
    communes: 1,
    chunkRows: 1000,
    unitsPerBatch: 1,
    shardRanges: 1,
    memory: { 'read-list': 512 },
    resources: {},
    months: { lists: { ...NOTHING, ...lists }, carried: { ...NOTHING, ...carried } },
  };
}

const writes = (task: string, resource: string, writeUnits: number) => ({
  task,
  service: 'DynamoDB',
  operation: 'BatchWriteItem',
  resource,
  calls: 1,
  items: writeUnits,
  readUnits: 0,
  writeUnits,
});

const sizeOf = (sample: MeasuredSample, changed: Partial<MonthSize> = {}): MonthSize => ({
  ...sizeOfMeasured(sample, 'lists'),
  ...changed,
});

describe('The bill of a month', () => {
  it('is what was counted times the price: a million write units are 0.625 dollars in us-east-1', () => {
    const sample = measured({ calls: [writes('reconcile-chunk', 'entitlements', 1000)] });
    const { lines } = billOf(sample, 'lists', sizeOf(sample, { people: 1_000_000 }), pricesOf('us-east-1'));
    const line = lines.find(({ price }) => price === 'dynamodb.writeUnit');
    expect(line).toMatchObject({ quantity: 1_000_000, growsWith: 'people' });
    expect(line?.usd).toBeCloseTo(0.625, 6);
  });

  it('asks for the key of a bucket once a call at most, however many objects the call takes there', () => {
    const task = { task: 'answer-unit', invocations: 2, seconds: 1, startSeconds: 0, workSeconds: 1, starts: 1 };
    const asked = (objects: number) => {
      const taking = { ...writes('answer-unit', 'work', 0), service: 'S3', operation: 'GetObject', calls: objects };
      const sample = measured({ calls: [taking], tasks: [{ ...task, logBytes: 0 }] });
      const { lines } = billOf(sample, 'lists', sizeOf(sample), pricesOf('us-east-1'));
      return lines.find(({ what }) => what === 'keys for objects')?.quantity ?? 0;
    };
    expect([asked(1) + 1, asked(40)]).toEqual([asked(2), asked(2)]);
  });

  it('lets what a list needs once grow with the communes, not with the people', () => {
    const sample = measured({ calls: [writes('register-submission', 'submissions', 2)] });
    const { writeUnits } = usageOf(sample, 'lists', sizeOf(sample, { people: 1_000_000, communes: 300 }));
    expect(writeUnits).toMatchObject([{ quantity: 600, growsWith: 'communes' }]);
  });

  it('charges processor time alike at every size of memory, and waiting by the memory held', () => {
    const task = {
      task: 'read-list',
      invocations: 1,
      seconds: 10,
      startSeconds: 1,
      workSeconds: 1,
      starts: 1,
      logBytes: 0,
    };
    const sample = measured({ tasks: [task] });
    const { gigabyteSeconds } = usageOf(sample, 'lists', sizeOf(sample));
    const sum = gigabyteSeconds.reduce((total, { quantity }) => total + quantity, 0);
    // Two seconds of a whole processor, which comes with 1,769 MB, and eight of waiting with 512 MB.
    expect(sum).toBeCloseTo((2 * 1769) / 1024 + 8 / 2, 6);
  });

  it('of a month that is opened and then listed again has the opening twice over', () => {
    const opening = writes('reconcile-chunk', 'claims', 900);
    const sample = measured(
      { calls: [writes('reconcile-chunk', 'claims', 1000)] },
      { calls: [opening, writes('draft-payments', 'payments', 900)] },
    );
    const { writeUnits } = usageOf(sample, 'both', sizeOf(sample));
    expect(writeUnits.map(({ quantity }) => quantity)).toEqual([1000, 900]);
  });

  it('refuses a task of which nobody has said what it grows with', () => {
    const sample = measured({ calls: [writes('new-task', 'claims', 1)] });
    expect(() => usageOf(sample, 'lists', sizeOf(sample))).toThrow('new-task has no law');
  });

  it.each(pricedRegions())(
    'has every price of %s on a page of AWS, and says whether somebody compared it',
    (region) => {
      const { prices, compared, source } = pricesOf(region);
      for (const { page } of Object.values(prices)) expect(page).toMatch(/^https:\/\/aws\.amazon\.com\//);
      expect(compared === null ? source : compared.by).not.toBe('');
    },
  );
});

describe('The model', () => {
  it('foretells the month of one commune from the month of a district', () => {
    const district = measuredOf('thanh-oai');
    const commune = measuredOf('dong-thanh');
    const foretold = usageOf(district, 'lists', {
      ...sizeOfMeasured(district, 'lists'),
      people: commune.people,
      communes: commune.communes,
      providers: commune.months.lists.providers,
    });
    const found = usageOf(commune, 'lists', sizeOfMeasured(commune, 'lists'));
    // One commune alone has nobody to contest a person with.
    const sum = (used: readonly Usage[]) =>
      used
        .filter(({ what }) => !what.endsWith('settle-conflicts'))
        .reduce((total, { quantity }) => total + quantity, 0);
    const ratio = (part: keyof typeof found) => sum(foretold[part]) / sum(found[part]);
    expect(Math.abs(ratio('writeUnits') - 1)).toBeLessThan(0.03);
    expect(Math.abs(ratio('readUnits') - 1)).toBeLessThan(0.1);
    expect(Math.abs(ratio('transitions') - 1)).toBeLessThan(0.05);
    expect(Math.abs(ratio('kept') - 1)).toBeLessThan(0.15);
  });
});

describe('The laws of growth', () => {
  it('speak of every task of the state machines', () => {
    const folder = new URL('../../../state-machines/', import.meta.url);
    const tasks = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"\$\{([A-Za-z]+)Arn\}"/g)]
        .map(([, state = '']) => state.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase())
        // Topics, and machines that are started.
        .filter((name) => !name.endsWith('-topic') && name !== 'publish-reports'),
    );
    expect(tasks.length).toBeGreaterThan(30);
    expect(tasks.filter((task) => !(task in LAWS))).toEqual([]);
  });
});

describe('The ten dearest items', () => {
  it('have each been thought about', () => {
    const sample = measuredOf('thanh-oai');
    const nation = sizeOfReal(sizeOfMeasured(sample, 'lists'), 10_000_000, 3321, sample.chunkRows);
    for (const region of pricedRegions()) {
      const { lines } = billOf(sample, 'lists', nation, pricesOf(region));
      for (const line of lines.slice(0, 10)) expect(doneAbout(line), line.what).not.toBe('–');
    }
  });
});

describe('docs/cost.md', () => {
  it('shows the figures that the measurements and prices give', () => {
    const page = readFileSync(new URL('../../../docs/cost.md', import.meta.url), 'utf8');
    expect(page, 'npm run cost -- --page docs/cost.md').toBe(betweenMarks(page, 'cost', costSection()));
  });
});

describe('State transitions', () => {
  it('are at most 1,000 for a list of a million rows, and references to its chunks at most 32 KB', () => {
    const sample = measuredOf('thanh-oai');
    const one = sizeOfReal(sizeOfMeasured(sample, 'lists'), 1_000_000, 1, sample.chunkRows);
    const ofList = usageOf(sample, 'lists', one).transitions.filter(({ what }) => what === 'ingest-list');
    expect(ofList.reduce((total, { quantity }) => total + quantity, 0)).toBeLessThanOrEqual(1000);
    expect(driversOf(one).chunks * REFERENCE_BYTES).toBeLessThanOrEqual(32 * 1024);
  });
});

/** One reference to a chunk, as it stands between states. */
const REFERENCE_BYTES = JSON.stringify({
  unit: '10114',
  period: '2026-06',
  id: '20260603T050000Z-0a1b2c3d',
  chunk: 199,
}).length;

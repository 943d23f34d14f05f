import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type NationShape, nationShape } from './nation-shape.ts';

const MAIN = fileURLToPath(new URL('nation.ts', import.meta.url));
/** More than one turn of an opening; `npm run scale -- --units 3321` plays as many as there are. */
const COMMUNES = 200;

describe('A month of many units', () => {
  let month: NationShape;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, String(COMMUNES)]);
    month = nationShape.parse(JSON.parse(stdout));
  }, 120_000);

  it('is carried over, paid and reported, every unit of it', () => {
    const { failed, carried, instructed, published } = month;
    expect({ failed, carried, instructed, published }).toEqual({
      failed: [],
      carried: COMMUNES,
      instructed: COMMUNES,
      // And the province.
      published: COMMUNES + 1,
    });
  });

  it('hands over less than 32 KB from state to state, and leaves less than 5,000 events in a history', () => {
    expect(month.payload.most).toBeLessThan(32 * 1024);
    expect(month.history.most).toBeLessThan(5_000);
    expect(month.map.most).toBeLessThanOrEqual(150);
  });

  it('writes to no partition much more than to any other of its table', () => {
    const growing = month.tables.filter(({ table }) => table !== 'runs');
    expect(growing.map(({ table }) => table).sort()).toEqual(['claims', 'entitlements', 'payments', 'submissions']);
    for (const { busiestShare, partitions } of growing) expect(busiestShare).toBeLessThan(3 / partitions);
  });

  it('writes a handful of times about its runs, however many units there are', () => {
    expect(month.tables.find(({ table }) => table === 'runs')?.writes).toBeLessThan(20);
  });
});

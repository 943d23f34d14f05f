import { describe, expect, it } from 'vitest';
import {
  BENCH_PERIOD,
  BENCH_REFERENCE,
  BENCH_UNIT,
  type BenchListKind,
  benchList,
} from '../../../bin/bench/bench-lists.ts';
import { parseReference } from '../../../bin/deployment/reference-folder.ts';
import { sayIn } from '../../../bin/text/officer.ts';
import { DEFAULT_LIMITS, readList } from '../../../lambdas/formats/lists/list-reader.ts';

const CONTEXT = {
  unit: BENCH_UNIT,
  period: BENCH_PERIOD,
  referenceData: parseReference(BENCH_REFERENCE, sayIn('en')),
  limits: DEFAULT_LIMITS,
};

describe('the list that intake is measured on', () => {
  it.each<BenchListKind>(['xlsx', 'csv'])('has 15 columns and is read to the last row (%s)', async (kind) => {
    const list = await benchList(kind, 200);
    const parts = await Array.fromAsync(readList(list.bytes, CONTEXT));
    const rows = parts.flatMap((part) => (part.part === 'rows' ? part.rows : []));
    const columns = parts.flatMap((part) => (part.part === 'columns' ? part.columns : []));
    expect([list.columns, columns.length]).toEqual([15, 15]);
    expect(list.rows).toBeGreaterThanOrEqual(200);
    expect(rows).toHaveLength(list.rows);
    // Mostly good rows: bad ones would be cheaper or dearer to check than those of a real list.
    expect(rows.filter(({ outcome }) => outcome === 'accepted').length).toBeGreaterThan(180);
  });

  it('repeats its people with other ids where it is very long, so that they are other people', async () => {
    const list = await benchList('csv', 450, 100);
    const parts = await Array.fromAsync(readList(list.bytes, CONTEXT));
    const rows = parts.flatMap((part) => (part.part === 'rows' ? part.rows : []));
    expect([list.rows, rows.length]).toEqual([450, 450]);
    // A few have no proper id, by the samples' faults, and so repeat themselves.
    expect(new Set(rows.map(({ values }) => values.personalId)).size).toBeGreaterThan(430);
    expect(rows.filter(({ outcome }) => outcome === 'rejected').length).toBeLessThan(20);
  });

  it('is the same in every run, so that figures of two days compare', async () => {
    expect((await benchList('csv', 50)).bytes).toEqual((await benchList('csv', 50)).bytes);
  });
});

import { describe, expect, it } from 'vitest';
import { figureOf, median, reportOf } from '../../../bin/bench/figure.ts';
import { withFigures } from '../../../bin/bench/markdown.ts';

const NAMED = { what: 'intake', size: '10 rows', floorIs: 'a scan', peakMemoryMiB: 99.6 } as const;

describe('a figure', () => {
  it('is the median of its runs, so that one slow run does not count', () => {
    expect(median([3, 1, 90])).toBe(3);
    expect(median([4, 2])).toBe(3);
  });

  it('says how many times the floor it costs: in rates the floor over ours', () => {
    const figure = figureOf({ ...NAMED, unit: 'rows/s' }, [10_000, 20_000, 30_000], [60_000]);
    expect(figure).toMatchObject({ ours: 20_000, floor: 60_000, ratio: 3, peakMemoryMiB: 100 });
  });

  it('counts payments a second as a rate, too', () => {
    const figure = figureOf({ ...NAMED, unit: 'payments/s' }, [1000], [4000]);
    expect(figure.ratio).toBe(4);
  });

  it('says how many times the floor it costs: in seconds ours over the floor', () => {
    expect(figureOf({ ...NAMED, unit: 's' }, [30], [20]).ratio).toBe(1.5);
  });

  it('leaves memory open where the system does not tell it', () => {
    expect(figureOf({ ...NAMED, unit: 's', peakMemoryMiB: null }, [1], [1]).peakMemoryMiB).toBeNull();
  });

  it('cannot be had from no runs', () => {
    expect(() => figureOf({ ...NAMED, unit: 's' }, [], [1])).toThrow(RangeError);
  });
});

describe('the page of figures', () => {
  const report = (bench: string, ours: number) => reportOf(bench, 5, [figureOf({ ...NAMED, unit: 's' }, [ours], [1])]);

  it('gets a bench that it does not have yet at its end', () => {
    const page = withFigures('# Benchmarks\n\nRead this first.\n', report('intake', 2));
    expect(page).toMatch(/^# Benchmarks\n\nRead this first\.\n\n## intake\n/);
    expect(page).toContain('| intake | 10 rows | s | 2 | 1 | a scan | 2 | 100 MiB |');
  });

  it('keeps what people wrote around the figures, and the figures of other benches', () => {
    const first = withFigures(withFigures('# Benchmarks\n', report('intake', 2)), report('month', 7));
    const written = first.replace('## month', 'A remark.\n\n## month');
    const again = withFigures(written, report('intake', 3));
    expect(again).toContain('| 3 | 1 | a scan | 3 |');
    expect(again).not.toContain('| 2 | 1 | a scan | 2 |');
    expect(again).toContain('A remark.\n\n## month');
    expect(again).toContain('| 7 | 1 | a scan | 7 |');
  });
});

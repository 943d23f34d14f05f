import { describe, expect, it } from 'vitest';
import { faultOf, knownSafe, nameOf, ownedPatterns } from '../../support/owned-patterns.ts';

/** Patterns that are put together when they run, and why no text makes them slow. */
const BUILT = {
  'lambdas/formats/tables/vietnamese-share.ts':
    'a syllable of fixed parts without repetition; it is matched against single words between spaces',
  'samples/instructions.ts': 'reads the files that we wrote ourselves, to play the providers of a sample',
};

const { literals, built } = await ownedPatterns();

describe('the regular expressions of our own', () => {
  it('are found in every source, in hundreds', () => {
    expect(literals.length).toBeGreaterThan(250);
    expect(literals.find(({ source }) => source === '^Bearer (\\S+)$')?.files).toEqual([
      'lambdas/runtime/define-api-handler.ts',
    ]);
  });

  it('take a time that grows no faster than their text: no list, answer or request holds a function up', async ({
    annotate,
  }) => {
    // Checking them all takes a minute: `npm run patterns -- --all` does, and records what is safe.
    const known = knownSafe();
    const unknown = literals.filter((pattern) => !known.has(nameOf(pattern)));
    const faults = await Promise.all(unknown.slice(0, 20).map(faultOf));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
    expect(unknown.slice(20).map(nameOf), 'New patterns: run `npm run patterns`').toEqual([]);
    await annotate(`${literals.length} regular expressions checked, none grows faster than its text`, 'figure');
  }, 90_000);

  it('are written out, but for those that are explained', () => {
    expect(built).toEqual(Object.keys(BUILT));
  });

  it.each([
    ['nested repetitions', '^(a+)+$'],
    ['a repetition before the end', '\\s+$'],
    ['two repetitions of the same', '^\\d+\\.?\\d*x$'],
  ])('the checker sees %s', async (_, source) => {
    expect(await faultOf({ source, flags: '', files: ['here'] })).toContain('vulnerable');
  });
});

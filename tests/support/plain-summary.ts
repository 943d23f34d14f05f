import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What a run of tests says of itself; `npm run assurance` reads it. */
interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  /** What tests measured and said by an annotation of the type `figure`. */
  readonly figures: readonly { readonly test: string; readonly figure: string }[];
}

/**
 * One plain line at the end, for whoever reads only that: how many tests passed and failed. The same with the figures of
 * the tests goes as JSON into the file that `ANSINH_TEST_SUMMARY` names, if it does.
 */
export class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const summary = summaryOf(modules);
    const file = process.env['ANSINH_TEST_SUMMARY'];
    if (file) writeFileSync(file, JSON.stringify(summary));
    process.stdout.write(`${summary.passed} passed, ${summary.failed} failed\n`);
  }
}

function summaryOf(modules: readonly TestModule[]): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state).length;
  return {
    passed: inState('passed'),
    // A file that does not load has no tests that could fail.
    failed: inState('failed') + modules.filter((module) => module.errors().length > 0).length,
    figures: tests.flatMap((test) =>
      test
        .annotations()
        .filter(({ type }) => type === 'figure')
        .map(({ message }) => ({ test: test.fullName, figure: message })),
    ),
  };
}

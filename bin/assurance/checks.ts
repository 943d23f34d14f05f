/** What a section of the report answers. */
export type Section = 'Money' | 'Security' | 'Personal data' | 'Reliability' | 'Operations';

export interface Check {
  readonly section: Section;
  /** The promise, as a sentence that holds when the command ends well. */
  readonly proves: string;
  /** As somebody would type it in a checkout. */
  readonly command: string;
  /** Whether it is among those that take under five minutes together, which `npm test` runs too. */
  readonly quick: boolean;
}

const tests = (project: string, ...files: readonly string[]) =>
  ['npx vitest run --config tests/vitest.config.ts', `--project ${project}`, ...files].join(' ');

/** Everything that is promised, and the command that shows it. Whoever adds a promise adds its line here. */
export const CHECKS: readonly Check[] = [
  {
    section: 'Money',
    proves: 'Whole months with faults at every step: nothing lost, nobody paid twice, every total holds',
    command: 'npm run simulate -- --seeds 300',
    quick: false,
  },
  {
    section: 'Money',
    proves: 'The simulation finds the faults that are planted into the code',
    command: tests('simulation', 'tests/simulation/planted-defects.test.ts'),
    quick: false,
  },
  {
    section: 'Money',
    proves: 'A month of 13,463 people from their lists to the reports; every control total holds',
    command: 'npm run demo',
    quick: false,
  },
];

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
    proves: 'What was signed at the second approval is found changed by any changed byte; openssl says the same',
    command: tests('unit --project property', 'changed-byte', 'verify.test', 'sign-manifest'),
    quick: true,
  },
  {
    section: 'Money',
    proves:
      'Whole months with faults at every step: nothing lost, nobody paid twice, every total holds, tables rebuilt equal',
    command: 'npm run --silent simulate -- --seeds 300',
    quick: false,
  },
  {
    section: 'Money',
    proves: 'The simulation finds the faults that are planted into the code',
    command: tests('simulation', 'planted-defects'),
    quick: false,
  },
  {
    section: 'Money',
    proves: 'A month of 13,463 people from their lists to the reports; every control total holds',
    command: 'npm run --silent demo',
    quick: false,
  },
  {
    section: 'Security',
    proves:
      'Each role may do what is named and no more: outbox, approvals, runs and payments have their named writers only',
    command: tests('infra', 'roles', 'parties', 'storage', 'security-document', 'bundles'),
    quick: true,
  },
  {
    section: 'Security',
    proves:
      'Every call that end-to-end tests make is allowed to its role, and nothing is granted that is never called unexplained',
    command: tests('e2e --project grants'),
    quick: false,
  },
  {
    section: 'Security',
    proves: 'cdk-nag (AwsSolutions) finds nothing that is not acknowledged with its reason',
    command: tests('infra', 'nag'),
    quick: true,
  },
  {
    section: 'Security',
    proves: 'cfn-lint finds nothing in the templates',
    command: 'npm run --silent lint:template',
    quick: false,
  },
  {
    section: 'Security',
    proves: 'Dependencies are pinned, with their hashes',
    command: tests('infra', 'lock-file'),
    quick: true,
  },
  {
    section: 'Security',
    proves: 'No dependency has a known hole (needs a registry that answers npm audit)',
    command: 'npm run --silent audit',
    quick: false,
  },
  {
    section: 'Security',
    proves: 'A bill of materials (CycloneDX) can be had by a command',
    command: 'npm run --silent sbom',
    quick: true,
  },
  {
    section: 'Security',
    proves: 'Hostile files, names, cells, keys and texts do no harm; no regular expression of ours can be made slow',
    command: tests('unit', 'hostile'),
    quick: true,
  },
  {
    section: 'Personal data',
    proves: 'What logs, metrics and errors may say has no room for a person',
    command: tests('unit', 'log-events', 'safe-error', 'errors-tell-nothing'),
    quick: true,
  },
  {
    section: 'Personal data',
    proves: 'Where personal data lies, how long, and that it never leaves its region, is as the document says',
    command: tests('infra', 'personal-data'),
    quick: true,
  },
  {
    section: 'Reliability',
    proves: 'Every task has its time limit and retries that add up; whatever fails rings or lies in the queue',
    command: tests('state-machines --project infra', 'asl', 'failures-are-seen'),
    quick: true,
  },
  {
    section: 'Reliability',
    proves:
      'Killed functions, failing stores and registry, events out of order, outage, turn of the year: the month comes out the same',
    command: 'npm run --silent chaos',
    quick: false,
  },
  {
    section: 'Reliability',
    proves: 'Tables are made again from immutable objects, equal in every item',
    command: tests('e2e', 'rebuild'),
    quick: false,
  },
  {
    section: 'Reliability',
    proves: 'Every kind of stored object and item says its version, and examples of each version are read',
    command: tests('unit', 'stored'),
    quick: true,
  },
  {
    section: 'Operations',
    proves: 'Every alarm has its entry in the runbook',
    command: tests('infra', 'alarms'),
    quick: true,
  },
  {
    section: 'Operations',
    proves: 'The state machines in the template are what the language allows, says a validator of other hands',
    command: tests('infra', 'definitions'),
    quick: true,
  },
  {
    section: 'Operations',
    proves: 'Whatever the number of units: payloads under 32 KB, histories under 5,000 events, no hot key',
    command: tests('unit --project simulation', 'tests/unit/scale', 'nation'),
    quick: true,
  },
  {
    section: 'Operations',
    proves: 'What a month costs is computed from what was measured, and foretells the other sample',
    command: tests('unit', 'tests/unit/cost'),
    quick: true,
  },
];

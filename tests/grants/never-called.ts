/**
 * Granted, and called by no end-to-end test. Each line says why it is needed all the same: when one is not true any
 * more, or is called after all, the test fails.
 */
export const NEVER_CALLED: readonly {
  readonly task: string;
  readonly action: string;
  /** What it is done to, as its ARN has it. */
  readonly on: RegExp;
  readonly why: string;
}[] = [];

import type { VerificationAnswer, VerificationSubject } from './identity.ts';

/**
 * What became of one question. `unavailable`: the registry answered about others but, asked again and again, left this
 * person out. It is data about one row, so the row is held; when nobody is answered, the whole call fails instead.
 */
export interface Verification {
  readonly subject: VerificationSubject;
  readonly answer: VerificationAnswer | 'unavailable';
}

/** How much a verification cost the registry, for metrics. */
export interface RegistryEffort {
  /** HTTP calls made, whatever came of them. */
  readonly calls: number;
  /** Calls that repeated a question: after a failure, a throttling, or a partial answer. */
  readonly retries: number;
  /** Calls that the registry turned away with 429. */
  readonly throttled: number;
  /** Milliseconds that the slowest call took, whatever came of it. */
  readonly slowest: number;
}

export interface VerificationReport {
  /** One for each subject, in the order of the subjects. */
  readonly verifications: readonly Verification[];
  readonly effort: RegistryEffort;
}

/** The port to the national population database (CSDL quốc gia về dân cư), through which people are verified. */
export interface IdentityRegistry {
  /**
   * Verifies any number of people. The same person may be asked about more than once, with other words or accounts.
   * Throws {@link RegistryUnavailable} or {@link RegistryRefused}; then nothing was changed anywhere, and the same
   * subjects can be asked about again.
   */
  verify(subjects: readonly VerificationSubject[]): Promise<VerificationReport>;
}

/** The registry did not answer in the calls and the time it was given. Worth trying again later: a state machine does. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable';
  readonly effort: RegistryEffort;

  /** `reason` says what the last call ended with, and never anything of a person. */
  constructor(reason: string, effort: RegistryEffort) {
    super(`The identity registry is unavailable: ${reason} (${effort.calls} calls, ${effort.throttled} throttled)`);
    this.effort = effort;
  }
}

/** The registry refused the call itself: a wrong key, address or request. Asking again does not help; an engineer does. */
export class RegistryRefused extends Error {
  override readonly name = 'RegistryRefused';
  readonly status: number;

  constructor(status: number) {
    super(`The identity registry refused the call with status ${status}: check its address and its key`);
    this.status = status;
  }
}

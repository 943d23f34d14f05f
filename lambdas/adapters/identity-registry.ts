import { setTimeout as sleepFor } from 'node:timers/promises';
import { z } from 'zod';
import { MAX_PEOPLE_PER_VERIFICATION, type VerificationSubject } from '../domain/identity/identity.ts';
import {
  type IdentityRegistry,
  type RegistryEffort,
  RegistryRefused,
  RegistryUnavailable,
  type Verification,
  type VerificationReport,
} from '../domain/identity/identity-port.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { CallGate } from './call-gate.ts';
import { type HttpClient, HttpFailure, type HttpResponse } from './http.ts';
import { type CallResult, readAnswers } from './registry-answers.ts';
import { type Batch, batchesOf, batchOf, keyOf } from './registry-batches.ts';

const milliseconds = z.coerce.number().int().positive();

/** How the registry is called. One URL leads to the real one (its key comes with the HTTP client); the rest is agreed with who runs it. */
export const registrySettings = z.object({
  /** The address before `/v1/verifications`. */
  url: z.url(),
  peoplePerCall: z.coerce.number().int().min(1).max(MAX_PEOPLE_PER_VERIFICATION).default(MAX_PEOPLE_PER_VERIFICATION),
  /** Of one function; the map's concurrency times this must stay below what the registry allows. */
  callsPerSecond: z.coerce.number().positive().default(20),
  concurrency: z.coerce.number().int().positive().default(2),
  /** Calls in a row that bring no new answer before a batch is given up. Being throttled is no failure, only a delay. */
  attempts: z.coerce.number().int().positive().default(6),
  callMilliseconds: milliseconds.default(5_000),
  /** All calls and pauses of one `verify`; stays below the function's own timeout. */
  totalMilliseconds: milliseconds.default(45_000),
  /** Pauses are drawn at random below `firstPause`, then below twice that, and so on up to `longestPause`. */
  firstPauseMilliseconds: milliseconds.default(200),
  longestPauseMilliseconds: milliseconds.default(8_000),
});
export type RegistrySettings = z.output<typeof registrySettings>;

/** Time and chance, so that tests need not wait for either. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** At least 0, below 1. */
  random(): number;
}

const REAL_TIMING: Timing = { now: Date.now, sleep: (duration) => sleepFor(duration), random: Math.random };

/** Failures in a row that a part of a batch which kept failing is given: the whole has had its patience. */
const NARROWING_ATTEMPTS = 2;

/** What one `verify` has come to so far. */
interface Attempt {
  readonly deadline: number;
  /** `batches`: how many calls would have done, had every one been answered at once. */
  readonly effort: { calls: number; batches: number; throttled: number; slowest: number };
  readonly answers: Map<string, Verification['answer']>;
  /** Somebody whom the registry has answered about: asked about again, they tell whether it is up. */
  known: VerificationSubject | undefined;
  /** At whom alone it failed: it may be about them, or about nobody any more. */
  readonly suspects: VerificationSubject[];
  lastReason: string;
}

/**
 * The identity registry over HTTP. It asks in batches at the agreed rate, honours `Retry-After`, repeats what failed
 * with exponential backoff and full jitter (M. Brooker, "Exponential Backoff and Jitter", 2015), asks again about
 * people whom an answer leaves out, and halves a batch that keeps failing until it is known about whom. Asking changes
 * nothing at the registry, so any call may be repeated.
 */
export class HttpIdentityRegistry implements IdentityRegistry {
  readonly #settings: RegistrySettings;
  readonly #http: Pick<HttpClient, 'request'>;
  readonly #timing: Timing;
  readonly #gate: CallGate;

  constructor(settings: RegistrySettings, http: Pick<HttpClient, 'request'>, timing: Timing = REAL_TIMING) {
    this.#settings = settings;
    this.#http = http;
    this.#timing = timing;
    this.#gate = new CallGate(1000 / settings.callsPerSecond);
  }

  async verify(subjects: readonly VerificationSubject[]): Promise<VerificationReport> {
    const attempt: Attempt = {
      deadline: this.#timing.now() + this.#settings.totalMilliseconds,
      effort: { calls: 0, batches: 0, throttled: 0, slowest: 0 },
      answers: new Map(),
      known: undefined,
      suspects: [],
      lastReason: '',
    };
    const { answers } = attempt;
    await inParallel(this.#settings.concurrency, batchesOf(subjects, this.#settings.peoplePerCall), async (batch) => {
      attempt.effort.batches++;
      await this.#askAbout(batch, attempt, this.#settings.attempts);
    });
    for (const suspect of attempt.suspects) {
      if (attempt.known === undefined) break;
      const failedAt = await this.#askUntilAnswered(batchOf(suspect), attempt, this.#settings.attempts);
      if (failedAt.size > 0) answers.set(keyOf(suspect), 'unavailable');
    }
    // Nobody at all was answered: that is no trouble of somebody's row, but a registry that is out of order.
    if (subjects.length > 0 && attempt.known === undefined) throw unavailable(attempt);
    const verifications = subjects.map((subject) => {
      const answer = answers.get(keyOf(subject));
      if (answer === undefined) throw new Error('Somebody was never asked about');
      return { subject, answer };
    });
    return { verifications, effort: effortOf(attempt) };
  }

  /**
   * Asks about a batch, and where the registry keeps failing at it, about ever smaller parts: one question that it
   * can't bear must not cost the others theirs. Throws when it fails whatever it is asked.
   */
  async #askAbout(batch: Batch, attempt: Attempt, patience: number): Promise<void> {
    const failedAt = [...(await this.#askUntilAnswered(batch, attempt, patience)).values()];
    const [first, ...others] = failedAt;
    if (first === undefined) return;
    const narrowing = Math.min(NARROWING_ATTEMPTS, this.#settings.attempts);
    if (others.length > 0) {
      const half = Math.ceil(failedAt.length / 2);
      await this.#askAbout(batchOf(...failedAt.slice(0, half)), attempt, narrowing);
      await this.#askAbout(batchOf(...failedAt.slice(half)), attempt, narrowing);
      return;
    }
    attempt.suspects.push(first);
    const isUp =
      attempt.known === undefined
        ? attempt.suspects.length === 1
        : (await this.#askUntilAnswered(batchOf(attempt.known), attempt, narrowing)).size === 0;
    if (!isUp) throw unavailable(attempt);
  }

  /**
   * Asks about a batch until everybody in it is answered or patience ends. Somebody whom the registry still leaves out
   * of answers that do come is `unavailable` then.
   * @param patience failures in a row.
   * @returns about whom no answer came at all.
   */
  async #askUntilAnswered(batch: Batch, attempt: Attempt, patience: number): Promise<Batch> {
    const waiting = new Map(batch);
    let inVain = NOTHING_IN_VAIN;
    while (waiting.size > 0) {
      await this.#waitForTurn(attempt);
      attempt.effort.calls++;
      const began = this.#timing.now();
      const result = await this.#call(waiting, attempt);
      attempt.effort.slowest = Math.max(attempt.effort.slowest, Math.round(this.#timing.now() - began));
      if (result.kind === 'answers') {
        for (const [id, answer] of result.answers) {
          const subject = waiting.get(id);
          if (!subject) continue;
          attempt.answers.set(keyOf(subject), answer);
          attempt.known = subject;
          waiting.delete(id);
        }
        inVain = NOTHING_IN_VAIN;
        continue;
      }
      inVain = { ...inVain, [result.kind]: inVain[result.kind] + 1 };
      attempt.lastReason = result.reason;
      if (result.kind === 'throttled') {
        attempt.effort.throttled++;
        this.#gate.closeUntil(this.#timing.now() + result.retryAfter);
      } else if (result.kind === 'failed' && inVain.failed >= patience) {
        return waiting;
      } else if (result.kind === 'left-out' && inVain['left-out'] >= this.#settings.attempts) {
        for (const subject of waiting.values()) attempt.answers.set(keyOf(subject), 'unavailable');
        waiting.clear();
      }
      if (waiting.size > 0) await this.#pause(inVain.throttled + inVain.failed + inVain['left-out'], result, attempt);
    }
    return waiting;
  }

  /** Waits until the agreed rate, and whatever the registry said to any of our calls, allow the next one. */
  async #waitForTurn(attempt: Attempt): Promise<void> {
    for (;;) {
      const now = this.#timing.now();
      const turn = this.#gate.reserve(now);
      if (turn > attempt.deadline) throw new RegistryUnavailable('out of time, waiting for a turn', effortOf(attempt));
      if (turn > now) await this.#timing.sleep(turn - now);
      if (this.#gate.isOpen(this.#timing.now())) return;
    }
  }

  async #pause(time: number, { reason, retryAfter }: { reason: string; retryAfter: number }, attempt: Attempt) {
    const { firstPauseMilliseconds, longestPauseMilliseconds } = this.#settings;
    // The jitter comes on top of what the registry asked for: everybody it sent away at once would be back at once.
    const jitter = this.#timing.random() * Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (time - 1));
    const pause = retryAfter + jitter;
    if (this.#timing.now() + pause > attempt.deadline) {
      throw new RegistryUnavailable(`out of time, last: ${reason}`, effortOf(attempt));
    }
    await this.#timing.sleep(pause);
  }

  async #call(people: Batch, attempt: Attempt): Promise<CallResult> {
    const { url, callMilliseconds } = this.#settings;
    let response: HttpResponse;
    try {
      response = await this.#http.request({
        method: 'POST',
        url: `${/^.*[^/]/.exec(url)?.[0] ?? ''}/v1/verifications`,
        body: { people: [...people.values()] },
        timeoutMilliseconds: Math.max(1, Math.min(callMilliseconds, attempt.deadline - this.#timing.now())),
      });
    } catch (error) {
      if (error instanceof HttpFailure) return { kind: 'failed', reason: error.reason, retryAfter: 0 };
      throw error;
    }
    const { status } = response;
    if (status === 200) return readAnswers(response.text, people);
    const retryAfter = millisecondsToWait(response.headers['retry-after'], this.#timing.now());
    if (status === 429) return { kind: 'throttled', reason: 'status 429', retryAfter };
    // 408 Request Timeout is the server's trouble and may pass, as 5xx and a detour to some page may; other 4xx are ours.
    if (status >= 400 && status < 500 && status !== 408) throw new RegistryRefused(status);
    return { kind: 'failed', reason: `status ${status}`, retryAfter };
  }
}

/** Calls since the last one that brought an answer, by what came of them. */
const NOTHING_IN_VAIN = { throttled: 0, failed: 0, 'left-out': 0 };

function unavailable(attempt: Attempt): RegistryUnavailable {
  return new RegistryUnavailable(attempt.lastReason, effortOf(attempt));
}

function effortOf({ effort: { calls, batches, throttled, slowest } }: Attempt): RegistryEffort {
  return { calls, retries: calls - batches, throttled, slowest };
}

/** RFC 9110 section 10.2.3: seconds, or an HTTP date. What is neither asks for nothing. */
function millisecondsToWait(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

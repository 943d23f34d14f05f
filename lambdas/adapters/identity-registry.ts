import { setTimeout as sleepFor } from 'node:timers/promises';
import { z } from 'zod';
import {
  MAX_PEOPLE_PER_VERIFICATION,
  type VerificationAnswer,
  type VerificationSubject,
  verificationAnswer,
} from '../domain/identity.ts';
import {
  type IdentityRegistry,
  RegistryRefused,
  RegistryUnavailable,
  type Verification,
  type VerificationReport,
} from '../domain/identity-port.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { personalId } from '../domain/person.ts';
import { CallGate } from './call-gate.ts';
import { type HttpClient, HttpFailure, type HttpResponse } from './http.ts';

const milliseconds = z.coerce.number().int().positive();

/** How the registry is called. One URL and one secret lead to the real one; the rest is agreed with who runs it. */
export const registrySettings = z.object({
  /** The address before `/v1/verifications`. */
  url: z.url(),
  /** Goes into the header `x-api-key`. */
  apiKey: z.string().min(1).optional(),
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

/** Answers are parsed one by one: one that is nonsense must not cost the other ninety-nine theirs. */
const responseBody = z.object({ answers: z.array(z.unknown()).max(MAX_PEOPLE_PER_VERIFICATION) });
const answerEntry = z.object({ personalId, answer: verificationAnswer });

/** People of one call, by id: no id stands twice in it, so each answer has one question. */
type Batch = ReadonlyMap<string, VerificationSubject>;

type CallResult =
  | { readonly kind: 'answers'; readonly answers: ReadonlyMap<string, VerificationAnswer> }
  | { readonly kind: 'throttled' | 'failed' | 'left-out'; readonly reason: string; readonly retryAfter: number };

interface Attempt {
  readonly deadline: number;
  readonly effort: { calls: number; retries: number; throttled: number };
}

/**
 * The identity registry over HTTP. It asks in batches at the agreed rate, honours `Retry-After`, repeats what failed
 * with exponential backoff and full jitter (M. Brooker, "Exponential Backoff and Jitter", 2015), and asks again about
 * people whom an answer leaves out. Asking changes nothing at the registry, so any call may be repeated.
 */
export class HttpIdentityRegistry implements IdentityRegistry {
  readonly #settings: RegistrySettings;
  readonly #http: HttpClient;
  readonly #timing: Timing;
  readonly #gate: CallGate;

  constructor(settings: RegistrySettings, http: HttpClient, timing: Timing = REAL_TIMING) {
    this.#settings = settings;
    this.#http = http;
    this.#timing = timing;
    this.#gate = new CallGate(1000 / settings.callsPerSecond);
  }

  async verify(subjects: readonly VerificationSubject[]): Promise<VerificationReport> {
    const attempt: Attempt = {
      deadline: this.#timing.now() + this.#settings.totalMilliseconds,
      effort: { calls: 0, retries: 0, throttled: 0 },
    };
    const answers = new Map<string, Verification['answer']>();
    await inParallel(this.#settings.concurrency, batchesOf(subjects, this.#settings.peoplePerCall), async (batch) => {
      for (const [subject, answer] of await this.#askUntilAnswered(batch, attempt)) answers.set(keyOf(subject), answer);
    });
    // Nobody at all was answered: that is no trouble of somebody's row, but a registry that is out of order.
    if (answers.size > 0 && [...answers.values()].every((answer) => answer === 'unavailable')) {
      throw new RegistryUnavailable(LEFT_OUT.reason, { ...attempt.effort });
    }
    const verifications = subjects.map((subject) => {
      const answer = answers.get(keyOf(subject));
      if (answer === undefined) throw new Error('Somebody was never asked about');
      return { subject, answer };
    });
    return { verifications, effort: attempt.effort };
  }

  /**
   * Asks about a batch until everybody in it is answered or patience ends. Somebody whom the registry then still leaves
   * out of answers that do come is `unavailable`; where no answers come, the registry is.
   */
  async #askUntilAnswered(batch: Batch, attempt: Attempt): Promise<[VerificationSubject, Verification['answer']][]> {
    const answered: [VerificationSubject, Verification['answer']][] = [];
    const waiting = new Map(batch);
    let inVain = NOTHING_IN_VAIN;
    for (let calls = 0; waiting.size > 0; calls++) {
      await this.#waitForTurn(attempt);
      attempt.effort.calls++;
      if (calls > 0) attempt.effort.retries++;
      const result = await this.#call(waiting, attempt);
      if (result.kind === 'answers') {
        for (const [id, answer] of result.answers) {
          const subject = waiting.get(id);
          if (subject) answered.push([subject, answer]);
          waiting.delete(id);
        }
        inVain = NOTHING_IN_VAIN;
        continue;
      }
      inVain = { ...inVain, [result.kind]: inVain[result.kind] + 1 };
      if (result.kind === 'throttled') {
        attempt.effort.throttled++;
        this.#gate.closeUntil(this.#timing.now() + result.retryAfter);
      } else if (inVain[result.kind] >= this.#settings.attempts) {
        if (result.kind === 'failed') throw new RegistryUnavailable(result.reason, { ...attempt.effort });
        for (const subject of waiting.values()) answered.push([subject, 'unavailable']);
        return answered;
      }
      await this.#pause(inVain.throttled + inVain.failed + inVain['left-out'], result, attempt);
    }
    return answered;
  }

  /** Waits until the agreed rate, and whatever the registry said to any of our calls, allow the next one. */
  async #waitForTurn(attempt: Attempt): Promise<void> {
    for (;;) {
      const now = this.#timing.now();
      const turn = this.#gate.reserve(now);
      if (turn > attempt.deadline)
        throw new RegistryUnavailable('out of time, waiting for a turn', { ...attempt.effort });
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
      throw new RegistryUnavailable(`out of time, last: ${reason}`, { ...attempt.effort });
    }
    await this.#timing.sleep(pause);
  }

  async #call(people: Batch, attempt: Attempt): Promise<CallResult> {
    const { url, apiKey, callMilliseconds } = this.#settings;
    let response: HttpResponse;
    try {
      response = await this.#http.request({
        method: 'POST',
        url: `${url.replace(/\/+$/, '')}/v1/verifications`,
        headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
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

const NONSENSE = { kind: 'failed', reason: 'an answer that is none', retryAfter: 0 } as const;
const LEFT_OUT = { kind: 'left-out', reason: 'an answer about nobody', retryAfter: 0 } as const;

/** The answers that answer a question; what is no answer to any counts as left out. */
function readAnswers(text: string, people: Batch): CallResult {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return NONSENSE;
  }
  const body = responseBody.safeParse(content);
  if (!body.success) return NONSENSE;
  const answers = new Map<string, VerificationAnswer>();
  for (const entry of body.data.answers) {
    const read = answerEntry.safeParse(entry);
    const subject = read.success && people.get(read.data.personalId);
    if (!subject || !isAnswerTo(subject, read.data.answer)) continue;
    // Two answers to one question: neither can be trusted, nor the rest.
    if (answers.has(subject.personalId)) return NONSENSE;
    answers.set(subject.personalId, read.data.answer);
  }
  return answers.size > 0 ? { kind: 'answers', answers } : LEFT_OUT;
}

/** An answer must not tell of what was not asked, nor keep silent about the account that was. */
function isAnswerTo(subject: VerificationSubject, answer: VerificationAnswer): boolean {
  if (answer.outcome === 'not-found') return true;
  const fields = (answer.outcome === 'matched' ? undefined : answer.fields) ?? [];
  if (fields.some((field) => subject[field] === null)) return false;
  return answer.outcome === 'deceased' || (answer.account === null) === (subject.account === null);
}

/** RFC 9110 section 10.2.3: seconds, or an HTTP date. What is neither asks for nothing. */
function millisecondsToWait(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

/**
 * Batches of distinct questions, in the order of the subjects. Further questions about the same id (another account, a
 * name spelt otherwise) wait for batches of their own, after the first questions about everybody.
 */
function batchesOf(subjects: readonly VerificationSubject[], size: number): Batch[] {
  const batches: Map<string, VerificationSubject>[] = [];
  let round = [...new Map(subjects.map((subject) => [keyOf(subject), subject])).values()];
  while (round.length > 0) {
    const later: VerificationSubject[] = [];
    const inRound = new Map<string, VerificationSubject>();
    for (const subject of round) {
      if (inRound.has(subject.personalId)) later.push(subject);
      else inRound.set(subject.personalId, subject);
    }
    const people = [...inRound];
    for (let start = 0; start < people.length; start += size) batches.push(new Map(people.slice(start, start + size)));
    round = later;
  }
  return batches;
}

function keyOf({ personalId: id, fullName, birthDate, sex, account }: VerificationSubject): string {
  return JSON.stringify([id, fullName, birthDate, sex, account?.bank, account?.number]);
}

import type { Population } from '../domain/identity/citizen.ts';
import {
  type VerificationRequest,
  type VerificationResponse,
  verificationRequest,
} from '../domain/identity/identity.ts';
import { personalId } from '../domain/person.ts';
import type { Fault } from './faults.ts';
import { verifyPerson } from './verify-person.ts';

/** A request of the registry's contract, free of the server that took it. Header names in lower case. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface StubResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StubPorts {
  /** The people that the registry knows now, and where it knows them from. */
  registry(): Promise<{ readonly source: 'population-file' | 'test-numbers'; readonly people: Population }>;
  /** What shall go wrong with the next verification. */
  nextFault(): Promise<Fault>;
  wait(milliseconds: number): Promise<void>;
  /** Whether the value of `x-api-key` opens the registry. */
  isAllowed(apiKey: string | undefined): Promise<boolean>;
}

/** 100 people with long names stay far below; what is longer is not read. */
const MAX_BODY_BYTES = 256 * 1024;

/** Nobody has this id: there is no province 000. */
const STRANGER = personalId.parse('000000000000');

/** Answers one request as `docs/identity-registry.md` says. Errors name what is wrong and where, never what was sent. */
export async function answerRequest(ports: StubPorts, request: StubRequest): Promise<StubResponse> {
  // API Gateway puts the name of a stage before the path.
  const route = /\/v1\/(verifications|health)\/?$/.exec(request.path)?.[1];
  if (route === undefined) return problem(404, 'not-found', 'There is no such resource');
  if (route === 'health') {
    if (request.method !== 'GET') return problem(405, 'method-not-allowed', 'Use GET', { allow: 'GET' });
    const { source, people } = await ports.registry();
    return json(200, { status: 'ok', source, people: people.size });
  }
  if (request.method !== 'POST') return problem(405, 'method-not-allowed', 'Use POST', { allow: 'POST' });
  if (!(await ports.isAllowed(request.headers['x-api-key'])))
    return problem(401, 'no-valid-key', 'Send a valid x-api-key');
  return answerVerification(ports, request.body);
}

async function answerVerification(ports: StubPorts, body: string): Promise<StubResponse> {
  const fault = await ports.nextFault();
  if (fault.slowMilliseconds > 0) await ports.wait(fault.slowMilliseconds);
  if (fault.kind === 'throttle') {
    return problem(429, 'too-many-requests', 'Call again later', { 'retry-after': fault.retryAfter });
  }
  if (fault.kind === 'fail') return problem(500, 'internal-error', 'The registry failed');
  if (fault.kind === 'nonsense') return json(200, { answers: 'Hệ thống đang bảo trì' });

  if (Buffer.byteLength(body) > MAX_BODY_BYTES) return problem(413, 'too-large', `At most ${MAX_BODY_BYTES} bytes`);
  const asked = parseRequest(body);
  if ('status' in asked) return asked;
  if (asked.people.some(({ personalId }) => fault.failAbout.includes(personalId))) {
    return problem(500, 'internal-error', 'The registry failed');
  }
  const { people } = await ports.registry();
  const answers: VerificationResponse['answers'] = asked.people.map((subject) => ({
    personalId: fault.kind === 'stranger' ? STRANGER : subject.personalId,
    answer: verifyPerson(subject, people.get(subject.personalId)),
  }));
  return json(200, { answers: fault.kind === 'partial' ? answers.slice(0, Math.floor(answers.length / 2)) : answers });
}

function parseRequest(body: string): VerificationRequest | StubResponse {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return problem(400, 'not-json', 'The body is not JSON');
  }
  const read = verificationRequest.safeParse(content);
  if (read.success) return read.data;
  const where = new Set(read.error.issues.map(({ path }) => path.join('.') || 'body'));
  return problem(400, 'not-a-verification', `Not as the contract says: ${[...where].slice(0, 10).join(', ')}`);
}

function problem(status: number, code: string, message: string, headers: Record<string, string> = {}): StubResponse {
  return json(status, { error: { code, message } }, headers);
}

function json(status: number, content: object, headers: Record<string, string> = {}): StubResponse {
  return {
    status,
    // Answers are about people: no cache on the way may keep one.
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(content),
  };
}

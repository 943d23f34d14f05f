import { describe, expect, it } from 'vitest';
import { verificationResponse } from '../../../lambdas/domain/identity/identity.ts';
import { answerRequest, type StubPorts, type StubRequest } from '../../../lambdas/identity-stub/answer-request.ts';
import { type Fault, faultOf, faultPlan, NO_FAULT } from '../../../lambdas/identity-stub/faults.ts';
import { TEST_NUMBERS } from '../../../lambdas/identity-stub/test-numbers.ts';
import { crowd, subject } from './subjects.ts';

const ports = (fault: Partial<Fault> = {}, changes: Partial<StubPorts> = {}): StubPorts => ({
  registry: async () => ({ source: 'test-numbers', people: TEST_NUMBERS }),
  nextFault: async () => ({ ...NO_FAULT, ...fault }),
  wait: async () => {},
  isAllowed: async () => true,
  ...changes,
});
const post = (content: unknown, changes: Partial<StubRequest> = {}): StubRequest => ({
  method: 'POST',
  path: '/v1/verifications',
  headers: {},
  body: typeof content === 'string' ? content : JSON.stringify(content),
  ...changes,
});
const statusOf = async (request: StubRequest, fault?: Partial<Fault>) =>
  (await answerRequest(ports(fault), request)).status;

describe('POST /v1/verifications', () => {
  it('answers one for one, in the order of the request, also about the same person twice', async () => {
    const people = [
      subject({ personalId: '001000000003', fullName: 'Lê Đình Thọ', birthDate: null }),
      subject(),
      subject(),
    ];
    const { status, body } = await answerRequest(ports(), post({ people }));
    const { answers } = verificationResponse.parse(JSON.parse(body));
    expect(status).toBe(200);
    expect(answers.map(({ personalId, answer }) => [personalId, answer.outcome])).toEqual([
      ['001000000003', 'deceased'],
      ['001000000001', 'matched'],
      ['001000000001', 'matched'],
    ]);
  });

  it('takes 100 people and refuses 101', async () => {
    expect(await statusOf(post({ people: crowd(100) }))).toBe(200);
    expect(await statusOf(post({ people: crowd(101) }))).toBe(400);
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{people'],
    ['no people', { people: [] }],
    ['an id of 11 digits', { people: [{ ...subject(), personalId: '12345678901' }] }],
    ['another shape', [1, 2, 3]],
  ])('refuses %s', async (_, content) => {
    expect(await statusOf(post(content))).toBe(400);
  });

  it('says where a request is wrong, and repeats nothing of it', async () => {
    const { body } = await answerRequest(ports(), post({ people: [{ ...subject(), personalId: '98765432109' }] }));
    expect(body).toContain('people.0.personalId');
    expect(body).not.toContain('98765432109');
    expect(body).not.toContain('Khớp');
  });

  it('refuses a body that is too large', async () => {
    expect(await statusOf(post({ people: [subject({ fullName: 'A'.repeat(300_000) })] }))).toBe(413);
  });

  it('asks for a key before anything else', async () => {
    const guarded = ports({}, { isAllowed: async (key) => key === 'right' });
    expect((await answerRequest(guarded, post({ people: [subject()] }))).status).toBe(401);
    const withKey = post({ people: [subject()] }, { headers: { 'x-api-key': 'right' } });
    expect((await answerRequest(guarded, withKey)).status).toBe(200);
  });

  it('knows its resources and their methods, behind the name of a stage too', async () => {
    const request = post({ people: [subject()] });
    expect(await statusOf({ ...request, path: '/prod/v1/verifications' })).toBe(200);
    expect(await statusOf({ ...request, path: '/v2/verifications' })).toBe(404);
    expect(await statusOf({ ...request, method: 'GET' })).toBe(405);
    expect(await statusOf({ ...request, path: '/v1/health' })).toBe(405);
  });

  it('forbids keeping its answers', async () => {
    const { headers } = await answerRequest(ports(), post({ people: [subject()] }));
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('GET /v1/health', () => {
  it('tells where the people come from and how many there are', async () => {
    const { body } = await answerRequest(ports(), { method: 'GET', path: '/v1/health', headers: {}, body: '' });
    expect(JSON.parse(body)).toEqual({ status: 'ok', source: 'test-numbers', people: 5 });
  });
});

describe('faults on demand', () => {
  const request = post({ people: crowd(10) });

  it('throttles with Retry-After', async () => {
    const { status, headers } = await answerRequest(ports({ kind: 'throttle', retryAfter: '7' }), request);
    expect([status, headers['retry-after']]).toEqual([429, '7']);
  });

  it('fails', async () => {
    expect(await statusOf(request, { kind: 'fail' })).toBe(500);
  });

  it('leaves people out', async () => {
    const { body } = await answerRequest(ports({ kind: 'partial' }), request);
    expect(verificationResponse.parse(JSON.parse(body)).answers).toHaveLength(5);
  });

  it('answers nonsense', async () => {
    const { body } = await answerRequest(ports({ kind: 'nonsense' }), request);
    expect(verificationResponse.safeParse(JSON.parse(body)).success).toBe(false);
  });

  it('is slow', async () => {
    const waited: number[] = [];
    await answerRequest(ports({ slowMilliseconds: 40 }, { wait: async (time) => void waited.push(time) }), request);
    expect(waited).toEqual([40]);
  });

  it('happens as often as planned, and the same way each time', () => {
    const plan = faultPlan.parse({
      throttleShare: 0.1,
      failShare: 0.2,
      partialShare: 0.3,
      nonsenseShare: 0.05,
      seed: 7,
    });
    const kinds = (seed = 7) => Array.from({ length: 10_000 }, (_, number) => faultOf({ ...plan, seed }, number).kind);
    const share = (kind: Fault['kind']) => kinds().filter((one) => one === kind).length / 10_000;
    expect(kinds()).toEqual(kinds());
    expect(share('throttle')).toBeCloseTo(0.1, 1);
    expect(share('fail')).toBeCloseTo(0.2, 1);
    expect(share('partial')).toBeCloseTo(0.3, 1);
    expect(share('nonsense')).toBeCloseTo(0.05, 1);
    expect(kinds(8)).not.toEqual(kinds());
  });

  it('never happens when no share is given, and always at a share of 1', () => {
    expect(new Set(Array.from({ length: 500 }, (_, n) => faultOf(faultPlan.parse({}), n).kind))).toEqual(
      new Set(['none']),
    );
    const all = faultPlan.parse({ failShare: 1 });
    expect(new Set(Array.from({ length: 500 }, (_, n) => faultOf(all, n).kind))).toEqual(new Set(['fail']));
  });

  it('refuses a plan that misspells a fault or shares out more than all', () => {
    expect(faultPlan.safeParse({ failshare: 0.5 }).success).toBe(false);
    expect(faultPlan.safeParse({ failShare: 0.6, throttleShare: 0.6 }).success).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import {
  HttpIdentityRegistry,
  type RegistrySettings,
  registrySettings,
  type Timing,
} from '../../../lambdas/adapters/identity-registry.ts';
import { type VerificationSubject, verificationRequest } from '../../../lambdas/domain/identity/identity.ts';
import { RegistryUnavailable } from '../../../lambdas/domain/identity/identity-port.ts';
import {
  type RegistryServer,
  type RegistryServerOptions,
  type Scripted,
  startRegistryServer,
} from '../../support/registry-server.ts';
import { crowd, subject } from './subjects.ts';

const START = Date.parse('2026-06-05T00:00:00Z');

/** A clock that only sleeping moves, and chance that always draws the half. */
function stillTiming() {
  let now = START;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
    random: () => 0.5,
  };
}

let client: HttpClient;
beforeEach(() => {
  client = new HttpClient();
});
afterEach(() => client.close());

interface Scene extends Omit<RegistryServerOptions, 'script'> {
  readonly script?: readonly Scripted[];
  readonly settings?: Partial<RegistrySettings>;
}

/** Runs `act` with a registry client of fast calls in a row, against a real server that follows the script. */
async function withRegistry<T>(
  scene: Scene,
  act: (registry: HttpIdentityRegistry, server: RegistryServer, timing: ReturnType<typeof stillTiming>) => Promise<T>,
): Promise<T> {
  const { settings, ...options } = scene;
  await using server = await startRegistryServer(options);
  const timing = stillTiming();
  const registry = new HttpIdentityRegistry(
    registrySettings.parse({ url: server.url, callsPerSecond: 1000, concurrency: 1, attempts: 3, ...settings }),
    client,
    timing,
  );
  return await act(registry, server, timing);
}

const peopleIn = ({ body }: { body: string }) => verificationRequest.parse(JSON.parse(body)).people;
const outcomesOf = (verifications: readonly { answer: { outcome: string } | 'unavailable' }[]) =>
  verifications.map(({ answer }) => (answer === 'unavailable' ? answer : answer.outcome));
const failureOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const dated = (seconds: number) => new Date(START + seconds * 1000).toUTCString();

describe('asking', () => {
  it('asks about everybody in batches of at most 100 and keeps the order of the subjects', async () => {
    await withRegistry({ settings: { concurrency: 3 } }, async (registry, server) => {
      const subjects = crowd(250).reverse();
      const { verifications, effort } = await registry.verify(subjects);
      expect(server.received.map((request) => peopleIn(request).length).sort((a, b) => a - b)).toEqual([50, 100, 100]);
      expect(verifications.map((verification) => verification.subject)).toEqual(subjects);
      expect(verifications.at(-1)?.answer).toMatchObject({ outcome: 'matched' });
      expect(effort).toEqual({ calls: 3, retries: 0, throttled: 0, slowest: 0 });
    });
  });

  it('asks nothing about nobody', async () => {
    await withRegistry({}, async (registry, server) => {
      expect((await registry.verify([])).verifications).toEqual([]);
      expect(server.received).toHaveLength(0);
    });
  });

  it('gives each of several questions about one person its own answer', async () => {
    const account = (number: string) => ({ bank: '970405', number });
    const asked: VerificationSubject[] = [
      subject({ account: account('1300200000001') }),
      subject({ account: account('999999') }),
      subject({ fullName: 'Lê Thị Khác' }),
      subject({ account: account('1300200000001') }),
    ];
    await withRegistry({}, async (registry, server) => {
      const { verifications } = await registry.verify(asked);
      expect(verifications.map(({ answer }) => answer)).toMatchObject([
        { account: 'registered' },
        { account: 'differs' },
        { outcome: 'mismatched', account: null },
        { account: 'registered' },
      ]);
      for (const request of server.received) {
        const ids = peopleIn(request).map(({ personalId }) => personalId);
        expect(new Set(ids).size).toBe(ids.length);
      }
    });
  });

  it('asks below the path of its address', async () => {
    await withRegistry({}, async (registry, server) => {
      expect(outcomesOf((await registry.verify([subject()])).verifications)).toEqual(['matched']);
      expect(server.received[0]?.path).toBe('/v1/verifications');
    });
  });

  it('keeps to the agreed rate', async () => {
    await withRegistry({ settings: { callsPerSecond: 4, peoplePerCall: 10 } }, async (registry, _, timing) => {
      await registry.verify(crowd(50));
      expect(timing.now() - START).toBe(1000);
    });
  });
});

describe('the agreed rate', () => {
  it('is kept from one chunk to the next, as long as the function stays warm', async () => {
    await withRegistry({ settings: { callsPerSecond: 2 } }, async (registry, _, timing) => {
      for (let chunk = 0; chunk < 4; chunk++) await registry.verify([subject()]);
      expect(timing.now() - START).toBe(1500);
    });
  });
});

describe('a registry that throttles', () => {
  it.each([
    ['seconds', '7'],
    ['a date', dated(7)],
  ])('is left alone as long as Retry-After says in %s, and a little longer', async (_, retryAfter) => {
    await withRegistry({ script: [{ kind: 'throttle', retryAfter }] }, async (registry, _server, timing) => {
      const { verifications, effort } = await registry.verify([subject()]);
      expect(outcomesOf(verifications)).toEqual(['matched']);
      expect(effort).toEqual({ calls: 2, retries: 1, throttled: 1, slowest: 0 });
      expect(timing.slept).toEqual([7100]);
    });
  });

  it('is not given up, however often it does so within the time', async () => {
    const script = Array.from({ length: 20 }, () => ({ kind: 'throttle', retryAfter: '1' }) as const);
    await withRegistry({ script, settings: { totalMilliseconds: 300_000 } }, async (registry) => {
      expect((await registry.verify([subject()])).effort.throttled).toBe(20);
    });
  });

  it('keeps every batch waiting, not only the one that met it', async () => {
    await using server = await startRegistryServer({ script: [{ kind: 'throttle', retryAfter: '5' }] });
    const longSleepers: (() => void)[] = [];
    let now = START;
    const timing: Timing = {
      now: () => now,
      random: () => 0.5,
      // The clock moves on only when a second batch waits, too: one that nobody holds back would never let it.
      sleep: async (milliseconds) => {
        if (milliseconds < 4000) return;
        await new Promise<void>((wake) => {
          longSleepers.push(wake);
          if (longSleepers.length < 2) return;
          now += 6000;
          for (const wakeUp of longSleepers) wakeUp();
        });
      },
    };
    const settings = { url: server.url, callsPerSecond: 1_000_000, concurrency: 2, peoplePerCall: 1 };
    const registry = new HttpIdentityRegistry(registrySettings.parse(settings), client, timing);
    expect((await registry.verify(crowd(60))).effort).toEqual({ calls: 61, retries: 1, throttled: 1, slowest: 0 });
  });

  it('is unavailable at once when it wants more time than there is', async () => {
    await withRegistry({ script: [{ kind: 'throttle', retryAfter: '3600' }] }, async (registry, server, timing) => {
      const failure = await failureOf(registry.verify([subject()]));
      expect(failure).toBeInstanceOf(RegistryUnavailable);
      expect(failure).toMatchObject({ name: 'RegistryUnavailable', effort: { calls: 1, throttled: 1 } });
      expect(server.received).toHaveLength(1);
      expect(timing.slept).toEqual([]);
    });
  });
});

describe('a registry that fails', () => {
  const failures: [string, Scripted][] = [
    ['500', { kind: 'fail' }],
    ['503', { answer: { status: 503, body: 'busy' } }],
    ['a detour to a page', { answer: { status: 302, headers: { location: 'https://example.org/' }, body: '' } }],
    ['a connection broken off', 'hang-up'],
    ['nonsense', { kind: 'nonsense' }],
    ['a web page', { answer: { status: 200, body: '<html>Bảo trì</html>' } }],
    ['an answer about nobody', { answer: { status: 200, body: '{"answers":[]}' } }],
    ['an answer about somebody else', answerOf({ personalId: '001000000009', answer: { outcome: 'not-found' } })],
    ['an unknown outcome', answerOf({ personalId: '001000000001', answer: { outcome: 'perhaps' } })],
    ['an account it was not asked about', answerOf(matchedWith('registered'))],
    [
      'two answers to one question',
      answerOf(matchedWith(null), { ...matchedWith(null), answer: { outcome: 'not-found' } }),
    ],
  ];

  it.each(failures)('is asked again after %s', async (_, failure) => {
    await withRegistry({ script: [failure] }, async (registry) => {
      const { verifications, effort } = await registry.verify([subject()]);
      expect(verifications[0]?.answer).toEqual({ outcome: 'matched', nameWithoutMarks: false, account: null });
      expect(effort).toEqual({ calls: 2, retries: 1, throttled: 0, slowest: 0 });
    });
  });

  it.each(failures)('is unavailable after the configured number of times with %s', async (_, failure) => {
    await withRegistry({ script: Array.from({ length: 9 }, () => failure) }, async (registry, server) => {
      expect(await failureOf(registry.verify([subject()]))).toMatchObject({ name: 'RegistryUnavailable' });
      expect(server.received).toHaveLength(3);
    });
  });

  it('is waited for when it is slow, within the limit of a call', async () => {
    await withRegistry({ script: [{ slowMilliseconds: 80 }] }, async (registry) => {
      const { verifications, effort } = await registry.verify([subject()]);
      expect(outcomesOf(verifications)).toEqual(['matched']);
      expect(effort).toEqual({ calls: 1, retries: 0, throttled: 0, slowest: 0 });
    });
  });

  it('is told of by its slowest call, so that an engineer sees it slow down before it is down', async () => {
    await withRegistry({ script: [{ slowMilliseconds: 80 }] }, async (_, { url }) => {
      const registry = new HttpIdentityRegistry(registrySettings.parse({ url }), client);
      const { effort } = await registry.verify([subject()]);
      expect(effort.slowest).toBeGreaterThanOrEqual(70);
    });
  });

  it('is asked again when it stays silent beyond the limit of a call', async () => {
    const settings = { callMilliseconds: 200, attempts: 50 };
    await withRegistry({ script: ['silence'], settings }, async (registry) => {
      const { verifications, effort } = await registry.verify([subject()]);
      expect(outcomesOf(verifications)).toEqual(['matched']);
      expect(effort.retries).toBeGreaterThanOrEqual(1);
    });
  });

  it('is asked again after pauses that double up to the longest, drawn at random', async () => {
    const script = Array.from({ length: 5 }, () => ({ kind: 'fail' }) as const);
    const settings = { attempts: 6, firstPauseMilliseconds: 200, longestPauseMilliseconds: 1000 };
    await withRegistry({ script, settings }, async (registry, _, timing) => {
      await registry.verify([subject()]);
      expect(timing.slept).toEqual([100, 200, 400, 500, 500]);
    });
  });

  it('is unavailable when the time is up, before the attempts are', async () => {
    const script = Array.from({ length: 50 }, () => ({ kind: 'fail' }) as const);
    const settings = { attempts: 50, totalMilliseconds: 3000 };
    await withRegistry({ script, settings }, async (registry, _, timing) => {
      expect(await failureOf(registry.verify([subject()]))).toMatchObject({ name: 'RegistryUnavailable' });
      expect(timing.now() - START).toBeLessThanOrEqual(3000);
    });
  });

  it('is unavailable when the agreed rate leaves no time to ask about everybody', async () => {
    const settings = { callsPerSecond: 1, peoplePerCall: 1, totalMilliseconds: 3000 };
    await withRegistry({ settings }, async (registry, server) => {
      expect(await failureOf(registry.verify(crowd(10)))).toMatchObject({ name: 'RegistryUnavailable' });
      expect(server.received).toHaveLength(4);
    });
  });

  it('is given new patience by every answer', async () => {
    const fail: Scripted = { kind: 'fail' };
    await withRegistry({ script: [fail, fail, { kind: 'partial' }, fail, fail] }, async (registry) => {
      expect(outcomesOf((await registry.verify(crowd(2))).verifications)).toEqual(['matched', 'not-found']);
    });
  });

  it('is unavailable when nobody listens', async () => {
    const server = await startRegistryServer();
    await server[Symbol.asyncDispose]();
    const settings = registrySettings.parse({ url: server.url, attempts: 2 });
    const failure = await failureOf(new HttpIdentityRegistry(settings, client, stillTiming()).verify([subject()]));
    expect(failure).toMatchObject({ name: 'RegistryUnavailable', effort: { calls: 2 } });
  });

  it('says so without a word about a person', async () => {
    await withRegistry({ script: Array.from({ length: 3 }, () => ({ kind: 'fail' }) as const) }, async (registry) => {
      const failure = await failureOf(registry.verify([subject()]));
      expect(String(failure)).toBe(
        'RegistryUnavailable: The identity registry is unavailable: status 500 (3 calls, 0 throttled)',
      );
    });
  });

  it.each([400, 401, 403, 404])('is not asked again when it refuses the call with %i', async (status) => {
    await withRegistry({ script: [{ answer: { status, body: '' } }] }, async (registry, server) => {
      expect(await failureOf(registry.verify([subject()]))).toMatchObject({ name: 'RegistryRefused', status });
      expect(server.received).toHaveLength(1);
    });
  });
});

describe('a registry that fails at one question', () => {
  const poison = crowd(100)[37]?.personalId ?? '';
  /** Every request about them fails, and only those. */
  const failing = (...failAbout: string[]) => Array.from({ length: 200 }, (): Scripted => ({ failAbout }));

  it('answers all others, and only whom it fails at is unavailable', async () => {
    await withRegistry({ script: failing(poison) }, async (registry) => {
      const { verifications } = await registry.verify(crowd(250));
      const left = verifications.filter(({ answer }) => answer === 'unavailable');
      expect(left.map(({ subject: { personalId } }) => personalId)).toEqual([poison]);
      expect(verifications[0]?.answer).toMatchObject({ outcome: 'matched' });
    });
  });

  it('is found out about with calls that double the batch’s halves, and a few more about them alone', async () => {
    await withRegistry({ script: failing(poison) }, async (registry, server) => {
      const { effort } = await registry.verify(crowd(100));
      // 3 about all; 6 or 7 halvings, two calls where it fails and one where it does not; the control question; 3 more.
      expect(effort.calls).toBeLessThanOrEqual(3 + 7 * 3 + 1 + 3);
      expect(effort).toEqual({
        calls: server.received.length,
        retries: server.received.length - 1,
        throttled: 0,
        slowest: 0,
      });
    });
  });

  it('may fail at several', async () => {
    const people = crowd(100);
    const ids = [people[0], people[1], people[99]].map((one) => one?.personalId ?? '');
    await withRegistry({ script: failing(...ids) }, async (registry) => {
      const { verifications } = await registry.verify(people.toReversed());
      const left = verifications.filter(({ answer }) => answer === 'unavailable');
      expect(left.map(({ subject: { personalId } }) => personalId).sort()).toEqual([...ids].sort());
    });
  });

  it('is unavailable when it does not answer about anybody else any more', async () => {
    const script: Scripted[] = [{ kind: 'partial' }, ...Array.from({ length: 20 }, () => ({ kind: 'fail' }) as const)];
    await withRegistry({ script }, async (registry) => {
      expect(await failureOf(registry.verify(crowd(2)))).toMatchObject({ name: 'RegistryUnavailable' });
    });
  });

  it('holds nobody who was only asked about while it was down', async () => {
    const down = Array.from({ length: 4 }, () => ({ kind: 'fail' }) as const);
    await withRegistry({ script: [{ kind: 'partial' }, ...down] }, async (registry) => {
      expect(outcomesOf((await registry.verify(crowd(2))).verifications)).toEqual(['matched', 'not-found']);
    });
  });

  it('that is down is found to be so without asking about everybody', async () => {
    const script = Array.from({ length: 200 }, () => ({ kind: 'fail' }) as const);
    await withRegistry({ script, settings: { attempts: 6 } }, async (registry, server, timing) => {
      expect(await failureOf(registry.verify(crowd(100)))).toMatchObject({ name: 'RegistryUnavailable' });
      expect(server.received.length).toBeLessThanOrEqual(6 + 8 * 2);
      expect(timing.now() - START).toBeLessThan(10_000);
    });
  });
});

describe('a registry that answers in part', () => {
  it('is asked again, at once, about those left out and nobody else', async () => {
    await withRegistry({ script: [{ kind: 'partial' }, { kind: 'partial' }] }, async (registry, server, timing) => {
      const { verifications, effort } = await registry.verify(crowd(100));
      expect(server.received.map((request) => peopleIn(request).length)).toEqual([100, 50, 25]);
      expect(outcomesOf(verifications)).toEqual(['matched', ...Array.from({ length: 99 }, () => 'not-found')]);
      expect(effort).toEqual({ calls: 3, retries: 2, throttled: 0, slowest: 0 });
      expect(timing.slept.every((pause) => pause <= 1)).toBe(true);
    });
  });

  it('leaves somebody it never answers about unavailable, and everybody else answered', async () => {
    await withRegistry(
      { script: Array.from({ length: 20 }, () => ({ kind: 'partial' }) as const) },
      async (registry) => {
        const { verifications } = await registry.verify(crowd(4));
        expect(outcomesOf(verifications)).toEqual(['matched', 'not-found', 'not-found', 'unavailable']);
      },
    );
  });

  it('leaves a batch of one that it never answers unavailable, where it answered others', async () => {
    const nobody = answerOf();
    const settings = { peoplePerCall: 1, attempts: 3 };
    await withRegistry({ script: [{}, nobody, nobody, nobody], settings }, async (registry) => {
      const { verifications, effort } = await registry.verify(crowd(3));
      expect(outcomesOf(verifications)).toEqual(['matched', 'unavailable', 'not-found']);
      expect(effort).toEqual({ calls: 5, retries: 2, throttled: 0, slowest: 0 });
    });
  });

  it('is unavailable itself when it answers about nobody of all whom it was asked about', async () => {
    const script = Array.from({ length: 6 }, () => answerOf());
    await withRegistry({ script, settings: { peoplePerCall: 1, attempts: 3 } }, async (registry) => {
      expect(await failureOf(registry.verify(crowd(2)))).toMatchObject({ name: 'RegistryUnavailable' });
    });
  });

  it('may answer in any order', async () => {
    const [first, second] = crowd(2);
    if (!first || !second) throw new Error('a crowd of two has two');
    const swapped = answerOf({ personalId: second.personalId, answer: { outcome: 'not-found' } }, matchedWith(null));
    await withRegistry({ script: [swapped] }, async (registry) => {
      expect(outcomesOf((await registry.verify([first, second])).verifications)).toEqual(['matched', 'not-found']);
    });
  });

  it('may spoil one answer without spoiling the others', async () => {
    const script = [answerOf(matchedWith(null), { personalId: '001000100001', answer: 'lỗi' })];
    await withRegistry({ script }, async (registry, server) => {
      expect(outcomesOf((await registry.verify(crowd(2))).verifications)).toEqual(['matched', 'not-found']);
      expect(server.received.map((request) => peopleIn(request).length)).toEqual([2, 1]);
    });
  });
});

function matchedWith(account: string | null) {
  return { personalId: '001000000001', answer: { outcome: 'matched', nameWithoutMarks: false, account } };
}

function answerOf(...answers: object[]): Scripted {
  return { answer: { status: 200, body: JSON.stringify({ answers }) } };
}

import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { HttpIdentityRegistry, registrySettings } from '../../../lambdas/adapters/identity-registry.ts';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import type { Claims } from '../../../lambdas/domain/ports.ts';
import { reconcileChunk } from '../../../lambdas/reconcile-chunk/reconcile-chunk.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { linesOf, reconcile, type SentList, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { startRegistryServer } from '../../support/registry-server.ts';

const MORNING = '2023-06-02T03:00:00Z';
const NOON = '2023-06-02T05:00:00Z';

/** One row through its reconciliation, with a registry that knows An as given. */
async function oneRow(citizen: Parameters<typeof citizenOf>[1], values: Parameters<typeof row>[1] = {}) {
  const province = new Province();
  province.registry.enter(citizenOf(AN, citizen));
  const ref = await sendList(province, { unit: CU_KHE, at: MORNING, rows: [row(AN, values)] });
  await reconcile(province, ref);
  const [line] = await linesOf(province, ref);
  return { outcome: line?.outcome, findings: line?.findings.map(({ code }) => code) };
}

describe('What the registry says of a person', () => {
  it('agrees: the row is accepted', async () => {
    expect(await oneRow({})).toEqual({ outcome: 'accepted', findings: [] });
  });

  it('died before the month: held', async () => {
    expect(await oneRow({ deceasedOn: '2023-05-31' })).toEqual({ outcome: 'held', findings: ['deceased'] });
  });

  it('died in the month: payable through it, with a warning (ruling 13)', async () => {
    expect(await oneRow({ deceasedOn: '2023-06-01' })).toEqual({
      outcome: 'accepted',
      findings: ['died-this-month'],
    });
  });

  it('keeps another account: accepted, and a question to the unit (ruling 12)', async () => {
    expect(await oneRow({}, { accountNumber: '9999999999' })).toEqual({
      outcome: 'accepted',
      findings: ['account-differs'],
    });
  });

  it('is somebody else: held', async () => {
    expect(await oneRow({ fullName: 'Nguyễn Thị Tu' })).toEqual({ outcome: 'held', findings: ['identity-mismatch'] });
  });

  it('is asked about nobody without a usable id', async () => {
    const province = new Province();
    const ref = await sendList(province, { unit: CU_KHE, at: MORNING, rows: [row(null)] });
    await reconcile(province, ref);
    expect(province.registry.asked).toBe(0);
    expect(await linesOf(province, ref)).toMatchObject([
      { outcome: 'held', claim: { standing: 'none' }, registry: null },
    ]);
  });
});

describe('What the registry says of a person who died', () => {
  it('and of fields that disagree besides: both are said, and the row is held', async () => {
    expect(await oneRow({ deceasedOn: '2023-06-01' }, { fullName: 'Nguyễn Thị Tu' })).toEqual({
      outcome: 'held',
      findings: ['died-this-month', 'identity-mismatch'],
    });
  });
});

describe('A payee', () => {
  const CON = personalId.parse('001075000009');
  const guardian = { payeeName: 'Nguyễn Văn Con', payeeRole: 'guardian', payeeId: CON };

  /** One row of An's with a payee, of whom the registry knows what is given; undefined: nobody has the id. */
  async function withPayee(
    known: Parameters<typeof citizenOf>[1] | undefined,
    values: Parameters<typeof row>[1] = guardian,
  ) {
    const province = new Province();
    province.registry.enter(citizenOf(AN));
    const account = { bank: '970405', number: '1300200000001' };
    if (known)
      province.registry.enter(
        citizenOf(CON, { fullName: 'Nguyễn Văn Con', sex: 'male', accounts: [account], ...known }),
      );
    const ref = await sendList(province, { unit: CU_KHE, at: MORNING, rows: [row(AN, values)] });
    await reconcile(province, ref);
    const [line] = await linesOf(province, ref);
    return [line?.outcome, ...(line?.findings.map(({ code }) => code) ?? [])];
  }

  it.each([
    ['is confirmed: nothing is said', {}, ['accepted']],
    ['is somebody else', { fullName: 'Nguyễn Văn Côn' }, ['accepted', 'payee-mismatch']],
    ['has died', { deceasedOn: '2022-01-01' }, ['accepted', 'payee-deceased']],
    [
      'has died under another name',
      { deceasedOn: '2022-01-01', fullName: 'Lê Văn Con' },
      ['accepted', 'payee-deceased', 'payee-mismatch'],
    ],
    ['is unknown', undefined, ['accepted', 'payee-not-found']],
    ['keeps another account', { accounts: [{ bank: '970418', number: '999' }] }, ['accepted', 'account-differs']],
  ] as const)('who %s', async (_, known, said) => {
    expect(await withPayee(known)).toEqual(said);
  });

  it('whose id is not given cannot be checked: a warning (ruling 12)', async () => {
    expect(await withPayee({}, { ...guardian, payeeId: null })).toEqual(['accepted', 'payee-unchecked']);
  });

  it('may be the guardian of several children, into one account: none of them is a duplicate', async () => {
    const province = new Province();
    const account = { bank: '970405', number: '1300200099999' };
    province.registry.enter(citizenOf(CON, { fullName: 'Nguyễn Văn Con', sex: 'male', accounts: [account] }));
    const values = { ...guardian, accountNumber: account.number };
    const list = await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN, values), row(BINH, values)] });
    const lines = await linesOf(province, list);
    expect(lines.map(({ outcome, findings }) => [outcome, ...findings])).toEqual([['accepted'], ['accepted']]);
  });
});

describe('A row of a change list', () => {
  const change = (given: Partial<ReturnType<typeof row>>, values: Parameters<typeof row>[1] = {}) => ({
    ...row(AN, values),
    ...given,
  });

  /** The line that a change leaves, how often the registry was asked, and the claims that stand after it. */
  async function changing(one: ReturnType<typeof row>) {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)] });
    const asked = province.registry.asked;
    const ref = await sendList(province, { unit: CU_KHE, at: NOON, rows: [one] });
    await reconcile(province, ref);
    const [line] = await linesOf(province, ref);
    return { ref, line, asked: province.registry.asked - asked, claims: province.claims.of(JUNE, AN) };
  }

  it('that takes somebody off is stored, but asks nothing of the registry and takes no claim', async () => {
    const { line, asked, claims, ref } = await changing(change({ change: 'decrease' }));
    expect(line).toMatchObject({
      change: 'decrease',
      outcome: 'accepted',
      claim: { standing: 'none' },
      registry: null,
    });
    expect(asked).toBe(0);
    expect(claims).not.toMatchObject([{ revision: ref.id }]);
  });

  it('that adjusts is asked about with its new values, and renews the claim', async () => {
    const adjusted = change({ change: 'adjust', given: ['accountNumber'] }, { accountNumber: '9999999999' });
    const { line, asked, claims, ref } = await changing(adjusted);
    expect(line).toMatchObject({
      outcome: 'accepted',
      findings: [{ code: 'account-differs' }],
      given: ['accountNumber'],
    });
    expect(asked).toBe(1);
    expect(claims).toMatchObject([{ unit: CU_KHE, revision: ref.id }]);
  });

  it.each([['change-unknown'], ['not-on-roll'], ['several-on-roll']])(
    'that is held as %s asks nothing and takes no claim',
    async (code) => {
      const held = change({ change: 'adjust', outcome: 'held', notes: [{ code, field: 'row' }] });
      const { line, asked, claims, ref } = await changing(held);
      expect(line).toMatchObject({ outcome: 'held', claim: { standing: 'none' } });
      expect(asked).toBe(0);
      expect(claims).not.toMatchObject([{ revision: ref.id }]);
    },
  );

  it('that joins somebody for a programme that the unit’s own roll excludes is held, and the roll’s claim stays', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN, { programme: 'HTXH' })] });
    const joins = change({ change: 'increase' }, { programme: 'BHXH' });
    const ref = await sendList(province, { unit: CU_KHE, at: NOON, rows: [joins], kind: 'changes' });
    await reconcile(province, ref);
    expect(await linesOf(province, ref)).toMatchObject([
      { outcome: 'held', findings: [{ code: 'incompatible-programme' }] },
    ]);
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ benefit: 'HTXH' }]);
  });
});

describe('A registry that is down in the middle of a list', () => {
  it('delays it and loses nothing: nothing is stored, and the same chunk later ends as on a good day', async () => {
    const [calm, stormy] = [new Province(), new Province()];
    const client = new HttpClient();
    const rows = [row(AN), row(BINH)];
    for (const province of [calm, stormy]) for (const id of [AN, BINH]) province.registry.enter(citizenOf(id));
    const ref = await sendList(calm, { unit: CU_KHE, at: MORNING, rows });
    await reconcile(calm, ref);
    await sendList(stormy, { unit: CU_KHE, at: MORNING, rows });
    await using server = await startRegistryServer({
      population: new Map([AN, BINH].map((id) => [id, citizenOf(id)])),
      // It answers about one, then fails at the other, and then at the one whom it knew: so it is down.
      script: [{ kind: 'partial' }, { kind: 'fail' }, { kind: 'fail' }, { kind: 'fail' }, { kind: 'fail' }],
    });
    let now = 0;
    const timing = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
      random: () => 0.5,
    };
    const settings = registrySettings.parse({ url: server.url, attempts: 2, callsPerSecond: 1000 });
    const ports = { ...stormy, registry: new HttpIdentityRegistry(settings, client, timing) };
    await expect(reconcileChunk(ports, { ...ref, chunk: 0 })).rejects.toMatchObject({ name: 'RegistryUnavailable' });
    expect(await linesOf(stormy, ref)).toEqual([]);
    expect(stormy.claims.of(JUNE, AN)).toEqual([]);
    await reconcileChunk(ports, { ...ref, chunk: 0 });
    expect(await linesOf(stormy, ref)).toEqual(await linesOf(calm, ref));
    await client.close();
  });
});

/** Two communes' lists in turn; what each one's first line says of the claim. */
async function inTurn(first: SentList, second: SentList) {
  const province = new Province();
  const one = await takeIn(province, first);
  const other = await takeIn(province, second);
  const [lineOfOne] = await linesOf(province, one);
  const [lineOfOther] = await linesOf(province, other);
  return { province, one, other, lineOfOne, lineOfOther };
}

describe('A unit’s claims', () => {
  it('are taken without a look at what stands only by its first list of a month', async () => {
    const province = new Province();
    const said: (boolean | undefined)[] = [];
    const takeAll: Claims['takeAll'] = (...given) => {
      said.push(given[2]);
      return province.claims.takeAll(given[0], given[1]);
    };
    for (const [at, person] of [
      [MORNING, AN],
      [NOON, BINH],
    ] as const) {
      const ref = await sendList(province, { unit: CU_KHE, at, rows: [row(person)] });
      const claims = { takeAll, replace: province.claims.replace.bind(province.claims) };
      await reconcileChunk({ ...province, claims }, { ...ref, chunk: 0 });
      await closeSubmission(province, ref);
    }
    expect(said).toEqual([true, false]);
  });
});

describe('A person whom two communes list', () => {
  it.each([
    [KIM_BAI, CU_KHE],
    [CU_KHE, KIM_BAI],
  ])('is claimed by %s, which came first, and held in %s', async (first, second) => {
    const { lineOfOne, lineOfOther } = await inTurn(
      { unit: first, at: MORNING, rows: [row(AN)] },
      { unit: second, at: NOON, rows: [row(AN)] },
    );
    expect(lineOfOne).toMatchObject({ outcome: 'accepted', claim: { standing: 'here' } });
    expect(lineOfOther).toMatchObject({
      outcome: 'held',
      claim: { standing: 'elsewhere', unit: first, programme: 'BTXH' },
      findings: [{ code: 'claimed-elsewhere' }],
    });
  });

  it.each([
    ['HTXH', 'BHXH'],
    ['BHXH', 'HTXH'],
  ] as const)('for %s first keeps out %s, which nobody may receive beside it', async (first, second) => {
    const { lineOfOther } = await inTurn(
      { unit: KIM_BAI, at: MORNING, rows: [row(AN, { programme: first })] },
      { unit: CU_KHE, at: NOON, rows: [row(AN, { programme: second })] },
    );
    expect(lineOfOther).toMatchObject({
      outcome: 'held',
      findings: [{ code: 'incompatible-programme', taken: first }],
    });
  });

  it('for merit and for social assistance receives both', async () => {
    const { lineOfOne, lineOfOther } = await inTurn(
      { unit: KIM_BAI, at: MORNING, rows: [row(AN, { programme: 'NCC' })] },
      { unit: CU_KHE, at: NOON, rows: [row(AN)] },
    );
    expect([lineOfOne?.outcome, lineOfOther?.outcome]).toEqual(['accepted', 'accepted']);
  });

  it('stays with the first even where its row is held (ruling 1)', async () => {
    const heldRow = {
      ...row(AN),
      outcome: 'held' as const,
      notes: [{ code: 'amount-missing', field: 'amount' as const }],
    };
    const { lineOfOther } = await inTurn(
      { unit: KIM_BAI, at: MORNING, rows: [heldRow] },
      { unit: CU_KHE, at: NOON, rows: [row(AN)] },
    );
    expect(lineOfOther?.claim.standing).toBe('elsewhere');
  });

  it('is known to both at once where the second finds the first still listing them', async () => {
    const province = new Province();
    await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(AN)] });
    const again = await takeIn(province, { unit: KIM_BAI, at: '2023-06-02T06:00:00Z', rows: [row(AN), row(BINH)] });
    expect(await linesOf(province, again)).toMatchObject([
      { outcome: 'accepted', findings: [{ code: 'also-listed', taken: 'BTXH' }] },
      { outcome: 'accepted', findings: [] },
    ]);
  });

  it('is not lost by the first when a list of theirs that was never confirmed is replaced', async () => {
    const province = new Province();
    const roll = await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN)] });
    // A later list renewed the claim, and then came to nothing; the roll still lists An.
    const abandoned = await sendList(province, { unit: KIM_BAI, at: NOON, rows: [row(AN)] });
    await reconcile(province, abandoned);
    await province.submissions.note(abandoned, { status: 'superseded' });
    const other = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T06:00:00Z', rows: [row(AN)] });
    expect(await linesOf(province, other)).toMatchObject([{ outcome: 'held', claim: { standing: 'elsewhere' } }]);
    expect(await linesOf(province, roll)).toMatchObject([{ outcome: 'accepted', claim: { standing: 'here' } }]);
  });

  it('is free for the other once the first one leaves them out', async () => {
    const province = new Province();
    await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN), row(BINH)] });
    await takeIn(province, { unit: KIM_BAI, at: NOON, rows: [row(BINH)] });
    const other = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T06:00:00Z', rows: [row(AN)] });
    expect(await linesOf(province, other)).toMatchObject([{ outcome: 'accepted', claim: { standing: 'here' } }]);
  });

  it('is taken over from a revision that never became current and no longer can', async () => {
    const province = new Province();
    const abandoned = await sendList(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN)] });
    await reconcile(province, abandoned);
    await takeIn(province, { unit: KIM_BAI, at: NOON, rows: [row(BINH)] });
    const other = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T06:00:00Z', rows: [row(AN)] });
    expect(await linesOf(province, other)).toMatchObject([{ outcome: 'accepted', claim: { standing: 'here' } }]);
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ unit: CU_KHE }]);
  });
});

describe('A unit that sends a better list', () => {
  it('is not in its own way when it mends a programme', async () => {
    const province = new Province();
    await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN, { programme: 'BHXH' })] });
    const mended = await takeIn(province, { unit: KIM_BAI, at: NOON, rows: [row(AN, { programme: 'HTXH' })] });
    expect(await linesOf(province, mended)).toMatchObject([{ outcome: 'accepted', claim: { standing: 'here' } }]);
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ benefit: 'HTXH' }]);
  });

  it('still may not list one person for two programmes that exclude each other', async () => {
    const province = new Province();
    const rows = [row(AN, { programme: 'BHXH' }), row(AN, { programme: 'HTXH' })];
    const list = await takeIn(province, { unit: KIM_BAI, at: MORNING, rows });
    expect((await linesOf(province, list)).map(({ outcome }) => outcome)).toEqual(['accepted', 'held']);
  });
});

describe('A chunk that is tried again after a crash', () => {
  it.each([
    ['claims', 'takeAll'],
    ['rolls', 'putAll'],
    ['work', 'pack'],
  ] as const)('in %s.%s ends as if it had not crashed', async (port, method) => {
    for (const when of ['before', 'after'] as const) {
      const calm = new Province();
      const stormy = new Province();
      const rows = [row(AN), row(BINH, { programme: 'HTXH' }), row(BINH, { programme: 'BHXH' })];
      for (const province of [calm, stormy]) {
        for (const id of [AN, BINH]) province.registry.enter(citizenOf(id));
        await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [rows[0] ?? row(AN)] });
      }
      const ref = await sendList(calm, { unit: CU_KHE, at: NOON, rows });
      await reconcile(calm, ref);
      await sendList(stormy, { unit: CU_KHE, at: NOON, rows });
      const ports = {
        ...stormy,
        ...(port === 'claims' && { claims: crashingOnce(stormy.claims, 'takeAll', when) }),
        ...(port === 'rolls' && { rolls: crashingOnce(stormy.rolls, 'putAll', when) }),
        ...(port === 'work' && { work: crashingOnce(stormy.work, 'pack', when) }),
      };
      await expect(reconcileChunk(ports, { ...ref, chunk: 0 }), `${port}.${method}`).rejects.toThrow(Crash);
      await reconcileChunk(ports, { ...ref, chunk: 0 });
      expect(await linesOf(stormy, ref)).toEqual(await linesOf(calm, ref));
      for (const id of [AN, BINH]) expect(stormy.claims.of(JUNE, id)).toEqual(calm.claims.of(JUNE, id));
    }
  });
});

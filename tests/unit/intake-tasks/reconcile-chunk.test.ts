import { describe, expect, it } from 'vitest';
import { reconcileChunk } from '../../../lambdas/reconcile-chunk/reconcile-chunk.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { linesOf, reconcile, type SentList, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

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

/** Two communes' lists in turn; what each one's first line says of the claim. */
async function inTurn(first: SentList, second: SentList) {
  const province = new Province();
  const one = await takeIn(province, first);
  const other = await takeIn(province, second);
  const [lineOfOne] = await linesOf(province, one);
  const [lineOfOther] = await linesOf(province, other);
  return { province, one, other, lineOfOne, lineOfOther };
}

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
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ programme: 'HTXH' }]);
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

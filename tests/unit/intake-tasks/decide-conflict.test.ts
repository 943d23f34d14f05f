import { describe, expect, it } from 'vitest';
import { type ConflictDecided, decideConflict } from '../../../lambdas/decide-conflict/decide-conflict.ts';
import { type SettlingRef, settlingRef } from '../../../lambdas/domain/claims/conflict-settling.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { arrive, lineOf } from '../../support/in-memory/conflicts.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { approve, deferredIn, OFFICER, payOut, propose } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const FIRST = '2023-06-01T03:00:00Z';
const SECOND = '2023-06-02T03:00:00Z';
const THIRD = '2023-06-03T03:00:00Z';

/** Kim Bài lists An first, Cự Khê second; Bình is Kim Bài's alone. */
async function twoUnits(given: { first?: object; second?: object } = {}): Promise<Province> {
  const province = new Province();
  await arrive(province, { unit: KIM_BAI, at: FIRST, rows: [row(AN, given.first), row(BINH)] });
  await arrive(province, { unit: CU_KHE, at: SECOND, rows: [row(AN, given.second)] });
  return province;
}

/** An officer's decision, and what it starts. */
async function decide(
  province: Province,
  given: Partial<Parameters<typeof decideConflict>[1]> = {},
  ports: object = {},
): Promise<{ decided: ConflictDecided; started: { name: string; input: { contested: SettlingRef } }[] }> {
  const started: { name: string; input: { contested: SettlingRef } }[] = [];
  const decided = await decideConflict(
    {
      ...province,
      ticket: () => 'a1b2c3d4',
      startMachine: async (name, input) => {
        started.push({ name, input: { contested: settlingRef.parse(Object(input).contested) } });
        return true;
      },
      ...ports,
    },
    {
      period: JUNE,
      person: AN,
      benefit: 'BTXH',
      unit: CU_KHE,
      by: OFFICER,
      reason: 'Đã chuyển hộ khẩu về Cự Khê',
      ...given,
    },
  );
  return { decided, started };
}

/** Decides, and carries it out as the machine does. */
async function decideAndSettle(province: Province, given?: Parameters<typeof decide>[1]) {
  const { started } = await decide(province, given);
  const answers = [];
  for (const { input } of started) answers.push(...(await settleConflicts(province, input.contested)).answers);
  return answers;
}

const saysOf = async (province: Province, unit: typeof KIM_BAI, person = AN) => {
  const line = await lineOf(province, unit, person);
  return line && [line.outcome, line.claim.standing, ...line.findings.map(({ code }) => code)].join(' ');
};

describe("An officer's decision on a conflict", () => {
  it('moves the claim to the unit it names; both units are told', async () => {
    const province = await twoUnits();
    const answers = await decideAndSettle(province);
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    expect(await saysOf(province, KIM_BAI)).toBe('held elsewhere decided-elsewhere');
    expect(answers.map(({ unit }) => unit)).toEqual([KIM_BAI, CU_KHE]);
  });

  it('is recorded with who made it, when and why', async () => {
    const province = await twoUnits();
    province.clock.set(THIRD);
    await decide(province);
    expect((await province.claims.standing(JUNE, [AN])).get(AN)?.decisions).toEqual([
      {
        benefit: 'BTXH',
        unit: CU_KHE,
        by: OFFICER,
        at: '2023-06-03T03:00:00.000Z',
        reason: 'Đã chuyển hộ khẩu về Cự Khê',
      },
    ]);
  });

  it('starts the machine with no word about a person', async () => {
    const { started } = await decide(await twoUnits());
    expect(started).toHaveLength(1);
    expect(JSON.stringify(started)).not.toContain(AN);
  });

  it('for the unit that holds the claim leaves it there, and ends its warning', async () => {
    const province = await twoUnits();
    await decideAndSettle(province, { unit: KIM_BAI });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere decided-elsewhere');
  });

  it('settles which of two programmes that exclude each other is received', async () => {
    const province = await twoUnits({ first: { programme: 'BHXH' }, second: { programme: 'HTXH' } });
    await decideAndSettle(province, { benefit: 'HTXH' });
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    expect(await saysOf(province, KIM_BAI)).toBe('held elsewhere decided-elsewhere');
  });

  it('is honoured when either unit sends its list again', async () => {
    const province = await twoUnits();
    await decideAndSettle(province);
    await arrive(province, { unit: KIM_BAI, at: THIRD, rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: '2023-06-04T03:00:00Z', rows: [row(AN)] });
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    expect(await saysOf(province, KIM_BAI)).toBe('held elsewhere decided-elsewhere');
  });

  it('means nothing once the unit it names lists the person no more', async () => {
    const province = await twoUnits();
    await decideAndSettle(province);
    await arrive(province, { unit: CU_KHE, at: THIRD, rows: [row(null)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
    await arrive(province, { unit: KIM_BAI, at: '2023-06-04T03:00:00Z', rows: [row(AN), row(BINH)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
  });

  it('is replaced by a later one', async () => {
    const province = await twoUnits({ first: { programme: 'BHXH' }, second: { programme: 'HTXH' } });
    await decideAndSettle(province, { benefit: 'HTXH' });
    province.clock.set(THIRD);
    await decideAndSettle(province, { benefit: 'BHXH', unit: KIM_BAI });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere decided-elsewhere');
  });

  it('can be made again after a crash at any point', async () => {
    for (const [port, method] of [
      ['claims', 'replace'],
      ['work', 'pack'],
    ] as const) {
      const province = await twoUnits();
      const crashing =
        port === 'claims'
          ? { claims: crashingOnce(province.claims, 'replace', 'after') }
          : { work: crashingOnce(province.work, 'pack', 'after') };
      await expect(decide(province, {}, crashing), method).rejects.toThrow(Crash);
      await decideAndSettle(province);
      expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    }
  });
});

describe('A decision is refused', () => {
  it('where nobody else lists the person', async () => {
    const province = await twoUnits();
    expect((await decide(province, { person: BINH, unit: KIM_BAI })).decided).toEqual({ refused: 'no-conflict' });
  });

  it.each([
    ['the unit does not list the person', { person: BINH }],
    ['the unit lists the person for something else', { benefit: 'NCC' }],
  ] as const)('where %s', async (_, given) => {
    expect((await decide(await twoUnits(), given)).decided).toEqual({ refused: 'not-listed' });
  });

  it('where the period is closed, and nothing is recorded', async () => {
    const province = await twoUnits();
    const runs = { period: async () => ({ period: JUNE, status: 'closed' as const, openedAt: FIRST }) };
    const { decided, started } = await decide(province, {}, { runs });
    expect(decided).toEqual({ refused: 'period-closed' });
    expect(started).toEqual([]);
    expect((await province.claims.standing(JUNE, [AN])).get(AN)?.decisions).toEqual([]);
  });
});

describe('A person who was paid before the decision', () => {
  it('is not paid again by the other unit', async () => {
    const province = await twoUnits();
    await payOut(province, '2023-06-regular-1');
    await decideAndSettle(province);
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    const run = await propose(province, '2023-06-supplementary-1', 'supplementary');
    await approve(province, run);
    const deferred = await deferredIn(province, run, CU_KHE);
    expect(deferred.map(({ person, reason }) => [person, reason])).toEqual([[AN, 'already-instructed']]);
  });
});

import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import type { Entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { storeRoll } from '../../../lambdas/domain/rolls/unit-roll.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { answered, arrive, closeList, lineOf } from '../../support/in-memory/conflicts.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { reconcile, rollOf, sendList } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const CAO_VIEN = THANH_OAI.units.find(({ code }) => code === '10132')?.code ?? CU_KHE;
const at = (day: number, hour = 3) => `2023-06-0${day}T0${hour}:00:00Z`;

/** What a unit's roll says of a person, in short. */
async function saysOf(province: Province, unit: typeof KIM_BAI, person = AN) {
  const line = await lineOf(province, unit, person);
  return line && [line.outcome, line.claim.standing, ...line.findings.map(({ code }) => code)].join(' ');
}

describe('A person whom two units list', () => {
  it('stands on both rolls: paid by the first, who is warned, and held by the other', async () => {
    const province = new Province();
    const first = await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
    expect(first.answers).toEqual([]);
    const second = await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    expect(await saysOf(province, KIM_BAI, BINH)).toBe('accepted here');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere claimed-elsewhere');
    expect(second.answers).toEqual([first.ref]);
  });

  it('is told to a list that has no receipt yet by its own closing, and not by the other', async () => {
    const province = new Province();
    const first = await closeList(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    const second = await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    expect(second.answers).toEqual([]);
    await answered(province, first);
    expect(await settleConflicts(province, second.ref)).toEqual({ answers: [first] });
  });

  it('is named to each by the other unit and programme, and nothing more', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN, { village: 'Thôn Khúc Thủy' })] });
    const nameOf = (code: string) => THANH_OAI.units.find((unit) => unit.code === code)?.name;
    expect((await lineOf(province, KIM_BAI, AN))?.findings).toEqual([
      { code: 'also-listed', field: 'personalId', read: nameOf(CU_KHE), taken: 'BTXH' },
    ]);
    expect((await lineOf(province, CU_KHE, AN))?.findings).toEqual([
      { code: 'claimed-elsewhere', field: 'personalId', read: nameOf(KIM_BAI), taken: 'BTXH' },
    ]);
  });

  it('leaves a roll of which nothing changes as it is, however often it is settled', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    const { ref, answers } = await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    const before = await province.submissions.rolls([KIM_BAI, CU_KHE], JUNE);
    expect(await settleConflicts(province, ref)).toEqual({ answers });
    expect(await province.submissions.rolls([KIM_BAI, CU_KHE], JUNE)).toEqual(before);
  });

  it('keeps the totals of the roll true', async () => {
    const province = new Province();
    await arrive(province, { unit: CU_KHE, at: at(1), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: KIM_BAI, at: at(2), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(3), rows: [row(CHI)] });
    const roll = await province.submissions.roll(KIM_BAI, JUNE, 'regular');
    expect(roll?.totals).toMatchObject({
      read: { rows: 2 },
      accepted: { rows: 2, amount: 720_000 },
      held: { rows: 0 },
    });
  });
});

describe('One settling that writes both rolls of a unit', () => {
  // Found by the simulation (seed 589): their lines came to stand in one roll, and emergency help was paid as a benefit.
  it('keeps them apart, though both get the same number', async () => {
    const province = new Province();
    const { ref } = await arrive(province, { unit: CU_KHE, at: at(1), rows: [row(AN), row(BINH)] });
    const [an, binh] = await rollOf(province, CU_KHE);
    const stored = (purpose: 'regular' | 'emergency', lines: readonly Entitlement[]) =>
      storeRoll(province.rolls, { ...ref, purpose }, 7, lines);
    const [regular, emergency] = await Promise.all([
      stored('regular', an ? [an] : []),
      stored('emergency', binh ? [{ ...binh, purpose: 'emergency' }] : []),
    ]);
    const peopleOf = async (revision: string) =>
      (await Array.fromAsync(province.rolls.ofRoll({ ...ref, revision }))).map(({ values }) => values.personalId);
    expect([await peopleOf(regular), await peopleOf(emergency)]).toEqual([[AN], [BINH]]);
  });
});

describe('A claim that comes free', () => {
  it('goes to the unit that waits: its line is set free, its list answered again', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
    const waiting = await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    const { answers } = await arrive(province, { unit: KIM_BAI, at: at(3), rows: [row(BINH)] });
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
    expect(answers).toEqual([waiting.ref]);
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ unit: CU_KHE }]);
  });

  it('is not forgotten when the closing was killed after it had ended the list before', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    const ref = await sendList(province, { unit: KIM_BAI, at: at(3), rows: [row(BINH)] });
    await reconcile(province, ref);
    const ports = { ...province, submissions: crashingOnce(province.submissions, 'turn', 'after') };
    await expect(closeSubmission(ports, ref)).rejects.toThrow(Crash);
    await closeSubmission(ports, ref);
    await settleConflicts(province, ref);
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
  });

  it('goes to the one that waits longest, though it sent its list again since', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    await arrive(province, { unit: CAO_VIEN, at: at(3), rows: [row(AN)] });
    await arrive(province, { unit: CU_KHE, at: at(4), rows: [row(AN), row(CHI)] });
    await arrive(province, { unit: KIM_BAI, at: at(5), rows: [row(BINH)] });
    expect(await saysOf(province, CU_KHE)).toBe('accepted here also-listed');
    expect(await saysOf(province, CAO_VIEN)).toBe('held elsewhere claimed-elsewhere');
  });

  it('frees the holder of a warning when the other takes the person off its list', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(3), rows: [row(BINH)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
  });

  it('frees a programme that the other one excluded', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN, { programme: 'BHXH' }), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN, { programme: 'HTXH' })] });
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere incompatible-programme');
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    await arrive(province, { unit: KIM_BAI, at: at(3), rows: [row(BINH)] });
    expect(await saysOf(province, CU_KHE)).toBe('accepted here');
  });

  it('leaves a row held that has faults of its own', async () => {
    const province = new Province();
    const faulty = {
      ...row(AN),
      outcome: 'held' as const,
      notes: [{ code: 'amount-missing', field: 'amount' as const }],
    };
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [faulty] });
    await arrive(province, { unit: KIM_BAI, at: at(3), rows: [row(BINH)] });
    expect(await saysOf(province, CU_KHE)).toBe('held here');
  });

  it('of a list that is still being read stays its own', async () => {
    const province = new Province();
    const reading = await sendList(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    await reconcile(province, reading);
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere claimed-elsewhere');
  });
});

describe('A unit whose list closes while another began to wait', () => {
  it('keeps its claim, though its roll was looked at before and its list after it closed', async () => {
    const province = new Province();
    const reading = await sendList(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    await reconcile(province, reading);
    const ref = await closeList(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    let closes = true;
    const submissions = {
      get: (...list: Parameters<typeof province.submissions.get>) => province.submissions.get(...list),
      statusOf: async (...list: Parameters<typeof province.submissions.statusOf>) => {
        if (closes) {
          closes = false;
          await closeList(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
        }
        return province.submissions.statusOf(...list);
      },
      roll: (...roll: Parameters<typeof province.submissions.roll>) => province.submissions.roll(...roll),
      movePointer: (pointer: Parameters<typeof province.submissions.movePointer>[0]) =>
        province.submissions.movePointer(pointer),
    };
    await settleConflicts({ ...province, submissions }, ref);
    expect(province.claims.of(JUNE, AN)).toMatchObject([{ unit: KIM_BAI }]);
  });

  it('is warned at its own closing, though the other found it still reading', async () => {
    const province = new Province();
    const late = await sendList(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    await reconcile(province, late);
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN)] });
    // The same list, taken up again and brought to its end.
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
  });
});

describe('Emergency help', () => {
  const KHAC = { programme: 'KHAC' };

  it('stands beside whatever else a person receives, from whichever unit', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN, KHAC)] });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN, KHAC)], purpose: 'emergency' });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here');
    expect(await rollOf(province, CU_KHE, JUNE, 'emergency')).toMatchObject([{ outcome: 'accepted', findings: [] }]);
  });

  it('is given by one unit: a second one that lists the person waits, and both are told', async () => {
    const province = new Province();
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN, KHAC)], purpose: 'emergency' });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN, KHAC)], purpose: 'emergency' });
    const [first] = await rollOf(province, KIM_BAI, JUNE, 'emergency');
    const [second] = await rollOf(province, CU_KHE, JUNE, 'emergency');
    expect(first).toMatchObject({ outcome: 'accepted', findings: [{ code: 'also-listed', taken: 'KHAC' }] });
    expect(second).toMatchObject({ outcome: 'held', findings: [{ code: 'claimed-elsewhere', taken: 'KHAC' }] });
  });
});

describe('A list that waits for confirmation', () => {
  /** Kim Bài's roll has An's social pension; a list that waits says pension instead. */
  async function waiting(): Promise<Province> {
    const province = new Province();
    const swing = { ...THANH_OAI.intake.swing, peopleShare: 0.3, leastPeople: 0 };
    province.references.publish('strict', { ...THANH_OAI, intake: { ...THANH_OAI.intake, swing } });
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN, { programme: 'HTXH' })] });
    const list = await closeList(province, { unit: KIM_BAI, at: at(2), rows: [row(AN, { programme: 'BHXH' })] });
    expect(await province.submissions.statusOf(KIM_BAI, JUNE, list.id)).toBe('awaiting-confirmation');
    return province;
  }

  it('does not take the claim from the roll that stands until then', async () => {
    const province = await waiting();
    await arrive(province, { unit: CU_KHE, at: at(3), rows: [row(AN, { programme: 'HTXH' })] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere claimed-elsewhere');
  });

  it('leaves the claim with that roll when it comes to nothing', async () => {
    const province = await waiting();
    await arrive(province, { unit: KIM_BAI, at: at(3), rows: [row(AN, { programme: 'HTXH' })] });
    await arrive(province, { unit: CU_KHE, at: at(4), rows: [row(AN, { programme: 'HTXH' })] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere claimed-elsewhere');
  });
});

describe('In the month after', () => {
  it('the claim stays with who held it and lists the person still, whoever comes first', async () => {
    const province = new Province();
    const may = period.parse('2023-05');
    await closeList(province, { unit: KIM_BAI, at: '2023-05-02T03:00:00Z', rows: [row(AN)], period: may });
    await closeList(province, { unit: CU_KHE, at: '2023-05-03T03:00:00Z', rows: [row(AN)], period: may });
    await arrive(province, { unit: CU_KHE, at: at(1), rows: [row(AN)] });
    await arrive(province, { unit: KIM_BAI, at: at(2), rows: [row(AN)] });
    expect(await saysOf(province, KIM_BAI)).toBe('accepted here also-listed');
    expect(await saysOf(province, CU_KHE)).toBe('held elsewhere claimed-elsewhere');
  });
});

describe('A village that moved', () => {
  it('is settled in one revision of each roll', async () => {
    const province = new Province();
    const people = Array.from({ length: 500 }, (_, index) =>
      personalId.parse(`0011450${String(index).padStart(5, '0')}`),
    );
    const villagers = people.slice(0, 90);
    const staying = people.slice(90).map((id) => row(id));
    await arrive(province, { unit: KIM_BAI, at: at(1), rows: people.map((id) => row(id)) });
    await arrive(province, { unit: CU_KHE, at: at(2), rows: villagers.map((id) => row(id)) });
    const { answers } = await arrive(province, { unit: KIM_BAI, at: at(3), rows: staying });
    expect((await rollOf(province, CU_KHE)).map(({ outcome }) => outcome)).toEqual(villagers.map(() => 'accepted'));
    expect(answers).toHaveLength(1);
    expect((await province.submissions.roll(CU_KHE, JUNE, 'regular'))?.version).toBe(2);
  });
});

describe('Two settlings at once', () => {
  /** The province's ports, which at the given call, counted over all of them, first do something else. */
  function interrupted(province: Province, at: number, meanwhile: () => Promise<void>): Province {
    let calls = 0;
    const watched = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function' || name === 'ofRoll')
            return member instanceof Function ? member.bind(target) : member;
          return async (...given: unknown[]) => {
            calls += 1;
            if (calls === at) await meanwhile();
            return member.apply(target, given);
          };
        },
      });
    const { submissions, rolls, claims } = province;
    return { ...province, submissions: watched(submissions), rolls: watched(rolls), claims: watched(claims) };
  }

  it('of one person end with every roll saying what stands, wherever one overtakes the other', async () => {
    for (let call = 1; call <= 40; call++) {
      const province = new Province();
      await arrive(province, { unit: KIM_BAI, at: at(1), rows: [row(AN), row(BINH)] });
      await arrive(province, { unit: CU_KHE, at: at(2), rows: [row(AN), row(CHI)] });
      await arrive(province, { unit: CAO_VIEN, at: at(3), rows: [row(AN)] });
      // Kim Bài lets An go; before Cự Khê has got the claim everywhere, it lets An go too.
      const one = await closeList(province, { unit: KIM_BAI, at: at(4), rows: [row(BINH)] });
      const ports = interrupted(province, call, async () => {
        await arrive(province, { unit: CU_KHE, at: at(5), rows: [row(CHI)] });
      });
      await settleConflicts(ports, one);
      const isLate = (await lineOf(province, CU_KHE, AN)) !== undefined;
      if (isLate) await arrive(province, { unit: CU_KHE, at: at(5), rows: [row(CHI)] });
      expect(await saysOf(province, CAO_VIEN), `call ${call}`).toBe('accepted here');
      expect(province.claims.of(JUNE, AN), `call ${call}`).toMatchObject([{ unit: CAO_VIEN }]);
    }
  });
});

describe('Settling that is tried again after a crash', () => {
  it.each([
    ['claims', 'replace'],
    ['work', 'pack'],
    ['rolls', 'putAll'],
    ['submissions', 'movePointer'],
  ] as const)('in %s.%s ends as if it had not crashed', async (port, method) => {
    for (const when of ['before', 'after'] as const) {
      const [calm, stormy] = [new Province(), new Province()];
      const rows = { both: [row(AN), row(BINH)], left: [row(CHI)] };
      const refOf = async (province: Province) => {
        await arrive(province, { unit: KIM_BAI, at: at(1), rows: rows.both });
        await arrive(province, { unit: CU_KHE, at: at(2), rows: rows.both });
        return closeList(province, { unit: KIM_BAI, at: at(3), rows: rows.left });
      };
      const ref = await refOf(calm);
      expect(await refOf(stormy)).toEqual(ref);
      const answers = await settleConflicts(calm, ref);
      const ports = {
        ...stormy,
        ...(port === 'claims' && { claims: crashingOnce(stormy.claims, 'replace', when) }),
        ...(port === 'work' && { work: crashingOnce(stormy.work, 'pack', when) }),
        ...(port === 'rolls' && { rolls: crashingOnce(stormy.rolls, 'putAll', when) }),
        ...(port === 'submissions' && { submissions: crashingOnce(stormy.submissions, 'movePointer', when) }),
      };
      await expect(settleConflicts(ports, ref), `${port}.${method} ${when}`).rejects.toThrow(Crash);
      expect(await settleConflicts(stormy, ref)).toEqual(answers);
      // Under what name it is stored is no matter: the crashed try may have taken one.
      const linesOf = async (province: Province) =>
        (await rollOf(province, CU_KHE)).map(({ revision: _, ...line }) => line);
      expect(await linesOf(stormy)).toEqual(await linesOf(calm));
      expect(await saysOf(stormy, CU_KHE)).toBe('accepted here');
      for (const id of [AN, BINH]) expect(stormy.claims.of(JUNE, id)).toEqual(calm.claims.of(JUNE, id));
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { outcomeByNotes } from '../../../lambdas/domain/checks/row-outcome.ts';
import { incompatibleWith, isSameListing, NOTHING_STANDS } from '../../../lambdas/domain/claims/claim.ts';
import { listingOf } from '../../../lambdas/domain/claims/conflict-settling.ts';
import type { ListKind } from '../../../lambdas/domain/lists/list-facts.ts';
import type { RowChange } from '../../../lambdas/domain/lists/list-row.ts';
import type { Entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import type { Submission } from '../../../lambdas/domain/rolls/submission.ts';
import type { SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { NoRoll, RollUnderWay } from '../../../lambdas/read-list/meet-standing-roll.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { OFFICER, read, reconcile, registerList, rollOf } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const UNITS = [KIM_BAI, CU_KHE, unitCode.parse('10132')];
const PEOPLE = [AN, BINH, CHI];
const PROGRAMMES = ['BTXH', 'NCC', 'HTXH', 'BHXH'] as const;

/**
 * A list: of which unit, whom it lists for what, each once; and, of a change list, who joins and who leaves. Whether an
 * officer confirms it, should it change so much that it waits.
 */
const list = fc.record({
  isConfirmed: fc.boolean(),
  unit: fc.constantFrom(...UNITS),
  kind: fc.constantFrom<ListKind>('full', 'full', 'changes'),
  rows: fc.uniqueArray(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      programme: fc.constantFrom(...PROGRAMMES),
      change: fc.constantFrom<RowChange>('increase', 'decrease'),
    }),
    { minLength: 1, maxLength: 5, selector: ({ person, programme }) => `${person} ${programme}` },
  ),
});
type List = typeof list extends fc.Arbitrary<infer T> ? T : never;

/** Lists in the order of their landing, and whose next step is taken when: reconciling, closing, settling. */
const month = fc.array(list, { minLength: 1, maxLength: 6 }).chain((lists) =>
  fc.record({
    lists: fc.constant(lists),
    order: fc.shuffledSubarray(
      lists.flatMap((_, index) => [index, index, index]),
      { minLength: lists.length * 3 },
    ),
  }),
);

type Month = typeof month extends fc.Arbitrary<infer T> ? T : never;

/** A list on its way through the machine. */
class Journey {
  readonly #province: Province;
  readonly #ref: SubmissionRef;
  readonly #rows: Parameters<typeof read>[2];
  readonly #isConfirmed: boolean;
  #step = 0;

  constructor(province: Province, ref: SubmissionRef, { kind, rows, isConfirmed }: List) {
    this.#province = province;
    this.#ref = ref;
    this.#isConfirmed = isConfirmed;
    const changeOf = ({ change }: List['rows'][number]) => (kind === 'changes' ? change : null);
    this.#rows = {
      kind,
      purpose: 'regular',
      rows: rows.map((one) => ({ ...row(one.person, { programme: one.programme }), change: changeOf(one) })),
    };
  }

  /** Takes the next step; a change list that finds no roll has none left. */
  async go(): Promise<void> {
    this.#step += 1;
    if (this.#step === 1 && !(await this.#isReconciled())) this.#step = Number.POSITIVE_INFINITY;
    if (this.#step === 2 && (await this.#close()) === 'awaiting-confirmation' && this.#isConfirmed) {
      const confirmation = { as: 'whole-roll', by: OFFICER, at: '2023-06-02T04:00:00.000Z', reason: null } as const;
      await this.#province.submissions.confirm(this.#ref, confirmation);
      await this.#close();
    }
    if (this.#step === 3) await settleConflicts(this.#province, this.#ref);
  }

  async #close(): Promise<Submission['status']> {
    for (;;) {
      const { outcome, status } = await closeSubmission(this.#province, this.#ref);
      if (outcome !== 'roll-moved') return status;
      await this.#isReconciled();
    }
  }

  async #isReconciled(): Promise<boolean> {
    try {
      await read(this.#province, this.#ref, this.#rows);
    } catch (error) {
      if (!(error instanceof NoRoll || error instanceof RollUnderWay)) throw error;
      await this.#province.submissions.note(this.#ref, { status: 'refused' });
      return false;
    }
    await reconcile(this.#province, this.#ref);
    return true;
  }
}

/**
 * Plays a month: every list takes its steps in order, those of different lists in any. Strict: nearly every change of a
 * roll must be confirmed; otherwise so few people are no swing.
 */
async function play({ lists, order, isStrict }: Month & { isStrict: boolean }): Promise<Province> {
  const province = new Province();
  if (isStrict) {
    const swing = { ...THANH_OAI.intake.swing, peopleShare: 0.3, leastPeople: 0 };
    province.references.publish('strict', { ...THANH_OAI, intake: { ...THANH_OAI.intake, swing } });
  }
  for (const person of PEOPLE) province.registry.enter(citizenOf(person));
  const journeys: Journey[] = [];
  for (const [index, sent] of lists.entries()) {
    const at = `2023-06-02T03:${String(index).padStart(2, '0')}:00Z`;
    const rows = sent.rows.map(({ person }) => row(person));
    journeys.push(new Journey(province, await registerList(province, { unit: sent.unit, at, rows }), sent));
  }
  for (const index of order) await journeys[index]?.go();
  return province;
}

/** The lines of all rolls, each with what stands about its person and the lines that it cannot be paid together with. */
async function linesOf(province: Province) {
  const lines: Entitlement[] = [];
  for (const unit of UNITS) lines.push(...(await rollOf(province, unit)));
  const listed = lines.flatMap((line) => {
    const row = listingOf(line);
    return row ? [{ line, row }] : [];
  });
  const standing = await province.claims.standing(JUNE, PEOPLE);
  return listed.map(({ line, row: { person, ...row } }) => {
    const related = [row.benefit, ...incompatibleWith(THANH_OAI, row.benefit)];
    const rivals = listed
      .filter(({ row: other }) => other.person === person && related.includes(other.benefit))
      .filter(({ line: other }) => other !== line)
      .map((other) => other.line);
    return { line, row, stands: standing.get(person) ?? NOTHING_STANDS, rivals };
  });
}

const isPaid = ({ claim }: Entitlement) => claim.standing === 'here';

describe('However the lists of a month cross each other', () => {
  it('every roll says in the end what stands, and whoever is not paid is kept out by one who is', async () => {
    await fc.assert(
      fc.asyncProperty(month, async (lists) => {
        for (const { line, row, stands, rivals } of await linesOf(await play({ ...lists, isStrict: false }))) {
          const isHere = stands.claims.some((one) => isSameListing(one, row));
          expect(line.claim.standing).toBe(isHere ? 'here' : 'elsewhere');
          expect(rivals.some(isPaid)).toBe(!isHere);
          const warned = line.findings.filter(({ code }) => code === 'also-listed');
          expect(warned).toHaveLength(isHere ? rivals.filter(({ unit }) => unit !== line.unit).length : 0);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('nobody is paid twice, lists that wait to be confirmed or never are among them', async () => {
    await fc.assert(
      fc.asyncProperty(month, async (lists) => {
        for (const { line, stands, rivals } of await linesOf(await play({ ...lists, isStrict: true }))) {
          if (isPaid(line)) expect(rivals.filter(isPaid)).toEqual([]);
          else expect(stands.claims).not.toEqual([]);
          expect(line.outcome).toBe(outcomeByNotes([...line.notes, ...line.findings]));
          if (!isPaid(line)) expect(line.outcome).toBe('held');
        }
      }),
      { numRuns: 120 },
    );
  });
});

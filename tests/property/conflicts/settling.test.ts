import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { incompatibleWith, isSameListing, NOTHING_STANDS } from '../../../lambdas/domain/claim.ts';
import { listingOf } from '../../../lambdas/domain/conflict-settling.ts';
import type { Entitlement } from '../../../lambdas/domain/entitlement.ts';
import type { RowChange } from '../../../lambdas/domain/list-row.ts';
import type { ListKind } from '../../../lambdas/domain/receipt.ts';
import { outcomeByNotes } from '../../../lambdas/domain/row-outcome.ts';
import type { SubmissionRef } from '../../../lambdas/domain/submission-chunks.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { NoRoll, RollUnderWay } from '../../../lambdas/read-list/meet-standing-roll.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { read, reconcile, registerList, rollOf } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const UNITS = [KIM_BAI, CU_KHE, unitCode.parse('10132')];
const PEOPLE = [AN, BINH, CHI];
const PROGRAMMES = ['BTXH', 'NCC', 'HTXH', 'BHXH'] as const;

/** A list: of which unit, whom it lists for what, each once; and, of a change list, who joins and who leaves. */
const list = fc.record({
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

/** A list on its way through the machine. */
class Journey {
  readonly #province: Province;
  readonly #ref: SubmissionRef;
  readonly #rows: Parameters<typeof read>[2];
  #step = 0;

  constructor(province: Province, ref: SubmissionRef, { kind, rows }: List) {
    this.#province = province;
    this.#ref = ref;
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
    if (this.#step === 2) {
      while ((await closeSubmission(this.#province, this.#ref)).outcome === 'roll-moved') await this.#isReconciled();
    }
    if (this.#step === 3) await settleConflicts(this.#province, this.#ref);
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

/** Plays a month: every list takes its steps in order, those of different lists in any. */
async function play({ lists, order }: { lists: readonly List[]; order: readonly number[] }): Promise<Province> {
  const province = new Province();
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

describe('However the lists of a month cross each other', () => {
  it('every roll says in the end what stands, and nobody is listed as paid twice', async () => {
    await fc.assert(
      fc.asyncProperty(month, async (played) => {
        const province = await play(played);
        const lines: Entitlement[] = [];
        for (const unit of UNITS) lines.push(...(await rollOf(province, unit)));
        for (const line of lines) {
          const listing = listingOf(line);
          if (!listing) continue;
          const stands = (await province.claims.standing(JUNE, [listing.person])).get(listing.person) ?? NOTHING_STANDS;
          const isHere = stands.claims.some((one) => isSameListing(one, listing));
          expect(line.claim.standing).toBe(isHere ? 'here' : 'elsewhere');
          expect(line.outcome).toBe(outcomeByNotes([...line.notes, ...line.findings]));
          if (!isHere) expect(line.outcome).toBe('held');

          const related = [listing.benefit, ...incompatibleWith(THANH_OAI, listing.benefit)];
          const rivals = lines.filter((other) => {
            const one = listingOf(other);
            return one?.person === listing.person && related.includes(one.benefit) && !isSameListing(one, listing);
          });
          // Whoever is paid is the only one of those that exclude each other; whoever is not, is kept out by one who is.
          const paid = rivals.filter(({ claim }) => claim.standing === 'here');
          expect(paid.length > 0).toBe(!isHere);
          const warned = line.findings.filter(({ code }) => code === 'also-listed');
          expect(warned).toHaveLength(isHere ? rivals.filter(({ unit }) => unit !== line.unit).length : 0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompatibleWith, isSameListing, NOTHING_STANDS } from '../../../lambdas/domain/claim.ts';
import { listingOf } from '../../../lambdas/domain/conflict-settling.ts';
import type { Entitlement } from '../../../lambdas/domain/entitlement.ts';
import type { SubmissionRef } from '../../../lambdas/domain/submission-chunks.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { closeReconciled, rollOf } from '../../support/in-memory/conflicts.ts';
import { reconcile, sendList } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const UNITS = [KIM_BAI, CU_KHE, unitCode.parse('10132')];
const PEOPLE = [AN, BINH, CHI];
const PROGRAMMES = ['BTXH', 'NCC', 'HTXH', 'BHXH'] as const;

/** A full list: a unit, and whom it lists for what, each once. */
const list = fc.record({
  unit: fc.constantFrom(...UNITS),
  rows: fc.uniqueArray(fc.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...PROGRAMMES)), {
    minLength: 1,
    maxLength: 5,
    selector: ([person, programme]) => `${person} ${programme}`,
  }),
});

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

/** Plays a month: every list takes its steps in order, those of different lists in any. */
async function play({
  lists,
  order,
}: {
  lists: { unit: (typeof UNITS)[number]; rows: [string, string][] }[];
  order: number[];
}) {
  const province = new Province();
  for (const person of PEOPLE) province.registry.enter(citizenOf(person));
  const landed: SubmissionRef[] = [];
  for (const [index, { unit, rows }] of lists.entries()) {
    const at = `2023-06-02T03:${String(index).padStart(2, '0')}:00Z`;
    landed.push(
      await sendList(province, { unit, at, rows: rows.map(([person, programme]) => row(person, { programme })) }),
    );
  }
  const taken = new Map<number, number>();
  for (const index of order) {
    const ref = landed[index];
    const step = taken.get(index) ?? 0;
    taken.set(index, step + 1);
    if (!ref) continue;
    if (step === 0) await reconcile(province, ref);
    else if (step === 1) await closeReconciled(province, ref);
    else await settleConflicts(province, ref);
  }
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
          expect(line.outcome).toBe(isHere ? 'accepted' : 'held');

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

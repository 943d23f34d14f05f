import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import type { ListKind } from '../../../lambdas/domain/lists/list-facts.ts';
import type { CheckedRow, RowChange } from '../../../lambdas/domain/lists/list-row.ts';
import type { SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { read, reconcile, registerList, rollOf, takeIn } from '../../support/in-memory/month.ts';
import { CU_KHE, citizenOf, JUNE, MAY, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const PEOPLE = Array.from({ length: 6 }, (_, index) => `0011450000${String(index + 10)}`);
const someone = fc.constantFrom(...PEOPLE);
const amount = fc.integer({ min: 1, max: 5 }).map((times) => times * 100_000);

/** What a list says: the whole roll, or changes to it. */
type Said =
  | { readonly kind: 'full'; readonly roll: ReadonlyMap<string, number> }
  | { readonly kind: 'changes'; readonly changes: readonly { change: RowChange; person: string; amount: number }[] };

const full: fc.Arbitrary<Said> = fc
  .uniqueArray(fc.tuple(someone, amount), { minLength: 1, maxLength: 6, selector: ([person]) => person })
  .map((entries) => ({ kind: 'full', roll: new Map(entries) }));
const changes: fc.Arbitrary<Said> = fc
  .uniqueArray(
    fc.record({ change: fc.constantFrom<RowChange>('increase', 'decrease', 'adjust'), person: someone, amount }),
    { minLength: 1, maxLength: 4, selector: ({ person }) => person },
  )
  .map((made) => ({ kind: 'changes', changes: made }));

const first = full;
const later = fc.array(fc.oneof({ arbitrary: full, weight: 1 }, { arbitrary: changes, weight: 3 }), {
  minLength: 1,
  maxLength: 4,
});
/** Whose turn it is: each turn takes one list a step on, from read to reconciled to closed. */
const turns = fc.array(fc.nat({ max: 3 }), { maxLength: 24 });

/** The roll as anybody would reckon it who has all lists in the order in which they came. */
function reckoned(lists: readonly Said[]): Record<string, number> {
  const roll = new Map<string, number>();
  for (const list of lists) {
    if (list.kind === 'full') {
      roll.clear();
      for (const [person, paid] of list.roll) roll.set(person, paid);
      continue;
    }
    for (const { change, person, amount: paid } of list.changes) {
      if (change === 'decrease') roll.delete(person);
      else if (roll.has(person) === (change === 'adjust')) roll.set(person, paid);
    }
  }
  return Object.fromEntries([...roll].sort());
}

function rowsOf(list: Said): CheckedRow[] {
  if (list.kind === 'full') return [...list.roll].map(([person, paid]) => row(person, { amount: paid }));
  return list.changes.map(({ change, person, amount: paid }) => ({
    ...row(
      person,
      change === 'adjust' ? { amount: paid, accountNumber: null, bank: null, channel: null } : { amount: paid },
    ),
    change,
  }));
}

/** A list on its way through the machine, a step at a time. */
class UnderWay {
  readonly #province: Province;
  readonly #ref: SubmissionRef;
  readonly #list: { rows: CheckedRow[]; kind: ListKind; purpose: 'regular' };
  #step: 'read' | 'reconcile' | 'close' | 'done' = 'read';

  constructor(province: Province, ref: SubmissionRef, said: Said) {
    this.#province = province;
    this.#ref = ref;
    this.#list = { rows: rowsOf(said), kind: said.kind, purpose: 'regular' };
  }

  get isDone(): boolean {
    return this.#step === 'done';
  }

  async go(): Promise<void> {
    switch (this.#step) {
      case 'read':
        await read(this.#province, this.#ref, this.#list);
        this.#step = 'reconcile';
        return;
      case 'reconcile':
        await reconcile(this.#province, this.#ref);
        this.#step = 'close';
        return;
      case 'close': {
        const { outcome } = await closeSubmission(this.#province, this.#ref);
        this.#step = outcome === 'roll-moved' ? 'read' : 'done';
        return;
      }
      case 'done':
        return;
    }
  }
}

async function provinceAfterMay(): Promise<Province> {
  const province = new Province();
  for (const person of PEOPLE) province.registry.enter(citizenOf(person));
  await takeIn(province, { unit: CU_KHE, at: '2023-05-02T03:00:00Z', period: MAY, rows: [row(PEOPLE[0] ?? null)] });
  return province;
}

/** Takes the first list in, and then all others by turns. @returns the province, with every list closed. */
async function closedByTurns(whole: Said, others: readonly Said[], order: readonly number[]): Promise<Province> {
  const province = await provinceAfterMay();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-01T03:00:00Z', rows: rowsOf(whole) });
  const underWay: UnderWay[] = [];
  for (const [index, said] of others.entries()) {
    const at = `2023-06-02T03:00:0${index}Z`;
    const ref = await registerList(province, { unit: CU_KHE, at, rows: rowsOf(said) });
    underWay.push(new UnderWay(province, ref, said));
  }
  for (const turn of order) await underWay[turn % underWay.length]?.go();
  for (const one of underWay) while (!one.isDone) await one.go();
  return province;
}

describe('Lists of a unit, whole ones and changes, in whatever order they are read and closed', () => {
  it('end in the roll that they make in the order in which they came', async () => {
    await fc.assert(
      fc.asyncProperty(first, later, turns, async (whole, others, order) => {
        const lines = await rollOf(await closedByTurns(whole, others, order), CU_KHE);
        const listed = lines.map(({ values }) => [String(values.personalId), values.amount] as const);
        expect(Object.fromEntries([...listed].sort())).toEqual(reckoned([whole, ...others]));
        expect(listed).toHaveLength(new Set(listed.map(([person]) => person)).size);
      }),
      { numRuns: 150 },
    );
  });

  it('pay nobody about whom the registry was not asked, or whose claim is not held', async () => {
    await fc.assert(
      fc.asyncProperty(first, later, turns, async (whole, others, order) => {
        const lines = await rollOf(await closedByTurns(whole, others, order), CU_KHE);
        for (const { outcome, registry, claim } of lines) {
          if (outcome === 'accepted') expect([registry?.outcome, claim.standing]).toEqual(['matched', 'here']);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are last month, with who joined, without who left, and with what was adjusted', async () => {
    await fc.assert(
      fc.asyncProperty(first, later, turns, async (whole, others, order) => {
        const province = await closedByTurns(whole, others, order);
        const { comparison, totals } = (await province.submissions.roll(CU_KHE, JUNE, 'regular')) ?? {};
        if (!comparison || !totals) throw new Error('There is no roll, or none before it');
        const { before, joined, left, adjusted } = comparison;
        expect(before.people + joined.people - left.people).toBe(totals.read.rows);
        expect(before.amount + joined.amount - left.amount + adjusted.amount).toBe(totals.read.amount);
      }),
      { numRuns: 50 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerificationAnswer } from '../../../lambdas/domain/identity/identity.ts';
import { rowValues } from '../../../lambdas/domain/lists/list-row.ts';
import { toDong } from '../../../lambdas/domain/money.ts';
import { paymentState, totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths, day, type Period, period } from '../../../lambdas/domain/period.ts';
import { channel, personalId } from '../../../lambdas/domain/person.ts';
import { category, programme } from '../../../lambdas/domain/programme.ts';
import { providerId } from '../../../lambdas/domain/reference-data.ts';
import type { CountedPayment } from '../../../lambdas/domain/reports/counted-rows.ts';
import { type FigureContext, figureContext } from '../../../lambdas/domain/reports/figure-context.ts';
import { form1, form2, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { PaidCount } from '../../../lambdas/domain/reports/paid-counting.ts';
import { reportTotals, unitTotals } from '../../../lambdas/domain/reports/report-totals.ts';
import { countRoll, EarlierPeople, type RollLine } from '../../../lambdas/domain/reports/roll-counting.ts';
import { rollUp } from '../../../lambdas/domain/reports/roll-up.ts';
import { mergeFigures, type UnitFigures, unitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import type { ClaimAnswer } from '../../../lambdas/domain/rolls/entitlement.ts';
import { shardOf } from '../../../lambdas/domain/shard.ts';
import { type Unit, type UnitCode, unit, unitCode } from '../../../lambdas/domain/unit.ts';

const JUNE = period.parse('2023-06');
const MERGED = period.parse('2025-07');
const CODES = ['10', '20', '100', '101', '200', '10001', '10002', '10003', '10004', '10005'].map((code) =>
  unitCode.parse(code),
);
const VILLAGES = [null, '', 'Thôn Đông', 'THÔN  ĐÔNG', 'thôn Đoài', '__proto__', 'constructor', 'Đ'.repeat(10_000)];

function contextOf(month: Period): FigureContext {
  const from = day.parse('2023-01-01');
  return figureContext(month, {
    programmes: [{ code: 'HTXH', name: 'Trợ cấp hưu trí xã hội', formGroup: 'BTXH', purpose: 'PENS' }],
    targets: [
      { name: '__proto__', programmes: ['NCC'], share: 0, from, to: null },
      { name: 'Đ'.repeat(10_000), programmes: ['BTXH', 'HTXH', 'BTXH'], share: 1, from, to: null },
      { name: '__proto__', programmes: ['BTXH', 'KHAC'], share: 1, from, to: null },
    ],
  });
}

/**
 * Any forest of units: each one's parent is an earlier one, nobody, or somebody that does not exist. Some are past in
 * June 2023, some end with June 2025 as communes that merged did, some of these go on under another name and parent.
 */
const anyUnits: fc.Arbitrary<Unit[]> = fc
  .tuple(
    ...CODES.map((_, index) =>
      fc.record({
        above: fc.integer({ min: -2, max: index - 1 }),
        later: fc.integer({ min: -1, max: index - 1 }),
        isLong: fc.boolean(),
        life: fc.constantFrom('past', 'merged', 'renamed', 'stays', 'stays', 'stays'),
      }),
    ),
  )
  .map((choices) =>
    choices.flatMap(({ above, later, isLong, life }, index) => {
      const old = {
        code: CODES[index],
        name: isLong ? `Xã ${'Đ'.repeat(10_000)}` : `Xã ${index}`,
        level: 'commune',
        parent: above === -2 ? '99999' : (CODES[above] ?? null),
        validFrom: '2000-01-01',
        validTo: { past: '2023-05-31', merged: '2025-06-30', renamed: '2025-06-30', stays: null }[life],
      };
      const renamed = { ...old, name: 'Xã mới', parent: CODES[later] ?? null, validFrom: '2025-07-01', validTo: null };
      return [unit.parse(old), ...(life === 'renamed' ? [unit.parse(renamed)] : [])];
    }),
  );

const anyPerson = fc
  .integer({ min: 1, max: 30 })
  .map((number) => personalId.parse(`0010450000${String(number).padStart(2, '0')}`));
const anyAmount = fc.integer({ min: 0, max: 5_000_000 }).map(toDong);

const anyPaymentIn = (month: Period): fc.Arbitrary<CountedPayment> =>
  fc.record({
    person: anyPerson,
    programme: fc.constantFrom(...programme.options),
    category: fc.option(fc.constantFrom(...category.options)),
    amount: fc.integer({ min: 1, max: 5_000_000 }).map(toDong),
    arrears: anyAmount,
    carried: fc.array(fc.record({ period: fc.constant(month), amount: anyAmount, uncollected: fc.boolean() }), {
      maxLength: 2,
    }),
    channel: fc.constantFrom(...channel.options),
    provider: fc.constantFrom('agribank', 'vnpost').map((id) => providerId.parse(id)),
    state: fc.constantFrom(...paymentState.options, 'paid' as const, 'paid' as const),
    period: fc.integer({ min: -7, max: 1 }).map((months) => addMonths(month, months)),
    unit: fc.constantFrom(...CODES),
    village: fc.constantFrom(...VILLAGES),
  });
const anyPayments = fc.array(anyPaymentIn(JUNE), { maxLength: 80 });

const NOTHING = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
const anyLine: fc.Arbitrary<RollLine> = fc
  .record({
    outcome: fc.constantFrom('accepted' as const, 'held' as const),
    registry: fc.constantFrom<(VerificationAnswer | null)[]>(
      null,
      { outcome: 'matched', nameWithoutMarks: false, account: null },
      { outcome: 'not-found' },
      { outcome: 'deceased', deceasedOn: day.parse('2023-05-31') },
      { outcome: 'deceased', deceasedOn: day.parse('2023-06-01') },
    ),
    claim: fc.constantFrom<ClaimAnswer[]>(
      { standing: 'here' },
      { standing: 'here' },
      { standing: 'none' },
      { standing: 'elsewhere', unit: unitCode.parse('10'), programme: 'BTXH' },
    ),
    values: fc.record({
      personalId: fc.option(anyPerson),
      fullName: fc.option(fc.constantFrom('Nguyễn Văn An', 'Trần Thị Tư')),
      birthDate: fc.option(fc.constantFrom('1945', '1950-01-02')),
      programme: fc.option(fc.constantFrom(...programme.options)),
      category: fc.option(fc.constantFrom(...category.options)),
      amount: fc.option(anyAmount),
      arrears: fc.option(anyAmount),
      accountNumber: fc.option(fc.constant('1500205123456')),
      channel: fc.option(fc.constantFrom(...channel.options)),
      village: fc.constantFrom(...VILLAGES),
    }),
  })
  .map(({ values, ...line }) => ({ ...line, values: rowValues.parse({ ...NOTHING, ...values }) }));
const anyRolls = fc.array(
  fc.record({
    unit: fc.constantFrom(...CODES),
    lines: fc.array(anyLine, { maxLength: 20 }),
    before: fc.option(fc.array(anyLine, { maxLength: 20 })),
  }),
  { maxLength: CODES.length },
);
type Rolls = typeof anyRolls extends fc.Arbitrary<infer Given> ? Given : never;

function countPaid(payments: readonly CountedPayment[], context: FigureContext): UnitFigures[] {
  const counted = new PaidCount(context, []);
  for (const shard of Map.groupBy(payments, ({ person }) => shardOf(person)).values()) counted.add(shard);
  return counted.figures();
}

/** Rolls and payments together; of several rolls of one unit each is added, as slices are. */
function countAll(rolls: Rolls, payments: readonly CountedPayment[], month = JUNE): Map<UnitCode, UnitFigures> {
  const context = contextOf(month);
  const byUnit = new Map<UnitCode, UnitFigures>();
  const counted = rolls.map(({ unit: code, lines, before }) => {
    const earlier = before && new EarlierPeople(context, addMonths(month, -1));
    earlier?.add(before ?? []);
    return countRoll(code, lines, earlier, context);
  });
  for (const part of [...counted, ...countPaid(payments, context)]) {
    const before = byUnit.get(part.unit);
    byUnit.set(part.unit, before === undefined ? part : mergeFigures(before, part));
  }
  return byUnit;
}

/** People and đồng, column by column and cell by cell. */
function everyFigure(all: Iterable<UnitFigures>): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (key: string, value: number) => {
    if (value !== 0) sums.set(key, (sums.get(key) ?? 0) + value);
  };
  const walk = (path: string, value: unknown): void => {
    if (typeof value === 'number') add(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) walk(`${path}.${key}`, part);
    }
  };
  for (const { groups, lines, programmes, targets, distinctPeople, rows, cube } of all) {
    walk('', { groups, lines, programmes, distinctPeople, rows });
    targets.forEach((target, index) => {
      walk(`target ${index}`, target.figures);
    });
    for (const { people, amount, ...place } of cube.roll) walk(`roll ${JSON.stringify(place)}`, { people, amount });
    for (const { people, amount, ...place } of cube.payments) walk(`paid ${JSON.stringify(place)}`, { people, amount });
  }
  return new Map([...sums].sort());
}

describe('Any payments', () => {
  it('bring every đồng that was paid by account since January into Form 1, once', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const since = addMonths(JUNE, -5);
        const counts = (one: CountedPayment) =>
          one.state === 'paid' && one.channel !== 'cash' && since <= one.period && one.period <= JUNE;
        const expected = payments.filter(counts).reduce((sum, one) => sum + totalOf(one), 0);
        const printed = countPaid(payments, contextOf(JUNE)).map((of) =>
          form1(of, { code: of.unit, name: 'Xã', level: 'commune' }),
        );
        const dong = printed.reduce((sum, { rows }) => sum + (rows.at(-1)?.dong?.['4'] ?? 0), 0);
        expect(dong).toBe(expected);
      }),
    );
  });

  it('of the period stand in the cube once each, whatever became of them', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const ofJune = payments.filter((one) => one.period === JUNE);
        const cells = countPaid(payments, contextOf(JUNE)).flatMap(({ cube }) => cube.payments);
        expect(cells.reduce((sum, { people }) => sum + people, 0)).toBe(ofJune.length);
        expect(cells.reduce((sum, { amount }) => sum + amount, 0)).toBe(
          ofJune.reduce((sum, one) => sum + totalOf(one), 0),
        );
      }),
    );
  });

  it('count the same in any order of the shards', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const shards = [...Map.groupBy(payments, ({ person }) => shardOf(person)).values()];
        const count = (inOrder: CountedPayment[][]) => everyFigure(countPaid(inOrder.flat(), contextOf(JUNE)));
        expect(count(shards.toReversed())).toEqual(count(shards));
      }),
    );
  });
});

describe('Any units, rolls and payments', () => {
  it('roll up without loss, column by column and cell by cell, and all report totals hold', () => {
    fc.assert(
      fc.property(anyUnits, anyRolls, anyPayments, (units, rolls, payments) => {
        const counted = countAll(rolls, payments);
        const rolled = rollUp(units, counted, JUNE);
        const atTheTop = rolled.roots.flatMap((code) => rolled.figures.get(code) ?? []);

        expect(everyFigure(atTheTop)).toEqual(everyFigure(counted.values()));
        const totals = [
          ...reportTotals(units, counted, rolled, JUNE),
          ...[...rolled.figures.values()].flatMap((of) => unitTotals(units, of)),
        ];
        expect(totals.filter(({ holds }) => !holds)).toEqual([]);
        for (const code of rolled.unplaced) expect(rolled.roots).toContain(code);
      }),
    );
  });

  it('roll up without loss after communes merged and were renamed on 1 July 2025', () => {
    fc.assert(
      fc.property(anyUnits, fc.array(anyPaymentIn(MERGED), { maxLength: 60 }), (units, payments) => {
        const counted = countAll([], payments, MERGED);
        const rolled = rollUp(units, counted, MERGED);
        const atTheTop = rolled.roots.flatMap((code) => rolled.figures.get(code) ?? []);

        expect(everyFigure(atTheTop)).toEqual(everyFigure(counted.values()));
        expect(reportTotals(units, counted, rolled, MERGED).filter(({ holds }) => !holds)).toEqual([]);
        // Whoever is reported is there, or is named as one that is not.
        const valid = new Set(units.filter(({ validTo }) => validTo === null).map(({ code }) => code));
        const unknown = [...rolled.figures.keys()].filter((code) => !valid.has(code));
        expect(rolled.unplaced).toEqual(expect.arrayContaining(unknown));
      }),
    );
  });

  it('make figures and forms that their schemas take', () => {
    fc.assert(
      fc.property(anyRolls, anyPayments, (rolls, payments) => {
        for (const of of countAll(rolls, payments).values()) {
          const place = { code: of.unit, name: 'Xã', level: 'commune' } as const;
          expect(unitFigures.parse(JSON.parse(JSON.stringify(of)))).toEqual(of);
          expect(officialForm.parse(form1(of, place)).rows).toHaveLength(10);
          expect(officialForm.parse(form2(of, place)).rows).toHaveLength(18);
        }
      }),
    );
  });

  it('count as many people in a column as there are, one by one', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const { targets, distinctPeople, programmes } = countRoll(
          CODES[0] ?? unitCode.parse('10'),
          lines,
          null,
          contextOf(JUNE),
        );
        const standing = lines.filter(
          ({ claim, registry, values }) =>
            !(claim.standing === 'elsewhere' && claim.programme === values.programme) &&
            !(registry?.outcome === 'deceased' && registry.deceasedOn < '2023-06-01'),
        );
        const peopleOf = (those: RollLine[]) => {
          const withId = those.flatMap(({ values }) => values.personalId ?? []);
          return new Set(withId).size + those.length - withId.length;
        };
        expect([distinctPeople, targets[0]?.figures.onRoll.cumulative]).toEqual([
          peopleOf(standing),
          peopleOf(standing),
        ]);
        for (const code of programme.options) {
          const those = standing.filter(({ values }) => values.programme === code);
          expect(programmes[code].onRoll.cumulative).toBe(peopleOf(those));
        }
      }),
    );
  });

  it('are nothing where there are no units and no lists', () => {
    const rolled = rollUp([], new Map(), JUNE);
    expect([rolled.figures.size, rolled.roots, rolled.unplaced]).toEqual([0, [], []]);
    expect(reportTotals([], new Map(), rolled, JUNE).every(({ holds }) => holds)).toBe(true);
  });
});

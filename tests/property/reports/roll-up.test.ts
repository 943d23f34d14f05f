import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { paymentState, totalOf } from '../../../lambdas/domain/payment.ts';
import { addMonths, period } from '../../../lambdas/domain/period.ts';
import { channel, personalId } from '../../../lambdas/domain/person.ts';
import { category, programme } from '../../../lambdas/domain/programme.ts';
import { form1, form2, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { reportTotals, rollUp } from '../../../lambdas/domain/reports/roll-up.ts';
import {
  type CountedPayment,
  countPaid,
  mergeFigures,
  type UnitFigures,
  unitFigures,
} from '../../../lambdas/domain/reports/unit-figures.ts';
import { shardOf } from '../../../lambdas/domain/shard.ts';
import { type Unit, type UnitCode, unit, unitCode } from '../../../lambdas/domain/unit.ts';

const JUNE = period.parse('2023-06');
const CONTEXT = { period: JUNE, formGroups: new Map([['HTXH', 'BTXH'] as const]) };
const CODES = ['10', '20', '100', '101', '200', '10001', '10002', '10003', '10004', '10005'].map((code) =>
  unitCode.parse(code),
);

/** Any forest of units: each one's parent is an earlier one, nobody, or somebody that does not exist; some are past. */
const anyUnits: fc.Arbitrary<Unit[]> = fc
  .tuple(
    ...CODES.map((_, index) =>
      fc.tuple(fc.integer({ min: -2, max: index - 1 }), fc.boolean(), fc.integer({ min: 0, max: 9 })),
    ),
  )
  .map((choices) =>
    choices.map(([above, named, age], index) =>
      unit.parse({
        code: CODES[index],
        name: named ? `Xã ${'Đ'.repeat(10_000)}` : `Xã ${index}`,
        level: 'commune',
        parent: above === -2 ? '99999' : (CODES[above] ?? null),
        validFrom: '2000-01-01',
        validTo: age === 0 ? '2023-05-31' : null,
      }),
    ),
  );

const anyPayment: fc.Arbitrary<CountedPayment> = fc.record({
  person: fc
    .integer({ min: 1, max: 30 })
    .map((number) => personalId.parse(`0010450000${String(number).padStart(2, '0')}`)),
  programme: fc.constantFrom(...programme.options),
  category: fc.option(fc.constantFrom(...category.options)),
  amount: fc.integer({ min: 1, max: 5_000_000 }).map(toDong),
  arrears: fc.integer({ min: 0, max: 5_000_000 }).map(toDong),
  carried: fc.array(
    fc.record({
      period: fc.constant(JUNE),
      amount: fc.integer({ min: 0, max: 5_000_000 }).map(toDong),
      uncollected: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  channel: fc.constantFrom(...channel.options),
  state: fc.constantFrom(...paymentState.options, 'paid' as const, 'paid' as const),
  period: fc.integer({ min: -7, max: 1 }).map((months) => addMonths(JUNE, months)),
  unit: fc.constantFrom(...CODES),
});
const anyPayments = fc.array(anyPayment, { maxLength: 80 });

const dongOf = (of: UnitFigures): number =>
  Object.values(of.groups).reduce((sum, { paidAmount }) => sum + paidAmount.cumulative, 0);

describe('Any payments', () => {
  it('count the same shard by shard as all at once', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const merged = new Map<UnitCode, UnitFigures>();
        for (const shard of Map.groupBy(payments, ({ person }) => shardOf(person)).values()) {
          for (const [code, part] of countPaid(shard, CONTEXT)) {
            const before = merged.get(code);
            merged.set(code, before === undefined ? part : mergeFigures(before, part));
          }
        }
        expect(new Map([...merged].sort())).toEqual(new Map([...countPaid(payments, CONTEXT)].sort()));
      }),
    );
  });

  it('bring every đồng that was paid by account since January into Form 1, once', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const since = addMonths(JUNE, -5);
        const counts = (one: CountedPayment) =>
          one.state === 'paid' && one.channel !== 'cash' && since <= one.period && one.period <= JUNE;
        const expected = payments.filter(counts).reduce((sum, one) => sum + totalOf(one), 0);
        const figures = [...countPaid(payments, CONTEXT).values()];
        const printed = figures.map((of) => form1(of, { code: of.unit, name: 'Xã', level: 'commune' }));
        const dong = printed.reduce((sum, { rows }) => sum + (rows.at(-1)?.dong?.['4'] ?? 0), 0);
        expect(dong).toBe(expected);
      }),
    );
  });
});

describe('Any units and payments', () => {
  it('roll up without loss, and all report totals hold', () => {
    fc.assert(
      fc.property(anyUnits, anyPayments, (units, payments) => {
        const counted = countPaid(payments, CONTEXT);
        const rolled = rollUp(units, counted, JUNE);
        const atTheTop = rolled.roots.flatMap((code) => rolled.figures.get(code) ?? []);
        const sum = (all: Iterable<UnitFigures>) => [...all].reduce((total, of) => total + dongOf(of), 0);

        expect(sum(atTheTop)).toBe(sum(counted.values()));
        expect(reportTotals(units, counted, rolled, JUNE).filter(({ holds }) => !holds)).toEqual([]);
        for (const code of rolled.unplaced) expect(rolled.roots).toContain(code);
      }),
    );
  });

  it('make figures and forms that their schemas take', () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        for (const of of countPaid(payments, CONTEXT).values()) {
          const place = { code: of.unit, name: 'Xã', level: 'commune' } as const;
          expect(unitFigures.parse(of)).toEqual(of);
          expect(officialForm.parse(form1(of, place)).rows).toHaveLength(10);
          expect(officialForm.parse(form2(of, place)).rows).toHaveLength(18);
        }
      }),
    );
  });
});

import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import type { Period } from '../domain/period.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { unitsAskedForLists } from '../domain/reports/asked-units.ts';
import type { ReportedUnit, ReportInput } from '../domain/reports/report-input.ts';
import type { MonthChecks, ReportPlan, RolledUpFigures } from '../domain/reports/report-objects.ts';
import { type Unit, type UnitCode, unitCodesIn, unitIn } from '../domain/unit.ts';

/** What the tasks before left of a publication. */
export interface PublicationParts {
  readonly period: Period;
  readonly plan: ReportPlan;
  readonly data: ReferenceData;
  readonly figures: RolledUpFigures;
  readonly checks: MonthChecks;
}

/** Puts together what each unit's reports are made of. */
export class ReportInputs {
  readonly #parts: PublicationParts;
  /** Every unit of the period, by code. */
  readonly #units: ReadonlyMap<UnitCode, ReportedUnit>;
  readonly #below = new Map<UnitCode, ReportedUnit[]>();
  readonly #asked: ReadonlySet<UnitCode>;

  constructor(parts: PublicationParts) {
    this.#parts = parts;
    const { period, data, figures } = parts;
    const figuresOf = new Map(figures.units.map((one) => [one.unit, one]));
    const controlsOf = new Map(figures.controls.map((one) => [one.unit, one]));
    this.#units = new Map(
      unitCodesIn(data.units, period)
        .sort()
        .flatMap((code) => {
          const unit = unitIn(data.units, code, period);
          return unit ? [[code, { unit, figures: figuresOf.get(code), controls: controlsOf.get(code) }] as const] : [];
        }),
    );
    for (const one of this.#units.values()) {
      const { parent } = one.unit;
      if (parent !== null) this.#below.set(parent, [...(this.#below.get(parent) ?? []), one]);
    }
    this.#asked = unitsAskedForLists(data.units, period);
  }

  /** Undefined of a unit that is not one of the period: it has no reports, and the manifest names it as unplaced. */
  of(code: UnitCode, before: ReportInput['before']): ReportInput | undefined {
    const { period, plan, data } = this.#parts;
    const found = this.#units.get(code);
    if (found?.figures === undefined) return undefined;
    const own = { ...found, figures: found.figures };
    const above = own.unit.parent === null ? undefined : this.#units.get(own.unit.parent);
    const within = this.#within(code);
    return {
      occasion: plan.occasion,
      period,
      asOf: plan.asOf,
      data,
      own,
      above: above?.figures && above.unit,
      below: this.#below.get(code) ?? [],
      senders: within.filter(({ unit, controls }) => controls !== undefined || this.#asked.has(unit.code)),
      controlTotals: this.#totals(own.unit, within),
      exceptions: this.#exceptions(own.unit, within),
      before,
    };
  }

  /** A unit and all below it, by code. Counting has refused a unit that stands above itself. */
  #within(code: UnitCode): ReportedUnit[] {
    const found = this.#units.get(code);
    const below = (this.#below.get(code) ?? []).flatMap(({ unit }) => this.#within(unit.code));
    return [...(found ? [found] : []), ...below].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
  }

  /** Whether no unit of the period stands above it: then it has what is of the whole month too. */
  #isTop({ parent }: Unit): boolean {
    return parent === null || !this.#units.has(parent);
  }

  #totals(unit: Unit, within: readonly ReportedUnit[]): ReportInput['controlTotals'] {
    const { figures, checks } = this.#parts;
    const isWhole = this.#isTop(unit);
    const codes = new Set(within.map((one) => one.unit.code));
    return [
      ...figures.controlTotals
        .filter((total) => total.unit === unit.code || (isWhole && total.unit === null))
        .map(({ unit: _, ...total }) => total),
      ...checks.runs.flatMap((run) => runTotals(run, codes)),
      ...(isWhole ? checks.totals : []),
    ];
  }

  /** Those of no unit of the period wait at the top. */
  #exceptions(unit: Unit, within: readonly ReportedUnit[]): ReportInput['exceptions'] {
    const codes = new Set(within.map((one) => one.unit.code));
    const isWhole = this.#isTop(unit);
    return this.#parts.checks.exceptions
      .filter((one) => (one.unit !== null && this.#units.has(one.unit) ? codes.has(one.unit) : isWhole))
      .map(({ code, open }) => ({ code, open }));
  }
}

/** What two people approved of some units together: everybody on their rolls is paid or put off. */
function runTotals(
  { run, byUnit }: MonthChecks['runs'][number],
  codes: ReadonlySet<UnitCode>,
): ReportInput['controlTotals'] {
  const own = byUnit.filter(({ unit }) => codes.has(unit));
  if (own.length === 0) return [];
  const sum = (of: 'people' | 'amount', side: 'payable' | 'instructed' | 'deferred') =>
    own.reduce((all, one) => all + one[side][of], 0);
  const from = `Trái: danh sách đã chốt của đợt ${run}. Phải: khoản chi và khoản hoãn trong bảng tổng hợp đã phê duyệt.`;
  const total = (name: string, of: 'people' | 'amount') =>
    controlTotalOf(
      `${run}: ${name} phải trả = chi trả + hoãn`,
      sum(of, 'payable'),
      sum(of, 'instructed') + sum(of, 'deferred'),
    );
  return mustHold([total('số khoản', 'people'), total('số tiền (đồng)', 'amount')]).map((one) => ({ ...one, from }));
}

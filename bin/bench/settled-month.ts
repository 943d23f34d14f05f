import { payoutDay } from '../../lambdas/domain/calendar.ts';
import type { Payment, RunId } from '../../lambdas/domain/payouts/payment.ts';
import { decidePayout } from '../../lambdas/domain/payouts/payout-rules.ts';
import { type Manifest, manifest, type PayoutRun, payoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { addMonths, type Day, type Period, period } from '../../lambdas/domain/period.ts';
import type { ReferenceData } from '../../lambdas/domain/reference-data.ts';
import type { Entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import type { RollPointer, Submission } from '../../lambdas/domain/rolls/submission.ts';
import { type UnitCode, unitCode } from '../../lambdas/domain/unit.ts';
import { draftOf } from '../../lambdas/draft-payments/draft-of.ts';
import { Random } from '../../samples/random.ts';
import { referenceOf } from '../../samples/reference.ts';
import { gatherReference } from '../deployment/reference-files.ts';
import { lineMaker, listOf, pointerOf, revisionOf } from './settled-roll.ts';

/** A month that was paid and settled, of so many people in so many communes. */
export interface SettledMonth {
  readonly period: Period;
  readonly people: number;
  readonly communes: readonly UnitCode[];
  readonly data: ReferenceData;
}

/** What the tables hold of one commune: its rolls of two months, the list that made it, and the payments. */
export interface SettledUnit {
  readonly pointer: RollPointer;
  readonly before: RollPointer;
  readonly lines: readonly Entitlement[];
  readonly linesBefore: readonly Entitlement[];
  readonly list: Submission;
  readonly payments: readonly Payment[];
}

/** The sample's district: 21 communes in June 2023. */
export function settledDistrict(people: number): SettledMonth {
  const data = gatherReference(referenceOf('thanh-oai'));
  const communes = data.units.filter(({ level }) => level === 'commune').map(({ code }) => code);
  return { period: period.parse('2023-06'), people, communes, data };
}

/** A province of communes and wards without districts, as since 1 July 2025. */
export function settledProvince(people: number, units: number): SettledMonth {
  const communes = Array.from({ length: units }, (_, index) => unitCode.parse(String(10_201 + index)));
  const rows = communes.map((code) => `${code},Xã ${code},commune,01,2025-07-01,`);
  const header = 'code,name,level,parent,valid_from,valid_to';
  const target = (name: string, programmes: string[], share: number) => ({
    name,
    programmes,
    share,
    from: '2025-01-01',
    to: '2025-12-31',
  });
  const data = gatherReference({
    ...referenceOf('thanh-oai'),
    'units.csv': [header, '01,Thành phố Hà Nội,province,,2008-08-01,', ...rows, ''].join('\n'),
    'targets.json': JSON.stringify([
      target('Người có công hưởng qua tài khoản', ['NCC'], 0.95),
      target('Bảo trợ xã hội hưởng qua tài khoản', ['BTXH', 'HTXH'], 0.8),
    ]),
  });
  return { period: period.parse('2025-08'), people, communes, data };
}

/** The one run that paid the month. */
export function runOf({ period: month }: SettledMonth): PayoutRun {
  return payoutRun.parse({
    schemaVersion: 1,
    run: `${month}-regular-1`,
    period: month,
    kind: 'regular',
    startedBy: 'can-bo',
    startedAt: `${month}-06T03:00:00Z`,
    status: 'settled',
    manifestHash: null,
    manifestKey: null,
    taskTokens: [],
    decisions: [],
  });
}

/** Commune by commune; the same on every call. */
export function* settledUnits(month: SettledMonth): Generator<SettledUnit> {
  const random = new Random('reports');
  const payOn = payoutDay(month.data, month.period);
  let made = 0;
  for (const [index, unit] of month.communes.entries()) {
    const until = Math.round((month.people * (index + 1)) / month.communes.length);
    const lines: Entitlement[] = [];
    const make = lineMaker(month.period, unit, random);
    for (; made < until; made++) lines.push(make(lines.length, made));
    const last = addMonths(month.period, -1);
    // One in forty joined this month.
    const linesBefore = lines
      .filter((_, position) => position % 40 !== 0)
      .map((line) => ({ ...line, period: last, revision: revisionOf(last) }));
    yield {
      pointer: pointerOf(unit, month.period, lines),
      before: pointerOf(unit, last, linesBefore),
      lines,
      linesBefore,
      list: listOf(unit, month.period, lines),
      payments: paymentsOf(month, lines, payOn),
    };
  }
}

/** Of those who are paid, 48 in 50 got it; one came back, of one nobody knows yet. */
const ENDS = ['failed', 'unknown'] as const;

function paymentsOf(month: SettledMonth, lines: readonly Entitlement[], payOn: Day): Payment[] {
  const { run } = runOf(month);
  const cutOffAt = `${month.period}-06T03:00:00Z`;
  const frozen = { run, period: month.period, kind: 'regular', cutOffAt, payOn, referenceVersion: 'bench', rolls: [] };
  return lines.flatMap((line) => {
    const decided = decidePayout(line, month.data, month.period, payOn);
    if (decided.kind !== 'pay') return [];
    const drafted = draftOf({ ...frozen, kind: 'regular' }, line, decided, 1);
    const state = ENDS[line.position % 50] ?? 'paid';
    const steps = (['instructed', state] as const).map((one) => ({
      state: one,
      at: `${month.period}-08T01:00:00Z`,
      cause: run,
    }));
    const paidOn = state === 'paid' ? payOn : null;
    return [{ ...drafted, state, history: [...drafted.history, ...steps], paidOn } as const];
  });
}

/** What two people approved: everybody on the rolls is paid or put off. */
export class ApprovedManifest {
  readonly #run: RunId;
  readonly #month: SettledMonth;
  readonly #byUnit: object[] = [];

  constructor(month: SettledMonth) {
    this.#month = month;
    this.#run = runOf(month).run;
  }

  add({ pointer, lines, payments }: SettledUnit): void {
    const sum = (amounts: readonly number[]) => ({
      people: amounts.length,
      amount: amounts.reduce((all, one) => all + one, 0),
    });
    const payable = sum(lines.map(({ values }) => values.amount ?? 0));
    const instructed = sum(payments.map(({ amount }) => amount));
    const deferred = { people: payable.people - instructed.people, amount: payable.amount - instructed.amount };
    this.#byUnit.push({ unit: pointer.unit, payable, instructed, deferred, lines: [], deferralsKey: '' });
  }

  content(): Manifest {
    const none = { people: 0, amount: 0 };
    return manifest.parse({
      schemaVersion: 1,
      run: this.#run,
      period: this.#month.period,
      cutOffAt: `${this.#month.period}-06T03:00:00Z`,
      payOn: payoutDay(this.#month.data, this.#month.period),
      referenceVersion: 'bench',
      startedBy: 'can-bo',
      files: [],
      payable: none,
      instructed: none,
      deferred: [],
      byUnit: this.#byUnit,
      byProvider: [],
      byProgramme: [],
      controlTotals: [],
    });
  }
}

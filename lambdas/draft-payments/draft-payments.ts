import { benefitOf } from '../domain/benefit.ts';
import { programmeOf } from '../domain/claims/claim.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type Dong, toDong } from '../domain/money.ts';
import { totalOf } from '../domain/payouts/payment.ts';
import { decidePayout } from '../domain/payouts/payout-rules.ts';
import { type CutOff, cutOff, type DeferralReason } from '../domain/payouts/payout-run.ts';
import {
  type BatchRef,
  cutOffKey,
  type Deferral,
  type DraftedLines,
  type DraftedUnit,
  deferralsPrefix,
  draftedLinesPrefix,
  draftedUnit,
  draftedUnitKey,
} from '../domain/payouts/run-objects.ts';
import type { Exceptions, Objects, References, Rolls, Runs } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { tally } from '../domain/tally.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { lineOf } from './draft-of.ts';
import { carriedOn, type Draft, type InsertPorts, insertDrafts, type Wanted } from './insert-drafts.ts';
import { MonthsKnown } from './months-known.ts';
import { amountOf, type OpenEntry, type Owed, type OwedPorts, owedFrom, personKey } from './owed.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'unpackIfThere' | 'packFirst' | 'packSealed'>;
  readonly outbox: OwedPorts['outbox'];
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly payments: InsertPorts['payments'];
  readonly runs: Pick<Runs, 'find' | 'treasuryReturns'>;
  readonly exceptions: OwedPorts['exceptions'] & Pick<Exceptions, 'ofPeriod'>;
}

/**
 * Drafts the payments of some units: each line of their rolls becomes one payment or one deferral, and what earlier
 * months owe goes with it. Payments are inserted under a condition, so a repeat meets its own drafts and another run's
 * payment is never made twice. What a unit came to is written once: a repeat, or a try that was given up and goes on,
 * gives back what stands.
 */
export async function draftPayments(
  ports: Ports,
  ref: BatchRef,
): Promise<{ units: number; drafted: number; deferred: number }> {
  const frozen = await ports.work.unpack(cutOffKey(ref.run), cutOff);
  const { data } = await ports.references.version(frozen.referenceVersion);
  const known = new MonthsKnown(ports.runs, ports.exceptions);
  const drafted = await inParallel(2, frozen.rolls.slice(ref.from, ref.to), (roll) =>
    draftUnit(ports, known, frozen, data, roll),
  );
  return {
    units: drafted.length,
    drafted: drafted.reduce((sum, { instructed }) => sum + instructed.people, 0),
    deferred: drafted.reduce((sum, { deferred }) => sum + deferred.reduce((people, one) => people + one.people, 0), 0),
  };
}

const NOTHING_OWED: Owed = { entries: [], isSuspended: false };

async function draftUnit(
  ports: Ports,
  known: MonthsKnown,
  frozen: CutOff,
  data: ReferenceData,
  { unit, revision, carry }: CutOff['rolls'][number],
): Promise<DraftedUnit> {
  const key = draftedUnitKey(frozen.run, unit);
  const stands = await ports.work.unpackIfThere(key, draftedUnit);
  if (stands) return stands;
  const lines = await Array.fromAsync(ports.rolls.ofRoll({ unit, period: frozen.period, revision }));
  const owed = await owedFrom(ports, known, frozen, carry, data.calendar.suspendAfterMonths);
  const owedInAll = amountOf([...owed.values()].flatMap(({ entries }) => entries));

  const deferred: Deferral[] = [];
  const wanted: Wanted[] = [];
  for (const line of lines) {
    const { entries, isSuspended } = takeOwed(owed, line);
    const decided = decidePayout(line, data, frozen.period, frozen.payOn);
    if (isSuspended) deferred.push(deferralOf(line, 'suspended', amountOf(entries)));
    else if (decided.kind === 'defer') deferred.push(deferralOf(line, decided.reason, amountOf(entries)));
    else wanted.push({ line, pay: decided, entries });
  }
  const gone = [...owed.values()].map(({ entries }) => notOnRoll(unit, entries));
  const { drafted, refused } = await insertDrafts(ports, known, frozen, wanted);
  for (const { draft, reason } of refused) deferred.push(deferralOf(draft.line, reason, owedTo(draft)));
  for (const { line, putOff } of drafted) deferred.push(...putOff.flatMap((one) => owedDeferral(line, one)));
  drafted.sort((a, b) => a.line.position - b.line.position);
  deferred.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));

  return publish(ports, frozen, data, unit, {
    payable: {
      people: lines.length + gone.length,
      // Attempts of this period that failed had carried something too: it is paid with the next, or put off with it.
      amount:
        owedInAll +
        lines.reduce((sum, line) => sum + listedAmount(line), 0) +
        [...drafted, ...refused.map(({ draft }) => draft)].reduce((sum, draft) => sum + carriedOn(draft), 0),
    },
    drafted,
    deferred: [...deferred, ...gone],
  });
}

/** Leaves the lines for each provider and the unit's worklist, and says what the unit came to. */
async function publish(
  { work }: Ports,
  frozen: CutOff,
  data: ReferenceData,
  unit: UnitCode,
  { payable, drafted, deferred }: Pick<DraftedUnit, 'payable'> & { drafted: Draft[]; deferred: Deferral[] },
): Promise<DraftedUnit> {
  const unitName = unitIn(data.units, unit, frozen.period)?.name ?? unit;
  const byProvider: DraftedUnit['byProvider'] = [];
  for (const provider of data.providers) {
    const own = drafted.filter(({ pay }) => pay.provider.id === provider.id);
    if (own.length === 0) continue;
    const content: DraftedLines = { lines: own.map(({ line, payment }) => lineOf(line, payment, unitName, data)) };
    const linesKey = await work.packSealed(draftedLinesPrefix(frozen.run, unit, provider.id), content);
    byProvider.push({ provider: provider.id, ...sumOf(own), linesKey, byProgramme: byProgrammeOf(own) });
  }
  const deferralsKey = await work.packSealed(deferralsPrefix(frozen.run, unit), {
    run: frozen.run,
    period: frozen.period,
    unit,
    deferrals: deferred,
  });
  // Two tries may have met different payments on their way. Whoever comes first says what this run pays; what the
  // other drafted beyond that stays drafted, and is the next run's once this one can't instruct any more.
  return work.packFirst(draftedUnitKey(frozen.run, unit), draftedUnit, {
    unit,
    payable,
    instructed: sumOf(drafted),
    deferred: tally(
      deferred,
      ({ reason }) => reason,
      ({ amount }) => amount,
      ({ people }) => people,
    ).map(([reason, sum]) => ({ reason, ...sum })),
    byProvider,
    byProgramme: byProgrammeOf(drafted).map(({ fromBalance: _, ...sum }) => sum),
    deferralsKey,
  } satisfies DraftedUnit);
}

/** What the person of a line is owed, once: of two lines about one benefit the first takes it. */
function takeOwed(owed: Map<string, Owed>, { values, purpose }: Entitlement): Owed {
  if (values.personalId === null || values.programme === null) return NOTHING_OWED;
  const key = personKey({ person: values.personalId, benefit: benefitOf(purpose, values.programme) });
  const own = owed.get(key) ?? NOTHING_OWED;
  owed.delete(key);
  return own;
}

function byProgrammeOf(drafts: readonly Draft[]): DraftedUnit['byProvider'][number]['byProgramme'] {
  const balances = new Map(
    tally(
      drafts,
      ({ payment }) => payment.programme,
      ({ payment }) => payment.fromBalance,
    ),
  );
  return tally(
    drafts,
    ({ payment }) => payment.programme,
    ({ payment }) => totalOf(payment),
  ).map(([programme, sum]) => ({ programme, ...sum, fromBalance: toDong(balances.get(programme)?.amount ?? 0) }));
}

function deferralOf(line: Entitlement, reason: DeferralReason, owed: number): Deferral {
  return {
    unit: line.unit,
    sheet: line.sheet,
    row: line.row,
    person: line.values.personalId,
    fullName: line.values.fullName,
    village: line.values.village,
    programme: line.values.programme,
    amount: toDong(listedAmount(line) + owed),
    reason,
    people: 1,
  };
}

/** Only what earlier months owe is put off; the line itself is paid. */
function owedDeferral(line: Entitlement, { entries, reason }: Draft['putOff'][number]): Deferral[] {
  if (entries.length === 0) return [];
  return [{ ...deferralOf(line, reason, 0), amount: amountOf(entries), people: 0 }];
}

/** All that the person of a draft is owed besides what the list gives. */
function owedTo(draft: Draft): number {
  return carriedOn(draft) + amountOf([...draft.entries, ...draft.putOff.flatMap(({ entries }) => entries)]);
}

/** Somebody who is owed from an earlier month and stands on the unit's roll no more: moved away, or died since. */
function notOnRoll(unit: UnitCode, entries: readonly OpenEntry[]): Deferral {
  const [first] = entries;
  if (first === undefined) throw new Error('Nobody is owed nothing');
  return {
    unit,
    sheet: null,
    row: null,
    person: first.person,
    fullName: first.fullName,
    village: null,
    programme: programmeOf(first.benefit),
    amount: amountOf(entries),
    reason: 'not-on-roll',
    people: 1,
  };
}

function listedAmount({ values }: Entitlement): Dong {
  return toDong((values.amount ?? 0) + (values.arrears ?? 0));
}

function sumOf(drafts: readonly Draft[]): DraftedUnit['instructed'] {
  return { people: drafts.length, amount: drafts.reduce((sum, { payment }) => sum + totalOf(payment), 0) };
}

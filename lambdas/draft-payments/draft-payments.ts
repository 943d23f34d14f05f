import { benefitOf } from '../domain/benefit.ts';
import { programmeOf } from '../domain/claim.ts';
import type { Entitlement } from '../domain/entitlement.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type Dong, sumDong, toDong, ZERO_DONG } from '../domain/money.ts';
import { totalOf } from '../domain/payment.ts';
import { decidePayout } from '../domain/payout-rules.ts';
import { type CutOff, cutOff, type DeferralReason } from '../domain/payout-run.ts';
import type { Objects, References, Rolls } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
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
} from '../domain/run-objects.ts';
import { tally } from '../domain/tally.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { draftOf, lineOf } from './draft-of.ts';
import { type Draft, type InsertPorts, insertDrafts, owedTo, withPredecessors } from './insert-drafts.ts';
import { type Owed, type OwedPorts, owedFrom, personKey } from './owed.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'unpackIfThere' | 'packFirst' | 'packSealed'>;
  readonly outbox: OwedPorts['outbox'];
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly payments: InsertPorts['payments'];
  readonly runs: InsertPorts['runs'] & OwedPorts['runs'];
  readonly exceptions: OwedPorts['exceptions'];
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
  const drafted = await inParallel(2, frozen.rolls.slice(ref.from, ref.to), (roll) =>
    draftUnit(ports, frozen, data, roll),
  );
  return {
    units: drafted.length,
    drafted: drafted.reduce((sum, { instructed }) => sum + instructed.people, 0),
    deferred: drafted.reduce((sum, { deferred }) => sum + deferred.reduce((people, one) => people + one.people, 0), 0),
  };
}

const NOTHING_OWED: Owed = { entries: [], amount: ZERO_DONG, isSuspended: false };

async function draftUnit(
  ports: Ports,
  frozen: CutOff,
  data: ReferenceData,
  { unit, revision, carry }: CutOff['rolls'][number],
): Promise<DraftedUnit> {
  const key = draftedUnitKey(frozen.run, unit);
  const stands = await ports.work.unpackIfThere(key, draftedUnit);
  if (stands) return stands;
  const lines = await Array.fromAsync(ports.rolls.ofRoll({ unit, period: frozen.period, revision }));
  const owed = await owedFrom(ports, frozen, carry, data.calendar.suspendAfterMonths);
  const deferred: Deferral[] = [];
  const wanted: Draft[] = [];
  let payableOwed = [...owed.values()].reduce((sum, { amount }) => sum + amount, 0);
  for (const line of lines) {
    const own = takeOwed(owed, line);
    const decided = decidePayout(line, data, frozen.period, frozen.payOn);
    if (own.isSuspended) deferred.push(deferralOf(line, 'suspended', own.amount));
    else if (decided.kind === 'defer') deferred.push(deferralOf(line, decided.reason, own.amount));
    else {
      const fits = decided.amount + (line.values.arrears ?? 0) + own.amount <= decided.provider.limits.paymentMax;
      if (!fits) deferred.push(owedDeferral(line, own.amount, 'over-limit'));
      const entries = fits ? own.entries : [];
      const plain = { line, pay: decided, entries, before: null, payment: draftOf(frozen, line, decided, 1) };
      wanted.push(entries.length === 0 ? plain : await withPredecessors(ports.runs, frozen, plain));
    }
  }
  const leftOver = [...owed.values()].flatMap(({ entries }) => entries);
  const notOnRoll = new Set(leftOver.map(personKey));
  deferred.push(...notOnRollDeferrals(unit, [...owed.values()]));

  const { drafted, standing } = await insertDrafts(ports, frozen, wanted);
  const entriesOf = new Map(wanted.map(({ line, entries }) => [line.position, entries]));
  for (const draft of standing) {
    const entries = entriesOf.get(draft.line.position) ?? [];
    deferred.push(deferralOf(draft.line, 'already-instructed', owedTo({ entries, before: draft.before })));
    payableOwed += owedTo({ entries: [], before: draft.before });
  }
  for (const { line, payment, before } of drafted) {
    payableOwed += owedTo({ entries: [], before });
    // Somebody else came first for it: nothing of it is in this payment.
    const lost = (entriesOf.get(line.position) ?? []).filter(
      ({ reference }) => !payment.predecessors.includes(reference) && !before?.predecessors.includes(reference),
    );
    const amount = owedTo({ entries: lost, before: null });
    if (lost.length > 0) deferred.push(owedDeferral(line, amount, 'already-instructed'));
  }
  drafted.sort((a, b) => a.line.position - b.line.position);
  deferred.sort((a, b) => (a.row ?? Number.POSITIVE_INFINITY) - (b.row ?? Number.POSITIVE_INFINITY));

  const unitName = unitIn(data.units, unit, frozen.period)?.name ?? unit;
  const byProvider: DraftedUnit['byProvider'] = [];
  for (const provider of data.providers) {
    const own = drafted.filter(({ pay }) => pay.provider.id === provider.id);
    if (own.length === 0) continue;
    const content: DraftedLines = { lines: own.map(({ line, payment }) => lineOf(line, payment, unitName, data)) };
    const linesKey = await ports.work.packSealed(draftedLinesPrefix(frozen.run, unit, provider.id), content);
    byProvider.push({ provider: provider.id, ...sumOf(own), linesKey, byProgramme: byProgrammeOf(own) });
  }
  const deferralsKey = await ports.work.packSealed(deferralsPrefix(frozen.run, unit), {
    run: frozen.run,
    period: frozen.period,
    unit,
    deferrals: deferred,
  });
  // Two tries may have met different payments on their way. Whoever comes first says what this run pays; what the
  // other drafted beyond that stays drafted, and is the next run's once this one can't instruct any more.
  return ports.work.packFirst(key, draftedUnit, {
    unit,
    payable: {
      people: lines.length + notOnRoll.size,
      amount: lines.reduce((sum, line) => sum + listedAmount(line), 0) + payableOwed,
    },
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

function deferralOf(line: Entitlement, reason: DeferralReason, owed: Dong): Deferral {
  return {
    unit: line.unit,
    sheet: line.sheet,
    row: line.row,
    person: line.values.personalId,
    fullName: line.values.fullName,
    village: line.values.village,
    programme: line.values.programme,
    amount: sumDong([listedAmount(line), owed]),
    reason,
    people: 1,
  };
}

/** Only what earlier months owe is put off; the line itself is paid. */
function owedDeferral(line: Entitlement, owed: Dong, reason: DeferralReason): Deferral {
  return { ...deferralOf(line, reason, ZERO_DONG), amount: owed, people: 0 };
}

/** Who is owed from an earlier month and stands on the unit's roll no more: moved away, or died since. */
function notOnRollDeferrals(unit: UnitCode, owed: readonly Owed[]): Deferral[] {
  return owed.flatMap(({ entries: [first], amount }) =>
    first === undefined
      ? []
      : [
          {
            unit,
            sheet: null,
            row: null,
            person: first.person,
            fullName: first.fullName,
            village: null,
            programme: programmeOf(first.benefit),
            amount,
            reason: 'not-on-roll' as const,
            people: 1 as const,
          },
        ],
  );
}

function listedAmount({ values }: Entitlement): Dong {
  return toDong((values.amount ?? 0) + (values.arrears ?? 0));
}

function sumOf(drafts: readonly Draft[]): DraftedUnit['instructed'] {
  return { people: drafts.length, amount: drafts.reduce((sum, { payment }) => sum + totalOf(payment), 0) };
}

import { benefitOf } from '../domain/benefit.ts';
import { programmeOf } from '../domain/claim.ts';
import type { Entitlement } from '../domain/entitlement.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { toDong, ZERO_DONG } from '../domain/money.ts';
import { type Payment, type RunId, referenceOf } from '../domain/payment.ts';
import { decidePayout, type PayoutDecision } from '../domain/payout-rules.ts';
import { type CutOff, cutOff, type DeferralReason, mayStillInstruct } from '../domain/payout-run.ts';
import type { Objects, Payments, References, Rolls, Runs } from '../domain/ports.ts';
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
import { unitIn } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'unpackIfThere' | 'packFirst' | 'packSealed'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly payments: Pick<Payments, 'draftAll' | 'redraftAll' | 'getAll'>;
  readonly runs: Pick<Runs, 'find'>;
}

type Draft = {
  readonly line: Entitlement;
  readonly pay: Extract<PayoutDecision, { kind: 'pay' }>;
  readonly payment: Payment;
};

/**
 * Drafts the payments of some units: each line of their rolls becomes one payment or one deferral. Payments are
 * inserted under a condition, so a repeat meets its own drafts and another run's payment is never made twice. What a
 * unit came to is written once: a repeat, or a try that was given up and goes on, gives back what stands.
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

async function draftUnit(
  ports: Ports,
  frozen: CutOff,
  data: ReferenceData,
  { unit, revision }: CutOff['rolls'][number],
): Promise<DraftedUnit> {
  const key = draftedUnitKey(frozen.run, unit);
  const stands = await ports.work.unpackIfThere(key, draftedUnit);
  if (stands) return stands;
  const lines = await Array.fromAsync(ports.rolls.ofRoll({ unit, period: frozen.period, revision }));
  const deferred: Deferral[] = [];
  const wanted: Draft[] = [];
  for (const line of lines) {
    const decided = decidePayout(line, data, frozen.period, frozen.payOn);
    if (decided.kind === 'pay') wanted.push({ line, pay: decided, payment: draftOf(frozen, line, decided, 1) });
    else deferred.push(deferralOf(line, decided.reason));
  }
  const drafted = await insertOnce(ports, frozen, wanted, deferred);
  drafted.sort((a, b) => a.line.position - b.line.position);
  deferred.sort((a, b) => a.row - b.row);

  const unitName = unitIn(data.units, unit, frozen.period)?.name ?? unit;
  const byProvider: DraftedUnit['byProvider'] = [];
  for (const provider of data.providers) {
    const own = drafted.filter(({ pay }) => pay.provider.id === provider.id);
    if (own.length === 0) continue;
    const content: DraftedLines = { lines: own.map((draft) => lineOf(draft, unitName, data)) };
    const linesKey = await ports.work.packSealed(draftedLinesPrefix(frozen.run, unit, provider.id), content);
    byProvider.push({ provider: provider.id, ...sumOf(own), linesKey });
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
    payable: { people: lines.length, amount: lines.reduce((sum, line) => sum + listedAmount(line), 0) },
    instructed: sumOf(drafted),
    deferred: tally(
      deferred,
      ({ reason }) => reason,
      ({ amount }) => amount,
    ).map(([reason, sum]) => ({ reason, ...sum })),
    byProvider,
    byProgramme: tally(
      drafted,
      ({ payment }) => payment.programme,
      ({ payment }) => payment.amount + payment.arrears,
    ).map(([programme, sum]) => ({ programme, ...sum })),
    deferralsKey,
  } satisfies DraftedUnit);
}

/**
 * Inserts payments. Where one of that reference exists: this run's own draft (a repeat) counts; what a run left behind
 * that can't instruct any more is taken over; after an attempt that failed or came back the next attempt is tried;
 * anything else may still be paid, so the line is deferred.
 */
async function insertOnce(
  { payments, runs }: Pick<Ports, 'payments' | 'runs'>,
  frozen: CutOff,
  wanted: Draft[],
  deferred: Deferral[],
): Promise<Draft[]> {
  const drafted: Draft[] = [];
  let pending = wanted;
  while (pending.length > 0) {
    const outcomes = await payments.draftAll(pending.map(({ payment }) => payment));
    const met: Draft[] = [];
    for (const [index, draft] of pending.entries()) (outcomes[index] === 'done' ? drafted : met).push(draft);
    const existing = await payments.getAll(met.map(({ payment }) => payment.reference));
    const abandoned: { draft: Draft; abandonedRun: RunId }[] = [];
    const next: Draft[] = [];
    for (const draft of met) {
      const before = existing.get(draft.payment.reference);
      if (!before) next.push(draft);
      else if (isSameDraft(before, draft.payment)) drafted.push(draft);
      else if (before.state === 'failed' || before.state === 'returned') {
        next.push({ ...draft, payment: draftOf(frozen, draft.line, draft.pay, before.attempt + 1) });
      } else if (before.state === 'drafted' && (await isLeftBehind(runs, before.run))) {
        abandoned.push({ draft, abandonedRun: before.run });
      } else deferred.push(deferralOf(draft.line, 'already-instructed'));
    }
    const taken = await payments.redraftAll(
      abandoned.map(({ draft, abandonedRun }) => ({ payment: draft.payment, abandonedRun })),
    );
    for (const [index, { draft }] of abandoned.entries()) {
      if (taken[index] === 'done') drafted.push(draft);
      else next.push(draft);
    }
    pending = next;
  }
  return drafted;
}

/** This run's own draft of this very row: another row about the same person is another payment, and only one is made. */
function isSameDraft(before: Payment, draft: Payment): boolean {
  return (
    before.run === draft.run &&
    before.person === draft.person &&
    before.unit === draft.unit &&
    before.revision === draft.revision &&
    before.position === draft.position
  );
}

async function isLeftBehind(runs: Ports['runs'], run: RunId): Promise<boolean> {
  const found = await runs.find(run);
  return found !== undefined && !mayStillInstruct(found.status);
}

function draftOf(frozen: CutOff, line: Entitlement, pay: Draft['pay'], attempt: number): Payment {
  const benefit = benefitOf(line.purpose, pay.programme);
  return {
    schemaVersion: 1,
    reference: referenceOf(frozen.period, pay.person, benefit, attempt),
    period: frozen.period,
    person: pay.person,
    // Emergency help counts among the other programmes of the forms, and in no line of Form 2.
    programme: programmeOf(benefit),
    category: benefit === 'EMERGENCY' ? null : line.values.category,
    attempt,
    unit: line.unit,
    revision: line.revision,
    position: line.position,
    run: frozen.run,
    amount: pay.amount,
    arrears: line.values.arrears ?? ZERO_DONG,
    channel: pay.channel,
    provider: pay.provider.id,
    state: 'drafted',
    history: [{ state: 'drafted', at: frozen.cutOffAt, cause: frozen.run }],
    paidOn: null,
    reasonCode: null,
  };
}

/** What the provider is told. A person without a readable name is not left out: the payee's or a plain word stands. */
function lineOf({ line, pay, payment }: Draft, unitName: string, data: ReferenceData): DraftedLines['lines'][number] {
  const { values } = line;
  return {
    reference: payment.reference,
    programme: payment.programme,
    unit: line.unit,
    unitName,
    village: values.village,
    beneficiaryName: values.fullName ?? values.payeeName ?? 'Người thụ hưởng',
    birthYear: values.birthDate?.slice(0, 4) ?? null,
    payeeName: values.payeeName,
    payeeRole: values.payeeRole,
    channel: pay.channel,
    accountNumber: values.accountNumber,
    bank: values.bank,
    phone: values.phone,
    purpose: data.programmes.find(({ code }) => code === payment.programme)?.purpose ?? 'GOVT',
    amount: payment.amount,
    arrears: payment.arrears,
    decisionNumber: values.decisionNumber,
    bookNumber: values.bookNumber,
  };
}

function deferralOf(line: Entitlement, reason: DeferralReason): Deferral {
  return {
    unit: line.unit,
    sheet: line.sheet,
    row: line.row,
    person: line.values.personalId,
    fullName: line.values.fullName,
    village: line.values.village,
    programme: line.values.programme,
    amount: listedAmount(line),
    reason,
  };
}

function listedAmount({ values }: Entitlement) {
  return toDong((values.amount ?? 0) + (values.arrears ?? 0));
}

function sumOf(drafts: readonly Draft[]): DraftedUnit['instructed'] {
  return {
    people: drafts.length,
    amount: drafts.reduce((sum, { payment }) => sum + payment.amount + payment.arrears, 0),
  };
}

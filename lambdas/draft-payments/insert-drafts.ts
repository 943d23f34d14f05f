import { owedIn } from '../domain/carry.ts';
import type { Entitlement } from '../domain/entitlement.ts';
import { type Dong, sumDong, toDong, ZERO_DONG } from '../domain/money.ts';
import { type Payment, type PaymentReference, placeOf, type RunId, totalOf } from '../domain/payment.ts';
import type { PayoutDecision } from '../domain/payout-rules.ts';
import { type CutOff, mayStillInstruct } from '../domain/payout-run.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { Payments, Runs, Succession } from '../domain/ports.ts';
import { draftOf } from './draft-of.ts';
import type { OpenEntry } from './owed.ts';

export interface InsertPorts {
  readonly payments: Pick<Payments, 'draftAll' | 'redraftAll' | 'getAll' | 'succeedAll'>;
  readonly runs: Pick<Runs, 'find' | 'treasuryReturns'>;
}

/** A payment that is wanted for a line of the roll, and what it is made of. */
export interface Draft {
  readonly line: Entitlement;
  readonly pay: Extract<PayoutDecision, { kind: 'pay' }>;
  readonly payment: Payment;
  /** What closed periods owe and this payment pays. */
  readonly entries: readonly OpenEntry[];
  /** The attempt of this period that failed or came back, in whose place this one is made. */
  readonly before: Payment | null;
}

/** What became of the payments that were wanted. */
export interface Inserted {
  readonly drafted: Draft[];
  /** They may still be paid by what was instructed before. */
  readonly standing: Draft[];
}

/**
 * Inserts payments. Where one of that reference exists: this run's own draft (a repeat) counts; what a run left behind
 * that can't instruct any more is taken over; after an attempt that failed or came back the next attempt is tried;
 * anything else may still be paid. Before a payment is drafted, every payment in whose place it is made names it as its
 * one successor, so the same money can't be paid twice whichever run of whichever month comes first.
 */
export async function insertDrafts(ports: InsertPorts, frozen: CutOff, wanted: readonly Draft[]): Promise<Inserted> {
  const { payments, runs } = ports;
  const drafted: Draft[] = [];
  const standing: Draft[] = [];
  let pending = [...wanted];
  while (pending.length > 0) {
    const { ready, lost, met } = await succeed(ports, frozen, pending);
    standing.push(...lost);
    const outcomes = await payments.draftAll(ready.map(({ payment }) => payment));
    for (const [index, draft] of ready.entries()) (outcomes[index] === 'done' ? drafted : met).push(draft);
    const existing = await payments.getAll(met.map(({ payment }) => payment.reference));
    const abandoned: { draft: Draft; abandonedRun: RunId }[] = [];
    const next: Draft[] = [];
    for (const draft of met) {
      const before = existing.get(draft.payment.reference);
      if (!before) next.push(draft);
      else if (isSameDraft(before, draft.payment)) drafted.push({ ...draft, payment: before });
      else if (before.state === 'failed' || before.state === 'returned') {
        next.push(await withPredecessors(runs, frozen, { ...draft, before }));
      } else if (before.state === 'drafted' && (await isLeftBehind(runs, before.run))) {
        abandoned.push({ draft, abandonedRun: before.run });
      } else standing.push(draft);
    }
    const taking = await succeed(
      ports,
      frozen,
      abandoned.map(({ draft }) => draft),
      true,
    );
    standing.push(...taking.lost);
    const runOf = new Map(abandoned.map(({ draft, abandonedRun }) => [draft.payment.reference, abandonedRun]));
    const taken = await payments.redraftAll(
      taking.ready.map(({ payment }) => ({ payment, abandonedRun: runOf.get(payment.reference) ?? '' })),
    );
    for (const [index, draft] of taking.ready.entries()) (taken[index] === 'done' ? drafted : next).push(draft);
    pending = next;
  }
  return { drafted, standing };
}

/** A draft with all that it is made in the place of, and what of it is paid from money that is at the provider already. */
export async function withPredecessors(runs: InsertPorts['runs'], frozen: CutOff, draft: Draft): Promise<Draft> {
  const { before, entries, line, pay } = draft;
  const own = before === null ? [] : [before];
  const joining = entries.filter(({ reference }) => before?.predecessors.includes(reference) !== true);
  const carried = [...(before?.carried ?? []), ...joining.flatMap(({ parts }) => parts)];
  const attempt = before === null ? 1 : before.attempt + 1;
  const plain = draftOf(frozen, line, pay, attempt);
  const left: { provider: string; period: Period; amount: Dong }[] = [
    ...own.map((one) => ({ provider: one.provider, period: one.period, amount: totalOf(one) })),
    ...joining.map((one) => ({ ...one, period: periodIn(one.reference), amount: owedIn(one.parts) })),
  ];
  let there = 0;
  for (const { provider, period, amount } of left) {
    if (provider !== plain.provider) continue;
    const returned = await runs.treasuryReturns(period);
    if (!returned.some((one) => one.provider === provider)) there += amount;
  }
  const payment: Payment = {
    ...plain,
    carried: carried.toSorted((one, other) => (one.period < other.period ? -1 : 1)),
    predecessors: [...own, ...joining].map(({ reference }) => reference),
  };
  return { ...draft, payment: { ...payment, fromBalance: toDong(Math.min(there, totalOf(payment))) } };
}

/**
 * Lets every predecessor name its successor. `ready` may be drafted; `lost` is made in the place of a payment that
 * something else was made in the place of; `met` stands already, and names nobody yet. An entry of a closed period that
 * is lost is left out: the rest of the payment goes on.
 */
async function succeed(
  { payments, runs }: InsertPorts,
  frozen: CutOff,
  drafts: readonly Draft[],
  mayStand = false,
): Promise<{ ready: Draft[]; lost: Draft[]; met: Draft[] }> {
  const heirs = drafts.filter(({ payment }) => payment.predecessors.length > 0);
  if (heirs.length === 0) return { ready: [...drafts], lost: [], met: [] };
  const standing = mayStand ? new Map() : await payments.getAll(heirs.map(({ payment }) => payment.reference));
  const claiming = heirs.filter(({ payment }) => !standing.has(payment.reference));
  const wished = claiming.flatMap(successionsOf);
  const outcomes = await payments.succeedAll(wished);
  const refused = new Set(wished.filter((_, index) => outcomes[index] === 'refused').map(({ reference }) => reference));
  const result: { ready: Draft[]; lost: Draft[]; met: Draft[] } = { ready: [], lost: [], met: [] };
  for (const draft of drafts) {
    if (standing.has(draft.payment.reference)) result.met.push(draft);
    else if (!draft.payment.predecessors.some((reference) => refused.has(reference))) result.ready.push(draft);
    else if (draft.before !== null && refused.has(draft.before.reference)) result.lost.push(draft);
    else {
      const entries = draft.entries.filter(({ reference }) => !refused.has(reference));
      result.ready.push(await withPredecessors(runs, frozen, { ...draft, entries }));
    }
  }
  return result;
}

function successionsOf({ payment, entries, before }: Draft): Succession[] {
  return payment.predecessors.map((reference) => ({
    reference,
    successor: payment.reference,
    instead:
      before?.reference === reference ? null : (entries.find((one) => one.reference === reference)?.instead ?? null),
  }));
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

async function isLeftBehind(runs: InsertPorts['runs'], run: RunId): Promise<boolean> {
  const found = await runs.find(run);
  return found !== undefined && !mayStillInstruct(found.status);
}

function periodIn(reference: PaymentReference): Period {
  return periodOfMonthNumber(placeOf(reference).monthNumber);
}

/** What a draft's line is owed besides what the list gives: from closed periods, and from the attempt that failed. */
export function owedTo({ entries, before }: Pick<Draft, 'entries' | 'before'>): Dong {
  const joining = entries.filter(({ reference }) => before?.predecessors.includes(reference) !== true);
  return sumDong([before === null ? ZERO_DONG : owedIn(before.carried), ...joining.map(({ parts }) => owedIn(parts))]);
}

import { type Payment, type RunId, totalOf } from '../domain/payouts/payment.ts';
import { type PayoutDecision, paymentMaxOf } from '../domain/payouts/payout-rules.ts';
import type { CutOff, DeferralReason } from '../domain/payouts/payout-run.ts';
import type { Payments, Succession } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { carrying, draftOf } from './draft-of.ts';
import type { MonthsKnown } from './months-known.ts';
import { amountOf, type OpenEntry } from './owed.ts';
import { freePayments } from './succession.ts';

export interface InsertPorts {
  readonly payments: Pick<Payments, 'draftAll' | 'redraftAll' | 'getAll' | 'succeedAll'>;
}

/** A line of the roll that is to be paid, and what closed periods owe its person. */
export interface Wanted {
  readonly line: Entitlement;
  readonly pay: Extract<PayoutDecision, { kind: 'pay' }>;
  readonly entries: readonly OpenEntry[];
}

/** A payment that is wanted for a line. */
export interface Draft extends Omit<Wanted, 'entries'> {
  readonly payment: Payment;
  /** What closed periods owe and this payment pays. */
  readonly entries: readonly OpenEntry[];
  /** What they owe and it does not pay. */
  readonly putOff: readonly { readonly entries: readonly OpenEntry[]; readonly reason: DeferralReason }[];
  /** The attempt of this period that failed or came back, in whose place this one is made. */
  readonly before: Payment | null;
}

/** What became of the payments that were wanted. */
export interface Inserted {
  /** With the payments as they stand in the store. */
  readonly drafted: Draft[];
  /** Nothing is made for them: they may be paid already by what was instructed before, or no payment may be so large. */
  readonly refused: { readonly draft: Draft; readonly reason: 'already-instructed' | 'over-limit' }[];
}

/**
 * Inserts payments. Where one of that reference exists: this run's own draft (a repeat) counts; what a run left behind
 * that can't instruct any more is taken over; after an attempt that failed or came back the next attempt is tried;
 * anything else may still be paid. Before a payment is drafted, every payment in whose place it is made names it as its
 * one successor, so the same money can't be paid twice whichever run of whichever month comes first.
 */
export async function insertDrafts(
  { payments }: InsertPorts,
  known: MonthsKnown,
  frozen: CutOff,
  wanted: readonly Wanted[],
): Promise<Inserted> {
  const drafted: Draft[] = [];
  const refused: Inserted['refused'] = [];
  let pending: Draft[] = [];
  /** Makes the next attempt for a line, if a payment may be so large: with what is owed, else without. */
  const want = async (next: Draft[], draft: Omit<Draft, 'payment'>) => {
    const { putOff, entries } = draft;
    const whole = await composed(known, frozen, draft);
    const fits = ({ payment, pay }: Draft) => totalOf(payment) <= paymentMaxOf(pay.provider);
    const bare = { ...draft, entries: [], putOff: [...putOff, { entries, reason: 'over-limit' as const }] };
    const made = fits(whole) || entries.length === 0 ? whole : await composed(known, frozen, bare);
    if (fits(made)) next.push(made);
    else refused.push({ draft: made, reason: 'over-limit' });
  };
  for (const line of wanted) await want(pending, { ...line, putOff: [], before: null });

  while (pending.length > 0) {
    // What stands is met before anything names it as its successor. A later run of the month meets nearly everybody
    // again, and an insert that is refused costs a write all the same.
    const asked = pending.filter(({ payment }) => payment.predecessors.length > 0 || frozen.kind !== 'regular');
    const stands = await payments.getAll(asked.map(({ payment }) => payment.reference));
    const met = asked.filter(({ payment }) => stands.has(payment.reference));
    const named = await name(
      payments,
      known,
      frozen,
      pending.filter((draft) => !met.includes(draft)),
    );
    const outcomes = await payments.draftAll(named.ready.map(({ payment }) => payment));
    for (const [index, draft] of named.ready.entries()) (outcomes[index] === 'done' ? drafted : met).push(draft);

    const existing = await payments.getAll(met.map(({ payment }) => payment.reference));
    const leftBehind: Draft[] = [];
    const next: Draft[] = [];
    for (const draft of met) {
      const stored = existing.get(draft.payment.reference);
      if (stored === undefined) next.push(draft);
      else if (isSameDraft(stored, draft.payment)) drafted.push(asStored(draft, stored));
      else if (stored.state === 'failed' || stored.state === 'returned') await want(next, { ...draft, before: stored });
      else if (stored.state === 'drafted' && (await known.hasEnded(stored.run))) leftBehind.push(draft);
      else refused.push({ draft, reason: 'already-instructed' });
    }
    const taking = await name(payments, known, frozen, leftBehind);
    const taken = await payments.redraftAll(
      taking.ready.map(({ payment }) => ({
        payment,
        abandonedRun: existing.get(payment.reference)?.run ?? frozen.run,
      })),
    );
    for (const [index, draft] of taking.ready.entries()) (taken[index] === 'done' ? drafted : next).push(draft);
    for (const draft of [...named.lost, ...taking.lost]) refused.push({ draft, reason: 'already-instructed' });
    pending = next;
  }
  return { drafted, refused };
}

async function composed(known: MonthsKnown, frozen: CutOff, draft: Omit<Draft, 'payment'>): Promise<Draft> {
  const { line, pay, before, entries } = draft;
  return {
    ...draft,
    payment: await carrying(known, draftOf(frozen, line, pay, (before?.attempt ?? 0) + 1), before, entries),
  };
}

/**
 * Lets every predecessor name its successor. `ready` may be drafted; `lost` would be made in the place of an attempt in
 * whose place something else is made. What a closed period owes and somebody else came first for is put off, and the
 * rest of the payment goes on.
 */
async function name(
  payments: InsertPorts['payments'],
  known: MonthsKnown,
  frozen: CutOff,
  drafts: readonly Draft[],
): Promise<{ ready: Draft[]; lost: Draft[] }> {
  const attempts = drafts.flatMap(({ before }) => before ?? []);
  const free = await freePayments(payments, known, frozen.run, attempts);
  const lost = drafts.filter(({ before }) => before !== null && !free.has(before.reference));
  const wishes = drafts
    .filter((draft) => !lost.includes(draft))
    .flatMap((draft) => successionsOf(draft, frozen.run, free));
  const outcomes = await payments.succeedAll(wishes);
  const refused = new Set(wishes.filter((_, index) => outcomes[index] === 'refused').map(({ reference }) => reference));
  const ready: Draft[] = [];
  for (const draft of drafts) {
    const { before, entries, putOff } = draft;
    if (lost.includes(draft)) continue;
    if (before !== null && refused.has(before.reference)) lost.push(draft);
    else if (!entries.some(({ reference }) => refused.has(reference))) ready.push(draft);
    else {
      const kept = entries.filter(({ reference }) => !refused.has(reference));
      const gone = { entries: entries.filter((one) => !kept.includes(one)), reason: 'already-instructed' as const };
      ready.push(await composed(known, frozen, { ...draft, entries: kept, putOff: [...putOff, gone] }));
    }
  }
  return { ready, lost };
}

function successionsOf(
  { payment, before, entries }: Draft,
  run: RunId,
  free: Awaited<ReturnType<typeof freePayments>>,
): Succession[] {
  const successor = payment.reference;
  const own = before === null ? [] : [{ reference: before.reference, instead: free.get(before.reference) ?? null }];
  return [...own, ...entries].map(({ reference, instead }) => ({ reference, successor, run, instead }));
}

/** This run's own draft of this very row: another row about the same person is another payment, and only one is made. */
function isSameDraft(stored: Payment, draft: Payment): boolean {
  return (
    stored.run === draft.run &&
    stored.person === draft.person &&
    stored.unit === draft.unit &&
    stored.revision === draft.revision &&
    stored.position === draft.position
  );
}

/** The draft as an earlier try made it: it may have found more, or less, of what is owed to be free. */
function asStored(draft: Draft, payment: Payment): Draft {
  const isPaid = ({ reference }: OpenEntry) => payment.predecessors.includes(reference);
  const left = draft.entries.filter((entry) => !isPaid(entry));
  const putOff = draft.putOff.map(({ entries, reason }) => ({
    entries: entries.filter((one) => !isPaid(one)),
    reason,
  }));
  const all = [...draft.entries, ...draft.putOff.flatMap(({ entries }) => entries)];
  return {
    ...draft,
    payment,
    entries: all.filter(isPaid),
    putOff: [...putOff, { entries: left, reason: 'already-instructed' }],
  };
}

/** What a draft carries besides what closed periods owe: that of the attempt before it. */
export function carriedOn({ payment, entries }: Draft): number {
  return payment.carried.reduce((sum, { amount }) => sum + amount, 0) - amountOf(entries);
}

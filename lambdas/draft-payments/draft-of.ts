import { benefitOf } from '../domain/benefit.ts';
import { programmeOf } from '../domain/claims/claim.ts';
import { owedIn } from '../domain/closing/carry.ts';
import { toDong, ZERO_DONG } from '../domain/money.ts';
import { type Payment, referenceOf, totalOf } from '../domain/payouts/payment.ts';
import type { PayoutDecision } from '../domain/payouts/payout-rules.ts';
import type { CutOff } from '../domain/payouts/payout-run.ts';
import type { DraftedLines } from '../domain/payouts/run-objects.ts';
import { villageName } from '../domain/readings/village.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import type { MonthsKnown } from './months-known.ts';
import type { OpenEntry } from './owed.ts';

/** The payment of a line of the roll, with nothing of earlier months. */
export function draftOf(
  frozen: CutOff,
  line: Entitlement,
  pay: Extract<PayoutDecision, { kind: 'pay' }>,
  attempt: number,
): Payment {
  const benefit = benefitOf(line.purpose, pay.programme);
  return {
    schemaVersion: 1,
    reference: referenceOf(frozen.period, pay.person, benefit, attempt),
    period: frozen.period,
    person: pay.person,
    benefit,
    // Emergency help counts among the other programmes of the forms, and in no line of Form 2.
    programme: programmeOf(benefit),
    category: benefit === 'EMERGENCY' ? null : line.values.category,
    attempt,
    unit: line.unit,
    village: villageName(line.values.village),
    revision: line.revision,
    position: line.position,
    run: frozen.run,
    amount: pay.amount,
    arrears: line.values.arrears ?? ZERO_DONG,
    carried: [],
    predecessors: [],
    fromBalance: ZERO_DONG,
    channel: pay.channel,
    provider: pay.provider.id,
    state: 'drafted',
    history: [{ state: 'drafted', at: frozen.cutOffAt, cause: frozen.run }],
    paidOn: null,
    reasonCode: null,
    successor: null,
    successorRun: null,
  };
}

/**
 * The payment with all in whose place it is made: the attempt of its own period before it, with what that carried, and
 * what closed periods owe. Paid from the balance is what lies at this very provider already, and never more than all.
 */
export async function carrying(
  known: MonthsKnown,
  plain: Payment,
  before: Payment | null,
  entries: readonly OpenEntry[],
): Promise<Payment> {
  const left = [
    ...(before === null ? [] : [{ ...before, amount: totalOf(before) }]),
    ...entries.map((entry) => ({ ...entry, amount: owedIn(entry.parts) })),
  ];
  let balance = 0;
  for (const { provider, period, amount } of left) {
    if (provider === plain.provider && !(await known.wentBack(period, provider))) balance += amount;
  }
  const carried = [...(before?.carried ?? []), ...entries.flatMap(({ parts }) => parts)];
  const payment: Payment = {
    ...plain,
    carried: carried.toSorted((one, other) => (one.period < other.period ? -1 : 1)),
    predecessors: left.map(({ reference }) => reference),
  };
  return { ...payment, fromBalance: toDong(Math.min(balance, totalOf(payment))) };
}

/** What the provider is told. A person without a readable name is not left out: the payee's or a plain word stands. */
export function lineOf(
  { values, unit }: Entitlement,
  payment: Payment,
  unitName: string,
  data: Pick<ReferenceData, 'programmes'>,
): DraftedLines['lines'][number] {
  return {
    reference: payment.reference,
    programme: payment.programme,
    unit,
    unitName,
    village: values.village,
    beneficiaryName: values.fullName ?? values.payeeName ?? 'Người thụ hưởng',
    birthYear: values.birthDate?.slice(0, 4) ?? null,
    payeeName: values.payeeName,
    payeeRole: values.payeeRole,
    channel: payment.channel,
    accountNumber: values.accountNumber,
    bank: values.bank,
    phone: values.phone,
    purpose: data.programmes.find(({ code }) => code === payment.programme)?.purpose ?? 'GOVT',
    amount: payment.amount,
    arrears: payment.arrears,
    carried: payment.carried,
    fromBalance: payment.fromBalance,
    atHome: values.atHome === true && payment.channel === 'cash',
    decisionNumber: values.decisionNumber,
    bookNumber: values.bookNumber,
  };
}

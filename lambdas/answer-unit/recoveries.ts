import type { WorklistEntry } from '../domain/answers/worklist.ts';
import { type Benefit, benefitOf } from '../domain/benefit.ts';
import { programmeOf } from '../domain/claims/claim.ts';
import { type Payment, type PaymentReference, placeOf, referenceOf } from '../domain/payouts/payment.ts';
import { type Day, type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Exceptions, Payments } from '../domain/ports.ts';
import type { Programme } from '../domain/programme.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { exceptionIdOf } from '../domain/settlement/payment-exception.ts';
import {
  caseOfDeath,
  mayBePaid,
  monthsAfterDeath,
  recoverableOf,
  recoveryReason,
  recoveryStep,
} from '../domain/settlement/recovery.ts';

export interface RecoveryPorts {
  readonly payments: Pick<Payments, 'getAll'>;
  readonly exceptions: Pick<Exceptions, 'getAll' | 'openAll'>;
}

/** What the unit's papers are made of, as far as deaths go. */
export interface RollsToday {
  readonly lines: readonly Entitlement[];
  readonly month: Period;
  readonly now: Date;
  readonly programmeName: (programme: Programme) => string;
}

/** Somebody who died, and the payments that may have been made for them since. */
interface Case {
  readonly entry: Omit<WorklistEntry, 'reason' | 'nextStep' | 'recovery'>;
  readonly diedOn: Day;
  readonly references: readonly PaymentReference[];
}

/**
 * Who was paid for months after the one they died in. Each such payment is opened as a case of its own, and its person
 * stands on the list until a person decides it, also when they have left the roll: `known` is what the unit's list said
 * last. A unit without deaths reads nothing.
 */
export async function recoveries(
  { payments, exceptions }: RecoveryPorts,
  known: readonly WorklistEntry[],
  today: RollsToday,
): Promise<WorklistEntry[]> {
  const dead = deathsOn(today);
  if (dead.size === 0 && known.length === 0) return [];
  const found = await paymentsSince(payments, dead.values(), today.month);
  const cases = casesOf(dead, found, known);
  const stored = new Map(found.map((payment) => [payment.reference, payment]));
  const unread = new Set(cases.flatMap(({ references }) => references).filter((reference) => !stored.has(reference)));
  for (const [reference, payment] of await payments.getAll([...unread])) stored.set(reference, payment);
  const open = await openCases(exceptions, cases, stored, today.now);
  return cases.flatMap(({ entry, diedOn, references }): WorklistEntry[] => {
    const owed = references.filter((reference) => open.has(reference)).toSorted();
    const toRecover = owed.flatMap((reference) => {
      const payment = stored.get(reference);
      return payment === undefined ? [] : (recoverableOf(payment, diedOn) ?? []);
    });
    if (toRecover.length === 0) return [];
    const recovery = { diedOn, payments: toRecover };
    return [{ ...entry, reason: recoveryReason(recovery), nextStep: recoveryStep(recovery), recovery }];
  });
}

/** Opens what is not open yet. @returns the payments about which nobody has decided. */
async function openCases(
  exceptions: RecoveryPorts['exceptions'],
  cases: readonly Case[],
  stored: ReadonlyMap<PaymentReference, Payment>,
  now: Date,
): Promise<Set<string>> {
  const references = new Set(cases.flatMap((one) => one.references));
  const found = await exceptions.getAll(
    [...references].map((reference) => ({
      period: periodIn(reference),
      id: exceptionIdOf('paid-after-death', reference),
    })),
  );
  const standing = new Set(found.map(({ reference }) => reference));
  const missing = [...references].filter((reference) => !standing.has(reference));
  const opened = missing.flatMap((reference) => {
    const payment = stored.get(reference);
    return payment === undefined ? [] : [caseOfDeath(payment, now)];
  });
  if (opened.length > 0) await exceptions.openAll(opened);
  const waiting = found.filter(({ decision }) => decision === null);
  return new Set([...waiting, ...opened].map(({ reference }) => reference));
}

/** Somebody whom the registry calls deceased, and what they draw. */
interface Death extends Omit<Case, 'references'> {
  readonly person: PersonalId;
  readonly benefits: readonly Benefit[];
}

/** The unit's people who died before this month. */
function deathsOn({ lines, month, programmeName }: RollsToday): Map<PersonalId, Death> {
  const dead = new Map<PersonalId, Death>();
  for (const { registry, values, purpose, sheet, row } of lines) {
    const { personalId: person, programme, fullName, birthDate, village } = values;
    if (registry?.outcome !== 'deceased' || person === null || programme === null) continue;
    if (monthsAfterDeath(registry.deceasedOn, month).length === 0) continue;
    const before = dead.get(person);
    const benefits = [...new Set([...(before?.benefits ?? []), benefitOf(purpose, programme)])];
    const programmes = [...new Set(benefits.map((one) => programmeName(programmeOf(one))))];
    const first = before?.entry ?? { personalId: person, fullName, birthDate, village, group: null, sheet, row };
    const entry = { ...first, programmes };
    dead.set(person, { person, benefits, entry, diedOn: registry.deceasedOn });
  }
  return dead;
}

/** The payments since the deaths that may be paid: of each month and benefit the attempt that stands last. */
async function paymentsSince(
  payments: RecoveryPorts['payments'],
  dead: Iterable<Death>,
  month: Period,
): Promise<Payment[]> {
  const found: Payment[] = [];
  let wanted = [...dead].flatMap(({ person, benefits, diedOn }) =>
    monthsAfterDeath(diedOn, month).flatMap((of) => benefits.map((what) => ({ of, person, what }))),
  );
  for (let attempt = 1; wanted.length > 0; attempt++) {
    const asked = new Map(wanted.map((each) => [referenceOf(each.of, each.person, each.what, attempt), each]));
    const made = await payments.getAll([...asked.keys()]);
    found.push(...[...made.values()].filter(mayBePaid));
    wanted = [...asked].flatMap(([reference, each]) => {
      const state = made.get(reference)?.state;
      return state === 'failed' || state === 'returned' ? [each] : [];
    });
  }
  return found;
}

/** What was found now and what an earlier list said, a case a person. Who has left the roll stands by the list's word. */
function casesOf(
  dead: ReadonlyMap<PersonalId, Death>,
  found: readonly Payment[],
  known: readonly WorklistEntry[],
): Case[] {
  const foundOf = Map.groupBy(found, ({ person }) => person);
  const knownOf = Map.groupBy(known, ({ personalId }) => personalId);
  const remembered = (of: readonly WorklistEntry[] = []) =>
    of.flatMap(({ recovery }) => recovery?.payments.map(({ reference }) => reference) ?? []);
  const onRoll = [...dead.values()].map(({ person, entry, diedOn }) => {
    const now = (foundOf.get(person) ?? []).map(({ reference }) => reference);
    return { entry, diedOn, references: [...new Set([...now, ...remembered(knownOf.get(person))])] };
  });
  const gone = known.flatMap(({ recovery, reason: _, nextStep: __, ...facts }) =>
    recovery === undefined || (facts.personalId !== null && dead.has(facts.personalId))
      ? []
      : [
          {
            entry: { ...facts, sheet: null, row: null },
            diedOn: recovery.diedOn,
            references: remembered(knownOf.get(facts.personalId)),
          },
        ],
  );
  return [...onRoll, ...gone];
}

function periodIn(reference: PaymentReference): Period {
  return periodOfMonthNumber(placeOf(reference).monthNumber);
}

import { type CarryEntry, carryList, isUncollectedTooLong, owedIn } from '../domain/carry.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type Dong, sumDong } from '../domain/money.ts';
import { type Payment, type PaymentReference, placeOf } from '../domain/payment.ts';
import { exceptionIdOf, type PaymentException } from '../domain/payment-exception.ts';
import { type CutOff, mayStillInstruct } from '../domain/payout-run.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { Exceptions, Objects, Payments, Runs } from '../domain/ports.ts';

export interface OwedPorts {
  readonly outbox: Pick<Objects, 'unpackSealed'>;
  readonly payments: Pick<Payments, 'getAll'>;
  readonly runs: Pick<Runs, 'ofPeriod'>;
  readonly exceptions: Pick<Exceptions, 'getAll' | 'openAll'>;
}

/** What a closed period still owes somebody, and the successor of its payment that came to nothing, to be replaced. */
export interface OpenEntry extends CarryEntry {
  readonly instead: PaymentReference | null;
}

/** What earlier months owe one person of one benefit. */
export interface Owed {
  readonly entries: readonly OpenEntry[];
  readonly amount: Dong;
  /** Uncollected for so many months that nothing is paid until a person decides. */
  readonly isSuspended: boolean;
}

export const personKey = ({ person, benefit }: Pick<CarryEntry, 'person' | 'benefit'>) => `${person}|${benefit}`;

/**
 * What a unit's people are owed from closed periods and nobody has paid or is about to pay, by person and benefit. The
 * payment itself says so: it has failed or come back, and has no successor that carries its money.
 */
export async function owedFrom(
  ports: OwedPorts,
  frozen: CutOff,
  keys: readonly string[],
  suspendAfterMonths: number,
): Promise<Map<string, Owed>> {
  const lists = await inParallel(4, keys, (key) => ports.outbox.unpackSealed(key, carryList));
  const entries = lists.flatMap((list) => list.entries);
  const open = await openEntries(ports, frozen, entries);
  const byPerson = Map.groupBy(open, personKey);
  const tooLong = [...byPerson.values()].filter((own) =>
    isUncollectedTooLong(
      own.flatMap(({ parts }) => parts),
      suspendAfterMonths,
    ),
  );
  const cases = tooLong.map((own) => caseOf(own, frozen));
  await ports.exceptions.openAll(cases);
  const decided = await ports.exceptions.getAll(cases.map(({ period, id }) => ({ period, id })));
  const waiting = new Set(decided.filter(({ decision }) => decision === null).map(({ reference }) => reference));
  return new Map(
    [...byPerson].map(([key, own]) => {
      const isSuspended = own.some(({ reference }) => waiting.has(reference));
      return [key, { entries: own, amount: sumDong(own.map(({ parts }) => owedIn(parts))), isSuspended }];
    }),
  );
}

/** What a person has to decide before somebody who did not come for months is paid again: about the newest payment. */
function caseOf(own: readonly OpenEntry[], frozen: CutOff): PaymentException {
  const [newest] = own.toSorted((one, other) => (one.reference < other.reference ? 1 : -1));
  if (newest === undefined) throw new Error('Nobody is owed nothing');
  const { reference, provider, unit } = newest;
  return {
    schemaVersion: 1,
    id: exceptionIdOf('uncollected', reference),
    period: periodOf(reference),
    code: 'uncollected',
    reference,
    provider,
    unit,
    status: null,
    reasonCode: null,
    paidOn: null,
    amount: null,
    sent: sumDong(own.map(({ parts }) => owedIn(parts))),
    file: null,
    line: null,
    openedAt: frozen.cutOffAt,
    decision: null,
  };
}

async function openEntries(ports: OwedPorts, frozen: CutOff, entries: readonly CarryEntry[]): Promise<OpenEntry[]> {
  const stored = await ports.payments.getAll(entries.map(({ reference }) => reference));
  const named = [...stored.values()].flatMap(({ successor }) => successor ?? []);
  const successors = await ports.payments.getAll([...new Set(named)]);
  const isOver = endedMonths(ports.runs, frozen);
  const open: OpenEntry[] = [];
  for (const entry of entries) {
    const payment = stored.get(entry.reference);
    if (payment?.state !== 'failed' && payment?.state !== 'returned') continue;
    const { successor } = payment;
    if (successor === null) open.push({ ...entry, instead: null });
    else if (await isFree(entry.reference, successors.get(successor), successor, frozen, isOver)) {
      open.push({ ...entry, instead: successor });
    }
  }
  return open;
}

/**
 * Whether a successor that was named will certainly not pay: it is this run's own, or it was never drafted with this
 * money, or is a draft left behind, in a month in which no run can instruct any more.
 */
async function isFree(
  reference: PaymentReference,
  successor: Payment | undefined,
  named: PaymentReference,
  frozen: CutOff,
  isOver: (month: Period) => Promise<boolean>,
): Promise<boolean> {
  if (successor?.run === frozen.run) return true;
  const pays = successor?.predecessors.includes(reference) === true;
  if (pays && successor.state !== 'drafted') return false;
  return isOver(periodOf(named));
}

/** Whether no other run of a month can still instruct. */
function endedMonths(runs: OwedPorts['runs'], frozen: CutOff): (month: Period) => Promise<boolean> {
  const known = new Map<Period, Promise<boolean>>();
  return (month) => {
    const ended =
      known.get(month) ??
      runs
        .ofPeriod(month)
        .then((all) => !all.some(({ run, status }) => run !== frozen.run && mayStillInstruct(status)));
    known.set(month, ended);
    return ended;
  };
}

function periodOf(reference: PaymentReference): Period {
  return periodOfMonthNumber(placeOf(reference).monthNumber);
}

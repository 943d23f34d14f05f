import type { ReceiptRow } from '../../lambdas/domain/answers/receipt.ts';
import type { PeriodRecord } from '../../lambdas/domain/closing/period-record.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import {
  namesAPlace,
  type Payment,
  type PaymentReference,
  placeOf,
  type RunId,
} from '../../lambdas/domain/payouts/payment.ts';
import { isReleased } from '../../lambdas/domain/payouts/payout-run.ts';
import { type Deferral, deferrals, releasedDeferralsKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { type Period, periodOfMonthNumber } from '../../lambdas/domain/period.ts';
import type { PersonalId } from '../../lambdas/domain/person.ts';
import type { Exceptions, Payments, Rolls, Runs, Submissions } from '../../lambdas/domain/ports.ts';
import type { ClaimAnswer, Entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import type { RollPointer } from '../../lambdas/domain/rolls/submission.ts';
import { shardOf } from '../../lambdas/domain/shard.ts';
import { type UnitCode, unitCodesIn } from '../../lambdas/domain/unit.ts';
import type { Deployment } from '../deployment/deployment.ts';
import {
  type PaymentArchive,
  type PaymentStory,
  paymentStory,
  type RunStory,
  runStory,
  wholeChain,
} from './payment-chain.ts';
import { receiptOf } from './published-receipts.ts';

/** A row of a list that names the person, and everything that was found out about it. */
export interface RowStory {
  readonly unit: UnitCode;
  readonly unitName: string | null;
  readonly submission: string;
  /** The revision of the roll that is looked at: made of this list, or of several. */
  readonly revision: string;
  /** The list in the inbox; empty for a roll that was carried forward from the month before. */
  readonly file: string;
  readonly receivedAt: string;
  readonly late: boolean;
  /** Whether this revision is the unit's roll now; a payment may come from an earlier one. */
  readonly current: boolean;
  readonly row: ReceiptRow;
  /** What the registry said, and whether this unit holds the claim; null where there is no line on the roll. */
  readonly registry: Entitlement['registry'];
  readonly claim: ClaimAnswer | null;
  /** Why released runs left it out. */
  readonly deferred: readonly { readonly run: RunId; readonly reason: Deferral['reason'] }[];
}

/** A month of the story: whether it is closed, and who opened, closed or reopened it. */
type PeriodStory = Omit<PeriodRecord, 'carryIndexKey'>;

/**
 * The chain of one person or one payment: list row → check → payment → approvals → file line → result → report cell →
 * books, and over the months what was paid in the place of what.
 */
export interface Story {
  readonly period: Period;
  readonly person: PersonalId | null;
  readonly rows: readonly RowStory[];
  /** Those that were asked about, and all that they were made in the place of, or that were made in theirs. */
  readonly payments: readonly PaymentStory[];
  /** The runs of the period that is asked about. */
  readonly runs: readonly RunStory[];
  readonly periods: readonly PeriodStory[];
}

/** What of a deployment a story is read from. */
export interface Archive extends PaymentArchive {
  readonly outbox: PaymentArchive['outbox'] & Pick<Deployment['outbox'], 'jsonIfThere'>;
  readonly submissions: Pick<Submissions, 'rolls'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly payments: Pick<Payments, 'getAll' | 'ofShard'>;
  readonly runs: Pick<Runs, 'ofPeriod' | 'find' | 'periods'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
}

/** The story of a person in a period: every list that names them, every payment. */
export async function storyOfPerson(at: Archive, person: PersonalId, period: Period): Promise<Story> {
  const found: Payment[] = [];
  for await (const one of at.payments.ofShard(period, shardOf(person))) if (one.person === person) found.push(one);
  const { data } = await at.references.current();
  const rolls = await at.submissions.rolls(unitCodesIn(data.units, period), period);
  const revisions = new Map(rolls.map((roll) => [`${roll.unit}|${roll.revision}`, asRevision(roll)]));
  for (const { unit, revision } of found) {
    if (!revisions.has(`${unit}|${revision}`)) revisions.set(`${unit}|${revision}`, { unit, revision, lists: [] });
  }
  return tell(at, {
    period,
    person,
    payments: found,
    revisions: [...revisions.values()],
    current: new Set(rolls.map(({ revision }) => String(revision))),
    isRow: (row) => row.values?.personalId === person,
    isLine: ({ values }) => values.personalId === person,
  });
}

function asRevision({ unit, revision, parts }: RollPointer): RevisionAsked {
  return { unit, revision, lists: parts.map(({ id }) => id) };
}

/** The story of one payment, with the row it was made from; undefined when there is no such payment. */
export async function storyOfPayment(at: Archive, reference: PaymentReference): Promise<Story | undefined> {
  if (!namesAPlace(reference)) return undefined;
  const one = (await at.payments.getAll([reference])).get(reference);
  if (!one) return undefined;
  const period = periodOfMonthNumber(placeOf(reference).monthNumber);
  const rolls = await at.submissions.rolls([one.unit], period);
  return tell(at, {
    period,
    person: one.person,
    payments: [one],
    revisions: [{ unit: one.unit, revision: one.revision, lists: [] }],
    current: new Set(rolls.map(({ revision }) => String(revision))),
    isRow: () => false,
    isLine: ({ position, values }) => position === one.position && values.personalId === one.person,
  });
}

interface Asked {
  readonly period: Period;
  readonly person: PersonalId;
  readonly payments: readonly Payment[];
  readonly revisions: readonly RevisionAsked[];
  readonly current: ReadonlySet<string>;
  /** A row of a list about which nothing stands on the roll: rejected, or taken off it. */
  readonly isRow: (row: ReceiptRow) => boolean;
  readonly isLine: (line: Entitlement) => boolean;
}

/** A state of a unit's roll, and the lists it is known to be made of. */
interface RevisionAsked {
  readonly unit: UnitCode;
  readonly revision: string;
  readonly lists: readonly string[];
}

async function tell(at: Archive, asked: Asked): Promise<Story> {
  const chain = await wholeChain(at.payments, asked.payments);
  const months = [...new Set([asked.period, ...chain.map(({ period }) => period)])].toSorted();
  const own = await at.runs.ofPeriod(asked.period);
  const known = new Map(own.map((run) => [run.run, run]));
  const others = new Set(chain.map(({ run }) => run).filter((run) => !known.has(run)));
  for (const found of await inParallel(4, others, (run) => at.runs.find(run))) if (found) known.set(found.run, found);
  const exceptions = (await inParallel(4, months, (month) => at.exceptions.ofPeriod(month))).flat();
  const periods = await at.runs.periods(months);
  const released = own.filter(isReleased).map(({ run }) => run);
  const rows = (await inParallel(8, asked.revisions, (revision) => rowsIn(at, asked, revision, released))).flat();
  const references = new Set(asked.payments.map(({ reference }) => reference));
  const payments = await inParallel(4, chain, (payment) =>
    paymentStory(at, payment, {
      asked: references.has(payment.reference),
      run: known.get(payment.run),
      exceptions: exceptions.filter(({ reference }) => reference === payment.reference),
      period: periods.find(({ period }) => period === payment.period),
    }),
  );
  return {
    period: asked.period,
    person: asked.person,
    rows,
    payments,
    runs: own.map(runStory),
    periods: periods.map(({ carryIndexKey: _, ...record }) => record),
  };
}

async function rowsIn(
  at: Archive,
  asked: Asked,
  { unit, revision, lists }: RevisionAsked,
  released: readonly RunId[],
): Promise<RowStory[]> {
  const { period } = asked;
  const lines: Entitlement[] = [];
  for await (const line of at.rolls.ofRoll({ unit, period, revision })) if (asked.isLine(line)) lines.push(line);
  const submissions = new Set([...lists, ...lines.map(({ source }) => source.submission)]);
  const told = await inParallel(4, submissions, (id) => receiptOf(at, unit, period, id));
  const postponed = await inParallel(4, released, async (run) => ({
    run,
    list: await at.outbox.jsonIfThere(releasedDeferralsKey(run, unit), deferrals),
  }));
  return told
    .filter((published) => published !== undefined)
    .flatMap(({ receipt: { submission, unitName, rows } }) =>
      rows.flatMap((row, position): RowStory[] => {
        const line = lines.find(({ source }) => source.submission === submission?.id && source.position === position);
        if (line === undefined && !asked.isRow(row)) return [];
        return [
          {
            unit,
            unitName,
            submission: submission?.id ?? '',
            revision,
            file: submission?.key ?? '',
            receivedAt: submission?.receivedAt ?? '',
            late: submission?.late ?? false,
            current: asked.current.has(revision),
            row,
            registry: line?.registry ?? null,
            claim: line?.claim ?? null,
            deferred: postponed.flatMap(({ run, list }) =>
              (list?.deferrals ?? [])
                .filter((one) => one.row === row.row && one.sheet === row.sheet && one.person === asked.person)
                .map(({ reason }) => ({ run, reason })),
            ),
          },
        ];
      }),
    );
}

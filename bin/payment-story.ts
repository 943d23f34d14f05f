import { z } from 'zod';
import type { ClaimAnswer, Entitlement } from '../lambdas/domain/entitlement.ts';
import { inParallel } from '../lambdas/domain/in-parallel.ts';
import { namesAPlace, type Payment, type PaymentReference, placeOf, type RunId } from '../lambdas/domain/payment.ts';
import { manifest, type PayoutRun } from '../lambdas/domain/payout-run.ts';
import { type Period, periodOfMonthNumber } from '../lambdas/domain/period.ts';
import type { PersonalId } from '../lambdas/domain/person.ts';
import type { FormGroup, Programme } from '../lambdas/domain/programme.ts';
import type { ReceiptRow } from '../lambdas/domain/receipt.ts';
import { reportKey } from '../lambdas/domain/report-objects.ts';
import {
  type Deferral,
  deferrals,
  releasedDeferralsKey,
  releasedFileKey,
  releasedManifestKey,
} from '../lambdas/domain/run-objects.ts';
import { settlementException } from '../lambdas/domain/settlement.ts';
import { shardOf } from '../lambdas/domain/shard.ts';
import type { RollPointer } from '../lambdas/domain/submission.ts';
import { type UnitCode, unitCodesIn } from '../lambdas/domain/unit.ts';
import type { Deployment } from './deployment.ts';
import { type FilePlace, placeIn } from './file-place.ts';
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

/** A payment, and where it stands in every file that it went through. */
export interface PaymentStory {
  readonly payment: Payment;
  readonly instruction: { readonly key: string; readonly place: FilePlace | undefined } | null;
  readonly results: readonly {
    readonly key: string;
    readonly state: Payment['state'];
    readonly place: FilePlace | undefined;
  }[];
  /** Lines about it that were not believed. */
  readonly exceptions: readonly (z.infer<typeof settlementException> & { readonly file: string })[];
  readonly report: {
    readonly key: string;
    readonly rows: readonly string[];
    readonly columns: readonly string[];
  } | null;
}

/** The chain of one person or one payment: list row → check → payment → file line → result → report cell. */
export interface Story {
  readonly period: Period;
  readonly person: PersonalId | null;
  readonly rows: readonly RowStory[];
  readonly payments: readonly PaymentStory[];
  readonly runs: readonly Pick<PayoutRun, 'run' | 'status'>[];
}

/** The story of a person in a period: every list that names them, every payment. */
export async function storyOfPerson(at: Deployment, person: PersonalId, period: Period): Promise<Story> {
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
export async function storyOfPayment(at: Deployment, reference: PaymentReference): Promise<Story | undefined> {
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

async function tell(at: Deployment, asked: Asked): Promise<Story> {
  const { period } = asked;
  const runs = (await at.runs.ofPeriod(period)).map(({ run, status }) => ({ run, status }));
  const released = runs.filter(({ status }) => status === 'released' || status === 'settled').map(({ run }) => run);
  const rows = (await inParallel(8, asked.revisions, (revision) => rowsIn(at, asked, revision, released))).flat();
  const payments = await inParallel(4, asked.payments, (payment) => storyOf(at, payment, released));
  return { period, person: asked.person, rows, payments, runs };
}

async function rowsIn(
  at: Deployment,
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

/** What we read of a settlement record; one of a refused file has no exceptions. */
const settlementRecord = z.object({ key: z.string(), exceptions: z.array(settlementException).default([]) });

async function storyOf(at: Deployment, payment: Payment, released: readonly RunId[]): Promise<PaymentStory> {
  const { reference, run, provider, period, history } = payment;
  const results = await inParallel(
    4,
    history.filter(({ cause }) => cause.startsWith('results/')),
    async ({ cause, state }) => ({ key: cause, state, place: await placeIn(await at.inbox.bytes(cause), reference) }),
  );
  const records = await inParallel(4, await at.outbox.keys(`settlements/${period}/`), (key) =>
    at.outbox.json(key, settlementRecord),
  );
  return {
    payment,
    instruction: released.includes(run) ? await instructionOf(at, run, provider, reference) : null,
    results,
    exceptions: records.flatMap(({ key, exceptions }) =>
      exceptions.filter((one) => one.reference === reference).map((one) => ({ ...one, file: key })),
    ),
    report: await reportOf(at, payment),
  };
}

async function instructionOf(
  at: Deployment,
  run: RunId,
  provider: Payment['provider'],
  reference: PaymentReference,
): Promise<PaymentStory['instruction']> {
  const { files } = await at.outbox.json(releasedManifestKey(run), manifest);
  for (const file of files.filter((one) => one.provider === provider)) {
    const key = releasedFileKey(run, provider, file.key.slice(file.key.lastIndexOf('/') + 1));
    const place = await placeIn(await at.outbox.bytes(key), reference);
    if (place) return { key, place };
  }
  return null;
}

/** The columns of Form 1 in which a group counts: cumulative, and in the period. */
const COLUMNS: Readonly<Record<FormGroup, readonly string[]>> = {
  BTXH: ['5', '6'],
  NCC: ['7', '8'],
  KHAC: ['9', '10'],
};

/** Where Form 1 of the unit counts a payment: money that went through an account, a wallet or mobile money (ruling 4). */
async function reportOf(
  at: Deployment,
  { unit, period, programme, state, channel }: Payment,
): Promise<PaymentStory['report']> {
  const key = reportKey(period, unit, 'form-1.xlsx');
  if (state !== 'paid' || channel === 'cash') return null;
  if ((await at.outbox.keys(key)).length === 0) return null;
  const { data } = await at.references.current();
  return { key, rows: ['III.1', 'III.2'], columns: ['4', ...COLUMNS[groupOf(data.programmes, programme)]] };
}

function groupOf(programmes: readonly { code: Programme; formGroup: FormGroup }[], programme: Programme): FormGroup {
  return programmes.find(({ code }) => code === programme)?.formGroup ?? 'KHAC';
}

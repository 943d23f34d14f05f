import { booksKey } from '../../lambdas/domain/closing/books.ts';
import type { PeriodRecord } from '../../lambdas/domain/closing/period-record.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { Payment, PaymentReference, RunId } from '../../lambdas/domain/payouts/payment.ts';
import {
  isReleased,
  type Manifest,
  manifest,
  type PayoutRun,
  type TransferRequest,
} from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedFileKey, releasedFundingKey, releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import type { Payments, References } from '../../lambdas/domain/ports.ts';
import type { FormGroup, Programme } from '../../lambdas/domain/programme.ts';
import { periodManifest } from '../../lambdas/domain/reports/publication-manifest.ts';
import { periodManifestKey, reportKey } from '../../lambdas/domain/reports/report-objects.ts';
import type { PaymentException } from '../../lambdas/domain/settlement/payment-exception.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { type FilePlace, placeIn } from './file-place.ts';

/** Who started a run and who decided what about it, with the hash that they saw. */
export type RunStory = Omit<PayoutRun, 'schemaVersion' | 'taskTokens' | 'manifestKey'>;

/** A payment, and where it stands in every file that it went through. */
export interface PaymentStory {
  readonly payment: Payment;
  /** Asked about itself, not only met on the way. */
  readonly asked: boolean;
  readonly run: RunStory | null;
  readonly instruction: { readonly key: string; readonly place: FilePlace } | null;
  /** By what the State Treasury was asked for the money. */
  readonly funding: (Pick<TransferRequest, 'requested' | 'fromBalance'> & { readonly keys: readonly string[] }) | null;
  readonly results: readonly {
    readonly key: string;
    readonly state: Payment['state'];
    readonly place: FilePlace | undefined;
  }[];
  /** What about it needed a person, and what they decided. */
  readonly exceptions: readonly PaymentException[];
  readonly report: {
    readonly key: string;
    readonly rows: readonly string[];
    readonly columns: readonly string[];
  } | null;
  /** Where the books of the closed period count it. */
  readonly books: {
    readonly key: string;
    readonly provider: Payment['provider'];
    readonly state: Payment['state'];
  } | null;
}

/** What of a deployment the story of a payment is read from. */
export interface PaymentArchive {
  readonly inbox: Pick<Deployment['inbox'], 'bytes'>;
  readonly outbox: Pick<Deployment['outbox'], 'bytes' | 'json' | 'jsonIfThere' | 'keys'>;
  readonly references: Pick<References, 'current'>;
}

/** What is known of a payment from where several are read at once. */
interface Known {
  readonly asked: boolean;
  readonly run: PayoutRun | undefined;
  readonly exceptions: readonly PaymentException[];
  readonly period: PeriodRecord | undefined;
}

/**
 * These payments, all in whose place they were made, and all that were made in theirs, over the months both ways; the
 * oldest first. One that was only named as a successor, and pays something else or was never made, is no part of it.
 */
export async function wholeChain(payments: Pick<Payments, 'getAll'>, asked: readonly Payment[]): Promise<Payment[]> {
  const chain = new Map(asked.map((one) => [one.reference, one]));
  let newest = [...asked];
  while (newest.length > 0) {
    const before = new Set(newest.flatMap(({ predecessors }) => predecessors));
    const after = new Set(newest.flatMap(({ successor }) => successor ?? []));
    const wanted = [...before.union(after)].filter((reference) => !chain.has(reference));
    const found = [...(await payments.getAll(wanted)).values()];
    newest = found.filter(
      ({ reference, predecessors }) => before.has(reference) || predecessors.some((one) => chain.has(one)),
    );
    for (const one of newest) chain.set(one.reference, one);
  }
  const age = ({ period, attempt }: Payment) => `${period} ${String(attempt).padStart(4, '0')}`;
  return [...chain.values()].sort((one, other) => (age(one) < age(other) ? -1 : 1));
}

/** The token that resumes a machine is no part of the story. */
export function runStory({ schemaVersion: _, taskTokens: __, manifestKey: ___, ...run }: PayoutRun): RunStory {
  return run;
}

export async function paymentStory(
  at: PaymentArchive,
  payment: Payment,
  { asked, run, exceptions, period }: Known,
): Promise<PaymentStory> {
  const { reference, provider, state, history } = payment;
  const published = run !== undefined && isReleased(run) ? await manifestOf(at, run.run) : undefined;
  const results = await inParallel(
    4,
    history.filter(({ cause }) => cause.startsWith('results/')),
    async ({ cause, state: to }) => ({
      key: cause,
      state: to,
      place: await placeIn(await at.inbox.bytes(cause), reference),
    }),
  );
  return {
    payment,
    asked,
    run: run === undefined ? null : runStory(run),
    instruction: published === undefined ? null : await instructionOf(at, published, provider, reference),
    funding: published === undefined ? null : fundingOf(published, provider),
    results,
    exceptions,
    report: await reportOf(at, payment),
    books: period?.status === 'closed' ? { key: booksKey(payment.period), provider, state } : null,
  };
}

async function manifestOf({ outbox }: PaymentArchive, run: RunId): Promise<Manifest> {
  return outbox.json(releasedManifestKey(run), manifest);
}

async function instructionOf(
  { outbox }: PaymentArchive,
  { run, files }: Manifest,
  provider: Payment['provider'],
  reference: PaymentReference,
): Promise<PaymentStory['instruction']> {
  for (const file of files.filter((one) => one.provider === provider)) {
    const key = releasedFileKey(run, provider, file.key.slice(file.key.lastIndexOf('/') + 1));
    const place = await placeIn(await outbox.bytes(key), reference);
    if (place) return { key, place };
  }
  return null;
}

function fundingOf({ run, transferRequests }: Manifest, provider: Payment['provider']): PaymentStory['funding'] {
  const request = transferRequests.find((one) => one.provider === provider);
  if (request === undefined) return null;
  const { requested, fromBalance, documents } = request;
  const extensions = (['xlsx', 'pdf'] as const).filter((one) => documents.some(({ key }) => key.endsWith(`.${one}`)));
  return { requested, fromBalance, keys: extensions.map((one) => releasedFundingKey(run, provider, one)) };
}

/** The columns of Form 1 in which a group counts: cumulative, and in the period. */
const COLUMNS: Readonly<Record<FormGroup, readonly string[]>> = {
  BTXH: ['5', '6'],
  NCC: ['7', '8'],
  KHAC: ['9', '10'],
};

/** Where the newest Form 1 of the unit counts a payment: money that went through an account, a wallet or mobile money (ruling 4). */
async function reportOf(
  { outbox, references }: PaymentArchive,
  { unit, period, programme, state, channel }: Payment,
): Promise<PaymentStory['report']> {
  if (state !== 'paid' || channel === 'cash') return null;
  const newest = await outbox.jsonIfThere(periodManifestKey(period), periodManifest);
  const key = newest && reportKey(newest, unit, 'form-1.xlsx');
  if (key === undefined || !newest?.files.some((file) => file.key === key)) return null;
  const { data } = await references.current();
  return { key, rows: ['III.1', 'III.2'], columns: ['4', ...COLUMNS[groupOf(data.programmes, programme)]] };
}

function groupOf(programmes: readonly { code: Programme; formGroup: FormGroup }[], programme: Programme): FormGroup {
  return programmes.find(({ code }) => code === programme)?.formGroup ?? 'KHAC';
}

import type { z } from 'zod';
import type { Benefit } from './benefit.ts';
import type { Claim, Standing } from './claims/claim.ts';
import type { PeriodRecord, PeriodStatus, PeriodStep } from './closing/period-record.ts';
import type { ListPurpose } from './list-purpose.ts';
import type { Payment, PaymentEvent, PaymentReference, PaymentState, RunId } from './payouts/payment.ts';
import type { Decision, PayoutRun, RunStatus } from './payouts/payout-run.ts';
import type { Period } from './period.ts';
import type { PersonalId } from './person.ts';
import type { ProviderId, ReferenceData } from './reference-data.ts';
import type { CountedLine, CountedPayment } from './reports/counted-rows.ts';
import type { Entitlement } from './rolls/entitlement.ts';
import type { ListConfirmation, ReceiptFigures, RollPointer, Submission, SubmissionId } from './rolls/submission.ts';
import type { ExceptionDecision, PaymentException } from './settlement/payment-exception.ts';
import type { TreasuryReturn } from './settlement/treasury-return.ts';
import type { UnitCode } from './unit.ts';

/*
 * What use cases need of the outside, as they see it. `adapters/` has the real ones; tests have twins in memory.
 */

/** The time by which deadlines are judged; in a sandbox it can be set to the month that is played. */
export interface Clock {
  now(): Promise<Date>;
  /** What an instant of the real clock is on this one. */
  read(instant: Date): Promise<Date>;
}

/** A place for objects under readable keys. */
export interface Objects {
  bytes(key: string, versionId?: string): Promise<Uint8Array>;
  facts(
    key: string,
    versionId?: string,
  ): Promise<{ size: number; etag: string; storedAt: Date; versionId: string | undefined }>;
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  /** Readable JSON, for people and their programs. */
  putJson(key: string, content: object): Promise<void>;
  json<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>>;
  /** Like {@link json}, but undefined when there is no such object. */
  jsonIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined>;
  /** What stands there, and by what it is known: undefined when there is no such object. */
  seenJson<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
  ): Promise<{ content: z.output<Schema>; etag: string } | undefined>;
  /** Like {@link putJson}, if there stands still what was seen, or nothing if nothing was. @returns false otherwise. */
  replaceJson(key: string, content: object, seen: { readonly etag: string } | undefined): Promise<boolean>;
  /** The keys that begin so, sorted. In memory they are known at once. */
  keys(prefix: string): Promise<string[]> | string[];
  /** Compact JSON, gzipped: what one task leaves for the next. */
  pack(key: string, content: object): Promise<void>;
  unpack<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>>;
  /** Like {@link unpack}, but undefined when there is no such object. */
  unpackIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined>;
  /** Packs only if nothing stands there yet; whoever comes first is the one who wrote it. @returns what stands there. */
  packFirst<Schema extends z.ZodType>(key: string, schema: Schema, content: object): Promise<z.output<Schema>>;
  /** Packs under a name that ends in the SHA-256 of its bytes, so nothing else can come to stand there. @returns the key. */
  packSealed(prefix: string, content: object): Promise<string>;
  /** Unpacks what was sealed. Throws `SealBroken` when the bytes are not those that the key names. */
  unpackSealed<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>>;
}

/** The keys that sign payouts. Their secret parts never leave the place in which they are kept. */
export interface SigningKeys {
  /** The ECDSA signature (P-256, DER) of a SHA-256, by the key that signs now. */
  sign(sha256: Uint8Array): Promise<Uint8Array>;
  /** The public parts (SPKI, DER) of all keys that have signed, that of the one that signs now last. */
  publicKeys(): Promise<Uint8Array[]>;
}

/** The reference data of a deployment, in versions that never change. */
export interface References {
  current(): Promise<{ version: string; data: ReferenceData }>;
  version(version: string): Promise<{ version: string; data: ReferenceData }>;
}

/** Submissions, and which revision of each unit's roll counts. */
export interface Submissions {
  /** Records a submission; if it is there already, gives back what is stored. */
  register(entry: Submission): Promise<Submission>;
  /** Records, once, which list a file that landed repeats, or null. @returns what was recorded first. */
  landed(entry: SubmissionKey, repeats: SubmissionId | null): Promise<SubmissionId | null>;
  get(unit: UnitCode, month: Period, id: SubmissionId): Promise<Submission>;
  statusOf(unit: UnitCode, month: Period, id: string): Promise<Submission['status'] | undefined>;
  /** Records what became known or was decided of a submission. */
  note(entry: SubmissionKey, known: Partial<Pick<Submission, 'status' | 'kind' | 'purpose'>>): Promise<void>;
  /** Moves a list from where it was seen: false when it is not there any more, and somebody else has had the last word. */
  turn(entry: SubmissionKey, seen: Submission['status'], to: Submission['status']): Promise<boolean>;
  /** Records that a list which awaits it is confirmed: false when it does not wait, or is confirmed already. */
  confirm(entry: SubmissionKey, confirmation: ListConfirmation): Promise<boolean>;
  /** Records a new receipt, and what it says about rows: false when that version, or a later one, is recorded already. */
  answered(
    entry: SubmissionKey,
    receipt: { version: number; key: string; said: ReceiptFigures | null },
  ): Promise<boolean>;
  /** Oldest first. */
  ofUnit(unit: UnitCode, month: Period): Promise<Submission[]>;
  /** One conditional write: false when the pointer is not any more at the version before this one's. */
  movePointer(pointer: RollPointer): Promise<boolean>;
  /** The current roll of one unit, strongly consistent. */
  roll(unit: UnitCode, month: Period, purpose: ListPurpose): Promise<RollPointer | undefined>;
  /** Regular rolls unless the purpose says otherwise; units without one are left out. */
  rolls(units: readonly UnitCode[], month: Period, purpose?: ListPurpose): Promise<RollPointer[]>;
  /** The unit's newest regular roll of a period before this one. */
  rollBefore(unit: UnitCode, month: Period): Promise<RollPointer | undefined>;
}

export type SubmissionKey = Pick<Submission, 'unit' | 'period' | 'id'>;

/** Which revision of which roll. */
export interface Roll {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly revision: string;
}

/** The lines of the rolls. */
export interface Rolls {
  putAll(entries: readonly Entitlement[]): Promise<void>;
  /** In the order of the list; where people are named, the lines about them only, which are all that is looked into. */
  ofRoll(roll: Roll, about?: ReadonlySet<PersonalId>): AsyncIterable<Entitlement>;
  /** The same lines page by page, but of each only what reports count. */
  countedOfRoll(roll: Roll): AsyncIterable<readonly CountedLine[]>;
}

/** A wish to list a person, and the benefits that may not stand beside it. */
export interface ClaimWish {
  readonly person: PersonalId;
  readonly claim: Claim;
  readonly incompatible: readonly Benefit[];
}

/** Whether a wish was granted, and all that stood about the person at that moment: who waits, or what is in the way. */
export interface ClaimOutcome {
  readonly taken: boolean;
  readonly standing: Standing;
}

/** Who lists whom in a month, who waits for a claim, and what officers decided. */
export interface Claims {
  /**
   * Takes claims, in the order given. A unit's own is renewed by a list as new or newer; a decision is honoured. Where
   * `mostAreFree`, nobody is looked at before: that saves reading, and those who are not free cost a write more.
   */
  takeAll(month: Period, wishes: readonly ClaimWish[], mostAreFree?: boolean): Promise<ClaimOutcome[]>;
  /** What stands about people; those about whom nothing does are left out. */
  standing(month: Period, people: readonly PersonalId[]): Promise<ReadonlyMap<PersonalId, Standing>>;
  /** One conditional write: false when something that was seen has changed, or a claim or decision has joined it. */
  replace(month: Period, person: PersonalId, seen: Standing, next: Standing): Promise<boolean>;
  /** Gives a unit's claim back, unless a list newer than the one named has renewed it. */
  giveBack(month: Period, person: PersonalId, held: Pick<Claim, 'benefit' | 'unit' | 'revision'>): Promise<void>;
}

/** What a provider is told of a payment, as far as money goes, in đồng; `fromBalance` is what of it is there already. */
export interface Told {
  readonly run: RunId;
  readonly provider: ProviderId;
  readonly total: number;
  readonly fromBalance: number;
}

/** A step that a payment may take, if it is in a state from which it may, and is the payment that was meant. */
export interface Transition {
  readonly reference: PaymentReference;
  readonly to: PaymentState;
  readonly event: PaymentEvent;
  /** In which run who is told to pay how much; a payment that differs stays as it is. */
  readonly told: Told;
  readonly paidOn: string | null;
  readonly reasonCode: string | null;
  /** A person decided it: then it may also come from the states of `DECIDED_FROM`, while nothing was made in its place. */
  readonly isDecided?: true;
  /** Of such a decision: the successor that was named and will certainly never be paid. Another one stands in the way. */
  readonly despite?: { readonly successor: PaymentReference; readonly run: RunId };
}

/** A payment that failed or came back, and the one that is made in its place. */
export interface Succession {
  readonly reference: PaymentReference;
  readonly successor: PaymentReference;
  /** The run that names it. Another run's word about the same successor is another word. */
  readonly run: RunId;
  /** What was named before, and is certain never to be paid with this money: it is replaced. */
  readonly instead: { readonly successor: PaymentReference; readonly run: RunId } | null;
}

export type ConditionalOutcome = 'done' | 'refused';

/** The payments, each once. */
export interface Payments {
  draftAll(payments: readonly Payment[]): Promise<ConditionalOutcome[]>;
  redraftAll(payments: readonly { payment: Payment; abandonedRun: string }[]): Promise<ConditionalOutcome[]>;
  transitionAll(transitions: readonly Transition[]): Promise<ConditionalOutcome[]>;
  /** Names successors, each once: refused where another is named, or the payment has neither failed nor come back. */
  succeedAll(successions: readonly Succession[]): Promise<ConditionalOutcome[]>;
  getAll(references: readonly PaymentReference[]): Promise<Map<PaymentReference, Payment>>;
  ofShard(month: Period, shard: number): AsyncIterable<Payment>;
  /** The same payments page by page, but of each only what reports count. */
  countedOfShard(month: Period, shard: number): AsyncIterable<readonly CountedPayment[]>;
  /** The same payments, but of each only what the books need. */
  booksOfShard(month: Period, shard: number): AsyncIterable<Told & { state: PaymentState }>;
}

/** What about payments needs a person, and what was decided. */
export interface Exceptions {
  /** Opens them; one that is there already stays as it is, decided or not. */
  openAll(exceptions: readonly PaymentException[]): Promise<void>;
  find(month: Period, id: string): Promise<PaymentException | undefined>;
  getAll(keys: readonly { period: Period; id: string }[]): Promise<PaymentException[]>;
  ofPeriod(month: Period): Promise<PaymentException[]>;
  /** Records a decision: false when one is recorded already. */
  decide(month: Period, id: string, decision: ExceptionDecision): Promise<boolean>;
}

/** The months, and the runs of payouts in them. */
export interface Runs {
  openPeriod(month: Period, openedAt: Date): Promise<PeriodRecord>;
  period(month: Period): Promise<PeriodRecord | undefined>;
  periods(months: readonly Period[]): Promise<PeriodRecord[]>;
  /**
   * Moves a period on with a recorded step: false when it is in none of the states named. One never opened is open.
   * With `after`, only while so many steps are recorded: what was judged by them is judged by nothing else.
   */
  movePeriod(
    month: Period,
    from: readonly PeriodStatus[],
    to: PeriodStatus,
    step: PeriodStep,
    carryIndexKey?: string,
    after?: number,
  ): Promise<boolean>;
  recordTreasuryReturn(entry: TreasuryReturn): Promise<boolean>;
  treasuryReturns(month: Period): Promise<TreasuryReturn[]>;
  start(run: PayoutRun): Promise<PayoutRun>;
  get(run: RunId): Promise<PayoutRun>;
  find(run: RunId): Promise<PayoutRun | undefined>;
  ofPeriod(month: Period): Promise<PayoutRun[]>;
  /** False when the run is neither being drafted nor waiting: it was decided, or has ended. */
  awaitApproval(run: RunId, asked: { manifestHash: string; manifestKey: string; taskToken: string }): Promise<boolean>;
  decide(seen: PayoutRun, made: Decision, status: RunStatus): Promise<boolean>;
  advance(run: RunId, from: readonly RunStatus[], to: RunStatus): Promise<void>;
}

/** What an SNS topic is told: no personal data, ever. */
export interface Message {
  readonly subject: string;
  readonly body: string;
}

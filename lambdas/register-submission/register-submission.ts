import { isLate } from '../domain/calendar.ts';
import { takesChanges } from '../domain/closing/period-record.ts';
import type { LandedObject } from '../domain/lists/landed-object.ts';
import type { RefusalCode } from '../domain/lists/refusal-catalogue.ts';
import type { Clock, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import { readListKey, type Submission, submission, submissionIdOf } from '../domain/rolls/submission.ts';
import type { SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import { unitIn } from '../domain/unit.ts';

export interface Ports {
  readonly inbox: Objects;
  readonly submissions: Submissions;
  readonly runs: Pick<Runs, 'period'>;
  readonly references: Pick<References, 'current'>;
  readonly clock: Clock;
}

/** A list that cannot be read at all: closing answers it with a receipt that says why. */
interface RefusedList {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  readonly key: string;
  readonly id: string;
  readonly receivedAt: string;
  readonly unit: string | null;
  readonly period: string | null;
}

export type Registered = ({ readonly outcome: 'registered' | 'repeated' } & SubmissionRef) | RefusedList;

/**
 * Registers a list that landed in the inbox. The same event again, or the same bytes again while they count, is
 * `repeated`: the answer that was given stands. One that was registered and was never answered is taken up
 * again: a crash loses nothing.
 */
export async function registerSubmission(ports: Ports, landed: LandedObject): Promise<Registered> {
  const facts = await ports.inbox.facts(landed.key, landed.versionId);
  const receivedAt = await ports.clock.read(facts.storedAt);
  const id = submissionIdOf(receivedAt, facts.etag);
  const named = readListKey(landed.key);
  const refuse = (code: RefusalCode): RefusedList => ({
    outcome: 'refused',
    code,
    key: landed.key,
    id,
    receivedAt: receivedAt.toISOString(),
    unit: named?.unit ?? null,
    period: named?.period ?? null,
  });
  if (!named) return refuse('bad-key');
  const { data, version } = await ports.references.current();
  const unit = unitIn(data.units, named.unit, named.period);
  if (!unit) return refuse('unknown-unit');
  const month = await ports.runs.period(named.period);
  const ref = { unit: unit.code, period: named.period, id };
  if (!takesChanges(month)) {
    // A list that was answered while the month was open keeps its answer when its event comes again.
    const answered = await ports.submissions.statusOf(unit.code, named.period, id);
    return answered && answered !== 'reading' ? { outcome: 'repeated', ...ref } : refuse('period-closed');
  }

  const answered = await answeredBefore(ports, { ...ref, fingerprint: facts.etag, referenceVersion: version });
  // Said once: a function that is invoked a second time finds other lists by then, and would register one that no
  // execution goes on with.
  const repeated = await ports.submissions.landed(ref, answered?.id ?? null);
  if (repeated) return { outcome: 'repeated', ...ref, id: repeated };
  const entry = submission.parse({
    schemaVersion: 1,
    ...ref,
    origin: 'list',
    key: landed.key,
    versionId: facts.versionId ?? null,
    fingerprint: facts.etag,
    receivedAt: receivedAt.toISOString(),
    late: isLate(data, named.period, receivedAt),
    referenceVersion: version,
    status: 'reading',
    receiptKey: null,
  });
  const { status, receiptVersion } = await ports.submissions.register(entry);
  return { outcome: status === 'reading' || receiptVersion === 0 ? 'registered' : 'repeated', ...ref };
}

/**
 * The list with the same bytes whose answer still stands: it awaits confirmation, or is the roll, and no newer list is
 * about to take its place; or it is a change list of the roll, which must not be carried out twice. Read again are
 * bytes about which reading anew may say something else: the registry left people unanswered, or the reference data
 * has changed.
 */
async function answeredBefore(
  { submissions }: Pick<Ports, 'submissions'>,
  sent: SubmissionRef & Pick<Submission, 'fingerprint' | 'referenceVersion'>,
): Promise<Submission | undefined> {
  const lists = (await submissions.ofUnit(sent.unit, sent.period)).filter(({ id }) => id !== sent.id);
  const isUnderWay = ({ status }: Submission) => status === 'reading' || status === 'awaiting-confirmation';
  for (const one of lists) {
    if (one.origin !== 'list' || one.fingerprint !== sent.fingerprint) continue;
    if (one.status === 'current' && one.kind === 'changes') return one;
    if (lists.some((other) => other.id > one.id && isUnderWay(other))) continue;
    if (one.status === 'awaiting-confirmation') return one;
    if (one.status !== 'current') continue;
    const roll = await submissions.roll(one.unit, one.period, one.purpose);
    if (roll?.parts.at(-1)?.id !== one.id) continue;
    if (roll.unanswered === 0 && one.referenceVersion === sent.referenceVersion) return one;
  }
  return undefined;
}

import { createHash } from 'node:crypto';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { type Receipt, receipt } from '../../../lambdas/domain/answers/receipt.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { Entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import type { Submission } from '../../../lambdas/domain/rolls/submission.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { NAMES } from '../engine/deployment.ts';
import { type ListedChange, type ListedRow, writtenName } from '../month/lists.ts';
import type { Played } from '../month/play.ts';
import type { Sent } from '../month/sending.ts';

type Tell = (violation: string) => void;

/** A line of a roll as far as it is counted anew: whose, for what, how much. */
interface Line {
  readonly person: string;
  readonly programme: string;
  readonly amount: number | null;
}

/** An answered list of the table beside what was sent, and its newest receipt. */
interface Answered {
  readonly submission: Submission;
  readonly sent: Sent | undefined;
  readonly told: Receipt | undefined;
}

/** Every row of every list has its answer once; every roll is what its lists make of it; nobody counts in two units. */
export async function checkRolls(played: Played, tell: Tell): Promise<void> {
  const store = new Store();
  const submissions = new SubmissionsTable(store, NAMES.SUBMISSIONS_TABLE);
  const rolls = new EntitlementsTable(store, NAMES.ENTITLEMENTS_TABLE);
  const before = new Map<string, readonly Line[]>();
  for (const month of played.periods) {
    const standing: Entitlement[] = [];
    const waiting: Entitlement[] = [];
    for (const code of played.units) {
      const unit = unitCode.parse(code);
      const answered: Answered[] = [];
      for (const submission of await submissions.ofUnit(unit, month))
        answered.push(await answerOf(submission, played.sent, tell));
      for (const sent of played.sent)
        if (sent.unit === code && sent.period === month) checkAnswered(sent, answered, tell);
      for (const purpose of ['regular', 'emergency'] as const) {
        const pointer = await submissions.roll(unit, month, purpose);
        const lines = pointer ? await Array.fromAsync(rolls.ofRoll(pointer)) : [];
        standing.push(...lines);
        // What a list that waits for an officer has claimed stays its own until then.
        for (const { submission } of answered.filter((one) => isWaiting(one, purpose)))
          waiting.push(...(await Array.fromAsync(rolls.ofRoll({ unit, period: month, revision: submission.id }))));
        const own = answered.filter(({ submission }) => submission.purpose === purpose);
        // Emergency help begins anew in every month.
        const expected = fold(own, purpose === 'regular' ? (before.get(code) ?? []) : []);
        checkSame(`${month} ${code} ${purpose}`, lines.map(lineOf), expected, tell);
        if (purpose === 'regular') before.set(code, expected);
      }
    }
    checkClaims(month, standing, waiting, tell);
  }
}

async function answerOf(submission: Submission, all: readonly Sent[], tell: Tell): Promise<Answered> {
  const { unit, period, id, status, receiptKey, origin, fingerprint } = submission;
  const name = `${period} ${unit} ${id}`;
  if (status === 'reading') tell(`${name} is being read for good, and nothing failed to show for it`);
  const sent = all.find((one) => one.unit === unit && one.period === period && fingerprintOf(one) === fingerprint);
  if (receiptKey === null) {
    // A roll that was carried over, and replaced by the unit's own list before it was answered: nobody sent it.
    const isNobodys = origin !== 'list' && status === 'superseded';
    if (!isNobodys) tell(`${name} has no receipt`);
    return { submission, sent, told: undefined };
  }
  const told = await new Bucket(NAMES.OUTBOX_BUCKET).json(receiptKey, receipt);
  // A roll that was carried over has nobody who waits to be told that it was replaced.
  if (origin === 'list' && told.submission?.standing !== status)
    tell(`${name} is ${status}, its receipt says ${told.submission?.standing}`);
  if (origin === 'list' && status !== 'refused') {
    const rows = told.rows.map(({ row }) => row);
    const isSame = JSON.stringify([...rows].sort((a, b) => a - b)) === JSON.stringify(sent?.lines);
    if (!isSame) tell(`${name}: the receipt answers ${rows.length} rows of ${sent?.lines.length}`);
  }
  const { read, accepted, held, rejected } = told.totals;
  if (
    read.rows !== accepted.rows + held.rows + rejected.rows ||
    read.amount !== accepted.amount + held.amount + rejected.amount
  ) {
    tell(`${name}: the receipt's totals do not add up`);
  }
  return { submission, sent, told };
}

/** The same bytes again have the same answer, so a list is found by what it says. */
function checkAnswered(sent: Sent, answered: readonly Answered[], tell: Tell): void {
  const found = answered.filter(({ submission }) => submission.fingerprint === fingerprintOf(sent));
  const name = `${sent.period} ${sent.unit} ${sent.kind}`;
  if (found.length === 0) tell(`${name} was never answered`);
  if (sent.kind === 'full' && found.every(({ submission }) => submission.status === 'refused'))
    tell(`${name} was refused`);
  const isMistaken = found.some(({ submission }) => submission.purpose !== sent.purpose);
  if (sent.kind !== 'no-list' && isMistaken) tell(`${name} was not taken for a list of ${sent.purpose} payments`);
  if (sent.kind === 'no-list' && found.some(({ submission }) => submission.status !== 'refused'))
    tell(`${name} was taken for a list`);
}

/** The roll that lists make in the order of their arrival, counted anew from what was sent and what was answered. */
function fold(answered: readonly Answered[], lastMonth: readonly Line[]): readonly Line[] {
  let lines: readonly Line[] = [];
  const counting = answered.filter(
    ({ submission }) => submission.status !== 'refused' && submission.status !== 'awaiting-confirmation',
  );
  for (const { submission, sent, told } of [...counting].sort((a, b) => (a.submission.id < b.submission.id ? -1 : 1))) {
    if (submission.origin === 'rolled-forward') lines = lastMonth;
    else if (submission.kind === 'full')
      lines = (sent?.rows ?? []).flatMap((row, index) => {
        const answer = answerTo(told, sent, index);
        if (answer?.outcome === 'rejected') return [];
        // One id in rows of different people: the later one counts as somebody without a usable id.
        const isShared = answer?.notes.some(({ code }) => code === 'id-shared') === true;
        return [isShared ? { ...listed(row), person: nameOf(writtenName(row), row.who.birthDate) } : listed(row)];
      });
    else lines = changed(lines, sent, told);
  }
  return lines;
}

/** Codes with which a receipt says that a row of a change list was not carried out. */
const LEFT_OUT: readonly string[] = ['already-on-roll', 'not-on-roll', 'several-on-roll', 'change-not-applied'];

function changed(lines: readonly Line[], sent: Sent | undefined, told: Receipt | undefined): readonly Line[] {
  let now = lines;
  for (const [index, row] of (sent?.rows ?? []).entries()) {
    const answer = answerTo(told, sent, index);
    if (!('change' in row) || answer?.notes.some(({ code }) => LEFT_OUT.includes(code))) continue;
    // A row without an id is found by name and date of birth.
    const names = [row.who.personalId, nameOf(row.who.fullName, row.who.birthDate)];
    const isIt = (line: Line) => names.includes(line.person) && line.programme === row.programme;
    if (row.change === 'increase' && answer?.outcome !== 'rejected') now = [...now, listed(row)];
    if (row.change === 'decrease') now = now.filter((line) => !isIt(line));
    // Who was listed without an id gets the one that the adjustment gives.
    const person = listed(row).person;
    if (row.change === 'adjust') now = now.map((line) => (isIt(line) ? { ...line, person, amount: row.amount } : line));
  }
  return now;
}

function answerTo(told: Receipt | undefined, sent: Sent | undefined, index: number) {
  return told?.rows.find(({ row }) => row === sent?.lines[index]);
}

function listed({ who, programme, amount, fault }: ListedRow | ListedChange): Line {
  return {
    person: fault === 'no-id' ? nameOf(who.fullName, who.birthDate) : who.personalId,
    programme,
    amount: fault === 'no-amount' ? null : amount,
  };
}

function nameOf(fullName: string | null, birthDate: string | null): string {
  return `${fullName}, ${birthDate}`;
}

function lineOf({ values }: Entitlement): Line {
  return {
    person: values.personalId ?? nameOf(values.fullName, values.birthDate),
    programme: values.programme ?? '',
    amount: values.amount,
  };
}

function checkSame(name: string, found: readonly Line[], expected: readonly Line[], tell: Tell): void {
  const sorted = (lines: readonly Line[]) =>
    lines.map((line) => JSON.stringify([line.person, line.programme, line.amount])).sort();
  const [one, other] = [sorted(found), sorted(expected)];
  if (JSON.stringify(one) === JSON.stringify(other)) return;
  const missing = other.filter((line) => !one.includes(line)).length;
  const strange = one.filter((line) => !other.includes(line)).length;
  tell(
    `${name}: the roll has ${one.length} lines, its lists make ${other.length} (${missing} missing, ${strange} strange)`,
  );
}

/** One unit holds a person's benefit: nobody is accepted in two, and somebody holds it wherever it is listed. */
function checkClaims(
  month: Period,
  standing: readonly Entitlement[],
  waiting: readonly Entitlement[],
  tell: Tell,
): void {
  const listed = standing.filter(({ values }) => values.personalId !== null && values.programme !== null);
  const waitingFor = new Set(waiting.filter(({ claim }) => claim.standing === 'here').map(benefitKey));
  for (const [key, lines] of Map.groupBy(listed, benefitKey)) {
    const units = [...new Set(lines.map(({ unit }) => unit))].join(', ');
    const accepted = lines.filter(({ outcome }) => outcome === 'accepted');
    const holding = lines.filter(({ claim }) => claim.standing === 'here');
    if (accepted.length > 1) tell(`${month}: somebody is accepted ${accepted.length} times, in ${units}`);
    if (new Set(holding.map(({ unit }) => unit)).size > 1) tell(`${month}: ${units} hold one claim`);
    if (holding.length === 0 && !waitingFor.has(key))
      tell(`${month}: somebody is listed in ${units}, and nobody holds the claim`);
  }
}

/** Emergency help is one benefit, whatever programmes its lists name. */
function benefitKey({ purpose, values }: Entitlement): string {
  return `${values.personalId} ${purpose === 'emergency' ? 'EMERGENCY' : values.programme}`;
}

function isWaiting({ submission }: Answered, purpose: Submission['purpose']): boolean {
  return submission.status === 'awaiting-confirmation' && submission.purpose === purpose;
}

function fingerprintOf({ bytes }: Sent): string {
  return createHash('md5').update(bytes).digest('hex');
}

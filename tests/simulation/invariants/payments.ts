import { createHash } from 'node:crypto';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { carryList, owedIn } from '../../../lambdas/domain/closing/carry.ts';
import { type Payment, paymentReference, totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { cutOff, manifest, type PayoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import {
  cutOffKey,
  type Deferral,
  deferrals,
  releasedDeferralsKey,
  releasedFileKey,
  releasedManifestKey,
} from '../../../lambdas/domain/payouts/run-objects.ts';
import type { PaymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import type { Played } from '../month/play.ts';
import { linesIn } from './publishing.ts';

type Tell = (violation: string) => void;

/** Every payment of the table, by reference. */
export async function paymentsOf(world: World): Promise<ReadonlyMap<string, Payment>> {
  const references = world.tables.all(NAMES.PAYMENTS_TABLE).map(({ sk }) => paymentReference.parse(sk?.S));
  return new Map(await new PaymentsTable(new Store(), NAMES.PAYMENTS_TABLE).getAll(references));
}

/** Every line of a roll that was cut off is paid or deferred; files, manifest and table agree; nobody dead is paid. */
export async function checkPayments(
  payments: ReadonlyMap<string, Payment>,
  played: Played,
  exceptions: readonly PaymentException[],
  tell: Tell,
): Promise<void> {
  const runs = new RunsTable(new Store(), NAMES.RUNS_TABLE);
  const all = (await Promise.all(played.periods.map((month) => runs.ofPeriod(month)))).flat();
  const published = new Set<string>();
  // Of what somebody says that it was paid, or what a reopened month may have been about to pay, a run says nothing.
  const uncertain = new Set(exceptions.filter(({ status }) => status === 'paid').map(({ reference }) => reference));
  for (const month of played.periods) {
    if ((await runs.period(month))?.steps.some(({ what }) => what === 'reopened') !== true) continue;
    for (const { reference, period } of payments.values()) if (period === month) uncertain.add(reference);
  }
  for (const run of all) {
    const isOut = run.status === 'released' || run.status === 'settled';
    const of = [...payments.values()].filter((payment) => payment.run === run.run);
    const sent = of.filter(({ state }) => state !== 'drafted');
    if (!isOut && sent.length > 0)
      tell(`${run.run} is ${run.status}, yet ${sent.length} of its payments are instructed`);
    if (run.status === 'drafting' || run.status === 'awaiting-approval' || run.status === 'approved') {
      tell(`${run.run} is ${run.status} for good, and nothing failed to show for it`);
    }
    if (isOut) await checkRun(run, sent, { payments, uncertain, published }, tell);
  }
  for (const payment of payments.values()) {
    if (payment.state !== 'drafted' && !published.has(payment.reference))
      tell(`${payment.reference} is ${payment.state}, and in no file`);
    const died = played.died.get(payment.person);
    if (payment.state !== 'drafted' && died && died.slice(0, 7) < payment.period)
      tell(`${payment.reference} was paid to somebody who had died`);
  }
}

interface Known {
  readonly payments: ReadonlyMap<string, Payment>;
  /** Payments of which it is not for a run to say whether they are owed. */
  readonly uncertain: ReadonlySet<string>;
  /** What stands in files. */
  readonly published: Set<string>;
}

async function checkRun(
  { run, kind, manifestHash }: PayoutRun,
  sent: readonly Payment[],
  { payments, uncertain, published }: Known,
  tell: Tell,
): Promise<void> {
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  const work = new Bucket(NAMES.WORK_BUCKET);
  const bytes = await outbox.bytes(releasedManifestKey(run));
  if (createHash('sha256').update(bytes).digest('hex') !== manifestHash)
    tell(`${run}: the manifest is not the one approved`);
  const told = manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  let count = 0;
  let amount = 0;
  for (const file of told.files) {
    const name = file.key.slice(file.key.lastIndexOf('/') + 1);
    const content = await outbox.bytes(releasedFileKey(run, file.provider, name));
    const lines = linesIn(new TextDecoder().decode(content));
    const sum = lines.reduce((total, line) => total + line.amount, 0);
    if (createHash('sha256').update(content).digest('hex') !== file.sha256)
      tell(`${file.key}: not the bytes of the manifest`);
    if (lines.length !== file.count || sum !== file.controlSum) tell(`${file.key}: lines and manifest differ`);
    for (const { reference } of lines) {
      if (published.has(reference)) tell(`${reference} was sent twice`);
      published.add(reference);
      if (payments.get(reference)?.run !== run) tell(`${reference} was sent in ${run}, which is not its run`);
    }
    count += lines.length;
    amount += sum;
  }
  const instructed = sent.reduce((total, one) => total + totalOf(one), 0);
  if (count !== told.instructed.people || amount !== told.instructed.amount) tell(`${run}: files and manifest differ`);
  if (count !== sent.length || amount !== instructed) tell(`${run}: files and payments instructed differ`);

  for (const { reference, benefit } of sent) {
    if ((benefit === 'EMERGENCY') !== (kind === 'emergency'))
      tell(`${reference} (${benefit}) is paid by a ${kind} run`);
  }

  const frozen = await work.unpack(cutOffKey(run), cutOff);
  const rolls = new EntitlementsTable(new Store(), NAMES.ENTITLEMENTS_TABLE);
  for (const { unit, revision, carry } of frozen.rolls) {
    const lines = await Array.fromAsync(rolls.ofRoll({ unit, period: frozen.period, revision }));
    const { deferrals: deferred } = await outbox.json(releasedDeferralsKey(run, unit), deferrals);
    const paid = sent.filter((one) => one.unit === unit);
    for (const { position, outcome, values } of lines) {
      const of = paid.filter((one) => one.position === position);
      const left = deferred.filter((one) => one.person === values.personalId && one.programme === values.programme);
      if (of.length > 1) tell(`${run} ${unit}: line ${position} is paid ${of.length} times`);
      if (of.length === 0 && left.length === 0) tell(`${run} ${unit}: line ${position} is neither paid nor deferred`);
      if (of.length === 1 && outcome !== 'accepted')
        tell(`${run} ${unit}: line ${position} is paid though it is ${outcome}`);
      const [only] = of;
      if (
        only &&
        (only.person !== values.personalId || only.amount !== values.amount || only.arrears !== (values.arrears ?? 0))
      ) {
        tell(`${run} ${unit}: line ${position} is not what was paid`);
      }
    }
    const onRoll = deferred.filter(({ people, row }) => people === 1 && row !== null);
    if (paid.length + onRoll.length !== lines.length)
      tell(`${run} ${unit}: ${paid.length} paid and ${onRoll.length} deferred of ${lines.length} lines`);
    await checkOwed({ run, unit, keys: carry, deferred }, { payments, uncertain }, tell);
  }
}

/** What closed months owed when a run was cut off is paid by some payment, or put off in the run, or nobody's any more. */
async function checkOwed(
  { run, unit, keys, deferred }: { run: string; unit: string; keys: readonly string[]; deferred: readonly Deferral[] },
  { payments, uncertain }: Pick<Known, 'payments' | 'uncertain'>,
  tell: Tell,
): Promise<void> {
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  for (const key of keys) {
    for (const { reference, person, parts } of (await outbox.unpackSealed(key, carryList)).entries) {
      const payment = payments.get(reference);
      const successor = payments.get(payment?.successor ?? '');
      const isPaid = successor?.predecessors.some((one) => one === reference) === true && successor.state !== 'drafted';
      // A person found that it was paid after all, or is asked whether it was.
      const isDoubted = payment?.state === 'paid' || uncertain.has(reference);
      // Two runs that were begun at once: it is the other's to pay, and free again should that one come to nothing.
      const isOthers =
        successor !== undefined &&
        successor.run !== run &&
        deferred.some((one) => one.person === person && one.reason === 'already-instructed');
      const putOff = deferred.filter((one) => one.person === person).reduce((sum, { amount }) => sum + amount, 0);
      if (!isPaid && !isDoubted && !isOthers && putOff < owedIn(parts)) {
        tell(`${run} ${unit}: what ${reference} left owed is neither paid nor put off`);
      }
    }
  }
}

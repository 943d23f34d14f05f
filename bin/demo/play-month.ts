import { setTimeout as sleep } from 'node:timers/promises';
import { type RunId, runId } from '../../lambdas/domain/payouts/payment.ts';
import { endedUnpaid, manifest, type PayoutRun, type RunStatus } from '../../lambdas/domain/payouts/payout-run.ts';
import { isInstructionKey, releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { SAMPLE_USERS } from '../../lib/sandbox-stacks.ts';
import { answerInstructions } from '../../samples/answers.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { ExecutionsWatch } from '../deployment/executions-watch.ts';
import { PeopleApi } from '../deployment/people-api.ts';
import { publishReference, setSandboxClock } from '../deployment/reference-files.ts';
import type { ListToSend, MonthInput } from './month-input.ts';
import type { Progress } from './progress.ts';

/** Noon in Viet Nam on a day of the month that is played. */
const onDay = (month: string, day: number) => new Date(`${month}-${String(day).padStart(2, '0')}T12:00:00+07:00`);

/** The local cloud starts a process for every function at work: more lists at once only fight for its two cores. */
const LISTS_UNDER_WAY = 3;
const RESULTS_UNDER_WAY = 1;

/**
 * Plays a whole month on a deployment, as its people would: officers upload, the run is started and approved by two
 * others, providers answer, reports are published. Everything but the lists and the answers is the pipeline's own.
 * @returns the run that paid; undefined when there was nobody to pay, because no list was one.
 */
export async function playMonth(at: Deployment, input: MonthInput, progress: Progress): Promise<RunId | undefined> {
  const watch = new ExecutionsWatch();
  const { outputs } = at;
  const { period } = input;
  // A deployment may have played months before.
  const before = new Map<string, number>();
  for (const machine of [
    outputs.OpenPeriodMachine,
    outputs.IngestListMachine,
    outputs.SettleResultsMachine,
    outputs.PublishReportsMachine,
  ]) {
    before.set(machine, (await watch.list(machine)).length);
  }
  const started = async (machine: string) => (await watch.list(machine)).length - (before.get(machine) ?? 0);
  const untilEnded = (machine: string, count: number, step: (done: number) => void) => {
    const earlier = before.get(machine) ?? 0;
    return watch.untilEnded(machine, earlier + count, (ended) => step(ended - earlier));
  };

  await progress.phase('Mở kỳ chi trả', 1, async (step) => {
    await publishReference(at.reference, input.reference);
    if (!at.population) throw new Error('The demo needs a sandbox: this deployment has no identity stub');
    await at.population.put('population/people.csv', input.populationCsv, 'text/csv; charset=utf-8');
    await setSandboxClock(at.reference, onDay(period, 1));
    await watch.start(outputs.OpenPeriodMachine, { period });
    await untilEnded(outputs.OpenPeriodMachine, 1, step);
  });

  await progress.phase('Tiếp nhận danh sách', input.lists.length, async (step) => {
    const onTime = input.lists.filter(({ late }) => !late);
    const late = input.lists.filter((list) => list.late);
    await setSandboxClock(at.reference, onDay(period, 3));
    for (const [index, list] of onTime.entries()) {
      if (onTime.slice(0, index).some(({ unit }) => unit === list.unit)) {
        // The second list of a unit goes to the roll that the first has made; S3 tells arrivals apart by the second.
        await untilEnded(outputs.IngestListMachine, index, step);
        await sleep(1_100);
      }
      await upload(at, period, list);
      await untilEnded(outputs.IngestListMachine, index + 1 - LISTS_UNDER_WAY, step);
    }
    await untilEnded(outputs.IngestListMachine, onTime.length, step);
    if (late.length > 0) {
      await setSandboxClock(at.reference, onDay(period, 6));
      for (const list of late) await upload(at, period, list);
      await untilEnded(outputs.IngestListMachine, input.lists.length, step);
    }
  });

  const [officer, ...approvers] = SAMPLE_USERS;
  if (!officer) throw new Error('A sandbox has an officer');
  let run: PayoutRun | undefined;
  await progress.phase('Lập khoản chi và tệp lệnh chi', 1, async (step) => {
    await setSandboxClock(at.reference, onDay(period, 8));
    const api = await PeopleApi.signIn(at, officer.name, officer.password);
    run = await untilStatus(
      at,
      runId.parse(await api.startRun(period, 'regular')),
      'awaiting-approval',
      'nothing-to-pay',
    );
    step(1);
  });
  if (run?.status === 'nothing-to-pay') return undefined;
  const { run: id, manifestHash } = run ?? {};
  if (!id || !manifestHash) throw new Error('A run that waits for approval has a manifest');

  await progress.phase('Hai người phê duyệt, chuyển lệnh', approvers.length, async (step) => {
    for (const [index, { name, password }] of approvers.entries()) {
      const api = await PeopleApi.signIn(at, name, password);
      await api.decide(id, { verdict: 'approved', manifestHash });
      step(index + 1);
    }
    await untilStatus(at, id, 'released');
  });

  const files = (await at.outbox.json(releasedManifestKey(id), manifest)).files;
  await progress.phase('Ghi nhận kết quả của tổ chức chi trả', files.length, async (step) => {
    await setSandboxClock(at.reference, onDay(period, 12));
    let answered = 0;
    for await (const _ of answerAsProviders(at, input, id)) {
      answered += 1;
      await untilEnded(outputs.SettleResultsMachine, answered - RESULTS_UNDER_WAY, step);
    }
    await untilEnded(outputs.SettleResultsMachine, files.length, step);
  });

  await progress.phase('Phát hành báo cáo', 1, async (step) => {
    // They start by themselves when the period settles. With no file to answer, or an open exception, it does not.
    if ((await started(outputs.PublishReportsMachine)) === 0) {
      await watch.start(outputs.PublishReportsMachine, { period });
    }
    await untilEnded(outputs.PublishReportsMachine, 1, step);
  });
  return id;
}

async function upload({ inbox }: Deployment, month: string, { unit, fileName, bytes }: ListToSend): Promise<void> {
  await inbox.put(`lists/${month}/${unit}/${fileName}`, bytes, 'application/octet-stream');
}

/** Plays each provider's clerk: takes its files from the outbox and puts its answers into the inbox, one by one. */
async function* answerAsProviders(
  { outbox, inbox, references }: Deployment,
  input: MonthInput,
  run: RunId,
): AsyncGenerator<string> {
  const { data } = await references.current();
  for (const provider of data.providers) {
    const folder = `payouts/${input.period}/${run}/${provider.id}/`;
    for (const key of (await outbox.keys(folder)).filter(isInstructionKey)) {
      const answer = await answerInstructions(provider, key.slice(folder.length), await outbox.bytes(key), {
        paidOn: `${input.period}-10`,
        perfect: input.perfectProviders,
      });
      const landed = `results/${input.period}/${provider.id}/${answer.name}`;
      await inbox.put(landed, answer.bytes, 'application/octet-stream');
      yield landed;
    }
  }
}

/** Waits until a run has come to a status. Throws when it has ended otherwise, or does not move for two minutes. */
export async function untilStatus({ runs }: Deployment, run: RunId, ...wanted: RunStatus[]): Promise<PayoutRun> {
  for (let waited = 0; waited < 2000; waited++) {
    const found = await runs.find(run);
    if (found && wanted.includes(found.status)) return found;
    if (found && (endedUnpaid(found.status) || found.status === 'nothing-to-pay')) {
      throw new Error(`The run ${run} ended ${found.status}`);
    }
    await sleep(150);
  }
  throw new Error(`The run ${run} did not come to ${wanted.join(' or ')}: look at its execution`);
}

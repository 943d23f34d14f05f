import { z } from 'zod';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { ExceptionVerdict } from '../../lambdas/domain/settlement/payment-exception.ts';
import { layRun, type ReadBack, readRunBack } from '../independent-count/read-back.ts';
import type { Ended } from './executions.ts';
import { type LocalCloud, OFFICER, post } from './local-month.ts';

/** The codes of what waits for a person's decision in a month, sorted. */
export async function openCases({ at }: LocalCloud, month: Period): Promise<string[]> {
  const found = await at.exceptions.ofPeriod(month);
  return found
    .filter(({ decision }) => decision === null)
    .map(({ code }) => code)
    .sort();
}

/** The officer decides the open case of a code. Throws when there is none, several, or the API refuses. */
export async function decideCase(
  cloud: LocalCloud,
  month: Period,
  code: string,
  verdict: ExceptionVerdict,
): Promise<void> {
  const cases = await cloud.at.exceptions.ofPeriod(month);
  const open = cases.filter((one) => one.decision === null && one.code === code);
  const [only] = open;
  if (only === undefined || open.length > 1) throw new Error(`There are ${open.length} open cases of ${code}`);
  const body = { verdict, checked: 'Đã đối chiếu với ngân hàng qua công văn số 12' };
  const { status } = await post(cloud, OFFICER, `/v1/exceptions/${month}/${only.id}/decision`, body);
  if (status !== 200) throw new Error(`The decision on ${code} was answered with ${status}`);
}

const isAbout = (month: Period) => (input: unknown) => z.object({ period: z.literal(month) }).safeParse(input).success;

/** Has the unpaid list made, or the month closed, as the officer asks for it; waits until the machine has ended. */
export async function askForBooks(cloud: LocalCloud, month: Period, what: 'closing' | 'unpaid-list'): Promise<Ended> {
  const { at, executions } = cloud;
  const machine = at.outputs.ClosePeriodMachine;
  const before = await executions.find(machine, isAbout(month));
  const { status, body } = await post(cloud, OFFICER, `/v1/periods/${month}/${what}`, {});
  if (status !== 202) throw new Error(`The ${what} was answered with ${status}: ${JSON.stringify(body)}`);
  return executions.untilEnded(await executions.untilStarted(machine, isAbout(month), before));
}

/** What a second reader finds in the published files of a run, downloaded below a folder. */
export async function readBack({ at }: LocalCloud, run: RunId, below: string): Promise<ReadBack> {
  const keys = await at.outbox.keys(`payouts/${run.slice(0, 7)}/${run}/`);
  return readRunBack(await layRun(below, run, keys, (key) => at.outbox.bytes(key)));
}

import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { inject } from 'vitest';
import { z } from 'zod';
import { untilStatus } from '../../bin/demo/play-month.ts';
import { connect, type Deployment } from '../../bin/deployment/deployment.ts';
import { PeopleApi } from '../../bin/deployment/people-api.ts';
import { publishReference, setSandboxClock } from '../../bin/deployment/reference-files.ts';
import { cloudEnvironment } from '../../bin/local-cloud/local-cloud.ts';
import { HttpClient } from '../../lambdas/adapters/http.ts';
import { type Receipt, receipt } from '../../lambdas/domain/answers/receipt.ts';
import { type Payment, type RunId, runId } from '../../lambdas/domain/payouts/payment.ts';
import type { PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { isInstructionKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { SHARDS } from '../../lambdas/domain/shard.ts';
import { SAMPLE_USERS } from '../../lib/sandbox-stacks.ts';
import { answerInstructions } from '../../samples/answers.ts';
import { referenceOf, type SampleName } from '../../samples/reference.ts';
import type { ReferenceSources } from '../../samples/sample-month.ts';
import { type Ended, Executions } from './executions.ts';
import { populationCsv } from './local-people.ts';

/** The deployment that all end-to-end tests share. Each test plays in months of its own. */
export interface LocalCloud {
  readonly at: Deployment;
  readonly executions: Executions;
  /** The cloud's process. */
  readonly pid: number;
}

export const [OFFICER, ...APPROVERS] = SAMPLE_USERS.map(({ name }) => name);

/**
 * Connects to the cloud and gives it what every month needs. The same content again changes nothing.
 * @param more lines of people whom the registry shall know besides those of the tests.
 */
export async function joinCloud(sample: SampleName = 'thanh-oai', more = ''): Promise<LocalCloud> {
  return connectTo(inject('cloud'), referenceOf(sample), `${await populationCsv()}${more}`);
}

/** Connects to a cloud that shall use this reference data, and whose registry know the people of a CSV (contract *Own month*). */
export async function connectTo(
  { port, pid }: { readonly port: number; readonly pid: number },
  reference: ReferenceSources,
  population: string,
): Promise<LocalCloud> {
  Object.assign(process.env, cloudEnvironment(port));
  const at = await connect('ansinh');
  await publishReference(at.reference, reference);
  await stubBucket(at).put('population/people.csv', population, 'text/csv; charset=utf-8');
  return { at, executions: new Executions(), pid };
}

/** The bucket from which the identity stub reads its population and its faults. */
export function stubBucket({ population }: Deployment) {
  if (!population) throw new Error('The end-to-end tests need a sandbox');
  return population;
}

/** Sets the sandbox's clock to noon in Viet Nam on a day of a month. */
export async function onDay({ at }: LocalCloud, month: Period, day: number): Promise<void> {
  await setSandboxClock(at.reference, new Date(`${month}-${String(day).padStart(2, '0')}T12:00:00+07:00`));
}

const landed = z.object({ object: z.object({ key: z.string() }) });
const isAbout = (key: string) => (input: unknown) => landed.safeParse(input).data?.object.key === key;

/** Puts an object into the inbox and waits until the event of its landing has started a machine. */
export async function land({ at, executions }: LocalCloud, key: string, bytes: Uint8Array): Promise<string> {
  const machine = key.startsWith('results/') ? at.outputs.SettleResultsMachine : at.outputs.IngestListMachine;
  const before = await executions.find(machine, isAbout(key));
  await at.inbox.put(key, bytes, 'application/octet-stream');
  return executions.untilStarted(machine, isAbout(key), before);
}

/** Like {@link land}, and waits until the machine has ended. */
export async function landAndWait(cloud: LocalCloud, key: string, bytes: Uint8Array): Promise<Ended> {
  return cloud.executions.untilEnded(await land(cloud, key, bytes));
}

/** The receipt with which an ingestion ended. */
export async function receiptOf({ at }: LocalCloud, { status, output, failures }: Ended): Promise<Receipt> {
  if (status !== 'SUCCEEDED') throw new Error(`The list was not answered: ${status} ${failures.join(', ')}`);
  return at.outbox.json(z.object({ receiptKey: z.string() }).parse(output).receiptKey, receipt);
}

/** Signs one of the sandbox's people in. */
export async function signIn({ at }: LocalCloud, name: string | undefined): Promise<PeopleApi> {
  const user = SAMPLE_USERS.find((one) => one.name === name);
  if (!user) throw new Error('Nobody of that name');
  return PeopleApi.signIn(at, user.name, user.password);
}

/**
 * Posts to the API as somebody signed in, or as nobody (`null`), and gives back the bare answer: the command line's own
 * client turns a refusal into an error and keeps its status to itself.
 */
export async function post(
  { at }: LocalCloud,
  name: string | null | undefined,
  path: string,
  body: object,
): Promise<{ status: number; body: unknown }> {
  const token = name === null ? undefined : await tokenOf(at, name);
  const { status, text } = await new HttpClient().request({
    method: 'POST',
    url: `${at.outputs.ApiUrl}${path}`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body,
    timeoutMilliseconds: 30_000,
  });
  return { status, body: JSON.parse(text) };
}

/** Posts a decision on a run. */
export async function decide(
  cloud: LocalCloud,
  name: string | null | undefined,
  run: RunId,
  decision: { verdict: 'approved' | 'rejected'; manifestHash: string; reason?: string },
): Promise<{ status: number; body: unknown }> {
  return post(cloud, name, `/v1/runs/${run}/decisions`, decision);
}

async function tokenOf({ outputs }: Deployment, name: string | undefined): Promise<string> {
  const { password = '' } = SAMPLE_USERS.find((one) => one.name === name) ?? {};
  const { AuthenticationResult } = await new CognitoIdentityProviderClient({}).send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: outputs.UserPoolClient,
      AuthParameters: { USERNAME: name ?? '', PASSWORD: password },
    }),
  );
  return z.string().parse(AuthenticationResult?.AccessToken);
}

/** A run that waits for its approvers, and the hash of what they are asked to approve. */
export interface Waiting {
  readonly run: RunId;
  readonly manifestHash: string;
}

/** Starts a run as the officer does, and waits until it asks for approval. */
export async function startRun(
  cloud: LocalCloud,
  month: Period,
  kind: PayoutRun['kind'] = 'regular',
): Promise<Waiting> {
  const api = await signIn(cloud, OFFICER);
  return untilAwaitingApproval(cloud, runId.parse(await api.startRun(month, kind)));
}

export async function untilAwaitingApproval({ at }: LocalCloud, run: RunId): Promise<Waiting> {
  const { manifestHash } = await untilStatus(at, run, 'awaiting-approval');
  return { run, manifestHash: z.string().parse(manifestHash) };
}

/** Both approvers approve; waits until the files are released. */
export async function approveAndRelease(cloud: LocalCloud, { run, manifestHash }: Waiting): Promise<PayoutRun> {
  for (const name of APPROVERS) await (await signIn(cloud, name)).decide(run, { verdict: 'approved', manifestHash });
  return untilStatus(cloud.at, run, 'released');
}

/** What a provider's clerk makes of the files of a run: every instruction is paid. */
export async function answersTo({ at }: LocalCloud, run: RunId): Promise<{ key: string; bytes: Uint8Array }[]> {
  const month = monthOf(run);
  const { data } = await at.references.current();
  const answers: { key: string; bytes: Uint8Array }[] = [];
  for (const provider of data.providers) {
    const folder = `payouts/${month}/${run}/${provider.id}/`;
    for (const key of (await at.outbox.keys(folder)).filter(isInstructionKey)) {
      const instructions = await at.outbox.bytes(key);
      const options = { paidOn: `${month}-10`, perfect: true };
      const { name, bytes } = await answerInstructions(provider, key.slice(folder.length), instructions, options);
      answers.push({ key: `results/${month}/${provider.id}/${name}`, bytes });
    }
  }
  return answers;
}

/** Every payment of a month. */
export async function paymentsOf({ at }: LocalCloud, month: Period): Promise<Payment[]> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  return (await Promise.all(shards.map((shard) => Array.fromAsync(at.payments.ofShard(month, shard))))).flat();
}

/** Waits for the reports that settling a month publishes. */
export async function untilReported({ at, executions }: LocalCloud, month: Period): Promise<Ended> {
  const { PublishReportsMachine } = at.outputs;
  const about = z.object({ period: z.literal(month) });
  const arn = await executions.untilStarted(PublishReportsMachine, (input) => about.safeParse(input).success);
  return executions.untilEnded(arn);
}

function monthOf(run: RunId): Period {
  return period.parse(run.slice(0, 7));
}

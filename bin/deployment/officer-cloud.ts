import { clockOf } from '../../lambdas/adapters/clock.ts';
import { dayOf, type Period, periodOf } from '../../lambdas/domain/period.ts';
import type { ReferenceData } from '../../lambdas/domain/reference-data.ts';
import { cloudEnvironment, cloudStatus } from '../local-cloud/local-cloud.ts';
import { remark } from '../officer-command.ts';
import { NotPossible, type Say } from '../text/officer.ts';
import { connect, type Deployment } from './deployment.ts';

/** The names under which `ansinh cloud start` and `ansinh demo --keep` run a cloud of their own. */
const LOCAL_CLOUDS = ['cloud', 'demo'];
/** Any of these says that the caller has chosen where to go; a certificate bundle or a pager does not. */
const CHOICES =
  /^AWS_(ENDPOINT_URL|PROFILE|ACCESS_KEY_ID|REGION|DEFAULT_REGION|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_.+)$/;

/**
 * Connects to the deployment that the environment names, or, when it names none and a local cloud runs on this
 * machine, to that one, and says so. Throws {@link NotPossible} that says what to do when there is none.
 */
export async function reach(stack: string, say: Say): Promise<Deployment> {
  if (!Object.entries(process.env).some(([name, value]) => CHOICES.test(name) && value)) await takeLocalCloud(say);
  try {
    return await connect(stack);
  } catch (error) {
    throw new NotPossible(whyNot(error, stack, say), { cause: error });
  }
}

async function takeLocalCloud(say: Say): Promise<void> {
  for (const name of LOCAL_CLOUDS) {
    const running = await cloudStatus(name);
    if (!running) continue;
    Object.assign(process.env, cloudEnvironment(running.port));
    remark(
      say(
        `Dùng đám mây cục bộ “${name}” (127.0.0.1:${running.port}).`,
        `Using the local cloud “${name}” (127.0.0.1:${running.port}).`,
      ),
    );
    return;
  }
  throw new NotPossible(
    say(
      'Không biết hệ thống ở đâu: hãy đăng nhập AWS (AWS_PROFILE, AWS_REGION) hoặc bật đám mây cục bộ (npm run cloud -- start, hay npm run demo -- --keep).',
      'Where is the system? Sign in to AWS (AWS_PROFILE, AWS_REGION) or start the local cloud (npm run cloud -- start, or npm run demo -- --keep).',
    ),
  );
}

function whyNot(error: unknown, stack: string, say: Say): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'ValidationError' && message.includes('does not exist')) {
    return say(
      `Ở đây không có hệ thống tên “${stack}”. Hãy kiểm tra --stack, tài khoản và vùng AWS.`,
      `There is no deployment named “${stack}” here. Check --stack, the AWS account and the region.`,
    );
  }
  if (name === 'ZodError') {
    return say(
      `“${stack}” không phải là hệ thống ansinh, hoặc là bản cũ hơn. Hãy triển khai lại.`,
      `“${stack}” is no deployment of ansinh, or an older one. Deploy it again.`,
    );
  }
  return say(
    `Không kết nối được với hệ thống. Hãy kiểm tra mạng và đăng nhập AWS (${message}).`,
    `The system cannot be reached. Check the network and the AWS sign-in (${message}).`,
  );
}

/** The reference data in force. Throws {@link NotPossible} that says how to publish it when nobody has yet. */
export async function currentReference({ references }: Deployment, say: Say): Promise<ReferenceData> {
  try {
    return (await references.current()).data;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchKey')) throw error;
    throw new NotPossible(
      say(
        'Hệ thống chưa có danh mục (đơn vị, chế độ, tổ chức chi trả). Hãy công bố trước: ansinh reference publish THƯ-MỤC.',
        'There is no reference data yet (units, programmes, providers). Publish it first: ansinh reference publish DIR.',
      ),
    );
  }
}

/** Now, as the deployment sees it: in a sandbox the clock may be set to the month that is played. */
export function now({ reference }: Deployment): Promise<Date> {
  return clockOf(reference).now();
}

/** The month of today, for commands that were given none. */
export async function currentPeriod(at: Deployment): Promise<Period> {
  return periodOf(dayOf(await now(at)));
}

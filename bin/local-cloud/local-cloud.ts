import { execFile, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * The local cloud: `ministack`, pinned by hash in `requirements.txt`, in a virtual environment inside the checkout,
 * on a free port of 127.0.0.1 only. Why this one: docs/adr/0001-local-cloud.md.
 */
const CHECKOUT = join(import.meta.dirname, '..', '..');
const HOME = join(CHECKOUT, '.local-cloud');
const VENV = join(HOME, 'venv');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** The region that the local cloud plays, and the one of a deployment that names none. */
const LOCAL_REGION = 'ap-southeast-1';

/** A precondition that the reader can mend. Its message is one sentence that says what to do. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

const runningCloud = z.object({ pid: z.number().int(), port: z.number().int(), state: z.string() });
/** A started local cloud: its process, its port, and the folder of its state. */
export type RunningCloud = z.infer<typeof runningCloud>;

/** What a process must have in its environment so that the AWS SDK and the CDK speak to a local cloud. */
export function cloudEnvironment(port: number): Record<string, string> {
  return {
    PATH: pathWithThisNode(),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DEFAULT_REGION: LOCAL_REGION,
  };
}

/** Where a local cloud of that name keeps what it is asked to keep, its log and its functions. */
export function stateFolder(name: string): string {
  return join(HOME, name);
}

export interface StartOptions {
  /** Keeps one cloud apart from another: the demo's, a test file's. */
  readonly name: string;
  /** Whether state outlives the process. Without it a start is always clean. */
  readonly persist: boolean;
  /** Extra environment for the cloud's process. */
  readonly environment?: Record<string, string>;
}

/** Starts a local cloud, or finds the one of that name that runs already. Makes the virtual environment on first use. */
export async function startCloud(options: StartOptions): Promise<RunningCloud> {
  const running = await cloudStatus(options.name);
  if (running) return running;
  const python = await pythonWith({ requirements: REQUIREMENTS, venv: VENV, what: 'the local cloud' });
  const state = stateFolder(options.name);
  if (!options.persist) await rm(state, { recursive: true, force: true });
  await mkdir(state, { recursive: true });
  // Its function workers are CommonJS scripts named .js: without this they would inherit our "type": "module" and die.
  await writeFile(join(state, 'package.json'), '{ "type": "commonjs" }\n');
  const port = await freePort();
  const log = openSync(join(state, 'cloud.log'), 'w');
  const child = spawn(
    python,
    // It sends a Date of its own; two of them make the SDK's clock correction fail ("Invalid time value").
    [
      '-m',
      'uvicorn',
      'local_cloud:app',
      '--app-dir',
      import.meta.dirname,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--no-date-header',
      '--log-level',
      'warning',
    ],
    {
      cwd: state,
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        ...options.environment,
        PATH: pathWithThisNode(),
        GATEWAY_PORT: String(port),
        MINISTACK_REGION: LOCAL_REGION,
        LOG_LEVEL: process.env['ANSINH_CLOUD_LOG'] ?? 'WARNING',
        SFTP_ENABLED: '0',
        IOT_MTLS_ENABLED: '0',
        PERSIST_STATE: options.persist ? '1' : '0',
        STATE_DIR: join(state, 'state'),
        S3_PERSIST: options.persist ? '1' : '0',
        S3_DATA_DIR: join(state, 's3'),
        TMPDIR: await madeFolder(join(state, 'tmp')),
      },
    },
  );
  child.unref();
  if (child.pid === undefined) throw new Error('The local cloud did not start');
  const cloud = { pid: child.pid, port, state };
  await writeFile(join(state, 'cloud.json'), JSON.stringify(cloud));
  await untilHealthy(cloud);
  return cloud;
}

/** Stops the local cloud of that name. False when none ran. */
export async function stopCloud(name: string): Promise<boolean> {
  // A cloud that is too busy to answer is stopped all the same; a stranger who got its process number is not.
  const cloud = await recordedCloud(name);
  await rm(join(HOME, name, 'cloud.json'), { force: true });
  if (!cloud || !(await isCloud(cloud.pid))) return false;
  // The group, so that the function processes it started go with it.
  kill(-cloud.pid, 'SIGTERM');
  // One that keeps its state writes it first: killed before that, it would come back without what it had.
  for (let waited = 0; waited < 600 && isAlive(cloud.pid); waited++) await sleep(50);
  if (isAlive(cloud.pid)) kill(-cloud.pid, 'SIGKILL');
  return true;
}

/** The local cloud of that name if it runs and answers, else undefined. */
export async function cloudStatus(name: string): Promise<RunningCloud | undefined> {
  const cloud = await recordedCloud(name);
  return cloud && isAlive(cloud.pid) && (await isHealthy(cloud.port)) ? cloud : undefined;
}

async function recordedCloud(name: string): Promise<RunningCloud | undefined> {
  const file = join(HOME, name, 'cloud.json');
  return existsSync(file) ? runningCloud.parse(JSON.parse(await readFile(file, 'utf8'))) : undefined;
}

/** Whether a process is a local cloud, by its command line. */
async function isCloud(pid: number): Promise<boolean> {
  const found = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  return found?.stdout.includes('local_cloud:app') ?? false;
}

/** The cloud and the CDK start the `node` they find first: it must be the one that is pinned. */
function pathWithThisNode(): string {
  return `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
}

const binaries = process.platform === 'win32' ? 'Scripts' : 'bin';
const run = promisify(execFile);

/**
 * The Python of a virtual environment with these requirements, all pinned by hash. It is made on first use, and again
 * when the requirements differ.
 */
export async function pythonWith({
  requirements,
  venv,
  what,
}: {
  requirements: string;
  venv: string;
  what: string;
}): Promise<string> {
  const ready = join(venv, binaries, 'python');
  const made = join(venv, 'requirements.txt');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(made) && (await readFile(made, 'utf8')) === wanted) return ready;
  await mkdir(HOME, { recursive: true });
  const python = await findPython();
  const { bavail, bsize } = await statfs(HOME);
  if (bavail * bsize < 600 * 1024 * 1024) {
    throw new Unmet(`Less than 600 MB are free on the disk of ${CHECKOUT}: free some space and run the command again.`);
  }
  process.stderr.write(`Preparing ${what} (first use only, about half a minute) …\n`);
  await rm(venv, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', venv]);
  } catch {
    throw new Unmet(
      'Python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv) and run the command again.',
    );
  }
  try {
    await run(
      ready,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements],
      { maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : String(error);
    throw new Unmet(
      `The Python packages of ${what} could not be installed: check the network and run the command again (${said.trim()}).`,
    );
  }
  await copyFile(requirements, made);
  return ready;
}

const OLDEST_PYTHON: readonly [number, number] = [3, 10];

/** The first Python on the path that is new enough. */
async function findPython(): Promise<string> {
  let found: string | undefined;
  for (const name of ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const version = await run(name, ['-c', 'import sys; print(*sys.version_info[:2])']).catch(() => undefined);
    const [major = 0, minor = 0] = version?.stdout.trim().split(' ').map(Number) ?? [];
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return name;
    if (version) found ??= `${major}.${minor}`;
  }
  const [major, minor] = OLDEST_PYTHON;
  throw new Unmet(
    found
      ? `Python ${found} is too old for the local cloud: install Python ${major}.${minor} or newer and run the command again.`
      : `No Python was found: install Python ${major}.${minor} or newer and run the command again.`,
  );
}

/** The port asked for in ANSINH_CLOUD_PORT, or any that is free. */
async function freePort(): Promise<number> {
  const wanted = Number(process.env['ANSINH_CLOUD_PORT'] ?? 0);
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new Unmet(
          `Port ${wanted} is in use: set ANSINH_CLOUD_PORT to a free port, or unset it, and run the command again.`,
        ),
      ),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port')),
      );
    });
  });
}

async function untilHealthy(cloud: RunningCloud): Promise<void> {
  for (let waited = 0; waited < 600; waited++) {
    if (await isHealthy(cloud.port)) return;
    if (!isAlive(cloud.pid)) break;
    await sleep(100);
  }
  throw new Error(`The local cloud did not come up: see ${join(cloud.state, 'cloud.log')}`);
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  return answer?.ok ?? false;
}

async function madeFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

function isAlive(pid: number): boolean {
  return kill(pid, 0);
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

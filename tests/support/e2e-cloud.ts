import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { deployToCloud } from '../../bin/local-cloud/deploy.ts';
import {
  cloudEnvironment,
  cloudStatus,
  startCloud,
  stateFolder,
  stopCloud,
} from '../../bin/local-cloud/local-cloud.ts';
import { gatherCalls } from './calls-made.ts';

/** The local cloud of the end-to-end tests: one for all of their files, since starting and deploying takes most of a file's time. */
const CLOUD = 'e2e';
/** Where it records what its functions ask of AWS. */
const WATCHED = join(stateFolder(CLOUD), 'watch');

/** Gathers what was called so far, if the cloud still runs. */
export async function gatherCallsOfRunning(): Promise<void> {
  const running = await cloudStatus(CLOUD);
  if (running === undefined) return;
  Object.assign(process.env, cloudEnvironment(running.port));
  await gatherCalls(WATCHED);
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the cloud listens on 127.0.0.1, and its process: the parent of every function at work. */
    cloud: { port: number; pid: number };
  }
}

/** Starts a clean cloud and deploys the app to it, once before all end-to-end tests; what is returned stops it after them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await stopCloud(CLOUD);
  // What its functions ask of AWS is recorded; tests/grants holds it against their roles.
  const { port, pid, state } = await startCloud({
    name: CLOUD,
    persist: false,
    environment: { ANSINH_WATCH: WATCHED },
  });
  try {
    // The tables' changes are kept there, as where money is real (ADR 26).
    await deployToCloud(port, join(state, 'cdk.out'), { watchCalls: 'true', journalSeconds: '2' });
  } catch (error) {
    await stopCloud(CLOUD);
    throw error;
  }
  project.provide('cloud', { port, pid });
  return async () => {
    await gatherCallsOfRunning();
    await stopCloud(CLOUD);
  };
}

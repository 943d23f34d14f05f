import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clockOf } from '../../lambdas/adapters/clock.ts';
import { submissionIdOf } from '../../lambdas/domain/rolls/submission.ts';
import { NotPossible, type Say } from '../text/officer.ts';
import type { Deployment } from './deployment.ts';
import { Executions } from './one-execution.ts';

/** An object that was put into the inbox, under the id that the pipeline will give it. */
export interface Dropped {
  readonly key: string;
  readonly id: string;
  /** Equal bytes, equal fingerprint. */
  readonly fingerprint: string;
}

/** Puts a file into a folder of the inbox, under its own name. Throws {@link NotPossible} when it cannot be opened. */
export async function dropInto(at: Deployment, folder: string, file: string, say: Say): Promise<Dropped> {
  const bytes = await readFile(file).catch(() => {
    throw new NotPossible(
      say(`Không mở được tệp ${file}. Hãy kiểm tra đường dẫn.`, `The file ${file} cannot be opened. Check the path.`),
    );
  });
  const key = `${folder}/${basename(file).normalize('NFC')}`;
  await at.inbox.put(key, bytes, 'application/octet-stream');
  const { storedAt, etag } = await at.inbox.facts(key);
  return { key, id: submissionIdOf(await clockOf(at.reference).read(storedAt), etag), fingerprint: etag };
}

/** Registry and functions take seconds; half an hour without an answer means that somebody must look. */
const PATIENCE_MILLISECONDS = 30 * 60 * 1000;

/**
 * Asks again and again until there is an answer about a file that was dropped, or a list. Throws {@link NotPossible} when the machine that
 * should answer has failed, or nothing comes.
 */
export async function untilAnswered<Found>(
  machine: string,
  about: string,
  ask: () => Promise<Found | undefined>,
  say: Say,
): Promise<Found> {
  const executions = new Executions();
  const failures = new Set<string>();
  const started = Date.now();
  for (let tries = 0; Date.now() - started < PATIENCE_MILLISECONDS; tries++) {
    const found = await ask();
    if (found !== undefined) return found;
    if (tries % 10 === 9) await executions.mustNotHaveFailed(machine, about, failures, say);
    await sleep(Math.min(2000, 300 + tries * 50));
  }
  throw new NotPossible(
    say(
      `Đã gửi (${about}) nhưng chưa có trả lời. Hãy xem “ansinh watch” hoặc báo quản trị hệ thống.`,
      `It is sent (${about}), but there is no answer yet. See “ansinh watch”, or tell the administrator.`,
    ),
  );
}

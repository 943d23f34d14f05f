import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/**
 * The processes in which the local cloud runs a function: children of its own process, started on a worker script in
 * a folder that is named after the function. Some may be idle; the one at work is among them.
 * @param task the folder of `lambdas/`, for example `reconcile-chunk`.
 */
export async function functionProcesses(cloud: { readonly pid: number }, task: string): Promise<number[]> {
  // CloudFormation's names for functions hold no hyphen.
  const name = `Tasks${task.replaceAll('-', '')}Function`;
  const found = (await allProcesses()).filter(
    ({ parent, command }) => parent === cloud.pid && command.includes(name) && command.includes('_worker'),
  );
  return found.map(({ pid }) => pid);
}

/** Linux tells in /proc, where small images have no `ps`; elsewhere `ps` does. */
async function allProcesses(): Promise<Process[]> {
  return existsSync('/proc/self/stat') ? processesInProc() : processesByPs();
}

async function processesInProc(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = pids.map(async (pid): Promise<Process[]> => {
    try {
      const [stat, command] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile(`/proc/${pid}/cmdline`, 'utf8'),
      ]);
      // "pid (name) state parent …", and the name may hold blanks and brackets.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(pid), parent, command }];
    } catch {
      return []; // It ended in between.
    }
  });
  return (await Promise.all(read)).flat();
}

async function processesByPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Ao', 'pid=,ppid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

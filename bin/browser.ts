import { spawn } from 'node:child_process';

/** What opens a file with the program that a person has chosen for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

/** Opens a file in the browser of whoever sits at the terminal. @returns false where nobody sits there, or none opens. */
export function openInBrowser(path: string): Promise<boolean> {
  if (!process.stdout.isTTY) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(OPENERS[process.platform] ?? 'xdg-open', [path], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

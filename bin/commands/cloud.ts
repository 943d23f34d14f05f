import type { Command } from 'commander';
import { cloudEnvironment, cloudStatus, startCloud, stopCloud } from '../local-cloud/local-cloud.ts';

/** `npm run cloud -- start|stop|status`: the local cloud by itself. */
export function addCloud(program: Command): void {
  const cloud = program
    .command('cloud')
    .description('the local cloud: start, stop, status')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run cloud -- start --persist\n  npm run cloud -- status\n  npm run cloud -- stop',
    );
  const name = ['--name <name>', 'which cloud, where several run side by side', 'cloud'] as const;
  cloud
    .command('start')
    .description('start it, or find the one that runs')
    .option(...name)
    .option('--persist', 'keep its state between starts; without it every start is clean')
    .action(async (options: { name: string; persist?: boolean }) => {
      const { port } = await startCloud({ name: options.name, persist: options.persist ?? false });
      process.stderr.write(`The local cloud listens on 127.0.0.1:${port}. To use it from a shell:\n`);
      for (const [key, value] of Object.entries(cloudEnvironment(port))) {
        if (key !== 'PATH') process.stdout.write(`export ${key}=${value}\n`);
      }
    });
  cloud
    .command('stop')
    .description('stop it')
    .option(...name)
    .action(async (options: { name: string }) => {
      const stopped = await stopCloud(options.name);
      process.stderr.write(stopped ? 'The local cloud has stopped.\n' : 'No local cloud of that name runs.\n');
    });
  cloud
    .command('status')
    .description('say whether it runs, and where')
    .option(...name)
    .action(async (options: { name: string }) => {
      const running = await cloudStatus(options.name);
      process.stdout.write(running ? `running on 127.0.0.1:${running.port}\n` : 'not running\n');
      if (!running) process.exitCode = 1;
    });
}

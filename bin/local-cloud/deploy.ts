import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cloudEnvironment } from './local-cloud.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/**
 * Deploys the CDK app to the local cloud on a port, with the CDK's own command line: bootstrap, then every stack.
 * The template is the one that `npx cdk deploy` sends to AWS; only the endpoint differs.
 */
export async function deployToCloud(port: number, output: string, context: Record<string, string> = {}): Promise<void> {
  const environment = {
    ...process.env,
    ...cloudEnvironment(port),
    CDK_DISABLE_LEGACY_EXPORT_WARNING: '1',
    // Half of what the app takes to synthesise. A deploy to AWS validates, and so does tests/infra/template.test.ts.
    CDK_VALIDATION: 'false',
    // esbuild (in Go) bundles in three quarters of the time if it collects no garbage: 1.9 GB at most, and 1.7 if it does.
    GOGC: 'off',
  };
  const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const contextArguments = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const command = async (...commandArguments: string[]) => {
    await run(process.execPath, [cdk, ...commandArguments, '--no-notices', '--ci'], {
      cwd: CHECKOUT,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
  };
  // Bootstrap needs no app: `--app` is left out by naming the environment.
  await Promise.all([
    command('bootstrap', 'aws://000000000000/ap-southeast-1', '--app', ''),
    command('synth', '--quiet', '--output', output, ...contextArguments),
  ]);
  await command(
    'deploy',
    '--all',
    '--app',
    output,
    '--require-approval',
    'never',
    '--method',
    'direct',
    '--concurrency',
    '2',
  );
}

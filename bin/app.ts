import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleHandlers } from '../lib/bundles.ts';
import { deploymentConfig } from '../lib/deployment-config.ts';
import { makeStacks } from '../lib/stacks.ts';

const app = new App();
/** What one deployment has otherwise than `cdk.json` says: `--context journalSeconds=2`. */
const journalSeconds: unknown = app.node.tryGetContext('journalSeconds');
const config = deploymentConfig.parse({
  ...app.node.tryGetContext('ansinh'),
  ...(journalSeconds !== undefined && { journalSeconds: Number(journalSeconds) }),
});
// Only clouds of tests ask for it (tests/support/e2e-cloud.ts): a place of its own, so that the two never mix.
const watchCalls = app.node.tryGetContext('watchCalls') === 'true';
const bundles = join(import.meta.dirname, '..', watchCalls ? '.bundles-watched' : '.bundles');
makeStacks(app, config, await bundleHandlers(bundles, watchCalls));
app.synth();

import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleHandlers } from '../lib/bundles.ts';
import { deploymentConfig } from '../lib/deployment-config.ts';
import { makeStacks } from '../lib/stacks.ts';

const app = new App();
const config = deploymentConfig.parse(app.node.tryGetContext('ansinh'));
makeStacks(app, config, await bundleHandlers(join(import.meta.dirname, '..', '.bundles')));
app.synth();

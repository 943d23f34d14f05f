import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cxapi from 'aws-cdk-lib/cx-api';
import { z } from 'zod';
import type { AnsinhStack } from '../../lib/ansinh-stack.ts';
import { taskNames } from '../../lib/bundles.ts';
import { type DeploymentConfig, deploymentConfig } from '../../lib/deployment-config.ts';
import { makeStacks } from '../../lib/stacks.ts';

const { context } = z
  .object({ context: z.looseObject({ ansinh: z.unknown() }) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')));

/** A deployment where money is real, with the sizes of `cdk.json`. */
export function realDeployment(): DeploymentConfig {
  const sandbox = sandboxDeployment();
  return {
    ...sandbox,
    sandbox: false,
    closingWaitSeconds: 660,
    journalSeconds: 60,
    records: { years: 10, lock: 'governance' },
    partiesIdentityProvider: 'arn:aws:iam::111122223333:saml-provider/so-noi-vu',
    registry: { ...sandbox.registry, url: 'https://dancu.example.vn', secretName: 'ansinh/registry' },
  };
}

/** The configuration of the sandbox, as `cdk.json` has it. */
export function sandboxDeployment(): DeploymentConfig {
  return deploymentConfig.parse(context.ansinh);
}

/** The template of a deployment's pipeline. */
export function synthesised(config: DeploymentConfig): Template {
  return Template.fromStack(synthesisedApp(config).stack);
}

/** A deployment's app, with all of its stacks. Its bundles are empty: what a template needs is a folder for each task. */
export function synthesisedApp(config: DeploymentConfig): {
  app: App;
  stack: AnsinhStack;
  assembly: cxapi.CloudAssembly;
} {
  const bundles = mkdtempSync(join(tmpdir(), 'ansinh-synthesised-'));
  try {
    for (const task of taskNames()) {
      mkdirSync(join(bundles, task));
      writeFileSync(join(bundles, task, 'index.mjs'), 'export const handler = () => {};');
    }
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    const stack = makeStacks(app, config, bundles);
    return { app, stack, assembly: app.synth() };
  } finally {
    rmSync(bundles, { recursive: true });
  }
}

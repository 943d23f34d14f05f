import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { taskNames } from '../../lib/bundles.ts';
import { type DeploymentConfig, deploymentConfig } from '../../lib/deployment-config.ts';
import { makeStacks } from '../../lib/stacks.ts';

const { context } = z
  .object({ context: z.looseObject({ ansinh: z.unknown() }) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')));

/** A deployment where money is real, with the sizes of `cdk.json`. */
export function realDeployment(): DeploymentConfig {
  const sandbox = deploymentConfig.parse(context.ansinh);
  return {
    ...sandbox,
    sandbox: false,
    closingWaitSeconds: 660,
    registry: { ...sandbox.registry, url: 'https://dancu.example.vn', secretName: 'ansinh/registry' },
  };
}

/** The template of a deployment's pipeline. Its bundles are empty: what a template needs is a folder for each task. */
export function synthesised(config: DeploymentConfig): Template {
  const bundles = mkdtempSync(join(tmpdir(), 'ansinh-synthesised-'));
  try {
    for (const task of taskNames()) {
      mkdirSync(join(bundles, task));
      writeFileSync(join(bundles, task, 'index.mjs'), 'export const handler = () => {};');
    }
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    return Template.fromStack(makeStacks(app, config, bundles));
  } finally {
    rmSync(bundles, { recursive: true });
  }
}

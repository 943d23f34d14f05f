import { type App, Aws } from 'aws-cdk-lib';
import { AnsinhStack } from './ansinh-stack.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { RegistryStubStack, SampleUsersStack } from './sandbox-stacks.ts';
import type { Registry } from './tasks/task-room.ts';

/**
 * The stacks of a deployment. A sandbox has two more than a real one: the identity stub and the sample users. Throws
 * when a real one names no registry.
 * @param bundles the folder in which each task's bundle lies.
 */
export function makeStacks(app: App, config: DeploymentConfig, bundles: string): AnsinhStack {
  const env = {
    region: config.region,
    ...(process.env['CDK_DEFAULT_ACCOUNT'] && { account: process.env['CDK_DEFAULT_ACCOUNT'] }),
  };
  const registry = config.sandbox
    ? new RegistryStubStack(app, `${config.name}-registry-stub`, { env, bundles }).registry
    : namedRegistry(config);
  const stack = new AnsinhStack(app, config.name, { env, config, bundles, registry });
  if (config.sandbox) {
    new SampleUsersStack(app, `${config.name}-sample-users`, { env, bundles, users: stack.approvals.users });
  }
  return stack;
}

/** The registry that a real deployment names. Its secret is made by hand: no template, and nobody who deploys, sees the key. */
function namedRegistry({ region, registry: { url, secretName } }: DeploymentConfig): Registry {
  if (url === undefined) throw new Error('Name the identity registry: context ansinh.registry.url');
  // Secrets Manager puts six characters after the name.
  const arn = `arn:${Aws.PARTITION}:secretsmanager:${region}:${Aws.ACCOUNT_ID}:secret:${secretName}-??????`;
  return { url, key: secretName === undefined ? undefined : { secretId: secretName, arn } };
}

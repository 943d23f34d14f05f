import { type App, SecretValue } from 'aws-cdk-lib';
import { AnsinhStack } from './ansinh-stack.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { RegistryStubStack, SampleUsersStack } from './sandbox-stacks.ts';

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
  const stub = config.sandbox
    ? new RegistryStubStack(app, `${config.name}-registry-stub`, { env, bundles })
    : undefined;
  const url = stub?.url ?? config.registry.url;
  if (url === undefined) throw new Error('Name the identity registry: context ansinh.registry.url');
  const { secretName } = config.registry;
  const apiKey = secretName ? SecretValue.secretsManager(secretName).unsafeUnwrap() : '';
  const stack = new AnsinhStack(app, config.name, { env, config, bundles, registry: { url, apiKey } });
  if (config.sandbox) {
    new SampleUsersStack(app, `${config.name}-sample-users`, { env, bundles, users: stack.approvals.users });
  }
  return stack;
}

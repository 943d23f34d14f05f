import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pythonWith } from '../../bin/local-cloud/local-cloud.ts';
import { realDeployment, sandboxDeployment, synthesisedApp } from '../support/synthesised.ts';

/**
 * `npm run lint:template`: cfn-lint on every stack of a sandbox and of a deployment where money is real. It knows the
 * schema of every resource, which cdk synth does not. Exit 0 when it has nothing to say.
 */
const python = await pythonWith({
  requirements: join(import.meta.dirname, 'requirements.txt'),
  venv: join(import.meta.dirname, '..', '..', '.local-cloud', 'template-lint'),
  what: 'cfn-lint',
});
const deployments = [sandboxDeployment(), realDeployment()].map(synthesisedApp);
const templates = deployments.flatMap(({ assembly }) => assembly.stacks.map((stack) => stack.templateFullPath));
const { region } = sandboxDeployment();
// W3005: a DependsOn that a reference implies already. CDK writes them for every role; they change nothing.
const { status } = spawnSync(
  join(dirname(python), 'cfn-lint'),
  ['--regions', region, '--ignore-checks', 'W3005', '--', ...templates],
  { stdio: 'inherit' },
);
process.stdout.write(status === 0 ? `cfn-lint: ${templates.length} templates, nothing found\n` : '');
process.exitCode = status ?? 1;

import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realDeployment, sandboxDeployment, synthesisedApp } from '../support/synthesised.ts';

const acknowledged = z.record(z.string(), z.string());

describe.each([
  ['a sandbox', sandboxDeployment()],
  ['a deployment where money is real', realDeployment()],
])('cdk-nag, AwsSolutions, on every stack of %s', (_, config) => {
  const { app } = synthesisedApp(config);

  it('finds nothing that is not acknowledged', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(
      violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
    ).toEqual([]);
  });

  it('is given a reason for each acknowledgement', async ({ annotate }) => {
    const reasons = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
      .flatMap(({ data }) => Object.values(acknowledged.parse(data)));
    expect(reasons.length).toBeGreaterThan(10);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(30);
    await annotate(`${reasons.length} acknowledgements with ${new Set(reasons).size} reasons`, 'figure');
  });
});

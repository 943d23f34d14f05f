import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type DeploymentConfig, deploymentConfig } from '../../lib/deployment-config.ts';

const cdkJson = z.object({ context: z.looseObject({ ansinh: deploymentConfig }) });

/** The sizes with which `cdk.json` deploys. */
export function configuredSizes(): DeploymentConfig {
  return cdkJson.parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))).context.ansinh;
}

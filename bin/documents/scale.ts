import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { deploymentConfig } from '../../lib/deployment-config.ts';
import { withLimits } from '../scale/document.ts';
import { limitRows } from '../scale/limits.ts';

/** Where people read what comes near which limit. */
export const SCALE_DOCUMENT = new URL('../../docs/scale.md', import.meta.url);
const cdk = z.object({ context: z.object({ ansinh: deploymentConfig }) });

/** A page with its table of limits by the sizes of `cdk.json` as they are now. */
export function withCurrentLimits(page: string): string {
  const { context } = cdk.parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')));
  return withLimits(page, limitRows(context.ansinh));
}

if (import.meta.main) writeFileSync(SCALE_DOCUMENT, withCurrentLimits(readFileSync(SCALE_DOCUMENT, 'utf8')));

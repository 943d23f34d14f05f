import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchemas } from '../../lambdas/formats/reports/report-schemas.ts';

/** Where the schemas stand among the documents; each publication has them beside its reports too. */
export const SCHEMAS = join(import.meta.dirname, '..', '..', 'docs', 'schemas');

if (import.meta.main) {
  mkdirSync(SCHEMAS, { recursive: true });
  for (const { file, text } of reportSchemas()) writeFileSync(join(SCHEMAS, file), text);
}

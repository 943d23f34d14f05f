import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const CDK = join(import.meta.dirname, '..', '..', 'cdk.json');
const sizes = z.object({
  context: z.object({ ansinh: z.object({ chunkRows: z.number().int(), unitsPerBatch: z.number().int() }) }),
});

/** How much one function is given at a time, as this checkout is deployed: rows of a chunk, units of a batch. */
export const { chunkRows, unitsPerBatch } = sizes.parse(JSON.parse(readFileSync(CDK, 'utf8'))).context.ansinh;

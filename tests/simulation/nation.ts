import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadOtherwise } from './engine/loading.ts';
import type { NationShape } from './nation-shape.ts';

/*
 * A process that opens, pays and reports a month of a nation's communes, with a person or two in each: `nation.ts COMMUNES`.
 * What machines pass on and what their histories come to depends on the units, not on the people. Without faults, with the
 * sizes of `cdk.json`.
 */
const [communes = '3321'] = process.argv.slice(2);
const sizes = z.object({
  context: z.object({
    ansinh: z.object({ chunkRows: z.number(), unitsPerBatch: z.number(), shardRanges: z.number() }),
  }),
});
const cdk: unknown = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
const { chunkRows, unitsPerBatch, shardRanges } = sizes.parse(cdk).context.ansinh;
loadOtherwise();
const { setEnvironment } = await import('./engine/deployment.ts');
const { prepare } = await import('./simulate-seed.ts');
const { playNation } = await import('./play-nation.ts');
prepare();
setEnvironment({
  CHUNK_ROWS: String(chunkRows),
  UNITS_PER_BATCH: String(unitsPerBatch),
  SHARD_RANGES: String(shardRanges),
  REGISTRY_CALLS_PER_SECOND: '1000',
});
const shape: NationShape = await playNation(Number(communes));
process.stdout.write(JSON.stringify(shape));

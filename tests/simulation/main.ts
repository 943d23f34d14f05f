import { loadOtherwise } from './engine/loading.ts';
import type { SeedResult } from './run-seeds.ts';

/*
 * A process that plays seeds and tells each result as a line of JSON: `main.ts FROM COUNT [DEFECT]`. The command and the
 * tests start it, several side by side; a process of its own, since it turns the process's clock and clients.
 */
const [from = '1', count = '1', defect] = process.argv.slice(2);
loadOtherwise();
const { PLANTED } = await import('./planted.ts');
const { prepare, simulateSeed } = await import('./simulate-seed.ts');
prepare();
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const result: SeedResult = await simulateSeed(seed, defect === undefined ? undefined : PLANTED[defect]?.());
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

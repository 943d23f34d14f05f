import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monthOf, provinceOf, SCALE_PERIOD } from '../../tests/scale/province.ts';
import { Unmet } from '../local-cloud/local-cloud.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');

/**
 * Plays a province's month on the local cloud, as `npm run demo` plays a month of somebody's own files: the same lists as in
 * memory, written to `out/scale`. What it came to stands in `out/demo`.
 */
export async function playedOnLocalCloud(people: number, communes?: number): Promise<void> {
  const folder = join(CHECKOUT, 'out', 'scale');
  await rm(folder, { recursive: true, force: true });
  const province = provinceOf(people, communes);
  // By id: among so many, two parts may make up the same one for two people, and the registry knows one of them.
  const population = new Map<string, string>();
  for (const part of province.parts) {
    const { lists, populationCsv } = await monthOf(part);
    for (const row of populationCsv.split(/(?<=\n)/)) {
      const [id = ''] = row.split(',');
      if (!population.has(id)) population.set(id, row);
    }
    for (const { unit, fileName, bytes } of lists) {
      await mkdir(join(folder, 'lists', unit), { recursive: true });
      await writeFile(join(folder, 'lists', unit, fileName), bytes);
    }
  }
  await writeFile(join(folder, 'units.csv'), province.reference['units.csv']);
  await writeFile(join(folder, 'people.csv'), [...population.values()].join(''));
  const given = ['demo', '--period', SCALE_PERIOD, '--units', join(folder, 'units.csv')];
  const files = ['--lists', join(folder, 'lists'), '--population', join(folder, 'people.csv')];
  const demo = spawn(process.execPath, [join(CHECKOUT, 'bin', 'ansinh.ts'), ...given, ...files], {
    cwd: CHECKOUT,
    stdio: 'inherit',
  });
  const [code] = await once(demo, 'exit');
  if (code !== 0)
    throw new Unmet(`The month of ${people} people broke off on the local cloud: what it said stands above.`);
}

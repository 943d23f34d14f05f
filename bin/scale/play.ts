import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ScaleFigures, scaleFigures } from '../../tests/scale/scale-figures.ts';
import { type NationShape, nationShape } from '../../tests/simulation/nation-shape.ts';
import { Unmet } from '../local-cloud/local-cloud.ts';

const MAIN = fileURLToPath(new URL('../../tests/scale/main.ts', import.meta.url));
const NATION = fileURLToPath(new URL('../../tests/simulation/nation.ts', import.meta.url));
/** For the store of a million people, which lies beside what is measured. */
const STORE_HEAP = '--max-old-space-size=12288';

/** Plays a province's month in a process of its own, whose functions have processes of theirs. */
export async function playedInMemory(people: number, communes?: number): Promise<ScaleFigures> {
  const given = [String(people), ...(communes === undefined ? [] : [String(communes)])];
  return scaleFigures.parse(await toldBy([STORE_HEAP, MAIN, ...given], `${people} people`));
}

/** Plays a month of so many units with one person each, in virtual time. */
export async function playedUnits(units: number): Promise<NationShape> {
  return nationShape.parse(await toldBy([NATION, String(units)], `${units} units`));
}

async function toldBy(given: readonly string[], of: string): Promise<unknown> {
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const told = (await child.stdout.setEncoding('utf8').toArray()).join('');
  const [code] = await ended;
  if (code !== 0) throw new Unmet(`The month of ${of} broke off: what it said stands above.`);
  return JSON.parse(told);
}

import { Bench, type Task } from 'tinybench';
import { type Figure, figureOf, type Readings } from './figure.ts';

/** A figure to be had from rounds: what to read of each. Both readings are seconds where the unit is a rate. */
export interface Wanted<Round> extends Pick<Figure, 'what' | 'size' | 'unit' | 'floorIs'> {
  readonly ours: (round: Round) => number;
  readonly floor: (round: Round) => number;
  /** How many things were done in these seconds; for rates only. */
  readonly count?: number;
  /** In MiB, of the process that did our work; null where the system does not tell. */
  readonly memory: (round: Round) => number | null;
}

/**
 * Plays rounds and makes figures of them. A round does our work and the floors in turns, each in a process of its own,
 * so that whatever else the machine does falls on all of them alike, and no reading profits from warm code. Tinybench
 * calls for the rounds and has the statistics; what it would time itself, the start of a process, is overridden by what
 * the process read.
 *
 * @param runs how many rounds; at least one.
 * @param play plays the round of that number, counted from zero.
 * @param wanted which figures to make; the first round tells of what there is to be read.
 */
export async function figuresOf<Round>(
  runs: number,
  play: (round: number) => Promise<Round>,
  wanted: (first: Round) => readonly Wanted<Round>[],
): Promise<Figure[]> {
  const rounds = [await play(0)];
  const [first] = rounds;
  if (first === undefined) throw new RangeError('At least one run is needed');
  const bench = new Bench({ iterations: runs, time: 0, warmup: false, throws: true });
  /** Tasks run one after the other, so the first plays what rounds are left, and the others read them. */
  const reading = (name: string, of: (round: Round) => number): Task => {
    let next = 0;
    const read = async () => {
      const number = next++;
      const round = rounds[number] ?? (await play(number));
      rounds[number] = round;
      return { overriddenDuration: of(round) };
    };
    bench.add(name, read, { async: true });
    const task = bench.getTask(name);
    if (task === undefined) throw new Error(`No task ${name}`);
    return task;
  };
  const tasks = wanted(first).map((one, index) => ({
    one,
    ours: reading(`ours ${index}`, one.ours),
    floor: reading(`floor ${index}`, one.floor),
    ratio: reading(`ratio ${index}`, (round) => one.ours(round) / one.floor(round)),
  }));
  await bench.run();
  return tasks.map(({ one, ours, floor, ratio }) => {
    const memory = rounds.map(one.memory).filter((peak) => peak !== null);
    const { what, size, unit, floorIs, count = 1 } = one;
    return figureOf(
      { what, size, unit, floorIs, peakMemoryMiB: memory.length === 0 ? null : Math.max(...memory) },
      { ours: readingsOf(ours), floor: readingsOf(floor), ratio: readingsOf(ratio), count },
    );
  });
}

function readingsOf({ name, result }: Task): Readings {
  if (result.state !== 'completed') throw new Error(`The task ${name} is ${result.state}`);
  const { p50, min, max } = result.latency;
  return { median: p50, lowest: min, highest: max };
}

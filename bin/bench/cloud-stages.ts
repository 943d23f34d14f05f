import { cloudEnvironment, startCloud, stopCloud } from '../local-cloud/local-cloud.ts';
import type { Figure } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured } from './own-process.ts';
import type { Wanted } from './rounds.ts';

const CLOUD = 'bench';

/** What the stages of one round read. */
export type Stages<Stage extends string> = ReadonlyMap<Stage, Measured>;

/** Some stages together, beside the least that the same work must do. */
export interface Staged<Stage extends string> extends Pick<Figure, 'what' | 'unit' | 'floorIs'> {
  readonly stages: readonly Stage[];
  readonly floor: readonly Stage[];
}

/**
 * Plays stages one after the other on a new local cloud, each in a process of its own with the heap of a function of
 * 512 MB: `node SCRIPT STAGE PEOPLE …`. Each finds what the ones before left on the cloud.
 * @param whole the stages that tell how many people they did: fewer would be a figure of something else.
 */
export async function playedStages<Stage extends string>(
  script: URL,
  stages: readonly Stage[],
  people: number,
  whole: ReadonlySet<Stage>,
  ...more: readonly string[]
): Promise<Stages<Stage>> {
  const { port } = await startCloud({ name: CLOUD, persist: false });
  try {
    const readings = new Map<Stage, Measured>();
    for (const stage of stages) {
      const environment = { ...cloudEnvironment(port), ...FUNCTION_HEAP };
      const reading = await inOwnProcess(script, [stage, String(people), ...more], environment);
      if (whole.has(stage) && reading.count !== people) {
        throw new Error(`The stage ${stage} did ${reading.count} of ${people}`);
      }
      readings.set(stage, reading);
    }
    return readings;
  } finally {
    await stopCloud(CLOUD);
  }
}

/** The figure of some stages: how many of `count` they do a second. */
export function wantedOf<Stage extends string>(
  { what, unit, stages, floor, floorIs }: Staged<Stage>,
  size: string,
  count: number,
): Wanted<Stages<Stage>> {
  const readingsOf = (round: Stages<Stage>, of: readonly Stage[]) => of.flatMap((stage) => round.get(stage) ?? []);
  const seconds = (of: readonly Stage[]) => (round: Stages<Stage>) =>
    readingsOf(round, of).reduce((sum, reading) => sum + reading.seconds, 0);
  return {
    what,
    size,
    unit,
    floorIs,
    count,
    ours: seconds(stages),
    floor: seconds(floor),
    memory: (round) => Math.max(...readingsOf(round, stages).map(({ peakMemoryMiB }) => peakMemoryMiB)),
  };
}

import { describe, expect, it } from 'vitest';
import { figuresOf, type Wanted } from '../../../bin/bench/rounds.ts';

interface Round {
  readonly ours: number;
  readonly floor: number;
  readonly memory: number | null;
}

/** Plays rounds that read so much, in this order, and makes one figure of them. */
async function figureOf(rounds: readonly Round[], of: Partial<Wanted<Round>> = {}) {
  const [figure] = await figuresOf(
    rounds.length,
    async (number) => {
      const round = rounds[number];
      if (round === undefined) throw new Error(`There is no round ${number}`);
      return round;
    },
    () => [
      {
        what: 'intake',
        size: '10 rows',
        unit: 's',
        floorIs: 'a scan',
        ours: ({ ours }) => ours,
        floor: ({ floor }) => floor,
        memory: ({ memory }) => memory,
        ...of,
      },
    ],
  );
  return figure;
}
const read = (ours: number, floor = 1, memory: number | null = 99.6): Round => ({ ours, floor, memory });

describe('a figure', () => {
  it('is the median of its runs, so that one slow run does not count', async () => {
    expect(await figureOf([read(3), read(1), read(90)])).toMatchObject({ ours: 3, spread: { ours: [1, 90] } });
    expect(await figureOf([read(4), read(2)])).toMatchObject({ ours: 3 });
  });

  it('says how many times the floor it costs, and between what the runs lay', async () => {
    const figure = await figureOf([read(30, 10), read(30, 20), read(60, 30)]);
    expect(figure).toMatchObject({ ours: 30, floor: 20, ratio: 1.5, spread: { floor: [10, 30], ratio: [1.5, 3] } });
  });

  it('counts what was done a second, for a rate, and more is better', async () => {
    const figure = await figureOf([read(2, 1), read(4, 1), read(8, 1)], { unit: 'payments/s', count: 1000 });
    expect(figure).toMatchObject({ ours: 250, floor: 1000, ratio: 4, spread: { ours: [125, 500], ratio: [2, 8] } });
  });

  it('has the highest memory of all runs, and leaves it open where the system does not tell it', async () => {
    expect(await figureOf([read(1, 1, 90), read(1, 1, 120.4)])).toMatchObject({ peakMemoryMiB: 120 });
    expect(await figureOf([read(1, 1, null)])).toMatchObject({ peakMemoryMiB: null });
  });
});

describe('rounds', () => {
  it('are played as often as asked, each once, however many figures are made of them', async () => {
    const played: number[] = [];
    const play = async (round: number) => {
      played.push(round);
      return read(round + 1);
    };
    const one = {
      what: 'a',
      size: '',
      unit: 's',
      floorIs: '',
      ours: () => 1,
      floor: () => 1,
      memory: () => null,
    } as const;
    await figuresOf(3, play, () => [one, { ...one, what: 'b' }]);
    expect(played).toEqual([0, 1, 2]);
  });

  it('end with the first that fails: a figure of the others would be of something else', async () => {
    const play = async (round: number) => {
      if (round === 1) throw new Error('half of the rows were missing');
      return read(1);
    };
    const one = {
      what: 'a',
      size: '',
      unit: 's',
      floorIs: '',
      ours: () => 1,
      floor: () => 1,
      memory: () => null,
    } as const;
    await expect(figuresOf(3, play, () => [one])).rejects.toThrow('half of the rows were missing');
  });
});

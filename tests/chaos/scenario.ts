import assert from 'node:assert/strict';
import type { Period } from '../../lambdas/domain/period.ts';
import { addMonths, period } from '../../lambdas/domain/period.ts';
import type { SampleMonth } from '../../samples/sample-month.ts';
import type { ChaosCloud, FaultRule } from './chaos-cloud.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { SmallMonth } from './small-month.ts';

/** Something that goes wrong, and what must be true afterwards. */
export interface Scenario {
  /** Short: `--only` finds it by a part of it. */
  readonly name: string;
  /** What is done to the pipeline, as the table tells it. */
  readonly fault: string;
  /** Plays it. Throws when something does not hold. @returns what a person sees of it. */
  play(stage: Stage): Promise<string>;
}

/**
 * After the month for which the lists were made: whoever died in it has died before all of these. Early enough that every
 * scenario has a month before July 2025, when these units are no more.
 */
const PEACE = period.parse('2022-08');

/** Where scenarios are played: one cloud, and a month of its own for each. */
export class Stage {
  readonly chaos: ChaosCloud;
  readonly sample: SampleMonth;
  #next = PEACE;
  #peaceful: Evidence | undefined;

  constructor(chaos: ChaosCloud, sample: SampleMonth) {
    this.chaos = chaos;
    this.sample = sample;
  }

  /** A month that nobody has played in. */
  month(): SmallMonth {
    const month = new SmallMonth(this.chaos, this.sample, this.#next);
    this.#next = addMonths(this.#next, 1);
    return month;
  }

  /** The first January that nobody has played in, and whose December nobody has either. */
  january(): SmallMonth {
    this.#next = period.parse(`${Number(this.#next.slice(0, 4)) + 1}-01`);
    return this.month();
  }

  /** Whatever happened in a month, it came to what a month without any trouble comes to. The first one played is that. */
  async mustBeAsInPeace(month: Period): Promise<void> {
    const evidence = await evidenceOf(this.chaos.local, month, this.sample);
    this.#peaceful ??= evidence;
    assert.deepEqual(evidence, this.#peaceful);
  }
}

/** A scenario in which calls to the store fail by rules while a whole month is played. */
export function failingStore(
  name: string,
  fault: string,
  rules: readonly FaultRule[],
  { atLeast }: { readonly atLeast: number },
): Scenario {
  return {
    name,
    fault,
    play: async (stage) => {
      const month = stage.month();
      const { spoilt } = await stage.chaos.whileFailing(rules, () => month.play());
      assert(spoilt >= atLeast, `only ${spoilt} calls were spoilt`);
      await stage.mustBeAsInPeace(month.period);
      return `${spoilt} calls spoilt; ${month.failures} tries of tasks failed and were repeated by the machines${
        month.repeated > 0 ? `; a person was answered 5xx and repeated, ${month.repeated} times` : ''
      }`;
    },
  };
}

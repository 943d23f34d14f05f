import { ChaosCloud } from './chaos-cloud.ts';
import type { Scenario } from './scenario.ts';
import { Stage } from './scenario.ts';
import { EVENTS } from './scenarios/events.ts';
import { FUNCTIONS } from './scenarios/functions.ts';
import { OUTAGE } from './scenarios/outage.ts';
import { REGISTRY } from './scenarios/registry.ts';
import { RUNS } from './scenarios/runs.ts';
import { STORE } from './scenarios/store.ts';
import { TIME } from './scenarios/time.ts';
import { smallSample } from './small-month.ts';

/** What every other month is compared with, so it comes first and always. */
const PEACE: Scenario = {
  name: 'peace',
  fault: 'nothing goes wrong',
  play: async (stage) => {
    const month = stage.month();
    await month.play();
    await stage.mustBeAsInPeace(month.period);
    return `${month.failures} failures`;
  },
};

export const SCENARIOS: readonly Scenario[] = [
  ...RUNS,
  ...EVENTS,
  ...OUTAGE,
  ...TIME,
  ...REGISTRY,
  ...FUNCTIONS,
  ...STORE,
];

/** How a scenario went. */
export interface ScenarioResult {
  readonly name: string;
  readonly fault: string;
  readonly holds: boolean;
  /** What a person sees of it; where it does not hold, why not. */
  readonly seen: string;
  readonly seconds: number;
}

/** Plays scenarios one after the other on one cloud, after a month in peace. */
export async function playScenarios(
  scenarios: readonly Scenario[],
  onResult: (result: ScenarioResult) => Promise<void>,
): Promise<void> {
  const sample = await smallSample();
  await using chaos = await ChaosCloud.start(sample);
  const stage = new Stage(chaos, sample);
  for (const scenario of [PEACE, ...scenarios]) {
    const result = await played(scenario, stage);
    await onResult(result);
    // Without it there is nothing to compare with.
    if (scenario === PEACE && !result.holds) return;
  }
}

async function played({ name, fault, play }: Scenario, stage: Stage): Promise<ScenarioResult> {
  const began = performance.now();
  const ended = (holds: boolean, seen: string): ScenarioResult => ({
    name,
    fault,
    holds,
    seen,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  });
  try {
    return ended(true, await play(stage));
  } catch (error) {
    return ended(false, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

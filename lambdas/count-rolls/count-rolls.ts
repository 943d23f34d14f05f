import { inParallel } from '../domain/in-parallel.ts';
import type { Objects, References, Rolls } from '../domain/ports.ts';
import {
  type FigureParts,
  planKey,
  reportPlan,
  rollFiguresKey,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import { countRoll, figureContext, peopleOnRoll } from '../domain/reports/unit-figures.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

/** Counts the rolls of some units: who is on them, who joined, who was reviewed, who has an account. */
export async function countRolls(
  { work, references, rolls }: Ports,
  ref: SliceRef,
): Promise<{ units: number; people: number }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const context = figureContext(ref.period, data);
  const parts = await inParallel(2, plan.rolls.slice(ref.from, ref.to), async ({ unit, revision, before }) => {
    const lines = await Array.fromAsync(rolls.ofRoll({ unit, period: ref.period, revision }));
    const previous = before
      ? peopleOnRoll(
          await Array.fromAsync(rolls.ofRoll({ unit, period: before.period, revision: before.revision })),
          figureContext(before.period, data),
        )
      : null;
    return countRoll(unit, lines, previous, context);
  });
  const content: FigureParts = { parts };
  await work.pack(rollFiguresKey(ref), content);
  return { units: parts.length, people: parts.reduce((sum, { distinctPeople }) => sum + distinctPeople, 0) };
}

import { inParallel } from '../domain/in-parallel.ts';
import type { Objects, References, Roll, Rolls, Submissions } from '../domain/ports.ts';
import { unitsAskedForLists } from '../domain/reports/asked-units.ts';
import { controlsOf } from '../domain/reports/control-counting.ts';
import { type FigureContext, figureContext } from '../domain/reports/figure-context.ts';
import {
  type FigureParts,
  figureParts,
  planKey,
  type ReportPlan,
  reportPlan,
  rollFiguresKey,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import { countRoll, EarlierPeople } from '../domain/reports/roll-counting.ts';
import type { UnitControls } from '../domain/reports/unit-controls.ts';
import type { UnitFigures } from '../domain/reports/unit-figures.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst' | 'unpack'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'countedOfRoll'>;
  readonly submissions: Pick<Submissions, 'ofUnit'>;
}

/**
 * Counts the rolls of some units: who is on them, who joined, who was reviewed, who has an account; and what the lists
 * of these units were like. The slice is of all units of the plan, those with a roll first. Lists are read as they are
 * now, so the first try that ends has counted: whoever reads the slice, and any later try, has that.
 */
export async function countRolls(ports: Ports, ref: SliceRef): Promise<{ units: number; people: number }> {
  const plan = await ports.work.unpack(planKey(ref), reportPlan);
  const { data } = await ports.references.version(plan.referenceVersion);
  const context = figureContext(ref.period, data);
  const rolls = plan.rolls.slice(ref.from, ref.to);
  const counted = await inParallel(2, rolls, (roll) => countUnit(ports, ref, roll, context));
  const others = plan.unitsWithoutRoll.slice(
    Math.max(0, ref.from - plan.rolls.length),
    Math.max(0, ref.to - plan.rolls.length),
  );
  const asked = unitsAskedForLists(data.units, ref.period);
  const withoutRoll = await inParallel(8, others, (unit) => controlsWithoutRoll(ports, ref, unit, asked.has(unit)));
  const content: FigureParts = {
    parts: counted.map(({ figures }) => figures),
    controls: [...counted.map(({ controls }) => controls), ...withoutRoll.flat()],
  };
  const { parts } = await ports.work.packFirst(rollFiguresKey(ref), figureParts, content);
  return { units: parts.length, people: parts.reduce((sum, { distinctPeople }) => sum + distinctPeople, 0) };
}

async function countUnit(
  { rolls, submissions }: Ports,
  { period }: SliceRef,
  { unit, revision, before, rolledForward }: ReportPlan['rolls'][number],
  context: FigureContext,
): Promise<{ figures: UnitFigures; controls: UnitControls }> {
  const earlier = before === null ? null : await peopleOn(rolls, { unit, ...before }, context);
  const lines = (await Array.fromAsync(rolls.countedOfRoll({ unit, period, revision }))).flat();
  return {
    figures: countRoll(unit, lines, earlier, context),
    controls: controlsOf({ unit, submissions: await submissions.ofUnit(unit, period), rolledForward, lines }),
  };
}

/** Each page is let go once its people are known: of a roll of 4,000 lines that is most of the memory. */
async function peopleOn(rolls: Ports['rolls'], roll: Roll, context: FigureContext): Promise<EarlierPeople> {
  const people = new EarlierPeople(context, roll.period);
  for await (const page of rolls.countedOfRoll(roll)) people.add(page);
  return people;
}

/** Nothing of a unit that is not asked for lists (a district of communes that send theirs) and has sent none. */
async function controlsWithoutRoll(
  { submissions }: Ports,
  { period }: SliceRef,
  unit: UnitCode,
  isAsked: boolean,
): Promise<UnitControls[]> {
  const controls = controlsOf({
    unit,
    submissions: await submissions.ofUnit(unit, period),
    rolledForward: false,
    lines: [],
  });
  return isAsked || controls.lists.length > 0 ? [controls] : [];
}

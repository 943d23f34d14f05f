import { inParallel } from '../domain/in-parallel.ts';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Clock, Message, References, Runs, Submissions } from '../domain/ports.ts';
import type { RollPointer } from '../domain/rolls/submission.ts';
import type { SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import { type UnitCode, unitCodesIn } from '../domain/unit.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'openPeriod'>;
  readonly submissions: Pick<Submissions, 'get' | 'rolls' | 'rollBefore'>;
  readonly references: Pick<References, 'current'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * One unit's roll to carry into the month: which revision of which earlier month, and the id it gets here. It keeps
 * the id of the list it came from, so that it sorts before any list for the month, one still being read included.
 */
type RollToForward = SubmissionRef & { readonly from: Pick<RollPointer, 'period' | 'revision'> };

/** More of them a state would not pass on (docs/scale.md): whoever asks comes again for those that come after. */
const MOST_AT_ONCE = 150;

export interface RollsToForward {
  readonly period: Period;
  /** In the order of their codes. */
  readonly units: RollToForward[];
  /** The last of them, when others come after it. */
  readonly after?: UnitCode;
  readonly message: Message;
}

/**
 * Opens a month and finds the rolls to carry into it: those of every unit valid then that has sent no list yet and has
 * a roll of an earlier month. Opening again finds only what is left to do: also a roll that was carried over by an
 * opening that broke off before it settled the roll's conflicts and answered its unit.
 * @param after only those whose codes come after this one.
 */
export async function listRolls(
  { runs, submissions, references, clock }: Ports,
  month: Period,
  after?: UnitCode,
): Promise<RollsToForward> {
  await runs.openPeriod(month, await clock.now());
  const { data } = await references.current();
  const codes = unitCodesIn(data.units, month);
  const rolls = await submissions.rolls(codes, month);
  const unanswered = (await inParallel(16, rolls, (roll) => carriedAndUnanswered(submissions, roll))).flat();
  const present = new Set(rolls.map(({ unit }) => unit));
  const absent = codes.filter((code) => !present.has(code));
  const last = await inParallel(16, absent, (code) => submissions.rollBefore(code, month));
  const carried = last
    .filter((roll) => roll !== undefined)
    .map((roll) => ({
      unit: roll.unit,
      period: month,
      id: newestPart(roll).id,
      from: { period: roll.period, revision: roll.revision },
    }));
  const all = [...carried, ...unanswered].sort((one, other) => (one.unit < other.unit ? -1 : 1));
  const wanted = after === undefined ? all : all.filter(({ unit }) => unit > after);
  const units = wanted.slice(0, MOST_AT_ONCE);
  const end = units.at(-1);
  // Whoever asks for those that come after has carried the others over meanwhile.
  const before = rolls.filter(({ rolledForward }) => rolledForward).length;
  return {
    period: month,
    units,
    ...(end && units.length < wanted.length ? { after: end.unit } : {}),
    message: {
      subject: `ansinh: period ${month} opened`,
      body: `Đã mở kỳ chi trả ${formatPeriod(month)}. Chuyển danh sách kỳ trước sang cho ${before + carried.length} đơn vị; ${rolls.length - before} đơn vị đã nộp danh sách của kỳ này.`,
    },
  };
}

/** Some units' rolls could not be carried over, though all others were. The unit's own execution says why. */
class UnitsLeft extends Error {
  override readonly name = 'UnitsLeft';
}

/**
 * Looks once more when all units have had their turn. Throws {@link UnitsLeft} where something is left to do: units that
 * failed did not keep the others waiting, but the month is not open for them.
 */
export async function mustBeCarriedOver(ports: Ports, month: Period): ReturnType<typeof listRolls> {
  const found = await listRolls(ports, month);
  if (found.units.length > 0) {
    throw new UnitsLeft(`Not carried over: ${found.units.map(({ unit }) => unit).join(', ')}`);
  }
  return found;
}

/** Of a month's roll: the part that was carried over into it, if its unit has not been answered about it. */
async function carriedAndUnanswered(
  submissions: Ports['submissions'],
  { unit, period, parts }: RollPointer,
): Promise<RollToForward[]> {
  // It bears the id of the list that it came from, so it comes before any list of the month.
  const [first] = parts;
  if (first === undefined) return [];
  const { id, origin, receiptVersion } = await submissions.get(unit, period, first.id);
  if (origin === 'list' || receiptVersion > 0) return [];
  const before = await submissions.rollBefore(unit, period);
  return before ? [{ unit, period, id, from: { period: before.period, revision: before.revision } }] : [];
}

function newestPart({ parts }: RollPointer): RollPointer['parts'][number] {
  const newest = parts.at(-1);
  if (newest === undefined) throw new Error('A roll is made of at least one list');
  return newest;
}

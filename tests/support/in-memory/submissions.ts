import type { Period } from '../../../lambdas/domain/period.ts';
import type { Submissions } from '../../../lambdas/domain/ports.ts';
import {
  type RollPointer,
  rollPointer,
  type Submission,
  type SubmissionId,
  submission,
} from '../../../lambdas/domain/submission.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';

/** Submissions and pointers as the table keeps them: `register` inserts once, `makeCurrent` never goes back. */
export class SubmissionsInMemory implements Submissions {
  readonly #submissions = new Map<string, Submission>();
  readonly #pointers = new Map<string, RollPointer>();

  async register(entry: Submission): Promise<Submission> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    const stored = this.#submissions.get(key);
    if (stored) return submission.parse(stored);
    this.#submissions.set(key, submission.parse(entry));
    return entry;
  }

  async get(unit: UnitCode, month: Period, id: SubmissionId): Promise<Submission> {
    return submission.parse(this.#submissions.get(keyOf(unit, month, id)));
  }

  async statusOf(unit: UnitCode, month: Period, id: string): Promise<Submission['status'] | undefined> {
    return this.#submissions.get(keyOf(unit, month, id))?.status;
  }

  async close(
    entry: Pick<Submission, 'unit' | 'period' | 'id'>,
    end: Parameters<Submissions['close']>[1],
  ): Promise<void> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    this.#submissions.set(key, submission.parse({ ...this.#submissions.get(key), ...end }));
  }

  async ofUnit(unit: UnitCode, month: Period): Promise<Submission[]> {
    const own = [...this.#submissions.values()].filter((one) => one.unit === unit && one.period === month);
    return own.map((one) => submission.parse(one)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async makeCurrent(pointer: RollPointer): Promise<boolean> {
    const key = `${pointer.unit}#${pointer.period}`;
    const stored = this.#pointers.get(key);
    if (stored && stored.revision > pointer.revision) return false;
    this.#pointers.set(key, rollPointer.parse(pointer));
    return true;
  }

  async rolls(units: readonly UnitCode[], month: Period): Promise<RollPointer[]> {
    const found = [...this.#pointers.values()].filter(({ unit, period }) => units.includes(unit) && period === month);
    return found.map((one) => rollPointer.parse(one)).sort((a, b) => (a.unit < b.unit ? -1 : 1));
  }

  async rollBefore(unit: UnitCode, month: Period): Promise<RollPointer | undefined> {
    return [...this.#pointers.values()]
      .filter((one) => one.unit === unit && one.period < month)
      .sort((a, b) => (a.period < b.period ? -1 : 1))
      .at(-1);
  }
}

function keyOf(unit: UnitCode, month: Period, id: string): string {
  return `${unit}#${month}#${id}`;
}

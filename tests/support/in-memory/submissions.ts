import type { ListPurpose } from '../../../lambdas/domain/list-purpose.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { SubmissionKey, Submissions } from '../../../lambdas/domain/ports.ts';
import {
  type ListConfirmation,
  type ReceiptFigures,
  type RollPointer,
  rollPointer,
  type Submission,
  type SubmissionId,
  submission,
} from '../../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';

/** Submissions and pointers as the table keeps them: `register` inserts once, a pointer moves by one version. */
export class SubmissionsInMemory implements Submissions {
  readonly #submissions = new Map<string, Submission>();
  readonly #landed = new Map<string, SubmissionId | null>();
  readonly #pointers = new Map<string, RollPointer>();

  async landed(entry: SubmissionKey, repeats: SubmissionId | null): Promise<SubmissionId | null> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    const recorded = this.#landed.get(key);
    if (recorded !== undefined) return recorded;
    this.#landed.set(key, repeats);
    return repeats;
  }

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

  async note(entry: SubmissionKey, known: Parameters<Submissions['note']>[1]): Promise<void> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    this.#submissions.set(key, submission.parse({ ...this.#submissions.get(key), ...known }));
  }

  async turn(entry: SubmissionKey, seen: Submission['status'], to: Submission['status']): Promise<boolean> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    const stored = this.#submissions.get(key);
    if (stored?.status !== seen) return false;
    this.#submissions.set(key, { ...stored, status: to });
    return true;
  }

  async confirm(entry: SubmissionKey, confirmation: ListConfirmation): Promise<boolean> {
    const key = keyOf(entry.unit, entry.period, entry.id);
    const stored = this.#submissions.get(key);
    if (stored?.status !== 'awaiting-confirmation' || stored.confirmation !== null) return false;
    this.#submissions.set(key, submission.parse({ ...stored, confirmation }));
    return true;
  }

  async answered(
    entry: SubmissionKey,
    { version, key, said }: { version: number; key: string; said: ReceiptFigures | null },
  ): Promise<boolean> {
    const stored = await this.get(entry.unit, entry.period, entry.id);
    if (stored.receiptVersion >= version) return false;
    const place = keyOf(entry.unit, entry.period, entry.id);
    this.#submissions.set(place, { ...stored, receiptVersion: version, receiptKey: key, said });
    return true;
  }

  async ofUnit(unit: UnitCode, month: Period): Promise<Submission[]> {
    const own = [...this.#submissions.values()].filter((one) => one.unit === unit && one.period === month);
    return own.map((one) => submission.parse(one)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async movePointer(pointer: RollPointer): Promise<boolean> {
    const key = pointerKey(pointer.unit, pointer.period, pointer.purpose);
    if ((this.#pointers.get(key)?.version ?? 0) !== pointer.version - 1) return false;
    this.#pointers.set(key, rollPointer.parse(pointer));
    return true;
  }

  async roll(unit: UnitCode, month: Period, purpose: ListPurpose): Promise<RollPointer | undefined> {
    const found = this.#pointers.get(pointerKey(unit, month, purpose));
    return found && rollPointer.parse(found);
  }

  async rolls(units: readonly UnitCode[], month: Period, purpose: ListPurpose = 'regular'): Promise<RollPointer[]> {
    const found = await Promise.all([...new Set(units)].map((unit) => this.roll(unit, month, purpose)));
    return found.filter((one) => one !== undefined).sort((a, b) => (a.unit < b.unit ? -1 : 1));
  }

  async rollBefore(unit: UnitCode, month: Period): Promise<RollPointer | undefined> {
    return [...this.#pointers.values()]
      .filter((one) => one.unit === unit && one.period < month && one.purpose === 'regular')
      .sort((a, b) => (a.period < b.period ? -1 : 1))
      .at(-1);
  }
}

function pointerKey(unit: UnitCode, month: Period, purpose: ListPurpose): string {
  return `${unit}#${month}#${purpose}`;
}

function keyOf(unit: UnitCode, month: Period, id: string): string {
  return `${unit}#${month}#${id}`;
}

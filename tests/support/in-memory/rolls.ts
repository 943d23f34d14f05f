import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { Roll, Rolls } from '../../../lambdas/domain/ports.ts';
import { type CountedLine, countedLine } from '../../../lambdas/domain/reports/counted-rows.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { pagesOf } from './pages.ts';

/** The lines of the rolls; a line put again under its position overwrites itself. */
export class RollsInMemory implements Rolls {
  readonly #rolls = new Map<string, Map<number, Entitlement>>();

  async putAll(entries: readonly Entitlement[]): Promise<void> {
    for (const entry of entries) {
      const roll = this.#rolls.get(keyOf(entry)) ?? new Map<number, Entitlement>();
      this.#rolls.set(keyOf(entry), roll.set(entry.position, entitlement.parse(entry)));
    }
  }

  async *ofRoll(roll: Roll, about?: ReadonlySet<PersonalId>): AsyncGenerator<Entitlement> {
    const lines = [...(this.#rolls.get(keyOf(roll))?.values() ?? [])].sort((a, b) => a.position - b.position);
    for (const line of lines) {
      const { personalId } = line.values;
      if (about === undefined || (personalId !== null && about.has(personalId))) yield entitlement.parse(line);
    }
  }

  async *countedOfRoll(roll: Roll): AsyncGenerator<CountedLine[]> {
    yield* pagesOf(await Array.fromAsync(this.ofRoll(roll), (line) => countedLine.parse(line)));
  }
}

function keyOf({ unit, period, revision }: Roll): string {
  return `${unit}#${period}#${revision}`;
}

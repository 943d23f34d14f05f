import {
  type CarryEntry,
  type CarryIndex,
  type CarryList,
  carryIndexPrefix,
  carryListPrefix,
  owedBy,
} from '../domain/closing/carry.ts';
import type { UnpaidPayment } from '../domain/closing/closing.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Period } from '../domain/period.ts';
import type { Objects } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { isUncollected } from '../domain/settlement/unpaid-list.ts';
import type { PeopleOfUnits } from './people.ts';

/**
 * Seals what the people of each unit are owed still, for later months to pay. Every last attempt that failed or came
 * back is on it, also one in whose place something was named: whether that one really pays is judged by the run that
 * would pay it again, since it may come to nothing. Emergency help is paid by runs of its own and is not carried over.
 * @returns where the index stands.
 */
export async function sealCarryLists(
  outbox: Pick<Objects, 'packSealed'>,
  month: Period,
  unpaid: readonly UnpaidPayment[],
  people: PeopleOfUnits,
  { providers }: Pick<ReferenceData, 'providers'>,
): Promise<string> {
  const owed = unpaid.filter(
    ({ isLast, benefit, state }) => isLast && benefit !== 'EMERGENCY' && (state === 'failed' || state === 'returned'),
  );
  const byUnit = [...Map.groupBy(owed, ({ unit }) => unit)].sort(([one], [other]) => (one < other ? -1 : 1));
  const units = await inParallel(4, byUnit, async ([unit, own]) => {
    const known = await people(unit);
    const entries = own.map((payment): CarryEntry => {
      const { reference, person, benefit, provider } = payment;
      const contracted = providers.find(({ id }) => id === provider);
      return {
        reference,
        person,
        fullName: known.get(reference)?.fullName ?? null,
        benefit,
        unit,
        provider,
        parts: owedBy({ ...payment, period: month }, isUncollected(payment, contracted)),
      };
    });
    const list: CarryList = { period: month, unit, entries: entries.toSorted(byReference) };
    return { unit, key: await outbox.packSealed(carryListPrefix(month, unit), list) };
  });
  const index: CarryIndex = { period: month, units };
  return outbox.packSealed(carryIndexPrefix(month), index);
}

function byReference(one: CarryEntry, other: CarryEntry): number {
  return one.reference < other.reference ? -1 : 1;
}

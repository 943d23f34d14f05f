import type { UnpaidPayment } from '../domain/closing/closing.ts';
import type { PaymentReference } from '../domain/payouts/payment.ts';
import type { Period } from '../domain/period.ts';
import type { Rolls } from '../domain/ports.ts';
import type { UnpaidPerson } from '../domain/settlement/unpaid-list.ts';
import type { UnitCode } from '../domain/unit.ts';

/** The people of a unit's unpaid payments, by reference. */
export type PeopleOfUnits = (unit: UnitCode) => Promise<ReadonlyMap<PaymentReference, UnpaidPerson>>;

/**
 * Looks people up where their payments say they stand: a payment carries no name. Each unit's rolls are read once,
 * however often it is asked for.
 */
export function peopleOfUnits(
  rolls: Pick<Rolls, 'ofRoll'>,
  month: Period,
  unpaid: readonly UnpaidPayment[],
): PeopleOfUnits {
  const byUnit = Map.groupBy(unpaid, ({ unit }) => unit);
  const known = new Map<UnitCode, ReturnType<PeopleOfUnits>>();
  return (unit) => {
    const found = known.get(unit) ?? readPeople(rolls, month, unit, byUnit.get(unit) ?? []);
    known.set(unit, found);
    return found;
  };
}

async function readPeople(
  rolls: Pick<Rolls, 'ofRoll'>,
  month: Period,
  unit: UnitCode,
  unpaid: readonly UnpaidPayment[],
): Promise<Map<PaymentReference, UnpaidPerson>> {
  const people = new Map<PaymentReference, UnpaidPerson>();
  for (const [revision, own] of Map.groupBy(unpaid, (payment) => payment.revision)) {
    const at = Map.groupBy(own, ({ position }) => position);
    for await (const { position, values } of rolls.ofRoll({ unit, period: month, revision })) {
      const { fullName, payeeName, birthDate, village } = values;
      for (const { reference } of at.get(position) ?? [])
        people.set(reference, { fullName, payeeName, birthDate, village });
    }
  }
  return people;
}

import type { ClosingPlan, UnpaidPayment } from '../domain/closing/closing.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Manifest } from '../domain/payouts/payout-run.ts';
import type { Objects } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import {
  providerUnpaidKey,
  type UnpaidLine,
  type UnpaidList,
  unpaidLineOf,
  unpaidListKey,
} from '../domain/settlement/unpaid-list.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { writeProviderUnpaid, writeUnpaidList } from '../formats/closing/unpaid-list-xlsx.ts';
import { XLSX } from '../formats/content-types.ts';
import type { PeopleOfUnits } from './people.ts';

/**
 * Publishes who has not been paid: to each unit that stands in a released run, and to each provider that was asked to
 * pay. Lists on which nobody is left are published too, over those that were there before.
 */
export async function publishUnpaidLists(
  outbox: Pick<Objects, 'put' | 'putJson'>,
  plan: ClosingPlan,
  manifests: readonly Manifest[],
  unpaid: readonly UnpaidPayment[],
  people: PeopleOfUnits,
  data: ReferenceData,
): Promise<{ people: number; amount: number }> {
  const { period, at: madeAt } = plan;
  const providerName = (id: string) => data.providers.find((one) => one.id === id)?.name ?? id;
  const last = Map.groupBy(
    unpaid.filter(({ isLast }) => isLast),
    ({ unit }) => unit,
  );
  const units = [...new Set(manifests.flatMap(({ byUnit }) => byUnit.map(({ unit }) => unit)))].sort();
  const lists = await inParallel(4, units, async (unit) => {
    const list = listOf(plan, unit, linesOf(last.get(unit) ?? [], period, await people(unit), data));
    const unitName = unitIn(data.units, unit, period)?.name ?? unit;
    await outbox.putJson(unpaidListKey(period, unit, 'json'), list);
    await outbox.put(
      unpaidListKey(period, unit, 'xlsx'),
      await writeUnpaidList(list, { unitName, providerName }),
      XLSX,
    );
    return list;
  });
  const byProvider = Map.groupBy(
    lists.flatMap(({ lines }) => lines),
    ({ provider }) => provider,
  );
  const asked = manifests.flatMap((one) => one.byProvider.map(({ provider }) => provider));
  for (const provider of [...new Set(asked)].sort()) {
    const about = { period, madeAt, providerName: providerName(provider) };
    const sheet = await writeProviderUnpaid(about, byProvider.get(provider) ?? []);
    await outbox.put(providerUnpaidKey(period, provider), sheet, XLSX);
  }
  return {
    people: lists.reduce((all, list) => all + list.people, 0),
    amount: lists.reduce((all, list) => all + list.amount, 0),
  };
}

function linesOf(
  payments: readonly UnpaidPayment[],
  period: ClosingPlan['period'],
  people: Awaited<ReturnType<PeopleOfUnits>>,
  data: ReferenceData,
): UnpaidLine[] {
  return payments
    .toSorted((one, other) => one.position - other.position)
    .map((payment) => unpaidLineOf(payment, period, people.get(payment.reference), data))
    .toSorted((one, other) => (one.provider < other.provider ? -1 : one.provider > other.provider ? 1 : 0));
}

function listOf({ period, at }: ClosingPlan, unit: UnitCode, lines: UnpaidLine[]): UnpaidList {
  const amount = lines.reduce((all, line) => all + line.amount, 0);
  return { schemaVersion: 1, period, unit, madeAt: at, people: lines.length, amount, lines };
}

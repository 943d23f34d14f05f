import { z } from 'zod';
import { books, booksKey } from '../domain/closing/books.ts';
import { type ControlTotal, controlTotal } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { isReleased, type Manifest, manifest } from '../domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../domain/payouts/run-objects.ts';
import type { Period } from '../domain/period.ts';
import type { Exceptions, Objects, Runs } from '../domain/ports.ts';
import type { MonthChecks } from '../domain/reports/report-objects.ts';
import type { UnitCode } from '../domain/unit.ts';

interface Ports {
  readonly outbox: Pick<Objects, 'json' | 'jsonIfThere' | 'keys'>;
  readonly runs: Pick<Runs, 'ofPeriod'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
}

type NamedTotal = MonthChecks['totals'][number];

/** What a month's runs, answers and books say of themselves, as they were published, and which exceptions wait. */
export async function checksOf(ports: Ports, month: Period): Promise<MonthChecks> {
  const released = (await ports.runs.ofPeriod(month)).filter(isReleased).map(({ run }) => run);
  const manifests = await inParallel(4, released.sort(), (run) =>
    ports.outbox.json(releasedManifestKey(run), manifest),
  );
  return {
    runs: manifests.map(({ run, byUnit }) => ({
      run,
      byUnit: byUnit.map(({ unit, payable, instructed, deferred }) => ({ unit, payable, instructed, deferred })),
    })),
    totals: [
      ...manifests.flatMap(runTotals),
      ...(await settlementTotals(ports, month)),
      ...(await bookTotals(ports, month)),
    ],
    exceptions: await openExceptions(ports, month),
  };
}

/** Those of units stand with their units. */
function runTotals({ run, byUnit, controlTotals }: Manifest): NamedTotal[] {
  const units = new Set<string>(byUnit.map(({ unit }) => unit));
  return controlTotals
    .filter(({ name }) => !units.has(name.split(':')[0] ?? ''))
    .map((total) => ({ ...total, name: `${run}: ${total.name}`, from: `Bảng tổng hợp đã phê duyệt của đợt ${run}` }));
}

const settled = z.object({ provider: z.string(), controlTotals: z.array(controlTotal).default([]) });

/** Every answer prints the books of the month once more: the last word on each counts. */
async function settlementTotals({ outbox }: Ports, month: Period): Promise<NamedTotal[]> {
  const keys = [...(await outbox.keys(`settlements/${month}/`))];
  const newestLast = keys.toSorted((a, b) => (answerId(a) < answerId(b) ? -1 : 1));
  const answers = await inParallel(4, newestLast, async (key) => ({ key, ...(await outbox.json(key, settled)) }));
  const last = new Map<string, NamedTotal>();
  for (const { key, provider, controlTotals } of answers) {
    for (const total of controlTotals) {
      const name = namesWhose(total) ? total.name : `${provider}: ${total.name}`;
      last.set(name, { ...total, name, from: `Kết quả chi trả và bảng khoản chi: ${key}` });
    }
  }
  return [...last.values()];
}

/** Totals of a provider's books begin with its name; those of the answer's own lines do not. */
function namesWhose({ name }: ControlTotal): boolean {
  return name.includes(': ');
}

/** An answer's name sorts by when it came. */
function answerId(key: string): string {
  return key.split('/').at(-1) ?? key;
}

async function bookTotals({ outbox }: Ports, month: Period): Promise<NamedTotal[]> {
  const made = await outbox.jsonIfThere(booksKey(month), books);
  return (made?.controlTotals ?? []).map((total) => ({ ...total, from: `Sổ chi trả: ${booksKey(month)}` }));
}

async function openExceptions({ exceptions }: Ports, month: Period): Promise<MonthChecks['exceptions']> {
  const open = new Map<string, MonthChecks['exceptions'][number]>();
  for (const { unit, code, decision } of await exceptions.ofPeriod(month)) {
    if (decision !== null) continue;
    const key = `${unit ?? ''}|${code}`;
    const before: { unit: UnitCode | null; code: typeof code; open: number } = open.get(key) ?? { unit, code, open: 0 };
    open.set(key, { ...before, open: before.open + 1 });
  }
  return [...open.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

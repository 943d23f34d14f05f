import { z } from 'zod';
import { type ControlTotal, controlTotalOf, mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { PaymentState, RunId } from '../domain/payouts/payment.ts';
import { isReleased, type Manifest, manifest } from '../domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Exceptions, Message, Objects, Payments, Runs } from '../domain/ports.ts';
import type { ProviderId } from '../domain/reference-data.ts';
import {
  appliedChunk,
  appliedChunkKey,
  type BookedSum,
  type ResultChunkRef,
  type ResultRef,
  resultFactsKey,
  settlementKey,
} from '../domain/settlement/settlement.ts';
import { SHARDS, shardOf } from '../domain/shard.ts';
import { tally } from '../domain/tally.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly outbox: Pick<Objects, 'json' | 'putJson'>;
  readonly payments: Pick<Payments, 'booksOfShard'>;
  readonly runs: Pick<Runs, 'ofPeriod' | 'advance'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
}

export interface ClosedSettlement {
  readonly period: Period;
  /** Whether something was released in the period, and nothing of it is outstanding any more. */
  readonly settled: boolean;
  readonly exceptions: number;
  readonly message: Message;
}

/**
 * Ends the reading of one result file: no line may be missing, and over the period's runs instructed = paid + failed +
 * returned + unknown + outstanding, for each provider. Publishes what was applied and every exception, for the office,
 * and says how many wait for a person now. Of many files only some add up the whole period, and the one that ends it:
 * see {@link addsUpThePeriod}.
 * Throws `ControlTotalBroken` otherwise.
 */
export async function closeSettlement(
  ports: Ports,
  { chunks, ...ref }: ResultRef & { chunks: ResultChunkRef[] },
): Promise<ClosedSettlement> {
  const facts = await ports.work.unpack(resultFactsKey(ref), z.object({ lines: z.number().int() }));
  const applied = await inParallel(4, chunks, (chunk) => ports.work.unpack(appliedChunkKey(chunk), appliedChunk));
  const exceptions = applied.flatMap((chunk) => chunk.exceptions);
  const count = (of: (chunk: (typeof applied)[number]) => number) => applied.reduce((sum, chunk) => sum + of(chunk), 0);
  const outcomes = {
    paid: count((chunk) => chunk.applied.paid),
    failed: count((chunk) => chunk.applied.failed),
    returned: count((chunk) => chunk.applied.returned),
  };
  const known = count((chunk) => chunk.known);
  const accounted = outcomes.paid + outcomes.failed + outcomes.returned + known + exceptions.length;
  const period = await settlementOf(ports, ref);
  const controlTotals = mustHold([
    controlTotalOf('Số dòng kết quả = đã ghi nhận + đã biết + ngoại lệ', facts.lines, accounted),
    ...period.totals,
  ]);
  const { outbox, runs } = ports;
  await outbox.putJson(settlementKey(ref), {
    schemaVersion: 1,
    ...ref,
    lines: facts.lines,
    applied: outcomes,
    known,
    exceptions,
    controlTotals,
    books: period.books,
  });

  const settled = period.released > 0 && period.outstanding === 0;
  if (settled) {
    for (const run of await runs.ofPeriod(ref.period)) {
      if (run.status === 'released') await runs.advance(run.run, ['released'], 'settled');
    }
  }
  const months = [...new Set([ref.period, ...exceptions.map((one) => one.period)])].sort();
  const waiting = await inParallel(4, months, (month) => waitingIn(ports.exceptions, month));
  return {
    period: ref.period,
    settled,
    exceptions: exceptions.length,
    message: {
      subject: `ansinh: results applied, ${ref.provider} ${ref.period}`,
      body:
        `Kết quả chi trả của ${ref.provider}, kỳ ${formatPeriod(ref.period)}: ${facts.lines} dòng; đã chi ${outcomes.paid}, ` +
        `không thành công ${outcomes.failed}, hoàn trả ${outcomes.returned}, ngoại lệ ${exceptions.length}. ` +
        `${waitingForResults(period.outstanding)}${waiting.join('')}`,
    },
  };
}

function waitingForResults(outstanding: number | undefined): string {
  return outstanding === undefined
    ? 'Kỳ này còn khoản chờ kết quả.'
    : `Còn chờ kết quả: ${formatDong(outstanding)} khoản.`;
}

/** How many exceptions of a month wait for a person, and where they see them; nothing when none does. */
async function waitingIn(exceptions: Ports['exceptions'], month: Period): Promise<string> {
  const open = (await exceptions.ofPeriod(month)).filter(({ decision }) => decision === null).length;
  if (open === 0) return '';
  return ` Kỳ ${formatPeriod(month)} còn ${formatDong(open)} ngoại lệ chờ quyết định, xem: ansinh exceptions ${month}`;
}

const STATE_SIDES: readonly PaymentState[] = ['paid', 'failed', 'returned', 'unknown', 'instructed'];

/** So many answers of a period each add up all of its payments; of more, about so many do, however many come. */
const FEW_FILES = 8;
const PERIODS_ADDED_UP = 4;

/**
 * Whether an answer adds up the whole period, or only looks for one payment that still waits. To add it up after each
 * file costs files × payments: of a nation's month it would be dearer than all else together (docs/adr/0029-cost.md). A
 * few files all do it; of more, some do, drawn by the answer's id, so that a second try decides alike.
 */
function addsUpThePeriod(id: string, files: number): boolean {
  return files <= FEW_FILES || shardOf(id) * files < PERIODS_ADDED_UP * SHARDS;
}

interface PeriodBooks {
  readonly released: number;
  /** Undefined: something is, and nobody counted how much. Then there are no totals either. */
  readonly outstanding: number | undefined;
  readonly totals: readonly ControlTotal[];
  readonly books?: readonly BookedSum[];
}

/** The period's books by provider: left what the released manifests say was instructed, right what became of it. */
async function settlementOf(
  { outbox, payments, runs }: Pick<Ports, 'outbox' | 'payments' | 'runs'>,
  { id, period: month }: ResultRef,
): Promise<PeriodBooks> {
  const released = (await runs.ofPeriod(month)).filter(isReleased);
  const manifests = await inParallel(4, released, ({ run }) => outbox.json(releasedManifestKey(run), manifest));
  const names = new Set(released.map(({ run }) => run));
  const files = manifests.reduce((sum, one) => sum + one.files.length, 0);
  const sides = await sidesOf(payments, month, names, addsUpThePeriod(id, files));
  if (sides === undefined) return { released: released.length, outstanding: undefined, totals: [] };
  return { released: released.length, ...addedUp(manifests, sides) };
}

/** Payments of one provider in one state. */
interface Side {
  readonly provider: ProviderId;
  readonly state: PaymentState;
  people: number;
  amount: number;
}

/**
 * What became of every payment of some runs, added up on the way: a province's payments are too many to keep. Unless all
 * are wanted, undefined as soon as one is found that waits.
 */
async function sidesOf(
  payments: Ports['payments'],
  month: Period,
  runs: ReadonlySet<RunId>,
  all: boolean,
): Promise<Side[] | undefined> {
  const sides = new Map<string, Side>();
  let waits = false;
  await inParallel(8, Array(SHARDS).keys(), async (shard) => {
    if (waits) return;
    for await (const { run, provider, state, total } of payments.booksOfShard(month, shard)) {
      if (!runs.has(run)) continue;
      waits ||= !all && state === 'instructed';
      if (waits) return;
      const key = `${provider} ${state}`;
      const side = sides.get(key) ?? { provider, state, people: 0, amount: 0 };
      side.people += 1;
      side.amount += total;
      sides.set(key, side);
    }
  });
  return waits ? undefined : [...sides.values()];
}

function addedUp(
  manifests: readonly Manifest[],
  sides: readonly Side[],
): Pick<PeriodBooks, 'totals' | 'outstanding' | 'books'> {
  const instructed = tally(
    manifests.flatMap(({ byProvider }) => byProvider),
    ({ provider }) => provider,
    ({ amount }) => amount,
    ({ people }) => people,
  );
  const became = new Map(
    tally(
      sides.filter(({ state }) => STATE_SIDES.includes(state)),
      ({ provider }) => provider,
      ({ amount }) => amount,
      ({ people }) => people,
    ),
  );
  const totals = instructed.flatMap(([provider, sent]) => {
    const now = became.get(provider) ?? { people: 0, amount: 0 };
    return [
      controlTotalOf(`${provider}: số khoản đã chuyển lệnh = các trạng thái`, sent.people, now.people),
      controlTotalOf(`${provider}: số tiền đã chuyển lệnh = các trạng thái`, sent.amount, now.amount),
    ];
  });
  const waiting = sides.filter(({ state }) => state === 'instructed');
  const outstanding = waiting.reduce((sum, { people }) => sum + people, 0);
  const books = (['paid', 'failed', 'returned', 'unknown', 'instructed'] as const).flatMap((state) =>
    tally(
      sides.filter((side) => side.state === state),
      ({ provider }) => provider,
      ({ amount }) => amount,
      ({ people }) => people,
    ).map(([provider, sum]) => ({ provider, state, ...sum })),
  );
  return { totals, outstanding, books };
}

import { z } from 'zod';
import { type ControlTotal, controlTotalOf, mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { PaymentState } from '../domain/payment.ts';
import { isReleased, manifest } from '../domain/payout-run.ts';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Exceptions, Message, Objects, Payments, Runs } from '../domain/ports.ts';
import type { ProviderId } from '../domain/reference-data.ts';
import { releasedManifestKey } from '../domain/run-objects.ts';
import {
  appliedChunk,
  appliedChunkKey,
  type BookedSum,
  type ResultChunkRef,
  type ResultRef,
  resultFactsKey,
  settlementKey,
} from '../domain/settlement.ts';
import { SHARDS } from '../domain/shard.ts';
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
 * and says how many wait for a person now.
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
  const { totals, outstanding, released, books } = await settlementOf(ports, ref.period);
  const controlTotals = mustHold([
    controlTotalOf('Số dòng kết quả = đã ghi nhận + đã biết + ngoại lệ', facts.lines, accounted),
    ...totals,
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
    books,
  });

  const settled = released > 0 && outstanding === 0;
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
        `Còn chờ kết quả: ${formatDong(outstanding)} khoản.${waiting.join('')}`,
    },
  };
}

/** How many exceptions of a month wait for a person, and where they see them; nothing when none does. */
async function waitingIn(exceptions: Ports['exceptions'], month: Period): Promise<string> {
  const open = (await exceptions.ofPeriod(month)).filter(({ decision }) => decision === null).length;
  if (open === 0) return '';
  return ` Kỳ ${formatPeriod(month)} còn ${formatDong(open)} ngoại lệ chờ quyết định, xem: ansinh exceptions ${month}`;
}

const STATE_SIDES: readonly PaymentState[] = ['paid', 'failed', 'returned', 'unknown', 'instructed'];

/** The period's books by provider: left what the released manifests say was instructed, right what became of it. */
async function settlementOf(
  { outbox, payments, runs }: Pick<Ports, 'outbox' | 'payments' | 'runs'>,
  month: Period,
): Promise<{ totals: ControlTotal[]; outstanding: number; released: number; books: BookedSum[] }> {
  const released = (await runs.ofPeriod(month)).filter(isReleased);
  const manifests = await inParallel(4, released, ({ run }) => outbox.json(releasedManifestKey(run), manifest));
  const names = new Set(released.map(({ run }) => run));
  const sides: { provider: ProviderId; state: PaymentState; amount: number }[] = [];
  await inParallel(8, Array(SHARDS).keys(), async (shard) => {
    for await (const { run, provider, state, total } of payments.booksOfShard(month, shard)) {
      if (names.has(run)) sides.push({ provider, state, amount: total });
    }
  });
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
    ),
  );
  const totals = instructed.flatMap(([provider, sent]) => {
    const now = became.get(provider) ?? { people: 0, amount: 0 };
    return [
      controlTotalOf(`${provider}: số khoản đã chuyển lệnh = các trạng thái`, sent.people, now.people),
      controlTotalOf(`${provider}: số tiền đã chuyển lệnh = các trạng thái`, sent.amount, now.amount),
    ];
  });
  const outstanding = sides.filter(({ state }) => state === 'instructed').length;
  const books = (['paid', 'failed', 'returned', 'unknown', 'instructed'] as const).flatMap((state) =>
    tally(
      sides.filter((side) => side.state === state),
      ({ provider }) => provider,
      ({ amount }) => amount,
    ).map(([provider, sum]) => ({ provider, state, ...sum })),
  );
  return { totals, outstanding, released: released.length, books };
}

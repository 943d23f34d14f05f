import { BOOK_MONTHS, type Books, books, booksKey, booksWorkbookKey, keptPrefix } from '../domain/closing/books.ts';
import {
  type ClosingPlan,
  type ClosingRef,
  type ClosingVerdict,
  closingPlan,
  closingPlanKey,
  closingVerdict,
  closingVerdictKey,
  countedShards,
  countedShardsKey,
  type ShardRange,
  type UnpaidPayment,
} from '../domain/closing/closing.ts';
import { isOwnClosing, stepOf, takesChanges } from '../domain/closing/period-record.ts';
import { mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import { totalOf } from '../domain/payouts/payment.ts';
import { manifest } from '../domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { addMonths, formatPeriod, type Period } from '../domain/period.ts';
import type { Clock, Exceptions, Message, Objects, References, Rolls, Runs } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { unitIn } from '../domain/unit.ts';
import { writeBooks } from '../formats/closing/books-xlsx.ts';
import { XLSX } from '../formats/content-types.ts';
import type { BookSources } from './balance.ts';
import { sealCarryLists } from './carry-over.ts';
import { whyNotClosed } from './closing-verdict.ts';
import { type PeopleOfUnits, peopleOfUnits } from './people.ts';
import { reckonBooks } from './reckon-books.ts';
import { publishUnpaidLists } from './unpaid-lists.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'packFirst'>;
  readonly outbox: Pick<Objects, 'json' | 'jsonIfThere' | 'put' | 'putJson' | 'packSealed'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly runs: Pick<Runs, 'period' | 'movePeriod' | 'treasuryReturns' | 'advance'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Published {
  /** `overtaken`: another closing of the period began meanwhile, and this one leaves it alone. */
  readonly outcome: 'unpaid-listed' | 'closed' | 'not-closed' | 'overtaken';
  readonly period: Period;
  readonly message: Message;
}

/** All that a publication is made from, read once. */
interface Sources extends BookSources {
  readonly plan: ClosingPlan;
  readonly data: ReferenceData;
  readonly unpaid: readonly UnpaidPayment[];
  readonly people: PeopleOfUnits;
}

/**
 * Makes the books of what was counted, publishes them with the lists of who was not paid, and, where that was asked and
 * nothing is in the way, closes the period: last, so that whoever finds it closed finds its books and what it still
 * owes. Throws `ControlTotalBroken` where the two sides of the books differ.
 */
export async function publishBooks(
  ports: Ports,
  { shardRanges, ...ref }: ClosingRef & { shardRanges: readonly ShardRange[] },
): Promise<Published> {
  const sources = await gather(ports, ref, shardRanges);
  const { plan } = sources;
  const reckoned = reckonBooks(sources);
  mustHold(reckoned.controlTotals);
  const about = {
    schemaVersion: 1,
    period: plan.period,
    madeAt: plan.at,
    by: plan.by,
    referenceVersion: plan.referenceVersion,
  } as const;
  const made: Books = { ...about, isClosed: false, ...reckoned, kept: [] };
  return plan.occasion === 'close' ? close(ports, ref, sources, made) : listUnpaid(ports, sources, made);
}

/** The lists, and the books as they stand; those of a period that is closed, or is being closed, are left alone. */
async function listUnpaid(ports: Ports, sources: Sources, made: Books): Promise<Published> {
  const { period } = made;
  const left = await publishLists(ports, sources);
  if (takesChanges(await ports.runs.period(period))) await publishBook(ports, sources, made);
  const unknown = made.total.became.unknown.people;
  return {
    outcome: 'unpaid-listed',
    period,
    message: {
      subject: `ansinh: unpaid list of ${period}`,
      body:
        `Danh sách chưa chi trả kỳ ${formatPeriod(period)}: ${left.people} khoản, ${formatDong(left.amount)} đồng` +
        `${unknown > 0 ? `; trong đó ${unknown} khoản quá hạn chưa có kết quả, phải hỏi tổ chức chi trả: ansinh exceptions ${period}` : ''}. ` +
        `Tải về: ansinh unpaid ${period}`,
    },
  };
}

async function close(ports: Ports, ref: ClosingRef, sources: Sources, made: Books): Promise<Published> {
  const { runs } = ports;
  const { plan } = sources;
  const { period, by } = plan;
  const verdict = await decide(ports, ref, sources);
  const { at } = verdict;
  const what = verdict.isClosed ? 'closed' : 'not-closed';
  const record = await runs.period(period);
  const done: Published = { outcome: what, period, message: closingMessage(made, verdict) };
  // Everything stands before the period is moved, so who finds it moved has nothing left to do.
  if (stepOf(record, what, { by, at })) return done;
  if (!isOwnClosing(record, plan)) return overtaken(period);

  await publishLists(ports, sources);
  const kept = await sealKept(ports, sources, made);
  await publishBook(ports, sources, { ...made, isClosed: verdict.isClosed, kept });
  const step = { what, by, at, reason: verdict.why ?? plan.reason } as const;
  const after = record?.steps.length;
  if (!verdict.isClosed) {
    await runs.movePeriod(period, ['closing'], 'open', step, undefined, after);
    return done;
  }
  const carryIndexKey = await sealCarryLists(ports.outbox, period, sources.unpaid, sources.people, sources.data);
  for (const { run } of plan.runs) await runs.advance(run, ['released'], 'settled');
  const moved = await runs.movePeriod(period, ['closing'], 'closed', step, carryIndexKey, after);
  return moved || stepOf(await runs.period(period), what, step) ? done : overtaken(period);
}

/** Whether the period closes is said once: a case that is opened between two tries does not part them. */
async function decide(
  { work, exceptions, clock }: Ports,
  ref: ClosingRef,
  { plan, unpaid, data }: Sources,
): Promise<ClosingVerdict> {
  const why = whyNotClosed(plan, unpaid, await exceptions.ofPeriod(plan.period), data);
  const verdict = { isClosed: why === null, at: (await clock.now()).toISOString(), why };
  return work.packFirst(closingVerdictKey(ref), closingVerdict, verdict);
}

async function gather(ports: Ports, ref: ClosingRef, ranges: readonly ShardRange[]): Promise<Sources> {
  const { work, outbox, references, runs, rolls } = ports;
  const plan = await work.unpack(closingPlanKey(ref), closingPlan);
  const { period } = plan;
  const counted = await inParallel(4, ranges, (range) => work.unpack(countedShardsKey(range), countedShards));
  const unpaid = counted.flatMap((one) => one.unpaid);
  const months = Array.from({ length: BOOK_MONTHS }, (_, index) => addMonths(period, index - BOOK_MONTHS));
  const earlier = await inParallel(4, months, async (month) => {
    const before = await outbox.jsonIfThere(booksKey(month), books);
    return before === undefined ? [] : [{ books: before, returns: await runs.treasuryReturns(month) }];
  });
  return {
    plan,
    data: (await references.version(plan.referenceVersion)).data,
    manifests: await inParallel(4, plan.runs, ({ run }) => outbox.json(releasedManifestKey(run), manifest)),
    cells: counted.flatMap((one) => one.cells),
    owedFor: counted.flatMap((one) => one.owedFor),
    earlier: earlier.flat(),
    returns: await runs.treasuryReturns(period),
    unpaid,
    people: peopleOfUnits(rolls, period, unpaid),
  };
}

function publishLists({ outbox }: Ports, { plan, manifests, unpaid, people, data }: Sources) {
  return publishUnpaidLists(outbox, plan, manifests, unpaid, people, data);
}

/** Which payments' money lies at each provider: a return to the Treasury is judged by it. */
function sealKept({ outbox }: Ports, { unpaid }: Sources, { period, byProvider }: Books): Promise<Books['kept']> {
  return inParallel(4, byProvider, async ({ provider }) => {
    const own = unpaid.filter(
      (one) => one.provider === provider && (one.state === 'failed' || one.state === 'returned'),
    );
    const payments = own
      .map((one) => ({ reference: one.reference, total: totalOf(one) }))
      .toSorted((one, other) => (one.reference < other.reference ? -1 : 1));
    return { provider, key: await outbox.packSealed(keptPrefix(period, provider), { payments }) };
  });
}

async function publishBook({ outbox }: Ports, { data, manifests }: Sources, made: Books): Promise<void> {
  const { period } = made;
  const office = data.providers.find(({ id }) =>
    manifests.some((one) => one.byProvider.some((line) => line.provider === id)),
  );
  const sheet = await writeBooks(made, {
    office: (office ?? data.providers[0])?.debtor.name ?? '',
    provider: (code) => data.providers.find(({ id }) => id === code)?.name ?? code,
    programme: (code) => data.programmes.find((one) => one.code === code)?.name ?? code,
    unit: (code) => unitIn(data.units, code, period)?.name ?? code,
  });
  await outbox.putJson(booksKey(period), made);
  await outbox.put(booksWorkbookKey(period), sheet, XLSX);
}

function closingMessage({ period, total, balance }: Books, { why }: ClosingVerdict): Message {
  if (why !== null) return { subject: `ansinh: ${period} is not closed`, body: why };
  const { paid, failed, returned, unknown } = total.became;
  const left = balance.reduce((all, { closing }) => all + closing, 0);
  return {
    subject: `ansinh: ${period} is closed`,
    body:
      `Đã khóa sổ kỳ ${formatPeriod(period)}: chuyển lệnh ${total.instructed.people} khoản, ${formatDong(total.instructed.amount)} đồng; ` +
      `đã chi ${paid.people}, không thành công ${failed.people}, hoàn trả ${returned.people}, chưa rõ ${unknown.people}; ` +
      `số dư để lại ${formatDong(left)} đồng. Hãy in và ký sổ: ansinh books ${period}`,
  };
}

function overtaken(period: Period): Published {
  return {
    outcome: 'overtaken',
    period,
    message: {
      subject: `ansinh: ${period} is being closed by another`,
      body: `Có người vừa khóa sổ lại kỳ ${formatPeriod(period)}; lần khóa sổ này thôi. Hãy xem: ansinh status ${period}`,
    },
  };
}

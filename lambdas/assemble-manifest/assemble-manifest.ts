import { createHash } from 'node:crypto';
import { filesDueAt, payDayOf } from '../domain/calendar.ts';
import { mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payouts/payment.ts';
import { type CutOff, cutOff, type Manifest } from '../domain/payouts/payout-run.ts';
import {
  builtFiles,
  builtFilesKey,
  builtRequest,
  cutOffKey,
  type DraftedUnit,
  draftedUnit,
  draftedUnitKey,
  manifestWorkKey,
  transferRequestKey,
} from '../domain/payouts/run-objects.ts';
import { type Day, formatPeriod } from '../domain/period.ts';
import type { Message, Objects, References, Runs } from '../domain/ports.ts';
import type { ProviderId, ReferenceData } from '../domain/reference-data.ts';
import { JSON_TYPE } from '../formats/content-types.ts';
import { formatInstant } from '../formats/papers/office-sheet.ts';
import { type PaidBeforePorts, paidBefore } from './paid-before.ts';
import { runTotals } from './run-totals.ts';
import { merged, sum } from './sums.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'put'> & PaidBeforePorts['work'];
  readonly outbox: PaidBeforePorts['outbox'];
  readonly references: Pick<References, 'version'>;
  readonly runs: Pick<Runs, 'get'> & PaidBeforePorts['runs'];
}

/**
 * Gathers what two people are to approve, once every total of the run holds (`run-totals.ts`). Throws
 * `ControlTotalBroken` otherwise. A repeat gives the same bytes.
 * @returns the SHA-256 of the manifest, which an approval is bound to.
 */
export async function assembleManifest(ports: Ports, run: RunId): Promise<{ hash: string; message: Message }> {
  const { work, references, runs } = ports;
  const frozen = await work.unpack(cutOffKey(run), cutOff);
  const { data } = await references.version(frozen.referenceVersion);
  const recorded = await runs.get(run);
  const units = await inParallel(8, frozen.rolls, ({ unit }) => work.unpack(draftedUnitKey(run, unit), draftedUnit));
  const made = await inParallel(4, data.providers, async ({ id }) => ({
    ...(await work.unpack(builtFilesKey(run, id), builtFiles)),
    ...(await work.unpack(transferRequestKey(run, id), builtRequest)),
  }));
  const files = made.flatMap((one) => one.files);
  const requests = made.flatMap(({ request }) => request ?? []);

  const manifest: Manifest = {
    schemaVersion: 1,
    run: recorded.run,
    period: recorded.period,
    cutOffAt: frozen.cutOffAt,
    payOn: frozen.payOn,
    referenceVersion: frozen.referenceVersion,
    startedBy: recorded.startedBy,
    files,
    ...sumsOf(units, payDaysOf(frozen, data)),
    approveBy: approveBy(frozen, data, units),
    transferRequests: requests,
    before: await paidBefore(ports, recorded),
    controlTotals: mustHold(runTotals({ units, files, requests })),
  };
  const bytes = `${JSON.stringify(manifest, null, 2)}\n`;
  await work.put(manifestWorkKey(run), bytes, JSON_TYPE);
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    message: {
      subject: `ansinh: run ${run} waits for approval`,
      body:
        `Đợt chi trả ${run}, kỳ ${formatPeriod(frozen.period)}, chờ hai người phê duyệt` +
        `${manifest.approveBy === null ? '' : ` trước ${formatInstant(manifest.approveBy)}`}: chi trả ` +
        `${manifest.instructed.people} khoản, ${formatDong(manifest.instructed.amount)} đồng; chưa chi trả ` +
        `${manifest.payable.people - manifest.instructed.people} khoản. Xem: ansinh status ${frozen.period}`,
    },
  };
}

type PayDays = ReadonlyMap<ProviderId, Day>;

function payDaysOf({ period, cutOffAt }: CutOff, data: ReferenceData): PayDays {
  const at = new Date(cutOffAt);
  return new Map(data.providers.map((provider) => [provider.id, payDayOf(provider, data, period, at)]));
}

/** The earliest instant at which a provider that pays in this run must have its files. */
function approveBy(frozen: CutOff, data: ReferenceData, units: readonly DraftedUnit[]): string | null {
  const days = payDaysOf(frozen, data);
  const paying = new Set(units.flatMap(({ byProvider }) => byProvider.map(({ provider }) => provider)));
  const due = data.providers.flatMap((provider) => {
    const payOn = days.get(provider.id);
    return payOn !== undefined && paying.has(provider.id) ? (filesDueAt(provider, payOn)?.toISOString() ?? []) : [];
  });
  return due.sort()[0] ?? null;
}

function sumsOf(
  units: readonly DraftedUnit[],
  payDays: PayDays,
): Pick<Manifest, 'payable' | 'instructed' | 'deferred' | 'byUnit' | 'byProvider' | 'byProgramme'> {
  return {
    payable: sum(units.map((unit) => unit.payable)),
    instructed: sum(units.map((unit) => unit.instructed)),
    deferred: merged(
      units.flatMap(({ deferred }) => deferred),
      ({ reason }) => reason,
    ).map(([reason, total]) => ({ reason, ...total })),
    byUnit: units.map((unit) => ({
      unit: unit.unit,
      payable: unit.payable,
      instructed: unit.instructed,
      deferred: sum(unit.deferred),
      lines: unit.byProvider.map(({ provider, linesKey }) => ({ provider, key: linesKey })),
      deferralsKey: unit.deferralsKey,
    })),
    byProvider: merged(
      units.flatMap(({ byProvider }) => byProvider),
      ({ provider }) => provider,
    ).map(([provider, total]) => ({ provider, ...total, payOn: payDays.get(provider) ?? null })),
    byProgramme: merged(
      units.flatMap(({ byProgramme }) => byProgramme),
      ({ programme }) => programme,
    ).map(([programme, total]) => ({ programme, ...total })),
  };
}

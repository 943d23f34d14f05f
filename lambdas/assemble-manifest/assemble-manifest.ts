import { createHash } from 'node:crypto';
import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payment.ts';
import { cutOff, type Manifest, type ManifestFile, type PayoutRun } from '../domain/payout-run.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects, References, Runs } from '../domain/ports.ts';
import {
  builtFiles,
  builtFilesKey,
  cutOffKey,
  type DraftedUnit,
  draftedUnit,
  draftedUnitKey,
  manifestWorkKey,
} from '../domain/run-objects.ts';
import { tally } from '../domain/tally.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'put'>;
  readonly references: Pick<References, 'version'>;
  readonly runs: Pick<Runs, 'get'>;
}

/**
 * Gathers what two people are to approve, once every total of the run holds: payable = instructed + deferred for each
 * unit, and the files' lines = what was drafted for each provider. Throws `ControlTotalBroken` otherwise.
 * @returns the SHA-256 of the manifest, which an approval is bound to.
 */
export async function assembleManifest(
  { work, references, runs }: Ports,
  run: RunId,
): Promise<{ hash: string; message: Message }> {
  const frozen = await work.unpack(cutOffKey(run), cutOff);
  const { data } = await references.version(frozen.referenceVersion);
  const recorded = await runs.get(run);
  const units = await inParallel(8, frozen.rolls, ({ unit }) => work.unpack(draftedUnitKey(run, unit), draftedUnit));
  const files = (
    await inParallel(4, data.providers, ({ id }) => work.unpack(builtFilesKey(run, id), builtFiles))
  ).flatMap((built) => built.files);

  const manifest = manifestOf(recorded, frozen, units, files);
  const bytes = `${JSON.stringify(manifest, null, 2)}\n`;
  await work.put(manifestWorkKey(run), bytes, 'application/json; charset=utf-8');
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    message: {
      subject: `ansinh: run ${run} waits for approval`,
      body:
        `Đợt chi trả ${run}, kỳ ${formatPeriod(frozen.period)}, chờ hai người phê duyệt: chi trả ` +
        `${manifest.instructed.people} khoản, ${formatDong(manifest.instructed.amount)} đồng; chưa chi trả ` +
        `${manifest.payable.people - manifest.instructed.people} khoản. Xem: ansinh status ${frozen.period}`,
    },
  };
}

function manifestOf(
  recorded: PayoutRun,
  frozen: { cutOffAt: string; payOn: Manifest['payOn']; referenceVersion: string },
  units: readonly DraftedUnit[],
  files: readonly ManifestFile[],
): Manifest {
  const deferredOf = (unit: DraftedUnit) => sum(unit.deferred);
  const byProvider = merged(
    units.flatMap(({ byProvider: one }) => one),
    ({ provider }) => provider,
  ).map(([provider, total]) => ({ provider, ...total }));
  const payable = sum(units.map((unit) => unit.payable));
  const instructed = sum(units.map((unit) => unit.instructed));
  const controlTotals = mustHold([
    ...units.flatMap((unit) => {
      const made = sum([unit.instructed, deferredOf(unit)]);
      return [
        controlTotalOf(`${unit.unit}: số khoản phải trả = chi trả + hoãn`, unit.payable.people, made.people),
        controlTotalOf(`${unit.unit}: số tiền phải trả = chi trả + hoãn`, unit.payable.amount, made.amount),
      ];
    }),
    ...byProvider.flatMap(({ provider, people, amount }) => {
      const own = files.filter((file) => file.provider === provider);
      return [
        controlTotalOf(
          `${provider}: số khoản lập = số dòng trong tệp`,
          people,
          own.reduce((all, { count }) => all + count, 0),
        ),
        controlTotalOf(
          `${provider}: số tiền lập = tổng tiền trong tệp`,
          amount,
          own.reduce((all, file) => all + file.controlSum, 0),
        ),
      ];
    }),
    controlTotalOf(
      'Đợt chi trả: số tiền các tệp = số tiền chi trả',
      files.reduce((all, file) => all + file.controlSum, 0),
      instructed.amount,
    ),
  ]);
  return {
    schemaVersion: 1,
    run: recorded.run,
    period: recorded.period,
    cutOffAt: frozen.cutOffAt,
    payOn: frozen.payOn,
    referenceVersion: frozen.referenceVersion,
    startedBy: recorded.startedBy,
    files: [...files],
    payable,
    instructed,
    deferred: merged(
      units.flatMap(({ deferred }) => deferred),
      ({ reason }) => reason,
    ).map(([reason, total]) => ({ reason, ...total })),
    byUnit: units.map((unit) => ({
      unit: unit.unit,
      payable: unit.payable,
      instructed: unit.instructed,
      deferred: deferredOf(unit),
      lines: unit.byProvider.map(({ provider, linesKey }) => ({ provider, key: linesKey })),
      deferralsKey: unit.deferralsKey,
    })),
    byProvider,
    byProgramme: merged(
      units.flatMap(({ byProgramme }) => byProgramme),
      ({ programme }) => programme,
    ).map(([programme, total]) => ({ programme, ...total })),
    transferRequests: [],
    before: null,
    controlTotals,
  };
}

interface Sum {
  readonly people: number;
  readonly amount: number;
}

function sum(parts: readonly Sum[]): Sum {
  return parts.reduce((all, part) => ({ people: all.people + part.people, amount: all.amount + part.amount }), {
    people: 0,
    amount: 0,
  });
}

function merged<Part extends Sum, Key extends string>(
  parts: readonly Part[],
  keyOf: (part: Part) => Key,
): [Key, Sum][] {
  return tally(
    parts,
    keyOf,
    ({ amount }) => amount,
    ({ people }) => people,
  );
}

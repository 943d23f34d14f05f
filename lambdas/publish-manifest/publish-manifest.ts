import { isLate, listDeadline } from '../domain/calendar.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Objects, References } from '../domain/ports.ts';
import { type LevelMessage, levelMessages } from '../domain/reports/level-messages.ts';
import { comeOut, type PublicationManifest, periodManifest } from '../domain/reports/publication-manifest.ts';
import {
  figuresKey,
  type PublicationRef,
  periodManifestKey,
  planKey,
  publicationManifestKey,
  renderedFiles,
  renderedKey,
  reportPlan,
  rolledUpFigures,
  type SliceRef,
} from '../domain/reports/report-objects.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly outbox: Pick<Objects, 'putJson' | 'seenJson' | 'replaceJson'>;
  readonly references: Pick<References, 'version'>;
}

/** Somebody else came out at the same moment again and again. Tried anew, this one will. */
class PublicationContested extends Error {
  override readonly name = 'PublicationContested';
}

/**
 * The last word of a publication: every file with its hash, the versions of the data used, the control totals. It comes
 * out by one conditional write of the period's manifest, which numbers it; only then does its own manifest stand. Others
 * that come out at the same time are seen there, and a second try finds its own number.
 */
export async function publishManifest(
  { work, outbox, references }: Ports,
  ref: PublicationRef,
  batches: readonly SliceRef[],
): Promise<{ files: number; version: number; messages: LevelMessage[] }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const { units, unplaced, controlTotals } = await work.unpack(figuresKey(ref), rolledUpFigures);
  const rendered = await inParallel(8, batches, (batch) => work.unpack(renderedKey(batch), renderedFiles));
  const files = rendered.flatMap((batch) => batch.files).sort((a, b) => (a.key < b.key ? -1 : 1));
  const own = await publish(outbox, {
    schemaVersion: 1,
    report: 'manifest',
    ...ref,
    occasion: plan.occasion,
    asOf: plan.asOf,
    publishedAt: plan.publishedAt,
    referenceVersion: plan.referenceVersion,
    rolls: plan.rolls.map(({ unit, revision }) => ({ unit, revision })),
    runs: plan.runs,
    files,
    unplaced,
    withoutList: plan.withoutList,
    controlTotals: controlTotals.map(({ unit: _, ...total }) => total),
  });
  return {
    files: files.length,
    version: own.version,
    messages: levelMessages({
      units: data.units,
      period: ref.period,
      late: isLate(data, ref.period, new Date(plan.publishedAt)) ? plan.withoutList : [],
      deadline: listDeadline(data, ref.period),
      published: { ...own, units: units.map(({ unit }) => unit), files: files.length },
    }),
  };
}

const TRIES = 10;

async function publish(
  outbox: Ports['outbox'],
  made: Omit<PublicationManifest, 'version' | 'supersedes'>,
): Promise<PublicationManifest> {
  const key = periodManifestKey(made.period);
  for (let tries = 0; tries < TRIES; tries++) {
    const seen = await outbox.seenJson(key, periodManifest);
    const { whole, own } = comeOut(seen?.content, made);
    if (whole === seen?.content || (await outbox.replaceJson(key, whole, seen))) {
      await outbox.putJson(publicationManifestKey(made), own);
      return own;
    }
  }
  throw new PublicationContested(`Another publication of ${made.period} came out at the same moment ${TRIES} times`);
}

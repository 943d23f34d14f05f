import { createHash } from 'node:crypto';
import type { Objects, References } from '../domain/ports.ts';
import { progressReport } from '../domain/reports/progress.ts';
import type { Report, ReportFile, ReportInput } from '../domain/reports/report-input.ts';
import {
  figuresKey,
  monthChecks,
  monthChecksKey,
  type PublicationRef,
  type PublishedFile,
  planKey,
  renderedKey,
  reportKey,
  reportPlan,
  rolledUpFigures,
  type SliceRef,
  schemaKey,
} from '../domain/reports/report-objects.ts';
import type { UnitCode } from '../domain/unit.ts';
import { ReportInputs } from './report-inputs.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly outbox: Pick<Objects, 'put' | 'jsonIfThere'>;
  readonly references: Pick<References, 'version'>;
}

/**
 * Makes every report of some units and puts them into the publication's own folder of the outbox, with the schemas of
 * those for programs. All that goes into them was pinned before, so a second try puts the same bytes.
 */
export async function renderReports(
  { work, outbox, references }: Ports,
  ref: SliceRef,
  reports: readonly Report[],
  schemas: readonly ReportFile[],
): Promise<{ units: number; files: number }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const figures = await work.unpack(figuresKey(ref), rolledUpFigures);
  const checks = await work.unpack(monthChecksKey(ref), monthChecks);
  const inputs = new ReportInputs({ period: ref.period, plan, data, figures, checks });
  const files: PublishedFile[] = [];
  const publish = async (key: string, { contentType, body }: Pick<ReportFile, 'contentType' | 'body'>) => {
    await outbox.put(key, body, contentType);
    files.push({ key, sha256: createHash('sha256').update(body).digest('hex'), size: body.byteLength });
  };
  const slice = figures.units.slice(ref.from, ref.to);
  for (const { unit } of slice) {
    const input = inputs.of(unit, {
      lastMonth: await progressOf(outbox, plan.before.lastMonth, unit),
      lastOfOccasion: await progressOf(outbox, plan.before.lastOfOccasion, unit),
    });
    if (input === undefined) continue;
    for (const report of reports) {
      for (const made of await report(input)) await publish(reportKey(ref, unit, made.file), made);
    }
  }
  // They are of the whole publication: the first slice brings them.
  if (ref.from === 0) for (const made of schemas) await publish(schemaKey(ref, made.file), made);
  await work.pack(renderedKey(ref), { files });
  return { units: slice.length, files: files.length };
}

/** A unit's progress as an earlier publication said it, if it had the unit. */
async function progressOf(
  outbox: Pick<Objects, 'jsonIfThere'>,
  publication: PublicationRef | null,
  unit: UnitCode,
): Promise<ReportInput['before']['lastMonth']> {
  if (publication === null) return undefined;
  return outbox.jsonIfThere(reportKey(publication, unit, 'progress.json'), progressReport);
}

import { inParallel } from '../domain/in-parallel.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects } from '../domain/ports.ts';
import {
  figuresKey,
  type PublicationRef,
  planKey,
  renderedFiles,
  renderedKey,
  reportManifestKey,
  reportPlan,
  rolledUpFigures,
  type SliceRef,
} from '../domain/reports/report-objects.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly outbox: Pick<Objects, 'putJson'>;
}

/** Publishes the list of what was published: every file with its hash, the versions used, the control totals. */
export async function publishManifest(
  { work, outbox }: Ports,
  ref: PublicationRef,
  batches: readonly SliceRef[],
): Promise<{ files: number; message: Message }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { units, unplaced, controlTotals } = await work.unpack(figuresKey(ref), rolledUpFigures);
  const rendered = await inParallel(8, batches, (batch) => work.unpack(renderedKey(batch), renderedFiles));
  const files = rendered.flatMap((batch) => batch.files).sort((a, b) => (a.key < b.key ? -1 : 1));
  await outbox.putJson(reportManifestKey(ref.period), {
    schemaVersion: 1,
    period: ref.period,
    publication: ref.publication,
    publishedAt: plan.publishedAt,
    referenceVersion: plan.referenceVersion,
    rolls: plan.rolls.map(({ unit, revision }) => ({ unit, revision })),
    files,
    unplaced,
    controlTotals,
  });
  return {
    files: files.length,
    message: {
      subject: `ansinh: reports published for ${ref.period}`,
      body:
        `Đã phát hành báo cáo kỳ ${formatPeriod(ref.period)}: ${files.length} tệp cho ${units.length} đơn vị. ` +
        (unplaced.length > 0 ? `Chưa có đơn vị cấp trên trong danh mục: ${unplaced.join(', ')}. ` : '') +
        `Danh mục: ${reportManifestKey(ref.period)}`,
    },
  };
}

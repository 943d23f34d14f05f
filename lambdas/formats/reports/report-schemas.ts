import { z } from 'zod';
import { controlSheet } from '../../domain/reports/control-sheet.ts';
import { officialForm } from '../../domain/reports/official-forms.ts';
import { progressReport } from '../../domain/reports/progress.ts';
import { periodManifest, publicationManifest } from '../../domain/reports/publication-manifest.ts';

/** A JSON Schema as it is published: its file's name and what stands in it. */
export interface ReportSchema {
  readonly file: string;
  readonly text: string;
}

const PUBLISHED = [
  { name: 'official-form', title: 'Biểu 1 và biểu 2 (form-1.json, form-2.json)', model: officialForm },
  { name: 'progress', title: 'Tiến độ so với mục tiêu (progress.json)', model: progressReport },
  { name: 'control', title: 'Đối chiếu, thời hạn, chất lượng dữ liệu (control.json)', model: controlSheet },
  { name: 'publication-manifest', title: 'Một lần phát hành (manifest.json)', model: publicationManifest },
  { name: 'period-manifest', title: 'Lần phát hành mới nhất của kỳ và các lần trước', model: periodManifest },
] as const;

/**
 * JSON Schemas (draft 2020-12) of all that is published as JSON, made from the models that write it. What a field means
 * stands in `docs/report-definitions.md`.
 */
export function reportSchemas(): ReportSchema[] {
  return PUBLISHED.map(({ name, title, model }) => {
    const schema = { title, ...z.toJSONSchema(model) };
    return { file: `${name}.schema.json`, text: `${JSON.stringify(schema, null, 2)}\n` };
  });
}

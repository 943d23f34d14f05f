import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SCHEMAS } from '../../../bin/documents/schemas.ts';
import { controlSheet } from '../../../lambdas/domain/reports/control-sheet.ts';
import { form1, form2, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { progressReport } from '../../../lambdas/domain/reports/progress.ts';
import { CONTROL } from '../../../lambdas/formats/reports/control-report.ts';
import { modelJson } from '../../../lambdas/formats/reports/model-json.ts';
import { PROGRESS } from '../../../lambdas/formats/reports/progress-report.ts';
import { reportSchemas } from '../../../lambdas/formats/reports/report-schemas.ts';
import { CU_KHE, reportedUnit, reportInput, unitFigures } from './progress-sample.ts';

const figures = unitFigures(CU_KHE, { people: 3, paid: 1, dong: 500 }, { villages: [[null, { people: 3 }]] });
const input = reportInput({ code: CU_KHE, figures });

async function published(report: typeof PROGRESS, file: string): Promise<unknown> {
  const found = (await report(input)).find((one) => one.file === file);
  return JSON.parse(new TextDecoder().decode(found?.body));
}

/** As much of a schema as these tests ask of it. */
const schema = z.looseObject({
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).default({}),
  additionalProperties: z.boolean().optional(),
});

function schemaOf(name: string) {
  const found = reportSchemas().find(({ file }) => file === `${name}.schema.json`);
  return schema.parse(JSON.parse(found?.text ?? ''));
}

describe('the schemas', () => {
  test('in docs/schemas are those of the models: run "npm run schemas" when this fails', () => {
    const made = reportSchemas();
    expect(readdirSync(SCHEMAS).sort()).toEqual(made.map(({ file }) => file).sort());
    for (const { file, text } of made) expect(readFileSync(join(SCHEMAS, file), 'utf8')).toBe(text);
  });

  test('require what a report always says, and allow nothing else', () => {
    const progress = schemaOf('progress');
    expect(progress.required).toEqual(Object.keys(progressReport.shape));
    expect(progress.additionalProperties).toBe(false);
    expect(schemaOf('control').required).toEqual(Object.keys(controlSheet.shape));
  });

  test('let a share and a target be null, and a count never', () => {
    const targets = z.object({ items: schema }).parse(schemaOf('progress').properties.targets).items;
    const nullable = z.object({
      anyOf: z.tuple([z.object({ type: z.literal('number') }), z.object({ type: z.literal('null') })]),
    });
    expect(nullable.safeParse(targets.properties.target).success).toBe(true);
    const total = schema.parse(targets.properties.total);
    expect(nullable.safeParse(total.properties.share).success).toBe(true);
    expect(total.properties.people).toMatchObject({ type: 'integer', minimum: 0 });
  });

  test('require đồng only where a form prints thousands', () => {
    const rows = z.object({ items: schema }).parse(schemaOf('official-form').properties.rows).items;
    expect(rows.required).not.toContain('dong');
    expect(rows.properties).toHaveProperty('dong');
  });
});

describe('what is published', () => {
  test('is the model, to be read back', async () => {
    expect(progressReport.parse(await published(PROGRESS, 'progress.json')).targets[0]?.total.people).toBe(3);
    expect(controlSheet.parse(await published(CONTROL, 'control.json')).unit).toBe(CU_KHE);
    for (const form of [form1, form2]) {
      const json = JSON.parse(new TextDecoder().decode(modelJson(form(figures, reportedUnit(CU_KHE, figures).unit))));
      expect(officialForm.parse(json).unit).toBe(CU_KHE);
    }
  });

  test('has no field that the schema does not know', async () => {
    expect(Object.keys(z.looseObject({}).parse(await published(PROGRESS, 'progress.json')))).toEqual(
      Object.keys(schemaOf('progress').properties),
    );
    expect(Object.keys(z.looseObject({}).parse(await published(CONTROL, 'control.json')))).toEqual(
      Object.keys(schemaOf('control').properties),
    );
  });

  test('counts that cannot be are refused before a file is written', async () => {
    const broken = reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: -3 }) });
    await expect(PROGRESS(broken)).rejects.toThrow(z.ZodError);
  });
});

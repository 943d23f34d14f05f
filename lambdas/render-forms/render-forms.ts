import { createHash } from 'node:crypto';
import type { Objects, References } from '../domain/ports.ts';
import { form1, form2 } from '../domain/reports/official-forms.ts';
import {
  figuresKey,
  planKey,
  type RenderedFile,
  renderedKey,
  reportKey,
  reportPlan,
  rolledUpFigures,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import { unitIn } from '../domain/unit.ts';
import { XLSX } from '../formats/content-types.ts';
import { writeForm1 } from '../formats/reports/form-1-xlsx.ts';
import { writeForm2 } from '../formats/reports/form-2-xlsx.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly outbox: Pick<Objects, 'put'>;
  readonly references: Pick<References, 'version'>;
}

/** Prints Forms 1 and 2 of some units, as workbooks and as JSON of the same figures, into the outbox. */
export async function renderForms({ work, outbox, references }: Ports, ref: SliceRef): Promise<{ files: number }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const { units } = await work.unpack(figuresKey(ref), rolledUpFigures);
  const files: RenderedFile[] = [];
  for (const figures of units.slice(ref.from, ref.to)) {
    const unit = unitIn(data.units, figures.unit, ref.period);
    if (!unit) throw new Error('A unit was counted that is not in the units file');
    const publish = async (name: string, body: Uint8Array, contentType: string) => {
      const key = reportKey(ref.period, unit.code, name);
      await outbox.put(key, body, contentType);
      files.push({ key, sha256: createHash('sha256').update(body).digest('hex') });
    };
    const forms = [
      { name: 'form-1', form: form1(figures, unit), write: writeForm1 },
      { name: 'form-2', form: form2(figures, unit), write: writeForm2 },
    ];
    for (const { name, form, write } of forms) {
      await publish(`${name}.xlsx`, await write(form), XLSX);
      const json = new TextEncoder().encode(`${JSON.stringify(form, null, 2)}\n`);
      await publish(`${name}.json`, json, 'application/json; charset=utf-8');
    }
  }
  await work.pack(renderedKey(ref), { files });
  return { files: files.length };
}

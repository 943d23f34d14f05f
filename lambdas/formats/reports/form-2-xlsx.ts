import { FORM_2 } from '../../domain/reports/form-texts.ts';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import { writeForm } from './form-sheet.ts';

/** Form 2 as a workbook for A4 landscape, from the model that `form2` fills in. */
export function writeForm2(form: OfficialForm): Promise<Uint8Array> {
  return writeForm(form, {
    sheetName: 'Biểu 2',
    texts: FORM_2,
    widths: [6, 60, 18, 18, 17, 20, 18, 13],
    titleSize: 12,
    heading: { leftTo: 2, rightFrom: 4 },
    attachmentFirst: true,
  });
}

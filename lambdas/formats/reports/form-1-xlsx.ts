import { FORM_1 } from '../../domain/reports/form-texts.ts';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import { writeForm } from './form-sheet.ts';

/** Form 1 as a workbook for A4 landscape, from the model that `form1` fills in. */
export function writeForm1(form: OfficialForm): Promise<Uint8Array> {
  return writeForm(form, {
    sheetName: 'Biểu 1',
    texts: FORM_1,
    widths: [6, 42, 12, 12, 15, 12, 15, 12, 15, 12],
    titleSize: 14,
    heading: { leftTo: 3, rightFrom: 5 },
    attachmentFirst: false,
  });
}

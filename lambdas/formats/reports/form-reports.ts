import { form1, form2, type OfficialForm } from '../../domain/reports/official-forms.ts';
import { defineReport, type Report, type ReportInput } from '../../domain/reports/report-input.ts';
import { JSON_TYPE, PDF, XLSX } from '../content-types.ts';
import { writeFormPdf } from './form-pdf.ts';
import { writeFormXlsx } from './form-xlsx.ts';
import { modelJson } from './model-json.ts';

/** Form 1 of the plan, "Tổng hợp báo cáo chi trả không dùng tiền mặt". */
export const FORM_1_REPORT: Report = formReport('form-1', ({ own }) => form1(own.figures, own.unit));

/** Form 2 of the plan, by category of people with merit and by decision. */
export const FORM_2_REPORT: Report = formReport('form-2', ({ own }) => form2(own.figures, own.unit));

/** A form in its three shapes, from one model: to send on, to print, and to read by machine. */
function formReport(name: OfficialForm['form'], make: (input: ReportInput) => OfficialForm): Report {
  return defineReport(make, [
    { file: `${name}.xlsx`, contentType: XLSX, write: writeFormXlsx },
    { file: `${name}.pdf`, contentType: PDF, write: writeFormPdf },
    { file: `${name}.json`, contentType: JSON_TYPE, write: modelJson },
  ]);
}

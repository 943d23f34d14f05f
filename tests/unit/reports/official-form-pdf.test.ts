import { describe, expect, it } from 'vitest';
import { formatDong } from '../../../lambdas/domain/money.ts';
import { form1, form2, type OfficialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { writeFormPdf } from '../../../lambdas/formats/reports/form-pdf.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { CU_KHE, figuresOf } from './counted.ts';
import { PLAN_FORM_1, PLAN_FORM_2, type PlanForm } from './plan-forms.ts';

/** The sample's district: 2,645 people with merit and 10,818 with social assistance. */
const counted = figuresOf({
  BTXH: [10_818, 41, 10_711, 30, 7_402, 20, 7_398, 395, 20_123_456_500, 4_207_361_499],
  NCC: [2_645, 11, 2_611, 10, 2_000, 10, 1_980, 1_970, 31_034_567_500, 5_257_361_500],
  'ncc-5': [1_206, 1, 1_199, 1, 1_190, 1, 1_089, 1_088, 1, 1],
  unclassified: [3, 0, 3, 0, 3, 0, 3, 3, 1, 1],
  'decision-62': [7, 2, 6, 2, 5, 1, 4, 3, 1, 1],
});
const THANH_OAI = { ...CU_KHE, name: 'Huyện Thanh Oai', level: 'district' } as const;
const LONG = { ...CU_KHE, name: `Xã ${'Cự Khê '.repeat(1500).slice(0, 9_997)}` };

/** Words of a paper without the blanks between them: a viewer copies none where a line or a cell ends. */
const closed = (text: string) => text.replace(/\s/g, '');

function pagesOf(pdf: Uint8Array): number {
  return Buffer.from(pdf).toString('latin1').split('/Type /Page\n').length - 1;
}

/** Row by row what the table must say: the plan's words, and the figures of the form. */
function rowsToRead(form: OfficialForm, columns: readonly string[]): string[] {
  return form.rows.map(({ number, label, measure, cells }) => {
    const figures = columns.map((column) => cells[column]).filter((figure) => figure !== undefined);
    return closed([number, label, measure, ...figures.map(formatDong)].join(''));
  });
}

function expectPlan(text: string, { head, table }: PlanForm): void {
  for (const line of head) expect(text).toContain(closed(line.replace(/Tháng(\.*| )năm.*/, 'Tháng 6 năm 2023')));
  for (const cell of table.flat()) expect(text).toContain(closed(cell));
}

describe('The forms as PDF', () => {
  it('are the same bytes for the same form, whatever was printed before', async () => {
    // The first of this process, in which no font was read yet.
    const fresh = await writeFormPdf(form1(counted, THANH_OAI));
    const foreign = await writeFormPdf(form2(counted, { ...CU_KHE, name: 'Xã Ǝ ǂ Žluťoučký Ωμέγα Ậễ' }));
    const again = await writeFormPdf(form1(counted, THANH_OAI));

    expect(Buffer.from(again).equals(fresh)).toBe(true);
    // Letters that few papers have are embedded where they stand.
    expect(closed(textOfPdf(foreign))).toContain(closed('UBND XÃ Ǝ ǂ ŽLUŤOUČKÝ ΩΜΈΓΑ ẬỄ'));
  });

  it('have every word of the plan and every figure of Form 1, row by row', async () => {
    const form = form1(counted, THANH_OAI);
    const text = closed(textOfPdf(await writeFormPdf(form)));

    expectPlan(text, PLAN_FORM_1);
    expect(text).toContain(rowsToRead(form, ['4', '5', '6', '7', '8', '9', '10']).join(''));
    expect(text).toContain(closed('UBND HUYỆN THANH OAI'));
    expect(text).toContain(closed('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc'));
    expect(text).toContain(closed('do làm tròn số'));
    expect(text).toContain(closed('NGƯỜI LẬP BIỂU'));
    expect(text).toContain(closed('THỦ TRƯỞNG ĐƠN VỊ'));
  });

  it('have every word of the plan and every figure of Form 2, row by row', async () => {
    const form = form2(counted, THANH_OAI);
    const text = closed(textOfPdf(await writeFormPdf(form)));

    expectPlan(text, PLAN_FORM_2);
    const columns = [
      'total.cumulative',
      'total.inPeriod',
      'reviewed',
      'withAccount',
      'paid.cumulative',
      'paid.inPeriod',
    ];
    expect(text).toContain(rowsToRead(form, columns).join(''));
  });

  it.each([
    ['Form 1', form1(counted, THANH_OAI)],
    ['Form 2 with every line', form2(counted, THANH_OAI)],
    ['Form 1 of a unit with a name of 10,000 letters', form1(counted, LONG)],
    ['Form 2 of a unit with a name of 10,000 letters', form2(counted, LONG)],
  ])('take one page of A4, landscape: %s', async (_, form) => {
    const pdf = await writeFormPdf(form);

    expect(pagesOf(pdf)).toBe(1);
    expect(Buffer.from(pdf).toString('latin1')).toContain('/MediaBox [0 0 841.89 595.28]');
  });
});

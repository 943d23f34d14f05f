import { readFileSync } from 'node:fs';

/** The annex of the plan as its scan reads; the file says where it comes from. */
const SCANNED = readFileSync(new URL('../../fixtures/plans/thanh-oai-2023-10-23-forms.txt', import.meta.url), 'utf8');

/** The scan's slips, all of them: what it reads, what the form means, how often. Nothing else may differ from the scan. */
export const SLIPS = [
  { scanned: 'Ký hiệu cáo: ', meant: 'Kỳ báo cáo: ', times: 1, why: 'Form 1 has the words right' },
  { scanned: '\nST\t', meant: '\nSTT\t', times: 1, why: 'số thứ tự' },
  { scanned: 'thực hiện và soát', meant: 'thực hiện rà soát', times: 2, why: 'Form 1 has the words right' },
  { scanned: 'bị địch bắt tù, dày', meant: 'bị địch bắt tù, đày', times: 1, why: 'the term of the Ordinance on merit' },
  { scanned: '\n1\tĐối tượng NCC và', meant: '\nI\tĐối tượng NCC và', times: 1, why: 'the part after it is II' },
] as const;

export function timesIn(text: string): number {
  return SCANNED.split(text).length - 1;
}

const MENDED = SLIPS.reduce((text, { scanned, meant }) => text.replaceAll(scanned, meant), SCANNED);

/** A form as the plan has it: the lines of its head, and the cells of its table, a row an array. */
export interface PlanForm {
  readonly head: readonly string[];
  readonly table: readonly (readonly string[])[];
}

const [, first = '', second = ''] = MENDED.split(/^UBND XÃ, THỊ TRẤN.*$/m);
export const PLAN_FORM_1: PlanForm = formIn(first);
export const PLAN_FORM_2: PlanForm = formIn(second);

function formIn(text: string): PlanForm {
  const lines = text.split('\n');
  return {
    // Two asterisks are the scan's mark for bold.
    head: lines.filter((line) => line !== '' && !line.includes('\t')).map((line) => line.replaceAll('**', '')),
    table: lines.filter((line) => line.includes('\t')).map((line) => line.split('\t')),
  };
}

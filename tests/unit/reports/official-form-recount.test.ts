import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { form1, form2 } from '../../../lambdas/domain/reports/official-forms.ts';
import { recountForms } from '../../independent-count/forms.ts';
import { CU_KHE, figuresOf } from './counted.ts';

/*
 * The script that counts the demo's forms once more (tests/independent-count/forms.py), on a month of six rows: it
 * agrees with forms that are right, and names each cell that is not.
 */

const row = (personalId: string | null, programme: string, more: object = {}) => ({
  outcome: 'accepted',
  notes: [],
  values: { personalId, programme, category: null, accountNumber: null, ...more },
});

/** Lists, payments and forms as a demo lays them. Of six rows, one repeats and one is of somebody dead before June. */
async function smallMonth(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-forms-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const receipt = {
    submission: { receivedAt: '2023-06-02T03:00:00.000Z', version: 1, standing: 'current' },
    totals: {},
    rows: [
      row('001045000123', 'BTXH', { accountNumber: '0123456789' }),
      row('001145000124', 'BTXH'),
      row(null, 'HTXH'),
      row('001045000123', 'NCC', { category: 'ncc-5', accountNumber: '0123456789' }),
      { ...row('001145000124', 'BTXH'), outcome: 'rejected' },
      { ...row('001045000129', 'NCC'), outcome: 'held', notes: [{ code: 'deceased' }] },
    ],
  };
  const figures = figuresOf({
    BTXH: [3, 3, 2, 2, 1, 1, 1, 1, 360_500, 360_500],
    NCC: [1, 1, 1, 1, 1, 1, 1, 1, 1_624_000, 1_624_000],
    'ncc-5': [1, 1, 1, 1, 1, 1, 1, 1, 1_624_000, 1_624_000],
  });
  await lay(folder, `receipts/${CU_KHE.code}/list-receipt.json`, JSON.stringify(receipt));
  await lay(folder, `reports/${CU_KHE.code}/form-1.json`, JSON.stringify(form1(figures, CU_KHE)));
  await lay(folder, `reports/${CU_KHE.code}/form-2.json`, JSON.stringify(form2(figures, CU_KHE)));
  const payments = [
    'reference,unit,person,programme,amount,channel,provider,state,reason',
    'A,10120,001045000123,BTXH,360500,account,agribank,paid,',
    'B,10120,001045000123,NCC,1624000,wallet,momo,paid,',
    'C,10120,001145000124,BTXH,360000,cash,vnpost,paid,',
  ];
  await lay(folder, 'payments.csv', `${payments.join('\n')}\n`);
  return folder;
}

async function lay(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
}

describe('The second count of the forms', () => {
  it('comes to every cell of forms that are right', async () => {
    expect(await recountForms(await smallMonth())).toEqual({ units: 1, compared: 152, differences: [] });
  });

  it('names the cell that is not, in either form', async () => {
    const folder = await smallMonth();
    for (const [name, right, wrong] of [
      ['form-1', '"4":1985', '"4":1984'],
      ['form-2', '"withAccount":1', '"withAccount":2'],
    ] as const) {
      const path = join(folder, `reports/${CU_KHE.code}/${name}.json`);
      await writeFile(path, (await readFile(path, 'utf8')).replace(right, wrong));
    }

    expect((await recountForms(folder)).differences).toEqual([
      '10120 form-1 III.2 column 4: 1984, counted 1985',
      '10120 form-2 I column withAccount: 2, counted 1',
    ]);
  });
});

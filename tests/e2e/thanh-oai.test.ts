import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceFiles } from '../../lambdas/domain/reference-data.ts';
import { answerInstructions } from '../../samples/answers.ts';
import { sampleMonth } from '../../samples/samples.ts';
import {
  type Counted,
  contested,
  countGroups,
  type Month,
  onTheRolls,
  payable,
  receivers,
} from '../independent-count/form-1.ts';
import { recountForms } from '../independent-count/forms.ts';
import { readListRows } from '../independent-count/list-rows.ts';
import { readPopulation } from '../independent-count/population.ts';
import { type ProviderFile, readInstructions, readPaid } from '../independent-count/provider-files.ts';
import { readRunBack } from '../independent-count/read-back.ts';
import { DEMO_FOLDER, readForm, readSummary, runDemo } from '../support/demo.ts';

/*
 * The main job, as a newcomer sees it: `npm run demo`. What it publishes is counted once more from the lists, the
 * registry's file and the providers' files, by code that shares nothing with the pipeline but the file formats.
 */

const sample = await sampleMonth('thanh-oai');
let month: Month;

beforeAll(async () => {
  await runDemo();
  month = await countedByHand();
});

describe('the month of June 2023 in the district Thanh Oai', () => {
  it('has 21 units and 13,463 people, and every control total holds', async () => {
    const summary = await readSummary();
    expect(summary).toMatchObject({ period: '2023-06', units: 21, people: 13_463 });
    expect(summary.controlTotals.filter(({ holds, left, right }) => !holds || left !== right)).toEqual([]);
    expect(summary.controlTotals.length).toBeGreaterThan(50);
  });

  it('instructs everybody who is payable by an independent count, once, with the money that the list gives', async () => {
    const due = payable(month);
    expect(month.instructions).toHaveLength(due.length);
    expect(new Set(month.instructions.map(({ reference }) => reference)).size).toBe(due.length);
    expect(sumOf(month.instructions)).toBe(sumOf(due));
    expect((await readSummary()).amount).toBe(sumOf(due));
    const throughAccounts = due.filter(({ account }) => account !== '').length;
    expect(month.instructions.filter(({ account }) => account !== '')).toHaveLength(throughAccounts);
    expect(receivers(month).size).toBe(throughAccounts);
  });

  it('has files that a script in another language reads as their manifest says, and as the count above does', async () => {
    const { differences, instructions } = await readRunBack(RUN_FOLDER);
    expect(differences).toEqual([]);
    const paid = (told: readonly { reference: string; money: number }[]) =>
      told.map(({ reference, money }) => `${reference} ${money}`).sort();
    expect(paid(instructions)).toEqual(paid(month.instructions));
  });

  it('has on the Form 1 of the district what an independent count comes to', async () => {
    const form = await readForm('278', 'form-1');
    const count = countGroups(month);
    const btxh = count('BTXH');
    const ncc = count('NCC');
    const cells = (of: (counted: Counted) => number) => columns(of(btxh), of(ncc));
    expect(form.get('I')).toEqual(cells(({ people }) => people));
    expect(form.get('I.1')).toEqual({ 4: btxh.people, 5: btxh.people, 6: btxh.people });
    expect(form.get('I.2')).toEqual({ 4: ncc.people, 7: ncc.people, 8: ncc.people });
    expect(form.get('II.1')).toEqual(cells(({ reviewed }) => reviewed));
    expect(form.get('II.2')).toEqual(cells(({ withAccount }) => withAccount));
    expect(form.get('III.1')).toEqual(cells(({ paid }) => paid));
    const dong = columns(btxh.dong, ncc.dong);
    expect(form.get('III.2')).toEqual(mapValues(dong, (sum) => Math.floor((sum + 500) / 1000)));
    expect(btxh.paid + ncc.paid).toBeGreaterThan(6000);
  });

  it('has on the Form 1 of each commune what the count comes to, but for who is listed twice', async () => {
    const count = countGroups(month);
    const twice = contested(month.rows);
    const claimed = { BTXH: 0, NCC: 0 };
    for (const unit of sample.units) {
      const form = await readForm(unit, 'form-1');
      for (const [group, column] of GROUPS) {
        const isHere = (row: Month['rows'][number]) => row.unit === unit;
        const sure = count(group, (row) => isHere(row) && !twice.has(row.id ?? ''));
        const most = count(group, isHere);
        const cell = (row: string) => form.get(row)?.[column] ?? Number.NaN;
        // Who came first holds the claim, and only there the person counts: between none and all of them here.
        expect(cell('I')).toBeGreaterThanOrEqual(sure.people);
        expect(cell('I')).toBeLessThanOrEqual(most.people);
        const here = cell('I') - sure.people;
        claimed[group] += here;
        expect(cell('II.1')).toBe(sure.reviewed + here);
        expect(cell('III.1')).toBeGreaterThanOrEqual(sure.paid);
        expect(cell('III.1')).toBeLessThanOrEqual(sure.paid + here);
        if (most.people === sure.people) {
          expect(cell('II.2')).toBe(sure.withAccount);
          expect(form.get('III.2')?.[column]).toBe(Math.floor((sure.dong + 500) / 1000));
        }
      }
    }
    const rolls = onTheRolls(month).filter(({ id }) => twice.has(id ?? ''));
    for (const [group] of GROUPS) {
      expect(claimed[group]).toBe(
        new Set(rolls.filter(({ programme }) => programme === group).map(({ id }) => id)).size,
      );
    }
  });

  it('has in every cell of both forms, of every unit, what a script in another language counts from what was published', async () => {
    const { units, compared, differences } = await recountForms(DEMO_FOLDER);
    expect(differences).toEqual([]);
    // 21 communes, the district and the city.
    expect({ units, compared }).toEqual({ units: 21, compared: 23 * 152 });
  });

  it('agrees with what the lists were made of', () => {
    expect(month.rows).toHaveLength(sample.truth.rows.length);
    const accepted = sample.truth.rows.filter(({ expected }) => expected === 'accepted').length;
    const twice = sample.truth.rows.filter(({ expected }) => expected === 'contested').length / 2;
    expect(payable(month)).toHaveLength(accepted + twice);
  });
});

const GROUPS = [
  ['BTXH', '5'],
  ['NCC', '7'],
] as const;

/** It is the first month of every unit, so that everybody is new in it, and of the year, so that it is all there is. */
function columns(btxh: number, ncc: number): Record<string, number> {
  return { 4: btxh + ncc, 5: btxh, 6: btxh, 7: ncc, 8: ncc, 9: 0, 10: 0 };
}

function mapValues(record: Record<string, number>, change: (value: number) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function sumOf(told: readonly { money: number }[]): number {
  return told.reduce((sum, { money }) => sum + money, 0);
}

/** Reads everything that went in and out of the month. */
async function countedByHand(): Promise<Month> {
  const rows = await Promise.all(sample.lists.map(({ unit, fileName, bytes }) => readListRows(unit, fileName, bytes)));
  const files = await filesToProviders();
  const answers = await Promise.all(files.map(answerTo));
  return {
    period: sample.period,
    rows: rows.flat(),
    population: readPopulation(sample.populationCsv),
    instructions: (await Promise.all(files.map(readInstructions))).flat(),
    paid: new Set((await Promise.all(answers.map(readPaid))).flat()),
  };
}

const RUN_FOLDER = join(DEMO_FOLDER, 'payouts', sample.period, `${sample.period}-regular-1`);

interface FileToProvider extends ProviderFile {
  readonly provider: string;
}

async function filesToProviders(): Promise<FileToProvider[]> {
  const folders = (await readdir(RUN_FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  // Beside the providers' folders lie the requests to the Treasury for their money.
  const providers = folders.map(({ name }) => name).filter((name) => name !== 'funding');
  const read = providers.map(async (provider) => {
    const names = (await readdir(join(RUN_FOLDER, provider))).filter((name) => !name.startsWith('manifest.json'));
    return Promise.all(
      names.map(async (name) => ({ provider, name, bytes: await readFile(join(RUN_FOLDER, provider, name)) })),
    );
  });
  return (await Promise.all(read)).flat();
}

/** The sample's clerks answer the same file always in the same way: so they did in the demo. */
async function answerTo({ provider: id, name, bytes }: FileToProvider): Promise<ProviderFile> {
  const providers = referenceFiles.providers.parse(JSON.parse(sample.reference['providers.json']));
  const provider = providers.find((one) => one.id === id);
  if (!provider) throw new Error(`Nobody knows the provider ${id}`);
  return answerInstructions(provider, name, bytes, { paidOn: `${sample.period}-10` });
}

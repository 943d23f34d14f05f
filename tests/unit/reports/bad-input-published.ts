import ExcelJS from 'exceljs';
import { expect } from 'vitest';
import type { z } from 'zod';
import { type Payment, payment, referenceOf } from '../../../lambdas/domain/payouts/payment.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { type ReferenceData, referenceData } from '../../../lambdas/domain/reference-data.ts';
import { controlSheet } from '../../../lambdas/domain/reports/control-sheet.ts';
import { officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { progressReport } from '../../../lambdas/domain/reports/progress.ts';
import { type PublicationManifest, publicationManifest } from '../../../lambdas/domain/reports/publication-manifest.ts';
import type { Report } from '../../../lambdas/domain/reports/report-input.ts';
import {
  type PublicationRef,
  periodManifestKey,
  publicationManifestKey,
  reportKey,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { type Unit, type UnitCode, unitCode } from '../../../lambdas/domain/unit.ts';
import { JUNE } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { publish } from '../../support/in-memory/publication.ts';
import { textOfPdf } from '../../support/pdf-text.ts';

/*
 * A small province for tests of bad input, and its published files as their readers see them.
 */

export const HA_NOI = unitCode.parse('01');
export const DISTRICT = unitCode.parse('278');
export const KIM_BAI = unitCode.parse('10114');
export const CU_KHE = unitCode.parse('10120');
export const BICH_HOA = unitCode.parse('10126');
export const MY_HUNG = unitCode.parse('10129');
const CODES = [HA_NOI, DISTRICT, KIM_BAI, CU_KHE, BICH_HOA, MY_HUNG];

/** The units of Hà Nội with one district of four communes, some of them changed. */
export function fewUnits(changes: Readonly<Record<string, Partial<Unit>>> = {}): Unit[] {
  return THANH_OAI.units.filter(({ code }) => CODES.includes(code)).map((one) => ({ ...one, ...changes[one.code] }));
}

/** A province of these units, with other reference data where it is given. */
export function smallProvince(units: readonly Unit[] = fewUnits(), given: Partial<ReferenceData> = {}): Province {
  const province = new Province();
  province.references.publish('v2', referenceData.parse({ ...THANH_OAI, units, ...given }));
  return province;
}

/** A payment of a month that reached the person. */
export function paid(person: string, unit: string, month: Period, given: Partial<Payment> = {}): Payment {
  const who = personalId.parse(person);
  const run = `${month}-regular-1`;
  return payment.parse({
    schemaVersion: 1,
    reference: referenceOf(month, who, 'BTXH', 1),
    period: month,
    person: who,
    benefit: 'BTXH',
    programme: 'BTXH',
    category: null,
    attempt: 1,
    unit,
    revision: '20230602T030000Z-aaaaaaaa',
    position: 0,
    run,
    amount: 360_000,
    arrears: 0,
    channel: 'account',
    provider: 'agribank',
    state: 'paid',
    history: [{ state: 'drafted', at: `${month}-08T01:00:00Z`, cause: run }],
    paidOn: `${month}-08`,
    reasonCode: null,
    ...given,
  });
}

function manifestOf({ outbox }: Province, ref: PublicationRef): Promise<PublicationManifest> {
  return outbox.json(publicationManifestKey(ref), publicationManifest);
}

/** Everything that a reader can see in the published files, by key: text of pages and papers, values of cells. */
async function textsOf(province: Province, { files }: PublicationManifest): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { key } of files) texts.set(key, await textOf(key, await province.outbox.bytes(key)));
  return texts;
}

async function textOf(key: string, bytes: Uint8Array): Promise<string> {
  if (key.endsWith('.pdf')) return textOfPdf(bytes);
  if (key.endsWith('.xlsx')) return (await cellsOf(bytes)).map(({ text }) => text).join('\n');
  return new TextDecoder().decode(bytes);
}

/** Every cell of a workbook that holds something. */
export async function cellsOf(bytes: Uint8Array): Promise<ExcelJS.Cell[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const cells: ExcelJS.Cell[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        cells.push(cell);
      });
    });
  }
  return cells;
}

export const WISH = { period: JUNE };
const NO_NUMBER = /NaN|Infinity|undefined|\[object/;

/** Publishes a month, looks for words that are no numbers in every file, and gives them to their readers. */
export async function publishedFrom(province: Province, reports: readonly Report[], month: Period = JUNE) {
  province.clock.set(`${month}-14T00:00:00Z`);
  const published = await publish(province, { period: month }, { reports });
  const manifest = await manifestOf(province, published);
  const texts = await textsOf(province, manifest);
  for (const [key, text] of texts) expect(text.match(NO_NUMBER)?.[0], key).toBeUndefined();
  const json = <Schema extends z.ZodType>(unit: UnitCode, file: string, schema: Schema) =>
    province.outbox.json(reportKey(published, unit, file), schema);
  return {
    published,
    manifest,
    texts,
    page: (unit: UnitCode) => texts.get(reportKey(published, unit, 'index.html')) ?? '',
    progress: (unit: UnitCode) => json(unit, 'progress.json', progressReport),
    control: (unit: UnitCode) => json(unit, 'control.json', controlSheet),
    form1: (unit: UnitCode) => json(unit, 'form-1.json', officialForm),
  };
}

/** The work ends in an error of that name, and nothing of the period is published. */
export async function stopsWith(work: Promise<unknown>, name: string, province: Province): Promise<void> {
  await expect(work).rejects.toThrow(expect.objectContaining({ name }));
  expect(province.outbox.keys('reports/')).not.toContain(periodManifestKey(JUNE));
}

export function never(): never {
  throw new Error('It is not there');
}

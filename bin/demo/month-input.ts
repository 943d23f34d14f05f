import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { readPopulation } from '../../lambdas/formats/population-csv.ts';
import { readUnits } from '../../lambdas/formats/units-csv.ts';
import { referenceOf } from '../../samples/reference.ts';
import { SAMPLE_NAMES, sampleMonth } from '../../samples/samples.ts';
import type { ReferenceSources } from '../deployment/reference-files.ts';
import { Unmet } from '../local-cloud/local-cloud.ts';

/** One list to upload. A late one is uploaded after the deadline of the played month. */
export interface ListToSend {
  readonly unit: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly late: boolean;
}

/** What a month is played with, whether a sample's or the reader's own. */
export interface MonthInput {
  readonly title: string;
  readonly period: Period;
  /** The unit at the top of the reports, when the input names one. */
  readonly topUnit: string | undefined;
  readonly reference: ReferenceSources;
  readonly lists: readonly ListToSend[];
  readonly populationCsv: string;
  readonly perfectProviders: boolean;
}

export interface MonthOptions {
  readonly sample?: string | undefined;
  readonly period?: string | undefined;
  readonly units?: string | undefined;
  readonly lists?: string | undefined;
  readonly population?: string | undefined;
  readonly providers?: string | undefined;
}

/** Whether the options speak of the reader's own files, all of them or not. */
export function isOwnMonth(options: MonthOptions): boolean {
  return ownOptions(options).some((option) => option !== undefined);
}

function ownOptions({ period: month, units, lists, population }: MonthOptions) {
  return [month, units, lists, population];
}

/** Reads what the options name. Throws {@link Unmet} with one sentence that says what to do about it. */
export async function readMonthInput(options: MonthOptions): Promise<MonthInput> {
  if (!isOwnMonth(options)) return readSample(options);
  if (ownOptions(options).some((option) => option === undefined)) {
    throw new Unmet(
      'A month of your own needs all four of --period, --units, --lists and --population: see npm run demo -- --help.',
    );
  }
  return readOwnMonth(options);
}

async function readSample(options: MonthOptions): Promise<MonthInput> {
  const name = SAMPLE_NAMES.find((known) => known === (options.sample ?? 'thanh-oai'));
  if (!name) throw new Unmet(`There is no sample "${options.sample}": choose one of ${SAMPLE_NAMES.join(', ')}.`);
  const month = await sampleMonth(name);
  return { ...month, title: name, perfectProviders: options.providers === 'perfect' };
}

async function readOwnMonth({
  period: month = '',
  units = '',
  lists = '',
  population = '',
  providers,
}: MonthOptions): Promise<MonthInput> {
  const parsed = period.safeParse(month);
  if (!parsed.success) throw new Unmet(`"${month}" is no period: write it as YYYY-MM, for example 2026-05.`);
  for (const path of [units, lists, population]) {
    if (!existsSync(path)) throw new Unmet(`There is nothing at ${path}: check the path and run the command again.`);
  }
  const unitsCsv = await readFile(units, 'utf8');
  try {
    readUnits(unitsCsv);
  } catch (error) {
    throw new Unmet(
      `${units} is no units file (code,name,level,parent,valid_from,valid_to): ${error instanceof Error ? error.message : error}`,
    );
  }
  const populationCsv = await readFile(population);
  await readPopulation(populationCsv).catch((error: Error) => {
    throw new Unmet(`${population} cannot be read: ${error.message}`);
  });
  const sent = await listsIn(lists);
  if (sent.length === 0)
    throw new Unmet(`No list lies in ${lists}: put each list into a folder named by its unit's code.`);
  return {
    title: month,
    period: parsed.data,
    topUnit: undefined,
    // Without a provider configuration the sample's providers apply (ruling 15); cash is paid until a unit ends it.
    reference: { ...referenceOf('thanh-oai'), 'units.csv': unitsCsv },
    lists: sent,
    populationCsv: populationCsv.toString('utf8'),
    perfectProviders: providers === 'perfect',
  };
}

/** The lists in `DIR/{unit code}/`, in the order of their names. */
async function listsIn(folder: string): Promise<ListToSend[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && entry.parentPath !== folder);
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(
    paths.map(async (path) => {
      const [unit = '', ...rest] = path.slice(join(folder, '/').length).split(/[\\/]/);
      return { unit, fileName: rest.join('-'), bytes: await readFile(path), late: false };
    }),
  );
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { type Citizen, citizen, type Population } from '../domain/identity/citizen.ts';

/** A population file that cannot be read as one. The message names lines and columns, never what stands in them. */
export class PopulationUnreadable extends Error {
  override readonly name = 'PopulationUnreadable';
}

const columns = ['personal_id', 'full_name', 'birth_date', 'sex', 'deceased_on', 'bank', 'account_number'] as const;

const orNull = z.string().transform((cell) => (cell === '' ? null : cell));
/** One record under the names of the columns; empty cells are null. */
const record = z
  .object({
    personal_id: z.string(),
    full_name: z.string(),
    birth_date: orNull,
    sex: orNull,
    deceased_on: orNull,
    bank: orNull,
    account_number: orNull,
  })
  .transform((cells) => ({
    personalId: cells.personal_id,
    fullName: cells.full_name,
    birthDate: cells.birth_date,
    sex: cells.sex,
    deceasedOn: cells.deceased_on,
    accounts: cells.account_number === null ? [] : [{ bank: cells.bank, number: cells.account_number }],
  }))
  .pipe(citizen);
const numberedRecord = z.object({ record: z.unknown(), info: z.object({ lines: z.number() }) });

/** csv-parse turns a chunk into all its records at once: slices keep a province's file from lying in memory twice. */
const SLICE_BYTES = 64 * 1024;

/**
 * Reads a population file: UTF-8 CSV with `personal_id,full_name,birth_date,sex,deceased_on,bank,account_number`
 * (contract *Own month*), in any order of columns. Empty cells are unknown. Somebody who stands on several lines has
 * several accounts, and everything else must be the same on each. Throws {@link PopulationUnreadable}.
 */
export async function readPopulation(bytes: Uint8Array): Promise<Population> {
  const people = new Map<string, Citizen>();
  const parser = parse({ bom: true, columns: checkedHeader, info: true, skip_empty_lines: true, trim: true });
  try {
    await pipeline(Readable.from(slices(bytes)), parser, async (records: AsyncIterable<unknown>) => {
      for await (const raw of records) {
        const { record: cells, info } = numberedRecord.parse(raw);
        add(people, cells, info.lines);
      }
    });
  } catch (error) {
    if (isCsvError(error))
      throw new PopulationUnreadable(`Population file: ${error.code} in line ${error.lines ?? '?'}`);
    throw error;
  }
  return people;
}

function checkedHeader(header: string[]): string[] {
  const names = header.map((name) => name.toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new PopulationUnreadable(`Population file: no column ${missing.join(', ')}`);
  return names;
}

function add(people: Map<string, Citizen>, cells: unknown, line: number): void {
  const read = record.safeParse(cells);
  if (!read.success) {
    const where = new Set(read.error.issues.map(({ path }) => path.join('.')));
    throw new PopulationUnreadable(`Population file, line ${line}: cannot read ${[...where].join(', ')}`);
  }
  const person = read.data;
  const known = people.get(person.personalId);
  if (!known) {
    people.set(person.personalId, person);
  } else if (isSamePerson(known, person)) {
    known.accounts.push(...person.accounts);
  } else {
    throw new PopulationUnreadable(
      `Population file, line ${line}: contradicts an earlier line with the same personal id`,
    );
  }
}

function isSamePerson(one: Citizen, other: Citizen): boolean {
  return (
    one.fullName === other.fullName &&
    one.birthDate === other.birthDate &&
    one.sex === other.sex &&
    one.deceasedOn === other.deceasedOn
  );
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += SLICE_BYTES) yield bytes.subarray(start, start + SLICE_BYTES);
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}

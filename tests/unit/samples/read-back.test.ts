import { describe, expect, it } from 'vitest';
import type { VerificationAnswer, VerificationSubject } from '../../../lambdas/domain/identity/identity.ts';
import type { CheckedRow, RowOutcome } from '../../../lambdas/domain/lists/list-row.ts';
import { bankBin } from '../../../lambdas/domain/person.ts';
import { referenceData } from '../../../lambdas/domain/reference-data.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { DEFAULT_LIMITS, readList } from '../../../lambdas/formats/lists/list-reader.ts';
import { readPopulation } from '../../../lambdas/formats/population-csv.ts';
import { verifyPerson } from '../../../lambdas/identity-stub/verify-person.ts';
import { unitsOf } from '../../../samples/reference.ts';
import type { Fault, ReferenceSources, SampleMonth, TruthRow } from '../../../samples/sample-month.ts';
import { sampleMonth } from '../../../samples/samples.ts';

const months = [await sampleMonth('thanh-oai'), await sampleMonth('dong-thanh')];

/** What the registry says is known only later: a list alone shows these faults. */
const HELD_BY_THE_LIST: readonly Fault[] = ['missing-id', 'old-card-number', 'id-contradicts-birth-year'];

function dataOf(reference: ReferenceSources) {
  const json = (name: keyof ReferenceSources): unknown => JSON.parse(reference[name] ?? '{}');
  return referenceData.parse({
    schemaVersion: 1,
    units: unitsOf(reference),
    ...Object(json('programmes.json')),
    providers: json('providers.json'),
    calendar: json('calendar.json'),
    targets: json('targets.json'),
  });
}

async function readMonth(month: SampleMonth): Promise<Map<string, CheckedRow>> {
  const data = dataOf(month.reference);
  const rows = new Map<string, CheckedRow>();
  for (const { unit, bytes } of month.lists) {
    const context = { unit: unitCode.parse(unit), period: month.period, referenceData: data, limits: DEFAULT_LIMITS };
    for await (const part of readList(bytes, context)) {
      if (part.part !== 'rows') continue;
      for (const row of part.rows) rows.set(`${unit}/${row.sheet}/${row.row}`, row);
    }
  }
  return rows;
}

function outcomeFromTheList({ faults }: TruthRow): RowOutcome {
  if (faults.includes('repeated')) return 'rejected';
  return faults.some((fault) => HELD_BY_THE_LIST.includes(fault)) ? 'held' : 'accepted';
}

/** What the truth says of a row, in the terms of the reader. */
function expectedReading(row: TruthRow): Record<string, unknown> {
  const { personalId, fullName, birthDate, sex, programme, category, village, amount, arrears } = row;
  const { channel, bank, accountNumber, payeeName, payeeRole } = row;
  return {
    ...{ personalId, fullName, birthDate, sex, programme, category, village, amount, arrears },
    ...{ channel, bank, accountNumber, payeeName, payeeRole, outcome: outcomeFromTheList(row) },
  };
}

function actualReading({ values, outcome }: CheckedRow): Record<string, unknown> {
  const { personalId, fullName, birthDate, sex, programme, category, village, amount, arrears } = values;
  const { channel, bank, accountNumber, payeeName, payeeRole } = values;
  return {
    ...{ personalId, fullName, birthDate, sex, programme, category, village, amount, arrears: arrears ?? 0 },
    ...{ channel, bank, accountNumber, payeeName, payeeRole, outcome },
  };
}

function expectedAnswer({ faults }: TruthRow): VerificationAnswer['outcome'] {
  if (faults.includes('moved')) return 'not-found';
  if (faults.includes('died-before-period') || faults.includes('died-in-period')) return 'deceased';
  const disagrees = faults.includes('spelled-otherwise') || faults.includes('id-contradicts-birth-year');
  return disagrees ? 'mismatched' : 'matched';
}

describe.each(months)('the lists of $name', (month) => {
  it('are read row by row as they were meant', async () => {
    const rows = await readMonth(month);
    expect(rows.size).toBe(month.truth.rows.length);
    const misread = month.truth.rows.flatMap((truth) => {
      const row = rows.get(`${truth.unit}/${truth.sheet}/${truth.row}`);
      const [expected, actual] = [expectedReading(truth), row && actualReading(row)];
      return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ expected, actual }];
    });
    expect(misread).toEqual([]);
  });

  it('are answered by the registry’s population as the faults say', async () => {
    const population = await readPopulation(new TextEncoder().encode(month.populationCsv));
    const rows = await readMonth(month);
    const surprising = month.truth.rows.flatMap((truth) => {
      const values = rows.get(`${truth.unit}/${truth.sheet}/${truth.row}`)?.values;
      if (values === undefined || values.personalId === null) return [];
      const { personalId, fullName, birthDate, sex, bank, accountNumber } = values;
      const account =
        bank === null || accountNumber === null ? null : { bank: bankBin.parse(bank), number: accountNumber };
      const subject: VerificationSubject = { personalId, fullName, birthDate, sex, account };
      const answer = verifyPerson(subject, population.get(personalId));
      const differs = answer.outcome === 'matched' && answer.account === 'differs';
      const withoutMarks = answer.outcome === 'matched' && answer.nameWithoutMarks;
      const agrees =
        answer.outcome === expectedAnswer(truth) &&
        differs === truth.faults.includes('account-differs') &&
        withoutMarks === truth.faults.includes('name-without-marks');
      return agrees ? [] : [{ truth, answer }];
    });
    expect(surprising).toEqual([]);
  });
});

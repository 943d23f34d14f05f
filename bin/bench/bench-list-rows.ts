import type { Citizen } from '../../lambdas/domain/identity/citizen.ts';
import type { CheckedRow } from '../../lambdas/domain/lists/list-row.ts';
import type { Entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import { type Submission, type SubmissionId, submission } from '../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { PAYOUT_PERIOD, payoutRolls } from './bench-roll.ts';
import { chunkRows } from './deployed-sizes.ts';

/** A unit's list that was read: the rows of its chunks. */
export interface ReadList {
  readonly unit: UnitCode;
  readonly chunks: readonly (readonly CheckedRow[])[];
}

/** Of so many people the registry knows one by another name. */
const PEOPLE_PER_MISMATCH = 50;

/** The lists of so many people, unit by unit; the same on every call. */
export function* readLists(people: number): Generator<ReadList> {
  for (const { pointer, lines } of payoutRolls(people)) {
    const rows = lines.map(rowOf);
    const chunks = Array.from({ length: Math.ceil(rows.length / chunkRows) }, (_, chunk) =>
      rows.slice(chunk * chunkRows, (chunk + 1) * chunkRows),
    );
    yield { unit: pointer.unit, chunks };
  }
}

function rowOf({ sheet, row, outcome, values }: Entitlement): CheckedRow {
  const cells = Object.values(values).map((value) => (value === null ? '' : String(value)));
  return { sheet, row, outcome, change: null, given: [], notes: [], values, cells };
}

/** What the registry knows of these people. */
export function* citizens(people: number): Generator<Citizen> {
  let person = 0;
  for (const { lines } of payoutRolls(people)) {
    for (const { values } of lines) {
      const { personalId, fullName, birthDate, sex, bank, accountNumber } = values;
      if (personalId === null || fullName === null) throw new Error('Everybody of the bench has an id and a name');
      yield {
        personalId,
        fullName: person++ % PEOPLE_PER_MISMATCH === 0 ? `${fullName} Khác` : fullName,
        birthDate,
        sex,
        deceasedOn: null,
        accounts: accountNumber === null ? [] : [{ bank, number: accountNumber }],
      };
    }
  }
}

/** A unit's list while it is being read. */
export function listUnderWay(unit: UnitCode, id: SubmissionId, referenceVersion: string): Submission {
  return submission.parse({
    schemaVersion: 1,
    id,
    unit,
    period: PAYOUT_PERIOD,
    origin: 'list',
    key: `lists/${PAYOUT_PERIOD}/${unit}/danh-sach.xlsx`,
    versionId: null,
    fingerprint: 'bench',
    receivedAt: `${PAYOUT_PERIOD}-02T03:00:00Z`,
    late: false,
    referenceVersion,
    status: 'reading',
    receiptKey: null,
  });
}

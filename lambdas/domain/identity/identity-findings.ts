import { listsSomebody } from '../checks/row-listing.ts';
import type { CheckedRow, RowNote, RowValues } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Period } from '../period.ts';
import type { VerificationAnswer, VerificationSubject } from './identity.ts';
import type { Verification } from './identity-port.ts';

/**
 * What the registry is asked about a row: the beneficiary, and the payee when one is named with an id. The account is
 * asked about with the person who holds it. Nobody is asked about a row that has no usable id or lists nobody: a
 * rejected one, a decrease, a change that meets no line of the roll.
 */
export function registryQuestions(row: CheckedRow): VerificationSubject[] {
  const { values } = row;
  if (!listsSomebody(row) || values.personalId === null) return [];
  const account =
    values.accountNumber !== null && values.bank !== null ? { bank: values.bank, number: values.accountNumber } : null;
  const beneficiary = {
    personalId: values.personalId,
    fullName: values.fullName,
    birthDate: values.birthDate,
    sex: values.sex,
    account: values.payeeName === null ? account : null,
  };
  if (values.payeeName === null || values.payeeId === null) return [beneficiary];
  return [beneficiary, { personalId: values.payeeId, fullName: values.payeeName, birthDate: null, sex: null, account }];
}

/** What the registry's answers mean for a row, and its answer about the beneficiary; null when it was not asked or did not say. */
export function identityFindings(
  values: RowValues,
  [beneficiary, payee]: readonly Verification[],
  month: Period,
): { answer: VerificationAnswer | null; findings: RowNote[] } {
  if (!beneficiary) return { answer: null, findings: [] };
  if (beneficiary.answer === 'unavailable') {
    return { answer: null, findings: [{ code: 'identity-unavailable', field: 'personalId' }] };
  }
  return {
    answer: beneficiary.answer,
    findings: [
      ...beneficiaryFindings(beneficiary.answer, month),
      ...(values.payeeName === null ? [] : payeeFindings(payee?.answer)),
      ...accountFindings(payee?.answer ?? beneficiary.answer),
    ],
  };
}

/** A payee whom the registry does not confirm is as one it was not asked about: a warning (ruling 12), which says why. */
function payeeFindings(answer: Verification['answer'] | undefined): RowNote[] {
  if (answer === undefined || answer === 'unavailable') return [noteOf('payee-unchecked', 'payeeId')];
  switch (answer.outcome) {
    case 'matched':
      return [];
    case 'mismatched':
      return [noteOf('payee-mismatch', 'payeeName')];
    case 'not-found':
      return [noteOf('payee-not-found', 'payeeId')];
    case 'deceased':
      return [
        noteOf('payee-deceased', 'payeeName', answer.deceasedOn),
        ...(answer.fields === undefined ? [] : [noteOf('payee-mismatch', 'payeeName')]),
      ];
  }
}

function beneficiaryFindings(answer: VerificationAnswer, month: Period): RowNote[] {
  switch (answer.outcome) {
    case 'matched':
      return answer.nameWithoutMarks ? [{ code: 'name-without-marks', field: 'fullName' }] : [];
    case 'mismatched':
      return answer.fields.map((field) => ({ code: 'identity-mismatch', field }));
    case 'not-found':
      return [{ code: 'identity-not-found', field: 'personalId' }];
    case 'deceased':
      // Payable through the month of death, held after (ruling 13).
      return [
        {
          // As texts: a day before 2000 is in no period.
          code: answer.deceasedOn.slice(0, 7) < month ? 'deceased' : 'died-this-month',
          field: 'row',
          read: answer.deceasedOn,
        },
        ...(answer.fields ?? []).map((field): RowNote => ({ code: 'identity-mismatch', field })),
      ];
  }
}

/** An account that is not the one the citizen registered is paid to, and is a question to the unit (ruling 12). */
function accountFindings(answer: Verification['answer']): RowNote[] {
  if (answer === 'unavailable' || answer.outcome === 'not-found' || answer.outcome === 'deceased') return [];
  return answer.account === 'differs' ? [{ code: 'account-differs', field: 'accountNumber' }] : [];
}

import type { Citizen } from '../domain/identity/citizen.ts';
import type {
  AccountAnswer,
  IdentityField,
  VerificationAnswer,
  VerificationSubject,
} from '../domain/identity/identity.ts';
import type { BirthDate } from '../domain/person.ts';
import { compareNames } from '../domain/readings/name-comparison.ts';

/**
 * What the registry says of one person: compares what was sent, and only that, with what it has. `known` is the person
 * with the id that was sent, if there is one. The answer never holds a value of the registry but the day of death.
 */
export function verifyPerson(sent: VerificationSubject, known: Citizen | undefined): VerificationAnswer {
  if (known === undefined) return { outcome: 'not-found' };
  const name = sent.fullName === null ? 'same' : compareNames(sent.fullName, known.fullName);
  const disagreeing: Record<IdentityField, boolean> = {
    fullName: name === 'different',
    birthDate: sent.birthDate !== null && known.birthDate !== null && !birthDatesAgree(sent.birthDate, known.birthDate),
    sex: sent.sex !== null && known.sex !== null && sent.sex !== known.sex,
  };
  const fields = (['fullName', 'birthDate', 'sex'] as const).filter((field) => disagreeing[field]);
  if (known.deceasedOn !== null) {
    const besides = fields.length > 0 ? { fields } : {};
    return { outcome: 'deceased', deceasedOn: known.deceasedOn, ...besides };
  }
  const account = sent.account && accountAnswerOf(sent.account, known);
  return fields.length > 0
    ? { outcome: 'mismatched', fields, account }
    : { outcome: 'matched', nameWithoutMarks: name === 'same-without-marks', account };
}

/** Ruling 10: the parts that are given agree. The registry too knows only the year of many who were born long ago. */
function birthDatesAgree(sent: BirthDate, known: BirthDate): boolean {
  return known.startsWith(sent) || sent.startsWith(known);
}

function accountAnswerOf(sent: NonNullable<VerificationSubject['account']>, known: Citizen): AccountAnswer {
  if (known.accounts.length === 0) return 'none';
  const isRegistered = known.accounts.some(
    ({ bank, number }) => number === sent.number && (bank === null || bank === sent.bank),
  );
  return isRegistered ? 'registered' : 'differs';
}

import type { NewAccount } from '../../domain/answers/account-feed.ts';
import type { Period } from '../../domain/period.ts';
import { csvText } from '../papers/csv-text.ts';

const HEADER = ['unit', 'period', 'personal_id', 'full_name', 'birth_date', 'bank', 'account_number', 'channel'];

/**
 * The accounts newly collected in a unit, or in all units of a period, for the system that keeps the population database
 * up to date.
 */
export function accountFeedCsv(month: Period, accounts: readonly NewAccount[]): string {
  return csvText([
    HEADER,
    ...accounts.map(({ unit, personalId, fullName, birthDate, bank, accountNumber, channel }) => [
      unit,
      month,
      personalId,
      fullName,
      birthDate,
      bank,
      accountNumber,
      channel,
    ]),
  ]);
}

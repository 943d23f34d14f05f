import type { Entitlement } from './entitlement.ts';
import type { BankBin, BirthDate, Channel, PersonalId } from './person.ts';
import type { UnitCode } from './unit.ts';

/**
 * An account that a citizen without a registered one has given to the unit: what the population database is brought up
 * to date with (S2.4b, S4 III.3). The citizen holds it; the accounts of payees are not in the feed.
 */
export interface NewAccount {
  readonly unit: UnitCode;
  readonly personalId: PersonalId;
  readonly fullName: string;
  readonly birthDate: BirthDate | null;
  /** What kind of account it is; never cash. */
  readonly channel: Exclude<Channel, 'cash'>;
  readonly bank: BankBin;
  readonly accountNumber: string;
}

/**
 * The accounts newly collected on a roll, by personal id: those of people whom the registry confirmed, who keep no
 * account there, and whose claim is this unit's. What the registry disputes is settled first; a line without a name or
 * of which the payee takes the money has no account of the citizen's own.
 */
export function newAccounts(lines: Iterable<Entitlement>): NewAccount[] {
  const found = new Map<string, NewAccount>();
  for (const { unit, values, registry, claim } of lines) {
    if (registry?.outcome !== 'matched' || registry.account !== 'none' || claim.standing !== 'here') continue;
    const { personalId: id, fullName, birthDate: born, bank, accountNumber } = values;
    if (id === null || fullName === null || bank === null || accountNumber === null) continue;
    // Whoever asks for cash, or does not say, but gives an account has one all the same.
    const kind = values.channel === null || values.channel === 'cash' ? 'account' : values.channel;
    const entry = { unit, personalId: id, fullName, birthDate: born, channel: kind, bank, accountNumber };
    // Somebody with two programmes may be paid both into one account: it is told once.
    found.set(`${id} ${bank} ${accountNumber}`, entry);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
}

import { z } from 'zod';
import { period } from '../period.ts';
import { bankBin, birthDate, channel, personalId } from '../person.ts';
import type { Entitlement } from '../rolls/entitlement.ts';
import { unitCode } from '../unit.ts';

/**
 * An account that a citizen without a registered one has given to the unit: what the population database is brought up
 * to date with (S2.4b, S4 III.3). The citizen holds it; the accounts of payees are not in the feed.
 */
const newAccount = z.object({
  unit: unitCode,
  personalId,
  fullName: z.string(),
  birthDate: birthDate.nullable(),
  /** What kind of account it is; never cash. */
  channel: channel.exclude(['cash']),
  bank: bankBin,
  accountNumber: z.string(),
});
export type NewAccount = Readonly<z.infer<typeof newAccount>>;

/** What a unit's feed of a period holds: `feeds/{period}/accounts/{unit}.json` in the outbox. */
export const accountFeed = z.object({
  schemaVersion: z.literal(1),
  unit: unitCode,
  period,
  accounts: z.array(newAccount),
});

/**
 * The accounts newly collected on a roll, by personal id: those of people whom the registry confirmed, who keep no
 * account there, and whose claim is this unit's. What the registry disputes is settled first; a line without a name or
 * of which the payee takes the money has no account of the citizen's own.
 */
export function newAccounts(lines: Iterable<Entitlement>): NewAccount[] {
  return eachOnce(accountsOn(lines));
}

function* accountsOn(lines: Iterable<Entitlement>): Generator<NewAccount> {
  for (const { unit, values, registry, claim } of lines) {
    if (registry?.outcome !== 'matched' || registry.account !== 'none' || claim.standing !== 'here') continue;
    const { personalId: id, fullName, birthDate: born, bank, accountNumber } = values;
    if (id === null || fullName === null || bank === null || accountNumber === null) continue;
    // Whoever asks for cash, or does not say, but gives an account has one all the same.
    const kind = values.channel === null || values.channel === 'cash' ? 'account' : values.channel;
    yield { unit, personalId: id, fullName, birthDate: born, channel: kind, bank, accountNumber };
  }
}

/** By personal id. Somebody with two programmes may be paid both into one account: it is told once. */
function eachOnce(accounts: Iterable<NewAccount>): NewAccount[] {
  const found = new Map<string, NewAccount>();
  for (const account of accounts) found.set(`${account.personalId} ${account.bank} ${account.accountNumber}`, account);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, account]) => account);
}

/**
 * The feeds of all units as one, by personal id. Whom two units pay for different programmes into one account is told
 * once.
 */
export function joinedAccounts(feeds: Iterable<{ readonly accounts: readonly NewAccount[] }>): NewAccount[] {
  return eachOnce([...feeds].flatMap(({ accounts }) => accounts));
}

/** How many people have given more than one account: which of them is to be registered, the citizen must say. */
export function peopleWithSeveralAccounts(accounts: Iterable<NewAccount>): number {
  const known = Map.groupBy(accounts, ({ personalId: id }) => id);
  return [...known.values()].filter(({ length }) => length > 1).length;
}

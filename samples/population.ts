import type { Account } from './accounts.ts';
import type { RegistryDifference } from './faults.ts';
import type { Citizen, Person } from './people.ts';
import type { Random } from './random.ts';

const HEADER = 'personal_id,full_name,birth_date,sex,deceased_on,bank,account_number';
/** How many have made the account on the list their social-security account on VNeID. */
const REGISTERED = 0.7;

/**
 * The population file (contract *Own month*) that the registry answers from: beneficiaries and payees as the registry
 * knows them, which is not always as the lists do. Who moved away is not in it.
 */
export function populationCsvOf(
  people: readonly Person[],
  registry: ReadonlyMap<string, RegistryDifference>,
  random: Random,
): string {
  const lines = new Map<string, string>();
  for (const person of people) {
    const { fullName, unknown, deceasedOn, account } = registry.get(person.personalId) ?? {};
    const registered = account ?? (random.chance(REGISTERED) ? person.account : null);
    const known = { ...person, fullName: fullName ?? person.fullName };
    if (unknown !== true) lines.set(person.personalId, line(known, deceasedOn ?? '', registered));
    const { payee } = person;
    if (payee !== null && !lines.has(payee.personalId)) lines.set(payee.personalId, line(payee, '', person.account));
  }
  return `${[HEADER, ...lines.values()].join('\n')}\n`;
}

/** No name and no number holds a comma or a quote. Mobile money has no bank and is no account that VNeID keeps. */
function line(citizen: Citizen, deceasedOn: string, account: Account | null): string {
  const { personalId, fullName, birthDate, sex } = citizen;
  const kept = account !== null && account.bank !== null ? [account.bank, account.number] : ['', ''];
  return [personalId, fullName, birthDate, sex, deceasedOn, ...kept].join(',');
}

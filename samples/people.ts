import type { Period } from '../lambdas/domain/period.ts';
import { firstDay } from '../lambdas/domain/period.ts';
import type { PayeeRole, Sex } from '../lambdas/domain/person.ts';
import type { Category, Programme } from '../lambdas/domain/programme.ts';
import { type Account, AccountOffice } from './accounts.ts';
import { familyName, personName } from './names.ts';
import { RegistryOffice } from './personal-ids.ts';
import { type Home, homeIn } from './places.ts';
import { OLDEST, PROFILES, type Profile } from './profiles.ts';
import type { Random } from './random.ts';

/** Somebody as the registry knows them. */
export interface Citizen {
  readonly personalId: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: Sex;
}

export interface Payee extends Citizen {
  readonly role: PayeeRole;
}

/** What somebody draws from one programme in the period, in whole đồng. */
export interface Benefit {
  readonly programme: Programme;
  readonly category: Category | null;
  /** The group of beneficiaries, in the words of the lists. */
  readonly kind: string;
  readonly amount: number;
  readonly arrears: number;
  readonly arrearsMonths: number;
  readonly decisionNumber: string;
  readonly bookNumber: string;
}

export interface Person extends Citizen {
  readonly unit: string;
  readonly home: Home;
  readonly phone: string | null;
  /** Their own account, or their payee's. */
  readonly account: Account | null;
  readonly payee: Payee | null;
  readonly benefits: readonly Benefit[];
}

/** A beneficiary still to be made: where they live, what they draw, whether through an account. */
export interface Place {
  readonly unit: string;
  readonly villages: readonly string[];
  readonly programmes: readonly Programme[];
  readonly withAccount: boolean;
}

export type AmountOf = (programme: Programme, coefficient: number) => number;

interface Household {
  readonly home: Home;
  readonly family: string;
  /** Who receives for the children and the helpless of this house, once somebody does. */
  guardian: { readonly payee: Payee; account: Account | null } | null;
}

const SHARES_A_HOUSE = 0.16;
const IN_ARREARS = 0.012;
const LONGEST_ARREARS_MONTHS = 5;

/** Makes the people of a month, one after another. The registry and the banks of the sample stand behind it. */
export class Population {
  private readonly random: Random;
  private readonly period: Period;
  private readonly registry: RegistryOffice;
  private readonly accounts: AccountOffice;
  private readonly amountOf: AmountOf;
  private readonly households = new Map<string, Household[]>();

  constructor(random: Random, period: Period, province: string, amountOf: AmountOf) {
    this.random = random;
    this.period = period;
    this.registry = new RegistryOffice(random.fork('registry'), province);
    this.accounts = new AccountOffice(random.fork('accounts'));
    this.amountOf = amountOf;
  }

  person(place: Place): Person {
    const [first, ...others] = place.programmes.map((programme) => ({ programme, profiles: this.drawn(programme) }));
    if (first === undefined) throw new RangeError('A beneficiary draws at least one programme');
    const profile = weighted(this.random, first.profiles);
    const house = this.household(place);
    const citizen = this.citizen(house.family, profile.female, this.birthDay(profile));
    const age = ageOf(citizen.birthDate, this.period);
    const seconds = others.map(({ programme, profiles }) => ({
      programme,
      profile: weighted(
        this.random,
        profiles.filter(({ age: span }) => span === undefined || (span[0] <= age && age <= span[1])),
      ),
    }));
    const benefits = [{ programme: first.programme, profile }, ...seconds].map((one) => this.benefit(one, place.unit));
    const payee = this.random.chance(profile.payee[0]) ? this.payeeFor(citizen, profile.payee[1], house) : null;
    return {
      ...citizen,
      unit: place.unit,
      home: house.home,
      phone: this.random.chance(0.4) ? this.accounts.phone() : null,
      account: place.withAccount ? this.accountFor(payee, house) : null,
      payee,
      benefits,
    };
  }

  /** Another account than the one on the list, for a registry that knows another. */
  otherAccount(): Account {
    return this.accounts.openAtBank();
  }

  oldCardNumber(): string {
    return this.registry.oldCardNumber();
  }

  private drawn(programme: Programme): Profile[] {
    return PROFILES[programme].filter(({ until }) => until === undefined || this.period <= until);
  }

  private household({ unit, villages }: Place): Household {
    const known = this.households.get(unit) ?? [];
    if (known.length > 0 && this.random.chance(SHARES_A_HOUSE)) return this.random.pick(known);
    const home = homeIn(this.random, this.random.pick(villages));
    const house: Household = { home, family: familyName(this.random), guardian: null };
    this.households.set(unit, [...known.slice(-40), house]);
    return house;
  }

  private birthDay({ born, age }: Profile): string {
    const year = Number(this.period.slice(0, 4));
    if (born !== undefined) {
      const date = Date.UTC(
        this.random.integer(Math.max(born[0], year - OLDEST), born[1]),
        0,
        this.random.integer(1, 365),
      );
      return new Date(date).toISOString().slice(0, 10);
    }
    const [youngest, oldest] = age ?? [18, OLDEST];
    const day = new Date(`${firstDay(this.period)}T00:00:00Z`);
    day.setUTCFullYear(year - this.random.integer(youngest, oldest));
    // At most 360 days older, so that the age on the first of the month is the one drawn, leap years or not.
    day.setUTCDate(day.getUTCDate() - this.random.integer(1, 360));
    return day.toISOString().slice(0, 10);
  }

  private citizen(family: string, female: number, birthDate: string): Citizen {
    const sex = this.random.chance(female) ? 'female' : 'male';
    const year = Number(birthDate.slice(0, 4));
    return {
      personalId: this.registry.register(sex, year),
      fullName: personName(this.random, sex, year, family),
      birthDate,
      sex,
    };
  }

  /** A guardian is of the parents' generation, an authorised person of the children's; a house keeps its guardian. */
  private payeeFor(beneficiary: Citizen, role: PayeeRole, house: Household): Payee {
    if (role === 'guardian' && house.guardian !== null && mayReceiveFor(house.guardian.payee, beneficiary)) {
      return house.guardian.payee;
    }
    const years = this.random.integer(21, 38);
    const bornIn = Number(beneficiary.birthDate.slice(0, 4)) + (role === 'guardian' ? -years : years);
    const thisYear = Number(this.period.slice(0, 4));
    // Parents of the old are dead: those are looked after by somebody of their own age, or younger.
    const year = Math.min(Math.max(bornIn, thisYear - 78), thisYear - 19);
    const birthDate = new Date(Date.UTC(year, 0, this.random.integer(1, 365))).toISOString().slice(0, 10);
    const family = role === 'authorised' || this.random.chance(0.5) ? house.family : familyName(this.random);
    let citizen: Citizen;
    // A payee of the same name would read as the beneficiary, typed twice.
    do citizen = this.citizen(family, role === 'guardian' ? 0.65 : 0.45, birthDate);
    while (citizen.fullName === beneficiary.fullName);
    const payee = { ...citizen, role };
    if (role === 'guardian') house.guardian = { payee, account: null };
    return payee;
  }

  private accountFor(payee: Payee | null, house: Household): Account {
    const guardian = payee !== null && house.guardian?.payee === payee ? house.guardian : null;
    if (guardian?.account) return guardian.account;
    const account = this.accounts.open();
    if (guardian !== null) guardian.account = account;
    return account;
  }

  private benefit({ programme, profile }: { programme: Programme; profile: Profile }, unit: string): Benefit {
    const amount = this.amountOf(programme, this.random.pick(profile.coefficients));
    const arrearsMonths = this.random.chance(IN_ARREARS) ? this.random.integer(1, LONGEST_ARREARS_MONTHS) : 0;
    const decided = Number(this.period.slice(0, 4)) - this.random.integer(1, 12);
    const office = programme === 'NCC' ? 'SLĐTBXH' : 'UBND';
    return {
      programme,
      category: profile.category,
      kind: profile.kind,
      amount,
      arrears: amount * arrearsMonths,
      arrearsMonths,
      decisionNumber: `${this.random.integer(12, 4890)}/QĐ-${office}/${decided}`,
      bookNumber: `${unit}-${this.random.digits(5)}`,
    };
  }
}

/** Full years of age on the first day of a period. */
export function ageOf(birthDate: string, month: Period): number {
  const first = firstDay(month);
  const years = Number(first.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return first.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

function mayReceiveFor(guardian: Payee, beneficiary: Citizen): boolean {
  const isElder = Number(guardian.birthDate.slice(0, 4)) + 18 <= Number(beneficiary.birthDate.slice(0, 4));
  return isElder && guardian.fullName !== beneficiary.fullName;
}

function weighted(random: Random, profiles: readonly Profile[]): Profile {
  return random.weighted(profiles.map((profile) => [profile, profile.weight]));
}

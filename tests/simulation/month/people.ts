import type { Citizen } from '../../../lambdas/domain/identity/citizen.ts';
import { citizen } from '../../../lambdas/domain/identity/citizen.ts';
import type { Random } from '../../../samples/random.ts';

/** Somebody of the simulation, as the list writes them. */
export interface Resident {
  readonly personalId: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  /** Undefined: they can be paid in cash alone. */
  readonly account: { readonly bank: 'Agribank' | 'LPBank'; readonly number: string } | undefined;
  /** How they asked to be paid; undefined where they said nothing. An account goes before "at home". */
  readonly wish: 'cash' | 'at-home' | undefined;
}

const BINS = { Agribank: '970405', LPBank: '970449' } as const;
const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đặng', 'Bùi', 'Đỗ'];
const GIVEN = ['Hòa', 'Nghĩa', 'Thọ', 'Thúy', 'Khởi', 'Lan', 'Minh', 'Sơn', 'Bình', 'Ngưỡng'];

/** People with ids of their own, born between 1930 and 1959. */
export function residents(count: number, random: Random): Resident[] {
  const wishes = random.fork('wishes');
  return Array.from({ length: count }, (_, index) => {
    const year = random.integer(30, 59);
    const sex = random.chance(0.5) ? 'female' : 'male';
    const bank = random.chance(0.6) ? 'Agribank' : 'LPBank';
    return {
      personalId: `001${sex === 'female' ? 1 : 0}${year}${String(index + 1).padStart(6, '0')}`,
      fullName: `${random.pick(FAMILIES)} ${sex === 'female' ? 'Thị' : 'Văn'} ${random.pick(GIVEN)}`,
      birthDate: `19${year}-0${random.integer(1, 9)}-1${random.integer(0, 9)}`,
      sex,
      account: random.chance(0.9) ? { bank, number: `22062${String(index).padStart(8, '0')}` } : undefined,
      wish: wishes.weighted([
        [undefined, 84],
        ['cash', 10],
        ['at-home', 6],
      ] as const),
    };
  });
}

/** What the registry knows of somebody. */
export function citizenOf(
  { personalId, fullName, birthDate, sex, account }: Resident,
  deceasedOn: string | null,
): Citizen {
  const accounts = account ? [{ bank: BINS[account.bank], number: account.number }] : [];
  return citizen.parse({ personalId, fullName, birthDate, sex, deceasedOn, accounts });
}

/** Who pays somebody: the provider's id, by what the list says of them. */
export function payerOf({ account, wish }: Resident): 'agribank' | 'lpbank' | 'vnpost' {
  if (account === undefined || wish === 'cash') return 'vnpost';
  return account.bank === 'Agribank' ? 'agribank' : 'lpbank';
}

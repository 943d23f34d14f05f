import type { PayeeRole } from '../lambdas/domain/person.ts';
import type { Category, Programme } from '../lambdas/domain/programme.ts';

/**
 * Who draws what: the kinds of people in each programme, how common they are, how old, and at which coefficient of
 * the programme's standard. The wording of `kind` is that of the lists; shares and coefficients are plausible ones.
 */
export interface Profile {
  readonly kind: string;
  readonly category: Category | null;
  readonly weight: number;
  /** Years of birth, where a war or a decree sets them. */
  readonly born?: readonly [from: number, to: number];
  /** Ages on the first day of the period, where the law sets them; both included. */
  readonly age?: readonly [from: number, to: number];
  readonly female: number;
  readonly coefficients: readonly number[];
  /** How often somebody receives in their place, and as what. */
  readonly payee: readonly [share: number, role: PayeeRole];
  /** The last period in which lists still carry this kind. */
  readonly until?: string;
}

/** Nobody on a list is older. */
export const OLDEST = 104;
/** Người cao tuổi (Luật Người cao tuổi 2009). */
const OLD_AGE = 60;

const RARELY: readonly [number, PayeeRole] = [0.04, 'authorised'];
const ALWAYS_GUARDIAN: readonly [number, PayeeRole] = [1, 'guardian'];

/** Pháp lệnh ưu đãi người có công 02/2020, in the order of Form 2. */
const NCC: readonly Profile[] = [
  {
    kind: 'Người HĐCM trước 01/01/1945',
    category: 'ncc-1',
    weight: 1,
    born: [1919, 1927],
    female: 0.3,
    coefficients: [1.1],
    payee: [0.5, 'authorised'],
  },
  {
    kind: 'Người HĐCM từ 01/01/1945 đến khởi nghĩa tháng Tám 1945',
    category: 'ncc-2',
    weight: 2,
    born: [1919, 1929],
    female: 0.3,
    coefficients: [0.6],
    payee: [0.5, 'authorised'],
  },
  {
    kind: 'Bà mẹ Việt Nam anh hùng',
    category: 'ncc-3',
    weight: 6,
    born: [1922, 1945],
    female: 1,
    coefficients: [3],
    payee: [0.6, 'authorised'],
  },
  {
    kind: 'Anh hùng LLVTND',
    category: 'ncc-4',
    weight: 2,
    born: [1930, 1955],
    female: 0.2,
    coefficients: [0.8],
    payee: RARELY,
  },
  {
    kind: 'Thương binh',
    category: 'ncc-5',
    weight: 400,
    born: [1938, 1966],
    female: 0.06,
    coefficients: [0.7, 0.9, 1, 1.2, 1.4, 1.6, 2, 2.5],
    payee: RARELY,
  },
  {
    kind: 'Bệnh binh',
    category: 'ncc-6',
    weight: 120,
    born: [1938, 1963],
    female: 0.1,
    coefficients: [1, 1.3, 1.6, 1.8],
    payee: RARELY,
  },
  {
    kind: 'Người có công giúp đỡ cách mạng',
    category: 'ncc-7',
    weight: 6,
    born: [1919, 1935],
    female: 0.6,
    coefficients: [0.6, 1],
    payee: [0.3, 'authorised'],
  },
  {
    kind: 'Người HĐKC nhiễm chất độc hóa học',
    category: 'ncc-8',
    weight: 120,
    born: [1938, 1958],
    female: 0.08,
    coefficients: [0.8, 1.3, 1.8],
    payee: RARELY,
  },
  {
    kind: 'Con đẻ của người HĐKC nhiễm CĐHH',
    category: 'ncc-9',
    weight: 60,
    born: [1968, 1996],
    female: 0.45,
    coefficients: [0.6, 1],
    payee: [0.7, 'guardian'],
  },
  {
    kind: 'Người HĐCM, HĐKC bị địch bắt tù, đày',
    category: 'ncc-10',
    weight: 25,
    born: [1930, 1955],
    female: 0.15,
    coefficients: [0.6],
    payee: RARELY,
  },
  {
    kind: 'Thân nhân liệt sĩ hưởng trợ cấp tuất',
    category: 'ncc-11',
    weight: 210,
    born: [1925, 1960],
    female: 0.8,
    coefficients: [1, 2, 3],
    payee: [0.1, 'authorised'],
  },
  {
    kind: 'Người phục vụ',
    category: 'ncc-12',
    weight: 20,
    born: [1950, 1985],
    female: 0.85,
    coefficients: [1],
    payee: RARELY,
  },
];

/** NĐ 20/2021, art. 5 and 6. */
const BTXH: readonly Profile[] = [
  {
    kind: 'Trẻ em dưới 4 tuổi không có nguồn nuôi dưỡng',
    category: null,
    weight: 4,
    age: [0, 3],
    female: 0.48,
    coefficients: [2.5],
    payee: ALWAYS_GUARDIAN,
  },
  {
    kind: 'Trẻ em không có nguồn nuôi dưỡng',
    category: null,
    weight: 30,
    age: [4, 15],
    female: 0.48,
    coefficients: [1.5],
    payee: ALWAYS_GUARDIAN,
  },
  {
    kind: 'Trẻ em khuyết tật nặng',
    category: null,
    weight: 50,
    age: [1, 15],
    female: 0.42,
    coefficients: [2],
    payee: ALWAYS_GUARDIAN,
  },
  {
    kind: 'Trẻ em khuyết tật đặc biệt nặng',
    category: null,
    weight: 18,
    age: [1, 15],
    female: 0.42,
    coefficients: [2.5],
    payee: ALWAYS_GUARDIAN,
  },
  {
    kind: 'Người khuyết tật nặng',
    category: null,
    weight: 230,
    age: [16, 59],
    female: 0.45,
    coefficients: [1.5],
    payee: [0.15, 'guardian'],
  },
  {
    kind: 'Người khuyết tật đặc biệt nặng',
    category: null,
    weight: 60,
    age: [16, 59],
    female: 0.45,
    coefficients: [2],
    payee: [0.8, 'guardian'],
  },
  {
    kind: 'Người cao tuổi khuyết tật nặng',
    category: null,
    weight: 130,
    age: [OLD_AGE, 96],
    female: 0.6,
    coefficients: [2],
    payee: [0.12, 'authorised'],
  },
  {
    kind: 'Người cao tuổi khuyết tật đặc biệt nặng',
    category: null,
    weight: 35,
    age: [OLD_AGE, 99],
    female: 0.62,
    coefficients: [2.5],
    payee: [0.6, 'guardian'],
  },
  {
    kind: 'Người đơn thân nghèo nuôi con nhỏ',
    category: null,
    weight: 25,
    age: [22, 50],
    female: 0.95,
    coefficients: [1, 2],
    payee: RARELY,
  },
  {
    kind: 'Người nhiễm HIV thuộc hộ nghèo',
    category: null,
    weight: 4,
    age: [25, 55],
    female: 0.4,
    coefficients: [1.5],
    payee: RARELY,
  },
  {
    kind: 'Người cao tuổi nghèo không có người phụng dưỡng',
    category: null,
    weight: 24,
    age: [OLD_AGE, 79],
    female: 0.75,
    coefficients: [1.5],
    payee: RARELY,
  },
  {
    kind: 'Người cao tuổi nghèo từ 80 tuổi không có người phụng dưỡng',
    category: null,
    weight: 14,
    age: [80, 98],
    female: 0.75,
    coefficients: [2],
    payee: [0.2, 'authorised'],
  },
  // From 1 July 2025 they draw the social pension instead (Luật Bảo hiểm xã hội 2024).
  {
    kind: 'Người từ đủ 80 tuổi không có lương hưu',
    category: null,
    weight: 420,
    age: [80, 102],
    female: 0.66,
    coefficients: [1],
    payee: [0.08, 'authorised'],
    until: '2025-06',
  },
];

/** The social pension: 75 and older without a pension (Luật Bảo hiểm xã hội 2024, art. 21). */
const HTXH: readonly Profile[] = [
  {
    kind: 'Trợ cấp hưu trí xã hội',
    category: null,
    weight: 1,
    age: [75, 101],
    female: 0.66,
    coefficients: [1],
    payee: [0.08, 'authorised'],
  },
];

const BHXH: readonly Profile[] = [
  {
    kind: 'Lương hưu',
    category: null,
    weight: 5,
    age: [57, 92],
    female: 0.5,
    coefficients: [1.6, 2.2, 3.1, 4.4],
    payee: RARELY,
  },
  { kind: 'Mất sức lao động', category: null, weight: 1, age: [62, 90], female: 0.5, coefficients: [1], payee: RARELY },
];

const KHAC: readonly Profile[] = [
  {
    kind: 'Quân nhân theo QĐ 142/2008',
    category: 'decision-142',
    weight: 6,
    born: [1940, 1957],
    female: 0.05,
    coefficients: [1],
    payee: RARELY,
  },
  {
    kind: 'Công an nhân dân theo QĐ 53/2010',
    category: 'decision-53',
    weight: 1,
    born: [1940, 1957],
    female: 0.08,
    coefficients: [1],
    payee: RARELY,
  },
  {
    kind: 'Theo QĐ 62/2011',
    category: 'decision-62',
    weight: 4,
    born: [1952, 1968],
    female: 0.04,
    coefficients: [1],
    payee: RARELY,
  },
];

export const PROFILES: Readonly<Record<Programme, readonly Profile[]>> = { BTXH, NCC, HTXH, BHXH, KHAC };

/** The standard where no rate is published for the programme: lists carry such amounts, and they are paid as listed. */
export const UNPUBLISHED_STANDARD: Readonly<Record<Programme, number>> = {
  BTXH: 360_000,
  NCC: 1_624_000,
  HTXH: 500_000,
  BHXH: 2_100_000,
  KHAC: 1_200_000,
};

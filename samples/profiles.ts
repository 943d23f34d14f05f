import type { PayeeRole } from '../lambdas/domain/person.ts';
import type { Category, Programme } from '../lambdas/domain/programme.ts';

type PayeeShare = readonly [share: number, role: PayeeRole];
type Span = readonly [from: number, to: number];

/**
 * Who draws what: the kinds of people in each programme, how common they are, how old, and at which coefficient of
 * the programme's standard. The wording of `kind` is that of the lists; shares and coefficients are plausible ones.
 */
export interface Profile {
  readonly kind: string;
  readonly category: Category | null;
  readonly weight: number;
  /** Years of birth, where a war or a decree sets them. */
  readonly born?: Span;
  /** Ages on the first day of the period, where the law sets them; both included. */
  readonly age?: Span;
  readonly female: number;
  readonly coefficients: readonly number[];
  /** How often somebody receives in their place, and as what. */
  readonly payee: PayeeShare;
  /** The last period in which lists still carry this kind. */
  readonly until?: string;
}

/** Nobody on a list is older. */
export const OLDEST = 104;
/** Người cao tuổi (Luật Người cao tuổi 2009). */
const OLD_AGE = 60;

const RARELY: PayeeShare = [0.04, 'authorised'];
const OFTEN: PayeeShare = [0.5, 'authorised'];
const MOSTLY_GUARDIAN: PayeeShare = [0.7, 'guardian'];
const ALWAYS_GUARDIAN: PayeeShare = [1, 'guardian'];

function group(
  category: Category | null,
  kind: string,
  [weight, female]: readonly [weight: number, female: number],
  years: Pick<Profile, 'born' | 'age'>,
  coefficients: readonly number[],
  payee = RARELY,
): Profile {
  return { category, kind, weight, female, coefficients, payee, ...years };
}

/** Pháp lệnh ưu đãi người có công 02/2020, in the order of Form 2. */
const NCC: readonly Profile[] = [
  group('ncc-1', 'Người HĐCM trước 01/01/1945', [1, 0.3], { born: [1919, 1927] }, [1.1], OFTEN),
  group(
    'ncc-2',
    'Người HĐCM từ 01/01/1945 đến khởi nghĩa tháng Tám 1945',
    [2, 0.3],
    { born: [1919, 1929] },
    [0.6],
    OFTEN,
  ),
  group('ncc-3', 'Bà mẹ Việt Nam anh hùng', [6, 1], { born: [1922, 1945] }, [3], OFTEN),
  group('ncc-4', 'Anh hùng LLVTND', [2, 0.2], { born: [1930, 1955] }, [0.8]),
  group('ncc-5', 'Thương binh', [400, 0.06], { born: [1938, 1966] }, [0.7, 0.9, 1, 1.2, 1.4, 1.6, 2, 2.5]),
  group('ncc-6', 'Bệnh binh', [120, 0.1], { born: [1938, 1963] }, [1, 1.3, 1.6, 1.8]),
  group('ncc-7', 'Người có công giúp đỡ cách mạng', [6, 0.6], { born: [1919, 1935] }, [0.6, 1], OFTEN),
  group('ncc-8', 'Người HĐKC nhiễm chất độc hóa học', [120, 0.08], { born: [1938, 1958] }, [0.8, 1.3, 1.8]),
  group('ncc-9', 'Con đẻ của người HĐKC nhiễm CĐHH', [60, 0.45], { born: [1968, 1996] }, [0.6, 1], MOSTLY_GUARDIAN),
  group('ncc-10', 'Người HĐCM, HĐKC bị địch bắt tù, đày', [25, 0.15], { born: [1930, 1955] }, [0.6]),
  group(
    'ncc-11',
    'Thân nhân liệt sĩ hưởng trợ cấp tuất',
    [210, 0.8],
    { born: [1925, 1960] },
    [1, 2, 3],
    [0.1, 'authorised'],
  ),
  group('ncc-12', 'Người phục vụ', [20, 0.85], { born: [1950, 1985] }, [1]),
];

/** NĐ 20/2021, art. 5 and 6. */
const BTXH: readonly Profile[] = [
  group(null, 'Trẻ em dưới 4 tuổi không có nguồn nuôi dưỡng', [4, 0.48], { age: [0, 3] }, [2.5], ALWAYS_GUARDIAN),
  group(null, 'Trẻ em không có nguồn nuôi dưỡng', [30, 0.48], { age: [4, 15] }, [1.5], ALWAYS_GUARDIAN),
  group(null, 'Trẻ em khuyết tật nặng', [50, 0.42], { age: [1, 15] }, [2], ALWAYS_GUARDIAN),
  group(null, 'Trẻ em khuyết tật đặc biệt nặng', [18, 0.42], { age: [1, 15] }, [2.5], ALWAYS_GUARDIAN),
  group(null, 'Người khuyết tật nặng', [230, 0.45], { age: [16, 59] }, [1.5], [0.15, 'guardian']),
  group(null, 'Người khuyết tật đặc biệt nặng', [60, 0.45], { age: [16, 59] }, [2], MOSTLY_GUARDIAN),
  group(null, 'Người cao tuổi khuyết tật nặng', [130, 0.6], { age: [OLD_AGE, 96] }, [2], [0.12, 'authorised']),
  group(null, 'Người cao tuổi khuyết tật đặc biệt nặng', [35, 0.62], { age: [OLD_AGE, 99] }, [2.5], MOSTLY_GUARDIAN),
  group(null, 'Người đơn thân nghèo nuôi con nhỏ', [25, 0.95], { age: [22, 50] }, [1, 2]),
  group(null, 'Người nhiễm HIV thuộc hộ nghèo', [4, 0.4], { age: [25, 55] }, [1.5]),
  group(null, 'Người cao tuổi nghèo không có người phụng dưỡng', [24, 0.75], { age: [OLD_AGE, 79] }, [1.5]),
  group(
    null,
    'Người cao tuổi nghèo từ 80 tuổi không có người phụng dưỡng',
    [14, 0.75],
    { age: [80, 98] },
    [2],
    [0.2, 'authorised'],
  ),
  // From 1 July 2025 they draw the social pension instead (Luật Bảo hiểm xã hội 2024).
  {
    ...group(
      null,
      'Người từ đủ 80 tuổi không có lương hưu',
      [420, 0.66],
      { age: [80, 102] },
      [1],
      [0.08, 'authorised'],
    ),
    until: '2025-06',
  },
];

/** The social pension: 75 and older without a pension (Luật Bảo hiểm xã hội 2024, art. 21). */
const HTXH: readonly Profile[] = [
  group(null, 'Trợ cấp hưu trí xã hội', [1, 0.66], { age: [75, 101] }, [1], [0.08, 'authorised']),
];

const BHXH: readonly Profile[] = [
  group(null, 'Lương hưu', [5, 0.5], { age: [57, 92] }, [1.6, 2.2, 3.1, 4.4]),
  group(null, 'Mất sức lao động', [1, 0.5], { age: [62, 90] }, [1]),
];

const KHAC: readonly Profile[] = [
  group('decision-142', 'Quân nhân theo QĐ 142/2008', [6, 0.05], { born: [1940, 1957] }, [1]),
  group('decision-53', 'Công an nhân dân theo QĐ 53/2010', [1, 0.08], { born: [1940, 1957] }, [1]),
  group('decision-62', 'Theo QĐ 62/2011', [4, 0.04], { born: [1952, 1968] }, [1]),
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

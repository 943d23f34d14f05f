import type { Sex } from '../lambdas/domain/person.ts';
import type { Random } from './random.ts';

/** Family names of the Red River delta and Thanh Hóa, roughly as common as they are. */
const FAMILY_NAMES: readonly (readonly [string, number])[] = [
  ['Nguyễn', 330],
  ['Trần', 95],
  ['Lê', 95],
  ['Phạm', 70],
  ['Hoàng', 40],
  ['Vũ', 38],
  ['Đỗ', 30],
  ['Bùi', 28],
  ['Đặng', 24],
  ['Ngô', 18],
  ['Phan', 18],
  ['Dương', 14],
  ['Đào', 14],
  ['Đinh', 12],
  ['Trịnh', 12],
  ['Lưu', 10],
  ['Tạ', 9],
  ['Mai', 9],
  ['Hà', 8],
  ['Cao', 8],
  ['Kiều', 7],
  ['Lương', 7],
  ['Nhữ', 5],
  ['Khuất', 4],
  ['Chử', 3],
  ['Huỳnh', 3],
  ['Võ', 3],
  ['Tống', 3],
  ['Quách', 3],
  ['Lã', 2],
  ['Phùng', 5],
  ['Nghiêm', 2],
  ['Doãn', 2],
  ['Giáp', 1],
  ['Từ', 1],
];

const MALE_MIDDLES =
  'Văn Văn Văn Văn Hữu Đức Công Xuân Quang Đình Ngọc Trọng Bá Huy Minh Tiến Mạnh Thế Viết Doãn'.split(' ');
const FEMALE_MIDDLES = 'Ngọc Thu Thanh Bích Kim Diệu Thúy Hồng Mỹ Như Khánh Bảo Ánh'.split(' ');

/** Names of the years before 1975: short, of the field and of the almanac; many with the hard tones. */
const OLD_MALE =
  'Sửu Thìn Khoát Sẵn Tự Sự Dự Kỵ Lự Nhỡ Lễ Chữ Kỹ Đặt Luận Thuận Tý Mão Tỵ Ngọ Mùi Thân Dậu Hợi Cầu Chiến Thắng Bình Hòa Nhật Đậu Ước Vượng Phượng Điền Độ Khải Luyện Rĩnh Nghễ Toản Thưởng Hưởng Quyết Đạt Đễ Cẩn Bỉnh Ổn Nẵng'.split(
    ' ',
  );
const OLD_FEMALE =
  'Nhỡ Mỡ Sẵn Vẽ Nghễ Nữ Mỵ Lặng Bưởi Mận Sen Cúc Tèo Ngẫm Tẹo Gái Lụa Là Nụ Hiền Hòa Thảo Chắt Chút Dễ Đượm Thơm Ngát Tuyết Nguyệt Bảy Tám Mùi Dần Hợi Sửu Tẽ Nhẫn Ứng Ngừ Lượng Phượng Tường Xuyến Quỳ Thỵ Thủy Dựng'.split(
    ' ',
  );
const YOUNG_MALE =
  'Hùng Dũng Tuấn Cường Thành Hiếu Đạt Phúc Long Khánh Bảo Duy Huy Khôi Nam Sơn Lâm Trường Vỹ Quân Thịnh Kiệt Đăng Phong Nghĩa Lộc Tùng Hải'.split(
    ' ',
  );
const YOUNG_FEMALE =
  'Hương Lan Huệ Hạnh Linh Trang Ngân Yến Nhung Quỳnh Thảo Vy Mỹ Hằng Thúy Diễm Nhã Giang Châu Ngọc Thư Uyên Tuyền Hà Anh Chi Duyên Thùy'.split(
    ' ',
  );

/** A few neighbours of other peoples, married into the delta or of the hills of Thanh Hóa. */
const ETHNIC_MALE = [
  'Lò Văn Ẻn',
  'Giàng A Sử',
  'Vừ Mí Lử',
  'Quàng Văn Ỉnh',
  'Bàn Tài Vượng',
  'Phạm Bá Ngợi',
  'Cầm Bá Lỡ',
];
const ETHNIC_FEMALE = ["H'Yô Niê", 'Sùng Thị Mỷ', 'Lường Thị Ỏn', 'Hà Thị Ẳm', 'Ma Thị Sẵng', 'Y Nhớ', 'Bùi Thị Nhỡn'];

const BORN_OLD_STYLE_BEFORE = 1975;

/** A family name alone, for a household. */
export function familyName(random: Random): string {
  return random.weighted(FAMILY_NAMES);
}

/** A full name as a person of that sex and birth year may bear it, NFC, single spaces. */
export function personName(random: Random, sex: Sex, birthYear: number, family = familyName(random)): string {
  if (random.chance(0.006)) return random.pick(sex === 'male' ? ETHNIC_MALE : ETHNIC_FEMALE);
  const old = birthYear < BORN_OLD_STYLE_BEFORE;
  if (old && random.chance(0.03)) return `${family} ${random.pick(sex === 'male' ? OLD_MALE : OLD_FEMALE)}`;
  return sex === 'male'
    ? `${family} ${random.pick(MALE_MIDDLES)} ${random.pick(old ? OLD_MALE : YOUNG_MALE)}`
    : `${family} ${femaleMiddle(random, old)} ${random.pick(old ? OLD_FEMALE : YOUNG_FEMALE)}`;
}

function femaleMiddle(random: Random, old: boolean): string {
  if (random.chance(old ? 0.9 : 0.5)) return random.chance(0.15) ? `Thị ${random.pick(FEMALE_MIDDLES)}` : 'Thị';
  return random.pick(FEMALE_MIDDLES);
}

/** The name typed by somebody without a Vietnamese keyboard: no mark at all. */
export function withoutMarks(name: string): string {
  // đ and Đ do not decompose (Unicode), so they are taken by themselves.
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D');
}

/** The tone on the last vowel ("hoà"), as some keyboards put it, instead of the first ("hòa"). The same name. */
export function withTonesOnLastVowel(name: string): string {
  return name
    .normalize('NFD')
    .replace(
      /(o)([\u0300\u0301\u0303\u0309\u0323])(a|e)(?!\p{L})|(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?!\p{L})/giu,
      '$1$3$2$4$6$5',
    )
    .normalize('NFC');
}

/** How the registry may spell it: a middle name that the list leaves out, or another tone on the last word. */
export function spelledOtherwise(random: Random, name: string): string {
  const words = name.split(' ');
  const last = words.at(-1) ?? name;
  const toneless = last
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC');
  if (toneless !== last && random.chance(0.6)) return [...words.slice(0, -1), toneless].join(' ');
  return [...words.slice(0, -1), random.pick(['Hữu', 'Xuân', 'Ngọc']), last].join(' ');
}

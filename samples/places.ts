import type { Random } from './random.ts';

/** Where somebody lives: a village of the commune, and the household in it. */
export interface Home {
  readonly village: string;
  readonly address: string;
}

const VILLAGES =
  'Kim Lâm,Cát Động,Kim Bài,Khúc Thủy,Khê Tang,Thượng,Hạ,Trung,Đông,Đoài,Tràng Cát,Mọc Xá,Đống Lẻ,Áng Phao,Song Khê,Phù Lạc,Tê Quả,Đại Định,Hưng Giáo,Bùi Xá,Rùa Thượng,Rùa Hạ,Dụ Tiền,Từ Am,Canh Hoạch,Văn Quán,Cự Thần,Thị Nguyên,Hoàng Trung,Ngô Đồng,Mã Kiều,Tân Tiến,Phú Thọ,Đa Ngư,Mục Xá,Quảng Minh,Úc Lý,Chằm,Vạn Bảo,Sẽ'.split(
    ',',
  );
const LANES = 'Chợ,Đình,Giếng,Bãi,Nghè,Giữa,Ao Sen,Cầu Đá,Trại,Bờ Sông'.split(',');

/** The villages of a commune, in the order of its own lists. */
export function villagesOf(random: Random, count: number): string[] {
  const names = random.shuffled(VILLAGES).slice(0, count);
  const rest = Array.from({ length: count - names.length }, (_, index) => String(index + 1));
  return [...names, ...rest].map((name) => `Thôn ${name}`);
}

export function homeIn(random: Random, village: string): Home {
  const house = random.chance(0.5)
    ? `Số ${random.integer(1, 180)}, ngõ ${random.pick(LANES)}`
    : `Đội ${random.integer(1, 12)}`;
  return { village, address: `${house}, ${village}` };
}

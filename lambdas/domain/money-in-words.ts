import type { Dong } from './money.ts';

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
/** The names of a group of three digits, counted from the right, below one tỷ. */
const GROUPS = ['', 'nghìn', 'triệu'] as const;
const BILLION = 1_000_000_000;

/**
 * An amount of whole đồng as it is written out after "Bằng chữ" on vouchers: "Một tỷ bốn trăm năm mươi lăm triệu đồng".
 * A voucher is void when figures and words differ, so the reading is exact: "mười lăm", "hai mươi mốt", "lẻ" for an
 * empty tens place, "không trăm" before it, groups of zeros left out. Above a tỷ it counts tỷ: "một nghìn tỷ".
 */
export function dongInWords(amount: Dong): string {
  const words = amount === 0 ? DIGITS[0] : readNumber(amount);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} đồng`;
}

function readNumber(value: number): string {
  const billions = Math.floor(value / BILLION);
  const rest = value % BILLION;
  if (billions === 0) return readGroups(rest, false);
  return [`${readGroups(billions, false)} tỷ`, readGroups(rest, true)].filter((part) => part !== '').join(' ');
}

/** A number below a tỷ; `continues` when words stand before it, so that its first group reads its empty places. */
function readGroups(value: number, continues: boolean): string {
  const words: string[] = [];
  for (let place = GROUPS.length - 1; place >= 0; place--) {
    const group = Math.floor(value / 1000 ** place) % 1000;
    if (group === 0) continue;
    words.push(readGroup(group, continues || words.length > 0));
    const name = GROUPS[place];
    if (name) words.push(name);
  }
  return words.join(' ');
}

function readGroup(group: number, continues: boolean): string {
  const hundreds = Math.floor(group / 100);
  const belowHundred = group % 100;
  const saysHundreds = hundreds > 0 || continues;
  const words = saysHundreds ? [digit(hundreds), 'trăm'] : [];
  if (belowHundred > 0) words.push(readBelowHundred(belowHundred, saysHundreds));
  return words.join(' ');
}

function readBelowHundred(value: number, afterHundreds: boolean): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  if (tens === 0) return afterHundreds ? `lẻ ${digit(ones)}` : digit(ones);
  const tensWords = tens === 1 ? 'mười' : `${digit(tens)} mươi`;
  if (ones === 0) return tensWords;
  if (ones === 5) return `${tensWords} lăm`;
  if (ones === 1 && tens > 1) return `${tensWords} mốt`;
  return `${tensWords} ${digit(ones)}`;
}

function digit(value: number): string {
  return DIGITS[value] ?? '';
}

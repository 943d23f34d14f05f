import { folded } from '../../domain/readings/folded-text.ts';
import { remembering } from '../../domain/readings/remembering.ts';
import { HEADER_SYNONYMS, type HeaderMeaning } from './header-synonyms.ts';

/** The texts of a column's header, from the top row down; merged cells repeat in each column they cover. */
export type HeaderTexts = readonly string[];

export interface MeaningScore {
  readonly meaning: HeaderMeaning;
  /** 0 to 100: from 75 on the header is a synonym word for word, below it only contains one. */
  readonly score: number;
}

/** Below this a header means nothing to us: the column is kept, and not used. */
const LEAST = 55;

interface Phrase {
  readonly meaning: HeaderMeaning;
  readonly words: string;
  readonly weight: number;
  readonly whole: boolean;
}

/**
 * Abbreviations that stand anywhere in a header. "TC chi trả" is the organisation that pays, not a benefit; "ĐĐ chi trả"
 * is a place.
 */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bs?tk\b/g, 'tai khoan'],
  [/\bnh\b/g, 'ngan hang'],
  [/\btc\b(?! (dich vu )?chi tra)/g, 'tro cap'],
  [/(?<=\b(so|the|ma) )cc\b/g, 'can cuoc'],
  [/(?<=\b(so|ma) )dd\b/g, 'dinh danh'],
  [/\bmdd\b/g, 'ma dinh danh'],
  [/\bn sinh\b/g, 'nam sinh'],
];

/** Folded words with their abbreviations written out, so that "TK ngân hàng" is "Tài khoản ngân hàng". */
function spelledOut(words: string): string {
  return ABBREVIATIONS.reduce((text, [short, long]) => text.replace(short, long), words);
}

const PHRASES: readonly Phrase[] = HEADER_SYNONYMS.entries.flatMap(({ meaning, weight, headers }) =>
  headers.split('|').map((header) => ({
    meaning,
    weight,
    whole: header.startsWith('='),
    words: spelledOut(header.replace('=', '')),
  })),
);
const EXACT = new Map<string, Phrase>(PHRASES.map((phrase) => [phrase.words, phrase]));

/** Words that turn name, id and phone into those of whoever receives in the beneficiary's place. */
const PAYEE =
  /nguoi nhan thay|linh thay|giam ho|uy quyen|dai dien|nguoi nhan\b(?! tro cap)|nhan ho\b|nguoi (nhan )?(cham soc|nuoi duong)/;

/**
 * What stands beside an amount and is no part of it: allowances, deductions, one-off help. "Trợ cấp, phụ cấp" is the
 * whole of what somebody draws (NĐ 131/2021), and what is left after a deduction is no deduction.
 */
const BESIDE =
  /(?<!tro cap( va| hoac)? )phu cap|(?<!sau( khi)? )(khau tru|giam tru)|tro cap (mot|1) lan|(tro cap|tien) (nguoi )?phuc vu|truy thu|thu hoi|tam ung|trich nop|^(so tien )?tru$/;
/** What is said of such money, and is none itself. */
const NOT_MONEY = /^(he so|so thang|so quyet dinh|ly do|loai|muc chuan|doi tuong|ngay|ho ten|ho va ten)\b/;

/** Under such a header, from when or until when somebody may receive: "Ủy quyền" over "Từ ngày" and "Đến ngày". */
const UNTIL =
  /\b(den (het )?(ngay|thang)|den het|het han|thoi han|han uy quyen|(hieu luc|gia tri) den|het hieu luc|co gia tri)\b/;
const FROM = /\b((ke )?tu (ngay|thang)|bat dau|hieu luc tu|ngay (uy quyen|giam ho))\b/;
/** A commune where somebody was born or is registered says nothing of who pays. */
const NOT_WHERE_PAID = /que quan|nguyen quan|noi sinh|khai sinh|thuong tru|ho khau|noi cap|dang ky/;

/** What a header means, or null. Rows of a split header are read together, then the lowest by itself. */
export function meaningOf(texts: HeaderTexts): MeaningScore | null {
  const parts = texts.map(headerWords).filter((part) => part !== '');
  const distinct = parts.filter((part, index) => part !== parts[index - 1]);
  const whole = distinct.join(' ');
  const last = distinct.at(-1);
  if (last === undefined) return null;
  if (BESIDE.test(whole) && !NOT_MONEY.test(last)) return { meaning: 'beside', score: 100 };
  const together = scoreOf(whole);
  const alone = distinct.length > 1 ? scoreOf(last) : null;
  const isAlone = alone !== null && (together === null || alone.score - LOWEST_ALONE > together.score);
  const best = isAlone ? { meaning: alone.meaning, score: alone.score - LOWEST_ALONE } : together;
  if (PAYEE.test(whole) && UNTIL.test(whole)) return { meaning: 'payeeUntil', score: 100 };
  if (PAYEE.test(whole) && FROM.test(whole)) return { meaning: 'payeeFrom', score: 100 };
  if (best === null || best.score < LEAST) return null;
  if (best.meaning === 'unit' && NOT_WHERE_PAID.test(whole)) return { meaning: 'unused', score: best.score };
  return PAYEE.test(whole) ? ofPayee(best) : best;
}

/** Whether a text is, by itself, a header: how repeated headers at page breaks are noticed cheaply. */
export function isHeaderWord(text: string): boolean {
  return EXACT.has(headerWords(text));
}

/** Units of money; not the "động" of biến động, lao động, hoạt động. */
const MONEY_UNIT = /(?<!\b(?:bien|lao|hoat|van)) (dong|vnd|d)$/;

/** The folded words of a header without units and column formulas: "Số tiền (đồng)", "Tổng (7)=(5)+(6)". */
const headerWords = remembering((text) =>
  spelledOut(folded(text.replace(/\([^)]*\)?/g, ' ').replace(/[=+].*/s, ' ')).replace(MONEY_UNIT, '')),
);

/** What the lowest row of a split header is worth less than all its rows together. */
const LOWEST_ALONE = 5;

const scoreOf = remembering((words): MeaningScore | null => {
  const exact = EXACT.get(words);
  if (exact !== undefined) return { meaning: exact.meaning, score: exact.weight };
  const length = words.split(' ').length;
  let best: MeaningScore | null = null;
  for (const phrase of PHRASES) {
    if (phrase.whole || !` ${words} `.includes(` ${phrase.words} `)) continue;
    const share = phrase.words.split(' ').length / length;
    // What a header is about stands at its beginning: "Số CCCD của người hưởng".
    const atStart = words.startsWith(`${phrase.words} `) ? 10 : 0;
    const score = 45 + 25 * share + atStart - (100 - phrase.weight) / 4;
    if (best === null || score > best.score) best = { meaning: phrase.meaning, score };
  }
  return best;
});

function ofPayee({ meaning, score }: MeaningScore): MeaningScore {
  switch (meaning) {
    case 'fullName':
    case 'payeeName':
      return { meaning: 'payeeName', score };
    case 'personalId':
      return { meaning: 'payeeId', score };
    case 'payeeId':
    case 'payeeRole':
    case 'payeeFrom':
    case 'payeeUntil':
    case 'remark':
    case 'accountNumber':
    case 'bank':
    case 'accountHolder':
    case 'amount':
      return { meaning, score };
    default:
      return { meaning: 'unused', score };
  }
}

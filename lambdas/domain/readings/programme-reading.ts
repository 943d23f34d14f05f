import type { Category, Programme } from '../programme.ts';
import { folded } from './folded-text.ts';
import { remembering } from './remembering.ts';

/** What a text (a cell, a group row, a sheet's name, a title) says of the programme. */
export interface ProgrammeReading {
  readonly programme: Programme;
  readonly category: Category | null;
}

/** Categories of people with merit and the three decisions, by the words lists use, folded. The first that fits counts. */
const CATEGORIES: readonly (readonly [RegExp, Category])[] = [
  [/\b142( 2008)?\b/, 'decision-142'],
  [/\b62( 2011)?\b/, 'decision-62'],
  [/\b53( 2010)?\b/, 'decision-53'],
];
const MERIT_CATEGORIES: readonly (readonly [RegExp, Category])[] = [
  [/^con de\b|^con cua nguoi hd|\bcon de (con song )?cua\b/, 'ncc-9'],
  [/\bnguoi phuc vu\b|^phuc vu\b/, 'ncc-12'],
  [
    /than nhan|\btuat (hang thang|liet si|ncc|nuoi duong)|^tuat\b|tien tuat|luong tuat|tho cung|(vo|chong|cha|me|bo|con) (cua )?liet (si|sy)/,
    'ncc-11',
  ],
  [/truoc (ngay )?0?1 0?1 1945|truoc (ngay )?1 thang 1 (nam )?1945|lao thanh cach mang|\bltcm\b/, 'ncc-1'],
  [/tien khoi nghia|\btkn\b|tu (ngay )?0?1 0?1 1945|khoi nghia thang (tam|8)/, 'ncc-2'],
  [/ba me (viet nam|vn)|\bbm ?vn ?ah\b|\bme vnah\b/, 'ncc-3'],
  [/anh hung (luc luong|llvt|lao dong|ld)|\bahllvt\b|\bahld\b/, 'ncc-4'],
  [/benh binh/, 'ncc-6'],
  [/thuong binh/, 'ncc-5'],
  [/giup do cach mang|(co cong|ncc) giup do|giup do cm\b/, 'ncc-7'],
  [/chat doc hoa hoc|\bcdhh\b|da cam|nhiem chat doc/, 'ncc-8'],
  [/(bi )?dich bat|tu day/, 'ncc-10'],
];

/** Names of programmes, folded. Those of one kind may stand together; of two kinds, the text names none. */
const PROGRAMMES: readonly (readonly [RegExp, Programme])[] = [
  [/huu tri xa hoi|\bhtxh\b|\btchtxh\b/, 'HTXH'],
  [/that nghiep|\btctn\b|(bao hiem xa hoi|bhxh) (mot|1) lan|doi tuong khac|dot xuat|khan cap|^khac$|\bkhac$/, 'KHAC'],
  [
    /luong huu|bao hiem xa hoi(?! (mot|1) lan)|\bbhxh\b(?! (mot|1) lan)|mat suc lao dong|\bhuu tri\b(?! xa hoi)/,
    'BHXH',
  ],
  [/bao tro|\bbtxh\b|tro giup xa hoi|\btgxh\b|tro cap xa hoi|\btcxh\b/, 'BTXH'],
  [/nguoi co cong|\bncc\b|uu dai/, 'NCC'],
];
/** Groups within social assistance (NĐ 20/2021 art. 5): they name the programme only where nothing stronger does. */
const ASSISTANCE =
  /khuyet tat|\bnkt\b|cao tuoi|\bnct\b|mo coi|don than|\bhiv\b|tam than|nuoi duong|cham soc|mat nguon nuoi|tren 80 tuoi|du 80 tuoi/;

/**
 * Reads a programme, and the category of Form 2 where the text names one. Null when the text names none, or several:
 * "BTXH và NCC" in a title decides nothing.
 */
export const readProgramme = remembering(readingOf);

function readingOf(text: string): ProgrammeReading | null {
  // "Người từ đủ 80 tuổi không có lương hưu": what somebody does not draw is not their programme.
  const words = folded(text).replace(/ (khong|chua) (co|huong|duoc) (luong|che do|tro cap|bao hiem|bhxh|huu).*/s, '');
  if (words === '') return null;
  const decision = /quyet dinh|\bqd\b|\d\/20\d\d/.test(`${words} ${text}`) ? firstOf(CATEGORIES, words) : undefined;
  if (decision !== undefined) return { programme: 'KHAC', category: decision };
  const named = new Set(PROGRAMMES.filter(([pattern]) => pattern.test(words)).map(([, programme]) => programme));
  if (named.size > 1) return null;
  const [only] = named;
  // "Người có công và thân nhân" is the heading of them all, not category 11.
  const heading = /nguoi co cong|ncc/.test(words.slice(0, Math.max(0, words.lastIndexOf(' va than nhan'))));
  const category = heading ? undefined : firstOf(MERIT_CATEGORIES, words);
  if (only !== undefined) return { programme: only, category: only === 'NCC' ? (category ?? null) : null };
  if (category !== undefined) return { programme: 'NCC', category };
  return ASSISTANCE.test(words) ? { programme: 'BTXH', category: null } : null;
}

function firstOf(patterns: readonly (readonly [RegExp, Category])[], words: string): Category | undefined {
  return patterns.find(([pattern]) => pattern.test(words))?.[1];
}

import type { ListPurpose } from '../../domain/list-purpose.ts';
import type { ListKind } from '../../domain/lists/list-facts.ts';
import type { RowChange } from '../../domain/lists/list-row.ts';
import { isNoChange, readChangeHeading } from '../../domain/readings/change-reading.ts';
import { folded } from '../../domain/readings/folded-text.ts';
import { type ProgrammeReading, readProgramme } from '../../domain/readings/programme-reading.ts';

/** What the lines above a table say of the whole list. */
export interface TitleReading {
  readonly programme: ProgrammeReading | null;
  /** The title is that of a change list: "Danh sách tăng, giảm, điều chỉnh", "Biến động đối tượng". */
  readonly inChangeList: boolean;
  /** The one change that the title names for all rows: "Danh sách đối tượng thôi hưởng". */
  readonly change: RowChange | null;
  readonly emergency: boolean;
  /** "Đơn vị tính: 1.000 đồng" stands above the table: its amounts are not what is paid. */
  readonly inThousands: boolean;
  /** Whether there is a title proper at all: a sheet without one is part of what the sheets before it say. */
  readonly isTitled: boolean;
}

export const NO_TITLE: TitleReading = {
  programme: null,
  inChangeList: false,
  change: null,
  emergency: false,
  inThousands: false,
  isTitled: false,
};

const TITLE = /^(danh sach|ds|bang|bieu|tong hop|bao cao|phu luc|tinh hinh) /;
/** Lines that name decisions and letters, not what the list is. */
const REFERENCE = /can cu|theo (quyet dinh|nghi dinh|thong tu|cong van)|kem theo/;

const LETTERHEAD =
  /^(cong hoa xa hoi chu nghia|doc lap tu do|uy ban nhan dan|ubnd|mau so|trung tam|(phong|so) (ld|lao dong|noi vu|y te|van hoa)) /;

/** Whether a text begins the lines above a table: an office's letterhead, or the title itself. */
export function isTitleLine(text: string): boolean {
  const words = `${folded(text)} `;
  return LETTERHEAD.test(words) || TITLE.test(words);
}

/** Reads the lines above a table, from the top down. */
export function readTitles(lines: readonly string[]): TitleReading {
  const told = lines.map((text) => ({ text, words: folded(text) })).filter(({ words }) => words !== '');
  const said = told.filter(({ words }) => !REFERENCE.test(words));
  const titles = said.filter(({ words }) => TITLE.test(`${words} `));
  // "DANH SÁCH" may stand in a line of its own, what it is a list of below.
  const headings = said.filter(
    ({ words }, index) => titles.some((title) => title.words === words) || said[index - 1]?.words === 'danh sach',
  );
  const spoken = headings.length > 0 ? headings : said;
  const change = spoken.map(({ text }) => readChangeHeading(text)).find((one) => one !== null) ?? null;
  return {
    programme: programmeOf(titles.map(({ text }) => text)) ?? programmeOf(said.map(({ text }) => text)),
    inChangeList: change !== null || spoken.some(({ words }) => isChangeTitle(words)),
    change,
    emergency: said.some(({ words }) => EMERGENCY.test(words) && !NOT_EMERGENCY.test(words)),
    inThousands: told.some(({ words }) => IN_THOUSANDS.test(words)),
    isTitled: titles.length > 0,
  };
}

/** A payment list after its changes is a full list: "Danh sách chi trả … (đã tăng, giảm)". */
const AFTER_CHANGES =
  /^danh sach (chi tra|cap phat|linh tien)|\bda (tang|giam|dieu chinh|cap nhat)|\bsau (khi )?(tang|giam|dieu chinh|bien dong)|\bbao gom\b/;

function isChangeTitle(words: string): boolean {
  // "Giảm nghèo" is no decrease.
  const says =
    /\bbien dong\b/.test(words) ||
    isFollowed(words.replaceAll('giam ngheo', ''), 'tang', 'giam', 16) ||
    isFollowed(words, 'giam', 'tang', 12) ||
    isFollowed(words, 'tang', 'dieu chinh', 20);
  return says && !AFTER_CHANGES.test(words);
}

/** Whether a word stands in folded words, and behind it, at most so many characters apart, another. */
function isFollowed(words: string, one: string, other: string, apart: number): boolean {
  return ` ${words} `
    .split(` ${one}`)
    .slice(1)
    .some((rest) => rest.startsWith(' ') && rest.slice(0, apart + other.length + 1).includes(` ${other} `));
}

/** Help after a disaster or in an epidemic. Folded, `bão` and `bảo` are alike: storms need their number or their floods. */
const EMERGENCY =
  /dot xuat|thien tai|\bbao (lu|lut|so \d)|\b(mua|ngap) lu|\blu (lut|quet|ong)|ngap lut|sat lo|gio loc|giong loc|loc xoay|dong dat|han han|hoa hoan|chay nha|dich benh|\bcovid|khan cap|cuu tro|cuu doi|giap hat/;
/** Regular payments beside emergency ones, and the offices that fight disasters. */
const NOT_EMERGENCY = /thuong xuyen|hang thang|phong chong|phong,? chong/;

/** The programme of the lines, where those that name one agree. */
function programmeOf(lines: readonly string[]): ProgrammeReading | null {
  const readings = lines.map(readProgramme).filter((reading) => reading !== null);
  const [first] = readings;
  return first !== undefined && readings.every(({ programme }) => programme === first.programme) ? first : null;
}

const IN_THOUSANDS = /\b(don vi( tinh)?|dvt)\b.{0,12}\b(1 ?000|nghin|ngan) ?d/;

/** Gathers, as tables and rows are read, what the list is as a whole. */
export class ListKindCount {
  #regular = 0;
  #emergency = 0;
  #saysChanges = false;
  #increases = 0;
  #otherChanges = 0;
  #unmarked = 0;

  /** A table begins below these titles. */
  table({ inChangeList, emergency }: TitleReading): void {
    this.#saysChanges ||= inChangeList;
    if (emergency) this.#emergency += 1;
    else this.#regular += 1;
  }

  /** @param spoken what stands in the row's column of changes: a change that nobody understands is one all the same. */
  row(change: RowChange | null, spoken: string | undefined): void {
    if (change === 'increase') this.#increases += 1;
    else if (change !== null || (spoken !== undefined && !isNoChange(spoken))) this.#otherChanges += 1;
    else this.#unmarked += 1;
  }

  /**
   * A title, or a row that ends or adjusts something, makes a change list. Increases alone make one where every row is
   * one: a full list may have a section of those who are new.
   */
  get kind(): ListKind {
    const onlyIncreases = this.#increases > 0 && this.#unmarked === 0;
    return this.#saysChanges || this.#otherChanges > 0 || onlyIncreases ? 'changes' : 'full';
  }

  /** Emergency only where no table is of a regular payment. */
  get purpose(): ListPurpose {
    return this.#emergency > 0 && this.#regular === 0 ? 'emergency' : 'regular';
  }
}

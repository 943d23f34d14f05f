import type { ListCell } from '../../domain/lists/list-cell.ts';
import type { RowChange } from '../../domain/lists/list-row.ts';
import { readChangeHeading } from '../../domain/readings/change-reading.ts';
import { tidyText } from '../../domain/readings/folded-text.ts';
import { type ProgrammeReading, readProgramme } from '../../domain/readings/programme-reading.ts';
import { groupMarker, isHeading, isVillage, markerLevel, UNMARKED } from './row-kind.ts';

/** "Thôn 1: 25 người", "THÔN KIM LÂM (2 người)": how many they are is no part of the village's name. */
const COUNT = /[(:–-]\s?\d{1,6}\s?(người|đối tượng|hộ)\s?\)?[\s.:;,]*$/i;

interface Group {
  readonly level: number;
  readonly text: string;
  readonly programme: ProgrammeReading | null;
  readonly change: RowChange | null;
}

/** How a row that may head a group stands in its table. */
export interface GroupRow {
  /** The row's first words, its numbering left out where that has a cell of its own. */
  readonly text: string;
  readonly ordinal: ListCell | undefined;
  /** It has the row number of a person. */
  readonly isNumbered: boolean;
  /** Its first cell is merged across several columns. */
  readonly isAcross: boolean;
  /** Something stands in the column of names. */
  readonly hasName: boolean;
}

/** The groups above the rows of one sheet ("I. Người có công", "1. Thương binh", "Thôn 3"), each within the one above. */
export class ListGroups {
  #groups: Group[] = [];
  #village: { readonly name: string; readonly within: Group | undefined } | null = null;

  /** The nearest group that names a programme. */
  get programme(): ProgrammeReading | null {
    return this.#groups.findLast(({ programme }) => programme !== null)?.programme ?? null;
  }

  /** The nearest group that says what its rows do to the roll. */
  get change(): RowChange | null {
    return this.#groups.findLast(({ change }) => change !== null)?.change ?? null;
  }

  get village(): string | null {
    return this.#village?.name ?? null;
  }

  /** The nearest group whose words fit. */
  nearest(fits: (text: string) => boolean): string | null {
    return this.#groups.findLast(({ text }) => fits(text))?.text ?? null;
  }

  /**
   * Takes a row that heads a group, and says whether it is one: it has no row number of a person (unless its words are
   * those of a heading), and is numbered as groups are, merged across, or begins as headings do.
   */
  take({ text, ordinal, isNumbered, isAcross, hasName }: GroupRow): boolean {
    if (text === '' || !/\p{L}/u.test(text)) return false;
    const marker = groupMarker(text);
    const rest = marker?.rest ?? text;
    const change = readChangeHeading(rest);
    const isNamed = isVillage(rest) || isHeading(rest) || change !== null;
    if (isNumbered && !isNamed) return false;
    const level = marker?.level ?? (ordinal === undefined ? UNMARKED : (markerLevel(ordinal.text) ?? UNMARKED));
    const isMarked = marker !== null || (ordinal !== undefined && !isNumbered && markerLevel(ordinal.text) !== null);
    if (!isNamed && !isMarked && !isAcross && (hasName || readProgramme(rest) === null)) return false;
    if (isVillage(rest)) {
      this.#village = {
        // Up to the last character that is no punctuation.
        name: /^.*[^\s:.;,]/.exec(tidyText(rest).replace(COUNT, ''))?.[0] ?? '',
        within: this.#groups.at(-1),
      };
      return true;
    }
    this.#groups = this.#groups.filter((group) => group.level < level);
    const within = this.#village?.within;
    if (within !== undefined && !this.#groups.includes(within)) this.#village = null;
    this.#groups.push({ level, text: rest, programme: readProgramme(rest), change });
    return true;
  }
}

import type { ListCell } from '../../domain/lists/list-cell.ts';
import { tidyText } from '../../domain/readings/folded-text.ts';
import { countDigits, hasLetter } from '../../domain/readings/letters.ts';
import type { SheetRow } from '../tables/sheet.ts';
import { isFooter, markerLevel } from './row-kind.ts';

/** Whether two rows hold the same texts. */
export function sameTexts(one: SheetRow, other: SheetRow): boolean {
  return (
    one.cells.length === other.cells.length && one.cells.every(({ text }, index) => text === other.cells[index]?.text)
  );
}

/** A row's first words, its numbering left out where that has a cell of its own. */
export function textOfRow(row: SheetRow, ordinal: number | undefined): string {
  const cell = row.cells.find(({ column, text }) => hasLetter(text) && (column !== ordinal || !isBareMarker(text)));
  return cell === undefined ? '' : tidyText(cell.text);
}

/** Digits enough for an id or an account; a date beside the signatures is neither. */
export function isNumberOfPerson(cell: ListCell | undefined): boolean {
  if (cell === undefined || countDigits(cell.text) < 5) return false;
  return !hasLetter(cell.text) || !isFooter(cell.text);
}

/** Whether a cell holds the numbering of a group and nothing else: "II", "1.2". */
export function isBareMarker(text: string): boolean {
  return markerLevel(text) !== null;
}

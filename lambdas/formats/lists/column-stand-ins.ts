import type { ColumnField } from '../../domain/lists/list-column.ts';
import { folded } from '../../domain/readings/folded-text.ts';
import { countDigits } from '../../domain/readings/letters.ts';
import { readProgramme } from '../../domain/readings/programme-reading.ts';
import type { Cell } from '../tables/sheet.ts';
import type { HeaderTexts } from './header-meaning.ts';

/** What a column may be headed that holds ids all the same: none of these is a number of twelve digits. */
const NEVER_IDS = new Set<ColumnField>([
  'remark',
  'bookNumber',
  'decisionNumber',
  'address',
  'village',
  'category',
  'programme',
  'unit',
  'changeReason',
]);

/** Twelve digits that begin like an id, nearly everywhere in a column: the id, whatever it is called. */
export function findIdByContents(fields: Map<number, ColumnField>, cells: ReadonlyMap<number, readonly Cell[]>): void {
  if ([...fields.values()].includes('personalId')) return;
  const isFree = (column: number): boolean => {
    const field = fields.get(column);
    return field === undefined || NEVER_IDS.has(field);
  };
  const shaped = [...cells].filter(
    ([column, own]) =>
      isFree(column) &&
      own.length >= 2 &&
      own.filter(({ text }) => /^0\d{11}$/.test(text.trim())).length >= 0.8 * own.length,
  );
  const [only, another] = shaped;
  if (only !== undefined && another === undefined) fields.set(only[0], 'personalId');
}

/** Where the usual column is missing, the next best stands in. */
export function fallBack(
  fields: Map<number, ColumnField>,
  householders: readonly number[],
  headers: ReadonlyMap<number, HeaderTexts>,
  cells: ReadonlyMap<number, readonly Cell[]>,
): void {
  const columnOf = (field: ColumnField): number | undefined => [...fields].find(([, one]) => one === field)?.[0];
  const standIn = (missing: ColumnField, instead: ColumnField): void => {
    const column = columnOf(instead);
    if (columnOf(missing) === undefined && column !== undefined) fields.set(column, missing);
  };
  const isNamed = (): boolean => columnOf('fullName') !== undefined || columnOf('givenName') !== undefined;
  // Emergency help is listed by household, under the name of its head.
  const [householder, another] = householders;
  if (!isNamed() && householder !== undefined && another === undefined) fields.set(householder, 'fullName');
  const category = columnOf('category');
  if (!isNamed() && category !== undefined && namesPeople(headers.get(category), cells.get(category))) {
    fields.set(category, 'fullName');
  }
  // The post office heads the beneficiary's own column "Người nhận" where nobody receives in their place.
  if (columnOf('givenName') === undefined) standIn('fullName', 'payeeName');
  if (columnOf('familyName') === undefined) standIn('fullName', 'givenName');
  standIn('amount', 'total');
  standIn('amount', 'formerAmount');
}

/** "Đối tượng", "Đối tượng hưởng" over names instead of categories: each of two words and more, none a category. */
function namesPeople(texts: HeaderTexts = [], cells: readonly Cell[] = []): boolean {
  if (!/^doi tuong( (duoc )?(thu )?huong)?( che do| tro cap)?$/.test(folded(texts.at(-1) ?? ''))) return false;
  const isName = ({ text }: Cell): boolean => {
    const words = folded(text).split(' ');
    return words.length >= 2 && words.length <= 6 && countDigits(text) === 0 && readProgramme(text) === null;
  };
  const distinct = new Set(cells.map(({ text }) => folded(text)));
  return cells.length > 0 && cells.every(isName) && distinct.size * 2 > cells.length;
}

import type { ColumnField } from '../../domain/lists/list-column.ts';
import type { OldEncoding } from '../tables/old-encodings.ts';
import { oldEncodingOf } from '../tables/old-fonts.ts';
import type { SheetRow } from '../tables/sheet.ts';

/** Columns that people type by hand, in whatever font they have. */
const TYPED = new Set<ColumnField>([
  'fullName',
  'familyName',
  'givenName',
  'payeeName',
  'accountHolder',
  'village',
  'address',
  'category',
  'bank',
  'remark',
  'changeReason',
]);
/** Columns of a table that are in an old encoding without a font that says so. */
export interface OldColumns {
  readonly encoding: OldEncoding;
  readonly columns: ReadonlySet<number>;
}

/** The columns of typed text that are in an old encoding, if their names certainly are. */
export function oldColumnsOf(fields: ReadonlyMap<number, ColumnField>, sample: readonly SheetRow[]): OldColumns | null {
  const typed = [...fields].filter(([, field]) => TYPED.has(field));
  const encodingOf = (column: number): OldEncoding | null =>
    oldEncodingOf(
      sample.flatMap(({ cells }) => cells.filter((cell) => cell.column === column).map(({ text }) => text)),
      'column',
    );
  const name = typed.find(([, field]) => field === 'fullName' || field === 'givenName');
  const encoding = name === undefined ? null : encodingOf(name[0]);
  if (encoding === null) return null;
  return {
    encoding,
    columns: new Set(typed.map(([column]) => column).filter((column) => encodingOf(column) === encoding)),
  };
}

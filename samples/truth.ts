import type { ListedRow } from './faults.ts';
import { asWritten } from './list-cells.ts';
import { type Layout, shows } from './list-layouts.ts';
import type { RowPlace } from './list-workbook.ts';
import type { Expected, Fault, TruthRow } from './sample-month.ts';

/** A list gives no usable id where it gives none at all, or the number of an old card. */
const WITHOUT_ID: readonly Fault[] = ['missing-id', 'old-card-number'];
const HELD: readonly Fault[] = [
  ...WITHOUT_ID,
  'id-contradicts-birth-year',
  'spelled-otherwise',
  'moved',
  'died-before-period',
];

/** What is true of a row as it was written; nothing where there is no row. */
export function truthRowOf(row: ListedRow | undefined, place: RowPlace, layout: Layout): TruthRow[] {
  if (row === undefined) return [];
  const { person, benefit } = row;
  const faults: Fault[] =
    layout.ids === 'number' && row.idText !== '' ? [...row.faults, 'numeric-id'] : [...row.faults];
  return [
    {
      unit: row.unit,
      sheet: place.sheet,
      row: place.row,
      person: person.personalId,
      personalId: carries(faults, WITHOUT_ID) ? null : person.personalId,
      fullName: asWritten(row.fullName, layout).normalize('NFC'),
      birthDate: layout.birth === 'year' ? row.birthDate.slice(0, 4) : row.birthDate,
      sex: shows(layout, 'sex') || shows(layout, 'birthYearIfMale') ? person.sex : null,
      programme: benefit.programme,
      category: benefit.category,
      village: row.village,
      amount: benefit.amount,
      arrears: benefit.arrears,
      channel: person.account?.channel ?? 'cash',
      bank: person.account?.bank ?? null,
      accountNumber: person.account?.number ?? null,
      payeeName: person.payee === null ? null : asWritten(person.payee.fullName, layout).normalize('NFC'),
      payeeRole: person.payee?.role ?? null,
      faults,
      expected: expectedOf(faults),
    },
  ];
}

/** Distinct people on the rows; a row without a usable id is a person of its own (ruling 14). */
export function peopleOn(rows: readonly TruthRow[]): number {
  const ids = new Set(rows.map(({ personalId }) => personalId).filter((id) => id !== null));
  return ids.size + rows.filter(({ personalId }) => personalId === null).length;
}

function expectedOf(faults: readonly Fault[]): Expected {
  if (faults.includes('repeated')) return 'rejected';
  if (faults.includes('listed-elsewhere')) return 'contested';
  return carries(faults, HELD) ? 'held' : 'accepted';
}

function carries(faults: readonly Fault[], some: readonly Fault[]): boolean {
  return faults.some((fault) => some.includes(fault));
}

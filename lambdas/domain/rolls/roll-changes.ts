import { outcomeByNotes } from '../checks/row-outcome.ts';
import { withoutChange } from '../checks/unknown-change.ts';
import { type CheckedRow, type RowField, type RowNote, type RowValues, rowValues } from '../lists/list-row.ts';
import { noteOf, severityOf } from '../lists/note-catalogue.ts';
import { compareNames } from '../readings/name-comparison.ts';
import type { Listed, RollLines } from './roll-lines.ts';

const FIELDS = rowValues.keyof().options;

/**
 * What a row of a change list comes to on the roll that stands, before the registry is asked: so that an adjustment is
 * asked about as it will stand on the roll, not as the list abbreviates it. The rows of a list are met in their order;
 * `roll` follows them. Who is not met is held, who is on the roll already is rejected: closing looks again.
 */
export function meetRoll(row: CheckedRow, roll: RollLines<Listed>): CheckedRow {
  if (row.change === null) return withoutChange(row);
  if (row.outcome === 'rejected') return row;
  const met = roll.meet(row.change, row.values);
  switch (met.meets) {
    case 'joins':
      roll.add(row);
      return row;
    case 'already-on-roll':
      return { ...row, outcome: 'rejected', notes: [noteOf(met.meets, 'row'), ...row.notes] };
    case 'not-on-roll':
    case 'several-on-roll': {
      const given = row.change === 'adjust' ? givenFields(row, null) : [];
      return { ...row, outcome: 'held', given, notes: [noteOf(met.meets, 'row'), ...row.notes] };
    }
    case 'fits': {
      if (row.change === 'adjust') {
        const adjusted = adjustedBy(row, met.line);
        if (newErrors(row.notes, met.line.notes).length === 0) roll.replace(met.place, adjusted);
        return adjusted;
      }
      if (newErrors(row.notes, []).length === 0) roll.remove(met.place);
      const { personalId, programme } = met.line.values;
      return {
        ...row,
        values: {
          ...row.values,
          personalId: row.values.personalId ?? personalId,
          programme: row.values.programme ?? programme,
        },
      };
    }
  }
}

function adjustedBy(row: CheckedRow, line: Listed): CheckedRow {
  const given = givenFields(row, line.values);
  const notes = mergedNotes(given, row.notes, line.notes);
  return { ...row, given, notes, outcome: outcomeByNotes(notes), values: overlaid(line.values, row.values, given) };
}

/** Notes of a line after an adjustment: the adjustment's own, and the line's on the fields that it leaves alone. */
export function mergedNotes(
  given: readonly RowField[],
  change: readonly RowNote[],
  line: readonly RowNote[],
): RowNote[] {
  const said = new Set(change.map(keyOf));
  return [
    ...change,
    ...line.filter((note) => note.field !== 'row' && !given.includes(note.field) && !said.has(keyOf(note))),
  ];
}

/** The errors that a change brings along: what the line has already is no reason to leave it as it is. */
export function newErrors(change: readonly RowNote[], line: readonly RowNote[]): RowNote[] {
  const before = new Set(line.map(keyOf));
  return change.filter((note) => severityOf(note) === 'error' && !before.has(keyOf(note)));
}

function keyOf({ code, field }: RowNote): string {
  return `${code} ${field}`;
}

/** A line's values with those that an adjustment gives. */
export function overlaid(line: RowValues, change: RowValues, given: readonly RowField[]): RowValues {
  const taken = new Set<string>(given);
  return rowValues.parse(Object.fromEntries(FIELDS.map((field) => [field, (taken.has(field) ? change : line)[field]])));
}

/** What belongs together: a new account is not at the old bank, and a new payee has not the old one's id. */
const ACCOUNT = ['bank', 'channel'] as const;
const PAYEE = ['payeeRole', 'payeeId', 'payeeFrom', 'payeeUntil'] as const;

/**
 * The fields that an adjustment gives, unreadable ones too: they are why it cannot be carried out. A name or birth date
 * that says no more than the roll's is how the person is found, not a correction: the roll's spelling stays. So is the
 * programme.
 */
function givenFields({ values, notes }: CheckedRow, line: RowValues | null): RowField[] {
  const given = new Set<RowField>(
    FIELDS.filter((field) => field !== 'programme' && values[field] !== null && !saysNoMore(field, values, line)),
  );
  for (const { field } of newErrors(notes, [])) if (field !== 'row') given.add(field);
  if (given.has('accountNumber')) for (const field of ACCOUNT) given.add(field);
  if (given.has('payeeName')) for (const field of PAYEE) given.add(field);
  return [...given];
}

function saysNoMore(field: RowField, values: RowValues, line: RowValues | null): boolean {
  if (line === null) return false;
  switch (field) {
    case 'fullName':
    case 'payeeName': {
      const [said, known] = [values[field], line[field]];
      return said !== null && known !== null && compareNames(said, known) !== 'different';
    }
    case 'birthDate':
      return values.birthDate !== null && line.birthDate?.startsWith(values.birthDate) === true;
    case 'accountNumber':
      return values.accountNumber === line.accountNumber && (values.bank === null || values.bank === line.bank);
    default:
      return false;
  }
}

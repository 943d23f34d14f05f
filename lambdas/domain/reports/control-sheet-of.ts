import { listDeadline } from '../calendar.ts';
import { exceptionCode } from '../settlement/payment-exception.ts';
import { unitsAskedForLists } from './asked-units.ts';
import type { ControlSheet } from './control-sheet.ts';
import type { ReportedUnit, ReportInput } from './report-input.ts';
import type { NoteCount, UnitControls } from './unit-controls.ts';

/** A unit that is asked for a list, and what came of it. */
interface Sender extends UnitControls {
  readonly name: string;
}

/** What stands behind a unit's figures of a month, of itself and of all units below it that send lists. */
export function controlSheetOf(input: ReportInput): ControlSheet {
  const { own, period, asOf } = input;
  const senders = sendersOf(input);
  const duplicates = senders
    .map(({ unit, name, claimedElsewhere, repeated }) => ({ unit, name, claimedElsewhere, repeated }))
    .filter(({ claimedElsewhere, repeated }) => claimedElsewhere.rows + repeated.rows > 0);
  return {
    schemaVersion: 1,
    report: 'control',
    unit: own.unit.code,
    unitName: own.unit.name,
    unitLevel: own.unit.level,
    period,
    asOf,
    deadline: listDeadline(input.data, period),
    controlTotals: [...input.controlTotals],
    lateness: senders.map(({ unit, name, lists, carriedOver }) => ({
      unit,
      name,
      timeliness: timelinessOf(lists),
      carriedOver,
      lists,
    })),
    quality: senders
      .map(({ unit, name, rows, held, notes }) => ({ unit, name, rows: rows.rows, held, notes }))
      .sort(compareQuality),
    duplicates,
    notPaidTwice: duplicates.reduce((sum, one) => sum + one.claimedElsewhere.amount + one.repeated.amount, 0),
    exceptions: exceptionCode.options.flatMap((code) => {
      const open = input.exceptions.filter((one) => one.code === code).reduce((sum, one) => sum + one.open, 0);
      return open === 0 ? [] : [{ code, open }];
    }),
  };
}

/** Who is asked for a list, and who sent one all the same (a district whose communes are asked). */
function sendersOf({ senders, data, period }: ReportInput): Sender[] {
  const asked = unitsAskedForLists(data.units, period);
  return senders
    .map(({ unit, controls }) => ({ ...(controls ?? nothingSent(unit)), name: unit.name }))
    .filter((one) => asked.has(one.unit) || one.lists.length > 0 || one.rows.rows > 0);
}

function nothingSent({ code }: ReportedUnit['unit']): UnitControls {
  const none = { rows: 0, amount: 0 };
  return {
    unit: code,
    lists: [],
    carriedOver: false,
    notes: [],
    rows: none,
    held: none,
    claimedElsewhere: none,
    repeated: none,
  };
}

/** By the first list that was not refused: who sends in time, and sends again later, was in time. */
function timelinessOf(lists: UnitControls['lists']): ControlSheet['lateness'][number]['timeliness'] {
  const first = lists.find(({ status }) => status !== 'refused');
  if (first === undefined) return 'none';
  return first.late ? 'late' : 'on-time';
}

type Quality = ControlSheet['quality'][number];

/** The worst first: the larger share of rows that are held, then more of them, then more remarks. */
function compareQuality(a: Quality, b: Quality): number {
  const share = ({ held, rows }: Quality) => (rows === 0 ? 0 : held.rows / rows);
  return (
    share(b) - share(a) ||
    b.held.rows - a.held.rows ||
    remarks(b.notes) - remarks(a.notes) ||
    (a.unit < b.unit ? -1 : 1)
  );
}

function remarks(notes: readonly NoteCount[]): number {
  return notes.reduce((sum, { rows }) => sum + rows, 0);
}

import type { RowNote } from '../lists/list-row.ts';
import { severityOf } from '../lists/note-catalogue.ts';
import type { Submission } from '../rolls/submission.ts';
import type { UnitCode } from '../unit.ts';
import type { CountedLine } from './counted-rows.ts';
import { isElsewhere } from './roll-counting.ts';
import type { ListSent, NoteCount, UnitControls } from './unit-controls.ts';

/** A unit's lists of the month, and the roll that is made of them. */
export interface ListsAndRoll {
  readonly unit: UnitCode;
  readonly submissions: readonly Submission[];
  /** The roll is last month's. */
  readonly rolledForward: boolean;
  /** Of the roll; none where there is no roll. */
  readonly lines: readonly CountedLine[];
}

/** What the month's lists of a unit were like. */
export function controlsOf({ unit, submissions, rolledForward, lines }: ListsAndRoll): UnitControls {
  const own = submissions.filter(({ origin, purpose }) => origin === 'list' && purpose === 'regular');
  const controls: UnitControls = {
    unit,
    lists: own.map(listSentOf),
    carriedOver: rolledForward,
    notes: notesOn(lines),
    rows: none(),
    held: none(),
    claimedElsewhere: none(),
    repeated: none(),
  };
  for (const line of lines) {
    const amount = line.values.amount ?? 0;
    add(controls.rows, 1, amount);
    if (line.outcome === 'held') add(controls.held, 1, amount);
    if (isElsewhere(line)) add(controls.claimedElsewhere, 1, amount + (line.values.arrears ?? 0));
  }
  for (const { status, said } of own) {
    if (status === 'current' && said !== null) add(controls.repeated, said.repeated.rows, said.repeated.amount);
  }
  return controls;
}

function listSentOf({ id, receivedAt, late, kind, status, said }: Submission): ListSent {
  return { id, receivedAt, late, kind, status, totals: said?.totals ?? null };
}

/** A row on which a note stands twice on the same field counts once. */
function notesOn(lines: readonly CountedLine[]): NoteCount[] {
  const counts = new Map<string, NoteCount>();
  for (const { notes, findings } of lines) {
    for (let index = 0; index < notes.length; index++) countNote(counts, notes, index);
    for (let index = 0; index < findings.length; index++) countNote(counts, findings, index);
  }
  return [...counts.values()].sort((a, b) => b.rows - a.rows || compare(a.code, b.code) || compare(a.field, b.field));
}

function countNote(counts: Map<string, NoteCount>, notes: readonly RowNote[], index: number): void {
  const note = notes[index];
  if (note === undefined) return;
  const { code, field } = note;
  for (let before = 0; before < index; before++) {
    if (notes[before]?.code === code && notes[before]?.field === field) return;
  }
  const key = `${code}|${field}`;
  const count = counts.get(key);
  if (count === undefined) counts.set(key, { code, severity: severityOf(note), field, rows: 1 });
  else count.rows++;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function none() {
  return { rows: 0, amount: 0 };
}

function add(sum: { rows: number; amount: number }, rows: number, amount: number): void {
  sum.rows += rows;
  sum.amount += amount;
}

import type { Random } from '../../../samples/random.ts';
import { changeList, fullList, type ListedChange, type ListedRow, rowFor, rowsFor } from './lists.ts';
import type { Resident } from './people.ts';

/** A list on its way into the inbox. */
export interface Sent {
  readonly unit: string;
  readonly period: string;
  readonly key: string;
  readonly kind: 'full' | 'changes' | 'no-list';
  /** Emergency help is listed, counted and paid apart from what people receive month by month. */
  readonly purpose: 'regular' | 'emergency';
  readonly rows: readonly (ListedRow | ListedChange)[];
  /** The line of each row. */
  readonly lines: readonly number[];
  readonly bytes: Uint8Array;
  /** When it is sent, in milliseconds after the first list of the month. */
  readonly after: number;
}

/** A unit's people, and those whom it might add. */
export interface Office {
  readonly unit: string;
  members: readonly Resident[];
  readonly others: readonly Resident[];
}

const DAY = 24 * 3600_000;

/** What an office sends in a month: nothing, a full list, changes, both at nearly the same time, or something else. */
export function sendingsOf(office: Office, month: string, isFirst: boolean, faulty: number, random: Random): Sent[] {
  const sent: Sent[] = [];
  const add = (
    kind: Sent['kind'],
    rows: Sent['rows'],
    list: { bytes: Uint8Array; lines: readonly number[] },
    after: number,
  ) => {
    const name = `${kind}-${sent.length + 1}.csv`;
    const key = `lists/${month}/${office.unit}/${name}`;
    sent.push({ unit: office.unit, period: month, key, kind, purpose: 'regular', rows, ...list, after });
  };
  const start = random.integer(0, 2 * DAY);
  const sendsFull = isFirst ? random.chance(0.95) : random.chance(0.4);
  let rows: ListedRow[] = rowsFor(office.members, faulty, random);
  if (sendsFull) add('full', rows, fullList(rows), start);
  if (sendsFull && random.chance(0.3)) {
    // A correction: some are gone, some are new. It may come while the first is still being read.
    const kept = office.members.filter(() => random.chance(0.95));
    const members = [...kept, ...office.others.filter(() => random.chance(0.1))];
    rows = rowsFor(members, faulty, random);
    add('full', rows, fullList(rows), start + gap(random));
    office.members = members;
  }
  const changes = random.chance(isFirst ? 0.35 : 0.5) ? random.integer(1, 2) : 0;
  for (let index = 0; index < changes; index++) {
    const made = changesTo(rows, office, random);
    if (made.length > 0) add('changes', made, changeList(made), start + (random.chance(0.15) ? -1 : 1) * gap(random));
  }
  const [again] = sent;
  if (again && random.chance(0.15))
    sent.push({ ...again, key: again.key.replace('.csv', '-lai.csv'), after: again.after + gap(random) });
  if (random.chance(0.1)) {
    const bytes = new TextEncoder().encode(random.pick(['không phải danh sách', 'PK\u0003\u0004 hỏng', '']));
    add('no-list', [], { bytes, lines: [] }, start + gap(random));
  }
  return sent;
}

/** Seconds, minutes or hours: lists cross when it is short. */
function gap(random: Random): number {
  return random.pick([1000, 5000, 60_000, 3600_000]) * random.integer(1, 10);
}

function changesTo(rows: readonly ListedRow[], office: Office, random: Random): ListedChange[] {
  const changes: ListedChange[] = [];
  const newcomers = office.others.filter(({ personalId }) => !rows.some(({ who }) => who.personalId === personalId));
  for (const who of newcomers.slice(0, random.integer(0, 3))) {
    changes.push({ ...rowFor(who, random.pick(['BTXH', 'NCC'] as const), 0, random), change: 'increase' });
  }
  for (const row of random.shuffled(rows.filter(({ fault }) => fault === undefined)).slice(0, random.integer(0, 4))) {
    const { who, programme } = row;
    if (random.chance(0.5)) changes.push({ who, programme, amount: 0, arrears: 0, change: 'decrease' });
    else changes.push({ who, programme, amount: row.amount + 50_000, arrears: 0, change: 'adjust' });
  }
  return changes;
}

import type { RowCells } from '../lists/list-column.ts';
import type { RowField, RowNote, RowValues } from '../lists/list-row.ts';

interface Reading {
  readonly notes: RowNote[];
  readonly values: RowValues;
}

/** What a full roll must give and a change need not: the roll has it. */
const MISSING = new Set([
  'birth-date-missing',
  'programme-unknown',
  'amount-missing',
  'no-account-cash',
  'no-account-deferred',
]);
/** Whoever leaves the roll is not paid: how they would have been paid needs no advice. */
const OF_PAYMENT = new Set<RowField>([
  'amount',
  'arrears',
  'accountNumber',
  'bank',
  'channel',
  'atHome',
  'payeeName',
  'payeeRole',
  'payeeId',
  'payeeFrom',
  'payeeUntil',
  'phone',
]);

/**
 * What a row of a change list needs that is not a new entry: a name, and an id or a birth date, to find the person on
 * the roll. An adjustment changes what it gives and nothing else: without an account, a bank or a wish it says nothing
 * of the channel.
 */
export function ofChange(change: 'decrease' | 'adjust', cells: RowCells, { notes, values }: Reading): Reading {
  const isFound = values.fullName !== null && values.birthDate !== null;
  const kept = notes.filter(({ code, field }) => {
    if (MISSING.has(code)) return false;
    if (code === 'id-missing') return !isFound;
    if (change === 'adjust') return true;
    return !OF_PAYMENT.has(field) && code !== 'carry-over-not-paid';
  });
  const saysChannel =
    values.accountNumber !== null ||
    (cells.channel !== undefined && !notes.some(isUnreadableWish)) ||
    values.bank !== null;
  return { notes: kept, values: saysChannel ? values : { ...values, channel: null } };
}

function isUnreadableWish({ code }: RowNote): boolean {
  return code === 'channel-unreadable';
}

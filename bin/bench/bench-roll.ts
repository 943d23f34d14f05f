import { rowValues } from '../../lambdas/domain/lists/list-row.ts';
import { period } from '../../lambdas/domain/period.ts';
import { type Entitlement, entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import { type RollPointer, rollPointer } from '../../lambdas/domain/rolls/submission.ts';
import { type UnitCode, unitCode } from '../../lambdas/domain/unit.ts';
import { personName } from '../../samples/names.ts';
import { Random } from '../../samples/random.ts';
import { referenceOf } from '../../samples/reference.ts';
import type { ReferenceSources } from '../../samples/sample-month.ts';
import { gatherReference } from '../deployment/reference-files.ts';

/** The month whose payout is measured. */
export const PAYOUT_PERIOD = period.parse('2023-06');
/** As many units as a district has communes, each with a share of the people. */
export const PAYOUT_UNITS = 34;
/** Whose list it is: the units of a bench send none, their rolls simply stand. */
const REVISION = '20230602T030000Z-0bench00';

/** One in twenty by a wallet, three in twenty in cash, the others into accounts at the two banks. */
const CHANNELS = [
  ...Array.from({ length: 11 }, () => ({ channel: 'account', bank: '970405' })),
  ...Array.from({ length: 5 }, () => ({ channel: 'account', bank: '970449' })),
  { channel: 'wallet', bank: null },
  ...Array.from({ length: 3 }, () => ({ channel: 'cash', bank: null })),
] as const;

/** The sample's programmes, providers and calendar, with units of the bench's own. */
export function payoutReference(): ReferenceSources {
  const header = 'code,name,level,parent,valid_from,valid_to';
  const units = unitCodes().map((code) => `${code},Xã ${code},commune,,2020-01-01,`);
  return { ...referenceOf('thanh-oai'), 'units.csv': `${[header, ...units].join('\n')}\n` };
}

/** The rolls of so many people, unit by unit; the same on every call. Everybody on them is accepted. */
export function* payoutRolls(people: number): Generator<{ pointer: RollPointer; lines: Entitlement[] }> {
  const random = new Random('payout');
  const { length } = gatherReference(payoutReference()).units;
  let made = 0;
  for (const [index, unit] of unitCodes().entries()) {
    const until = Math.round((people * (index + 1)) / length);
    const lines: Entitlement[] = [];
    for (; made < until; made++) lines.push(lineOf(unit, lines.length, made, random));
    yield { pointer: pointerOf(unit, lines), lines };
  }
}

function unitCodes(): UnitCode[] {
  return Array.from({ length: PAYOUT_UNITS }, (_, index) => unitCode.parse(String(10_201 + index)));
}

function lineOf(unit: UnitCode, position: number, person: number, random: Random): Entitlement {
  const year = 1935 + (person % 40);
  const sex = person % 2 === 0 ? 'male' : 'female';
  const { channel, bank } = CHANNELS[person % CHANNELS.length] ?? { channel: 'cash', bank: null };
  const serial = String(Math.floor(person / 40)).padStart(6, '0');
  const nothing = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
  return entitlement.parse({
    schemaVersion: 1,
    unit,
    period: PAYOUT_PERIOD,
    revision: REVISION,
    source: { submission: REVISION, position },
    position,
    sheet: 'Danh sách',
    row: position + 8,
    outcome: 'accepted',
    notes: [],
    findings: [],
    values: {
      ...nothing,
      personalId: `001${sex === 'male' ? 0 : 1}${String(year).slice(2)}${serial}`,
      fullName: personName(random, sex, year),
      birthDate: String(year),
      sex,
      programme: person % 5 === 0 ? 'NCC' : 'BTXH',
      amount: 360_000 + 180_000 * (person % 4),
      channel,
      bank,
      accountNumber: channel === 'cash' ? null : `1300${String(person).padStart(9, '0')}`,
      village: `Thôn ${(person % 7) + 1}`,
    },
    registry: { outcome: 'matched', nameWithoutMarks: false, account: null },
    claim: { standing: 'here' },
  });
}

function pointerOf(unit: UnitCode, lines: readonly Entitlement[]): RollPointer {
  const all = { rows: lines.length, amount: lines.reduce((sum, { values }) => sum + (values.amount ?? 0), 0) };
  const none = { rows: 0, amount: 0 };
  return rollPointer.parse({
    unit,
    period: PAYOUT_PERIOD,
    revision: REVISION,
    version: 1,
    parts: [{ id: REVISION, kind: 'full' }],
    fingerprint: 'bench',
    totals: { read: all, accepted: all, held: none, rejected: none },
    rolledForward: false,
  });
}

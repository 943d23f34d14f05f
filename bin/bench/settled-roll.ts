import { rowValues } from '../../lambdas/domain/lists/list-row.ts';
import { dong } from '../../lambdas/domain/money.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { bankBin, birthDate, personalId } from '../../lambdas/domain/person.ts';
import { category } from '../../lambdas/domain/programme.ts';
import { type Entitlement, entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import { type RollPointer, rollPointer, type Submission, submission } from '../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { personName } from '../../samples/names.ts';
import type { Random } from '../../samples/random.ts';

/** Eleven in twenty at one bank, four at another, one wallet, three in cash, one without any account yet. */
const PAID_THROUGH = [
  ...Array.from({ length: 11 }, () => ({ channel: 'account', bank: bankBin.parse('970405') }) as const),
  ...Array.from({ length: 4 }, () => ({ channel: 'account', bank: bankBin.parse('970449') }) as const),
  { channel: 'wallet', bank: null },
  ...Array.from({ length: 3 }, () => ({ channel: 'cash', bank: null }) as const),
  { channel: null, bank: null },
] as const;
const CATEGORIES = category.options;
const PROGRAMMES = ['NCC', 'BTXH', 'BTXH', 'HTXH', 'BTXH', 'NCC', 'BTXH', 'KHAC'] as const;

/** Lines of one unit's roll: one in 33 is held, one in twelve bears a remark. */
export function lineMaker(month: Period, unit: UnitCode, random: Random) {
  const nothing = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
  const revision = revisionOf(month);
  const plain = entitlement.parse({
    schemaVersion: 1,
    unit,
    period: month,
    revision,
    source: { submission: revision, position: 0 },
    position: 0,
    sheet: 'Danh sách',
    row: 8,
    outcome: 'accepted',
    notes: [],
    findings: [],
    values: nothing,
    registry: { outcome: 'matched', nameWithoutMarks: false, account: 'registered' },
    claim: { standing: 'here' },
  });
  return (position: number, person: number): Entitlement => {
    const year = 1935 + (person % 40);
    const sex = person % 2 === 0 ? 'male' : 'female';
    const { channel, bank } = PAID_THROUGH[person % PAID_THROUGH.length] ?? PAID_THROUGH[0];
    const programme = PROGRAMMES[person % PROGRAMMES.length] ?? 'BTXH';
    const serial = String(Math.floor(person / 80)).padStart(6, '0');
    const born = `${sex === 'male' ? 0 : 1}${String(year).slice(2)}`;
    const isHeld = person % 33 === 5;
    return {
      ...plain,
      source: { ...plain.source, position },
      position,
      row: position + 8,
      outcome: isHeld ? 'held' : 'accepted',
      notes: person % 12 === 0 ? [{ code: 'birth-year-only', field: 'birthDate' }] : [],
      findings: isHeld ? [{ code: 'identity-mismatch', field: 'fullName' }] : [],
      registry: isHeld ? { outcome: 'mismatched', fields: ['fullName'], account: null } : plain.registry,
      values: {
        ...plain.values,
        personalId: personalId.parse(`${person % 80 < 40 ? '001' : '002'}${born}${serial}`),
        fullName: personName(random, sex, year),
        birthDate: birthDate.parse(String(year)),
        sex,
        programme,
        category: programme === 'NCC' ? (CATEGORIES[person % 13] ?? null) : null,
        amount: dong.parse(360_000 + 180_000 * (person % 4)),
        channel,
        bank,
        accountNumber: channel === null || channel === 'cash' ? null : `1300${String(person).padStart(9, '0')}`,
        village: `Thôn ${(person % 7) + 1}`,
      },
    };
  };
}

/** A list of the second day of its month made the roll, by itself. */
export function revisionOf(month: Period): string {
  return `${month.replace('-', '')}02T030000Z-0bench00`;
}

function totalsOf(lines: readonly Entitlement[]): Submission['said'] {
  const sum = (of: readonly Entitlement[]) => ({
    rows: of.length,
    amount: of.reduce((all, { values }) => all + (values.amount ?? 0), 0),
  });
  const none = { rows: 0, amount: 0 };
  const [accepted, held] = (['accepted', 'held'] as const).map((outcome) =>
    lines.filter((one) => one.outcome === outcome),
  );
  return {
    totals: { read: sum(lines), accepted: sum(accepted ?? []), held: sum(held ?? []), rejected: none },
    repeated: none,
  };
}

export function pointerOf(unit: UnitCode, month: Period, lines: readonly Entitlement[]): RollPointer {
  const revision = revisionOf(month);
  return rollPointer.parse({
    unit,
    period: month,
    revision,
    version: 1,
    parts: [{ id: revision, kind: 'full' }],
    fingerprint: 'bench',
    totals: totalsOf(lines)?.totals,
    rolledForward: false,
  });
}

export function listOf(unit: UnitCode, month: Period, lines: readonly Entitlement[]): Submission {
  return submission.parse({
    schemaVersion: 1,
    id: revisionOf(month),
    unit,
    period: month,
    origin: 'list',
    key: `lists/${month}/${unit}/danh-sach.xlsx`,
    versionId: null,
    fingerprint: 'bench',
    receivedAt: `${month}-02T03:00:00Z`,
    late: false,
    referenceVersion: 'bench',
    status: 'current',
    receiptKey: `receipts/${month}/${unit}/bench.json`,
    receiptVersion: 1,
    said: totalsOf(lines),
  });
}

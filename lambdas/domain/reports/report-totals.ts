import { z } from 'zod';
import { type ControlTotal, controlTotal, controlTotalOf } from '../control-total.ts';
import type { Period } from '../period.ts';
import { type Unit, type UnitCode, unitCode, unitIn } from '../unit.ts';
import { type Cube, type PaymentCell, paymentKey, type RollCell, rollKey } from './cube.ts';
import { form1 } from './official-forms.ts';
import type { RolledUp } from './roll-up.ts';
import { columnNames, columnsOfFigures, type Figures, MEASURES, type UnitFigures } from './unit-figures.ts';

/** An identity of a report: where both sides come from, in Vietnamese, and whom it is about; null is all of it. */
export const reportTotal = controlTotal.extend({ from: z.string(), unit: unitCode.nullable() });
export type ReportTotal = z.infer<typeof reportTotal>;

const MEASURE_NAMES: Readonly<Record<keyof Figures, string>> = {
  onRoll: 'Đối tượng trên địa bàn',
  reviewed: 'Đối tượng đã rà soát',
  withAccount: 'Đối tượng đã có tài khoản',
  paidPeople: 'Đối tượng đã chi trả qua tài khoản',
  paidAmount: 'Số tiền chi trả qua tài khoản (đồng)',
};
const SPANS = [
  ['cumulative', 'lũy kế'],
  ['inPeriod', 'trong kỳ'],
] as const;

const FROM_BELOW =
  'Bên trái: số liệu đã cộng dồn của đơn vị. Bên phải: cộng lại từ số liệu của các đơn vị trực thuộc và danh sách của chính đơn vị.';

/** A longer name is cut: what broke stands in an error, and errors have a length. */
const NAME_LETTERS = 80;

/**
 * The identities of a report: for each unit with others below it, what stands on its form is what stands on theirs
 * and was counted of itself; and over the roots, all that was counted, once. Left is the report, right the parts. Every
 * column and every cell of the cube is compared; those that agree are printed as one total for each measure.
 *
 * @param counted what was counted of each unit itself, as it was counted.
 */
export function reportTotals(
  units: readonly Unit[],
  counted: ReadonlyMap<UnitCode, UnitFigures>,
  rolled: RolledUp,
  month: Period,
): ReportTotal[] {
  const parts = new Map<UnitCode, UnitFigures[]>();
  for (const [code, of] of rolled.figures) {
    const parent = unitIn(units, unitIn(units, code, month)?.parent ?? '', month)?.code;
    if (parent !== undefined) parts.set(parent, [...(parts.get(parent) ?? []), of]);
  }
  const totals: ReportTotal[] = [];
  for (const [code, below] of parts) {
    const whole = rolled.figures.get(code);
    const own = rolled.own.get(code);
    if (whole === undefined) continue;
    const compared = compare(nameOf(units, code, month), [whole], own === undefined ? below : [...below, own]);
    totals.push(...compared.map((total) => ({ ...total, from: FROM_BELOW, unit: code })));
  }
  const roots = rolled.roots.flatMap((code) => rolled.figures.get(code) ?? []);
  const all = compare('toàn bộ báo cáo', roots, [...counted.values()]);
  const from =
    'Bên trái: các đơn vị cấp cao nhất của báo cáo. Bên phải: mọi số liệu đã đếm từ danh sách và khoản chi của từng đơn vị.';
  return [...totals, ...all.map((total) => ({ ...total, from, unit: null }))];
}

function compare(name: string, left: readonly UnitFigures[], right: readonly UnitFigures[]): ControlTotal[] {
  const first = left[0] ?? right[0];
  const names = first === undefined ? [] : columnNames(first);
  const totals: ControlTotal[] = [];
  const [ofLeft, ofRight] = [left.map(columnsOfFigures), right.map(columnsOfFigures)];
  for (const measure of MEASURES) {
    for (const [span, label] of SPANS) {
      const sums = [ofLeft, ofRight].map((side) =>
        names.map((_, column) => side.reduce((sum, columns) => sum + (columns[column]?.[measure][span] ?? 0), 0)),
      );
      const [one = [], other = []] = sums;
      const what = `${MEASURE_NAMES[measure]}, ${label}, ${name}: báo cáo = tổng các đơn vị`;
      totals.push(...compareParts(what, names, one, other, ([one = 0, two = 0, three = 0]) => one + two + three));
    }
  }
  const distinct = [left, right].map((side) => side.reduce((sum, { distinctPeople }) => sum + distinctPeople, 0));
  totals.push(controlTotalOf(`Số người (mỗi người một lần), ${name}: báo cáo = tổng các đơn vị`, ...pairOf(distinct)));
  return [...totals, ...compareCubes(name, left, right)];
}

/** One total where all parts agree; where some do not, one for each of these as well. */
function compareParts(
  what: string,
  names: readonly string[],
  left: readonly number[],
  right: readonly number[],
  total: (parts: readonly number[]) => number,
): ControlTotal[] {
  const broken = names.flatMap((name, index) => {
    const [one = 0, other = 0] = [left[index], right[index]];
    return one === other ? [] : [controlTotalOf(`${what} [${shortened(name)}]`, one, other)];
  });
  return [controlTotalOf(what, total(left), total(right)), ...broken];
}

interface KeyedCell {
  readonly key: string;
  readonly cell: RollCell | PaymentCell;
}

const CUBES: readonly { what: string; cellsOf: (of: Cube) => KeyedCell[] }[] = [
  {
    what: 'Dòng danh sách được tính',
    cellsOf: ({ roll }) => roll.map((cell) => ({ key: rollKey(cell), cell })),
  },
  {
    what: 'Khoản chi của kỳ',
    cellsOf: ({ payments }) => payments.map((cell) => ({ key: paymentKey(cell), cell })),
  },
];

function compareCubes(name: string, left: readonly UnitFigures[], right: readonly UnitFigures[]): ControlTotal[] {
  return CUBES.flatMap(({ what, cellsOf }) => {
    const [one, other] = [left, right].map((side) => sumCells(side.flatMap(({ cube }) => cellsOf(cube))));
    const keys = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].sort();
    return (['people', 'amount'] as const).flatMap((measure) =>
      compareParts(
        `${what}${measure === 'amount' ? ' (đồng)' : ''}, ${name}: báo cáo = tổng các đơn vị`,
        keys,
        keys.map((key) => one?.get(key)?.[measure] ?? 0),
        keys.map((key) => other?.get(key)?.[measure] ?? 0),
        (cells) => cells.reduce((sum, cell) => sum + cell, 0),
      ),
    );
  });
}

function sumCells(cells: readonly KeyedCell[]): Map<string, { people: number; amount: number }> {
  const sums = new Map<string, { people: number; amount: number }>();
  for (const { key, cell } of cells) {
    const sum = sums.get(key) ?? { people: 0, amount: 0 };
    sums.set(key, { people: sum.people + cell.people, amount: sum.amount + cell.amount });
  }
  return sums;
}

/**
 * The identities within one unit's figures: what was counted by people against what was counted row by row and payment
 * by payment.
 */
export function unitTotals(units: readonly Unit[], of: UnitFigures): ReportTotal[] {
  const name = nameOf(units, of.unit, of.period);
  const { rows, cube, groups } = of;
  const onForm =
    form1(of, { code: of.unit, name, level: 'commune' }).rows.find(({ row }) => row === 'I')?.cells['4'] ?? 0;
  const inCube = sumOf(cube.roll);
  const byAccount = sumOf(cube.payments.filter(({ state, channel }) => state === 'paid' && channel !== 'cash'));
  const paidOnForm = groups.BTXH.paidAmount.inPeriod + groups.NCC.paidAmount.inPeriod + groups.KHAC.paidAmount.inPeriod;
  const total = (what: string, left: number, right: number, from: string) => ({
    ...controlTotalOf(`${what}, ${name}`, left, right),
    from,
    unit: of.unit,
  });
  return [
    total(
      'Biểu 1 phần I cột 4 = dòng được tính − dòng thứ hai của cùng một người trong cùng nhóm',
      onForm,
      inCube.people - rows.again,
      'Bên trái: Biểu 1, dòng I, cột 4 (= 5+7+9), đếm theo người. Bên phải: đếm theo từng dòng danh sách.',
    ),
    total(
      'Dòng được tính = dòng đã đọc − dòng do đơn vị khác giữ quyền chi − người chết trước kỳ',
      inCube.people,
      rows.read.rows - rows.elsewhere.rows - rows.died.rows,
      'Bên trái: dòng chấp nhận và tạm giữ, cộng theo chế độ, loại, kênh chi. Bên phải: đếm các dòng của danh sách hiện hành.',
    ),
    total(
      'Số tiền của dòng được tính = đã đọc − do đơn vị khác giữ quyền chi − người chết trước kỳ (đồng)',
      inCube.amount,
      rows.read.amount - rows.elsewhere.amount - rows.died.amount,
      'Như trên, tính bằng đồng, gồm cả truy lĩnh.',
    ),
    total(
      'Tất cả các chế độ = số người, mỗi người một lần',
      of.targets[0]?.figures.onRoll.cumulative ?? 0,
      of.distinctPeople,
      'Bên trái: cột "tất cả các chế độ" của báo cáo tiến độ. Bên phải: số người khác nhau trong danh sách hiện hành.',
    ),
    total(
      'Biểu 1 phần III.2 trong kỳ = các khoản đã chi qua tài khoản trong kỳ (đồng)',
      paidOnForm,
      byAccount.amount,
      'Bên trái: Biểu 1, dòng III.2, cột 6+8+10, tính theo đồng. Bên phải: cộng từng khoản chi đã trả thành công, trừ tiền mặt.',
    ),
  ];
}

/** Whether what was read of a roll is what was recorded when the roll was closed. */
export function rollTotals(
  units: readonly Unit[],
  month: Period,
  { unit, read, recorded }: { unit: UnitCode; read: RowsAndAmount; recorded: RowsAndAmount },
): ReportTotal[] {
  const name = nameOf(units, unit, month);
  const from = 'Bên trái: các dòng đọc từ danh sách hiện hành. Bên phải: tổng ghi khi đóng danh sách đó.';
  const rows = controlTotalOf(`Số dòng danh sách hiện hành, ${name}: đã đọc = đã ghi`, read.rows, recorded.rows);
  const amount = controlTotalOf(
    `Số tiền danh sách hiện hành (đồng), ${name}: đã đọc = đã ghi`,
    read.amount,
    recorded.amount,
  );
  return [rows, amount].map((total) => ({ ...total, from, unit }));
}

interface RowsAndAmount {
  readonly rows: number;
  readonly amount: number;
}

function sumOf(cells: readonly (RollCell | PaymentCell)[]): { people: number; amount: number } {
  let [people, amount] = [0, 0];
  for (const cell of cells) {
    people += cell.people;
    amount += cell.amount;
  }
  return { people, amount };
}

function pairOf([left = 0, right = 0]: readonly number[]): [number, number] {
  return [left, right];
}

function nameOf(units: readonly Unit[], code: UnitCode, month: Period): string {
  return shortened(unitIn(units, code, month)?.name ?? code);
}

function shortened(name: string): string {
  return name.length <= NAME_LETTERS ? name : `${name.slice(0, NAME_LETTERS)}…`;
}

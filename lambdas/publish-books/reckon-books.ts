import { type BookLine, type Books, becameOf, type Sum, sumOf, totalOfStates } from '../domain/closing/books.ts';
import type { BookedCell } from '../domain/closing/closing.ts';
import { type ControlTotal, controlTotalOf } from '../domain/control-total.ts';
import { programme } from '../domain/programme.ts';
import { providerId } from '../domain/reference-data.ts';
import { unitCode } from '../domain/unit.ts';
import { type BookSources, balanceOf } from './balance.ts';

/**
 * Reckons the books of a period: two sides counted apart, and the totals that must hold between them. Whether they hold
 * is the caller's to ask.
 */
export function reckonBooks(
  sources: BookSources,
): Pick<Books, 'runs' | 'total' | 'byProvider' | 'byProgramme' | 'byUnit' | 'byMonth' | 'balance' | 'controlTotals'> {
  const { manifests, cells, owedFor } = sources;
  const byProvider = linesOf(
    manifests.flatMap((one) => one.byProvider.map(({ provider, ...sum }) => ({ key: provider, ...sum }))),
    cells,
    ({ provider }) => provider,
  ).map(({ key, ...line }) => ({ provider: providerId.parse(key), ...line }));
  const byProgramme = linesOf(
    manifests.flatMap((one) => one.byProgramme.map(({ programme: key, ...sum }) => ({ key, ...sum }))),
    cells,
    (cell) => cell.programme,
  ).map(({ key, ...line }) => ({ programme: programme.parse(key), ...line }));
  const byUnit = linesOf(
    manifests.flatMap((one) => one.byUnit.map(({ unit, instructed }) => ({ key: unit, ...instructed }))),
    cells,
    ({ unit }) => unit,
  ).map(({ key, ...line }) => ({ unit: unitCode.parse(key), ...line }));
  const total = { instructed: sumOf(manifests.map(({ instructed }) => instructed)), became: becameOf(cells) };
  const byMonth = [...Map.groupBy(owedFor, (cell) => cell.period)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([month, own]) => ({ period: month, became: becameOf(own) }));
  const balance = balanceOf(sources, byProvider);
  return {
    runs: manifests.map(({ run }) => run),
    total,
    byProvider,
    byProgramme,
    byUnit,
    byMonth,
    balance,
    controlTotals: [
      ...byProvider.flatMap(({ provider, ...line }) => agreeing(provider, line)),
      ...agreeing('Cả kỳ', total),
      ...(
        [
          ['tổ chức chi trả', byProvider],
          ['chế độ', byProgramme],
          ['đơn vị', byUnit],
        ] as const
      ).map(([what, lines]) =>
        controlTotalOf(
          `Cả kỳ: số tiền đã chuyển lệnh = cộng theo ${what}`,
          total.instructed.amount,
          sumOf(lines.map(({ instructed }) => instructed)).amount,
        ),
      ),
      ...(['programme', 'unit'] as const).map((by) => {
        const lines = by === 'unit' ? byUnit : byProgramme;
        const name = `Số ${by === 'unit' ? 'đơn vị' : 'chế độ'} có bảng kê khớp với các trạng thái`;
        return controlTotalOf(name, lines.length, lines.filter((line) => agreeing('', line).every(isHolding)).length);
      }),
      controlTotalOf(
        'Cả kỳ: số tiền các trạng thái = cộng theo tháng được hưởng',
        totalOfStates(total.became).amount,
        byMonth.reduce((all, month) => all + totalOfStates(month.became).amount, 0),
      ),
      ...balance.flatMap((line) => [
        controlTotalOf(
          `${line.provider}: kinh phí đề nghị + lấy từ số dư = đã chi + chờ kết quả + không chi được`,
          line.requested + line.fromBalance,
          line.paid + line.outstanding + line.notPaid,
        ),
        controlTotalOf(
          `${line.provider}: số dư cuối kỳ không âm, trừ phần thiếu do đã nộp trả Kho bạc`,
          line.closing + line.shortfall,
          Math.max(line.closing, 0),
        ),
      ]),
    ],
  };
}

function isHolding({ holds }: ControlTotal): boolean {
  return holds;
}

/** instructed = paid + failed + returned + unknown + outstanding, in people and in đồng. */
function agreeing(name: string, { instructed, became: now }: BookLine): ControlTotal[] {
  const all = totalOfStates(now);
  return [
    controlTotalOf(`${name}: số khoản đã chuyển lệnh = cộng các trạng thái`, instructed.people, all.people),
    controlTotalOf(`${name}: số tiền đã chuyển lệnh = cộng các trạng thái`, instructed.amount, all.amount),
  ];
}

/** Both sides by one key: one that stands on one side only still has its line, and breaks its total. */
function linesOf(
  told: readonly (Sum & { key: string })[],
  cells: readonly BookedCell[],
  keyOf: (cell: BookedCell) => string,
): (BookLine & { key: string })[] {
  const instructed = Map.groupBy(told, ({ key }) => key);
  const booked = Map.groupBy(cells, keyOf);
  const keys = [...new Set([...instructed.keys(), ...booked.keys()])].sort();
  return keys.map((key) => ({
    key,
    instructed: sumOf(instructed.get(key) ?? []),
    became: becameOf(booked.get(key) ?? []),
  }));
}

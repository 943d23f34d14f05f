import { formatPeriod } from '../../domain/period.ts';
import {
  missingTo,
  type ProgressLine,
  type ProgressReport,
  sameTarget,
  type TargetProgress,
} from '../../domain/reports/progress.ts';
import { formatDay, monthInWords } from '../papers/office-sheet.ts';
import { CHANNELS, formatTarget } from './page-words.ts';
import { printedName, type ReportTable, type TableColumn, type TableRow } from './report-table.ts';

const PROGRESS_COLUMNS: readonly TableColumn[] = [
  { title: 'STT', width: 6, holds: 'order' },
  { title: 'Nội dung', width: 50, holds: 'text' },
  { title: 'Số người hưởng', width: 13, holds: 'count' },
  { title: 'Số người có tài khoản', width: 13, holds: 'count' },
  { title: 'Đã chi trả qua tài khoản (người)', width: 15, holds: 'count' },
  { title: 'Số tiền chi trả qua tài khoản (đồng)', width: 21, holds: 'count' },
  { title: 'Tỷ lệ chi trả qua tài khoản', width: 17, holds: 'share' },
  { title: 'Còn thiếu so với mục tiêu (người)', width: 14, holds: 'count' },
  { title: 'Đánh giá', width: 22, holds: 'word' },
];
const PAID_COLUMNS: readonly TableColumn[] = [
  { title: 'STT', width: 6, holds: 'order' },
  { title: 'Tổ chức, hình thức chi trả', width: 60, holds: 'text' },
  { title: 'Số khoản đã chi', width: 18, holds: 'count' },
  { title: 'Số tiền đã chi (đồng)', width: 24, holds: 'count' },
  { title: 'Tỷ trọng số tiền', width: 16, holds: 'share' },
];
const MONTH_COLUMNS: readonly TableColumn[] = [
  { title: 'STT', width: 6, holds: 'order' },
  { title: 'Tháng', width: 30, holds: 'text' },
  { title: 'Số người hưởng', width: 16, holds: 'count' },
  { title: 'Số người có tài khoản', width: 16, holds: 'count' },
  { title: 'Đã chi trả qua tài khoản (người)', width: 18, holds: 'count' },
  { title: 'Số tiền chi trả qua tài khoản (đồng)', width: 24, holds: 'count' },
  { title: 'Tỷ lệ chi trả qua tài khoản', width: 16, holds: 'share' },
];

const NO_ROLL = 'Chưa có danh sách';

/** Each target's total and change, then the same by unit or village and by programme. */
export function progressTable({ targets }: ProgressReport): ReportTable {
  return { columns: PROGRESS_COLUMNS, rows: targets.flatMap(progressRows) };
}

/** Who paid the month's payments, and how, of each target. */
export function paidTable({ targets }: ProgressReport): ReportTable {
  return { columns: PAID_COLUMNS, rows: targets.flatMap(paidRows) };
}

/** Each target month by month. */
export function monthTable(report: ProgressReport): ReportTable {
  return { columns: MONTH_COLUMNS, rows: report.targets.flatMap((target, index) => monthRows(report, target, index)) };
}

/** The table of one target: its total and its change, then the same by unit or village and by programme. */
function progressRows(target: TargetProgress): TableRow[] {
  const line = (order: number | null, name: string, of: ProgressLine): TableRow => lineRow(target, order, name, of);
  const { byUnit, byVillage, ownLists } = target;
  return [
    { look: 'band', values: [bandOf(target)] },
    { ...line(null, 'Tổng số', target.total), look: 'total' },
    ...changeRow(target.since),
    ...groupOf('Theo đơn vị', [
      ...byUnit.map((unit, index) =>
        unit.hasRoll ? line(index + 1, printedName(unit.name), unit) : noRollRow(index + 1, printedName(unit.name)),
      ),
      ...(ownLists === null ? [] : [line(null, 'Danh sách do chính đơn vị lập', ownLists)]),
    ]),
    ...groupOf(
      'Theo thôn, tổ dân phố',
      byVillage.map(({ village, ...of }, index) =>
        line(index + 1, village === null ? 'Không ghi thôn, tổ dân phố' : printedName(village), of),
      ),
    ),
    ...groupOf(
      'Theo chế độ',
      programmesOf(target).map((of, index) => lineRow({ target: null }, index + 1, printedName(of.name), of)),
    ),
  ];
}

/** A target names its programmes; of all programmes those are printed that somebody in the unit receives. */
function programmesOf({ target, byProgramme }: TargetProgress): TargetProgress['byProgramme'] {
  return target === null ? byProgramme.filter((of) => of.people + of.paidByAccount > 0) : byProgramme;
}

function bandOf({ name, target }: TargetProgress): string {
  const what = printedName(name, 200);
  return target === null ? what : `Mục tiêu: ${what} (${formatTarget(target)})`;
}

function groupOf(title: string, rows: readonly TableRow[]): TableRow[] {
  return rows.length === 0 ? [] : [{ look: 'group', values: [null, title] }, ...rows];
}

function lineRow(
  { target }: Pick<TargetProgress, 'target'>,
  order: number | null,
  name: string,
  of: ProgressLine,
): TableRow {
  const missing = target === null ? null : missingTo(of, target);
  return {
    look: 'line',
    values: [
      order,
      name,
      of.people,
      of.withAccount,
      of.paidByAccount,
      of.paidAmount,
      of.share,
      missing,
      standingOf(missing, of),
    ],
  };
}

function standingOf(missing: number | null, { people }: ProgressLine): string | null {
  if (people === 0) return 'Không có người hưởng';
  if (missing === null) return null;
  return missing === 0 ? 'Đạt' : 'Chưa đạt';
}

/** Nothing is known of it: an empty cell, and never a nought that somebody adds up. */
function noRollRow(order: number, name: string): TableRow {
  return { look: 'alert', values: [order, name, null, null, null, null, null, null, NO_ROLL] };
}

function changeRow(since: TargetProgress['since']): TableRow[] {
  if (since === null) return [];
  const { asOf, period, people, withAccount, paidByAccount, share } = since;
  const what = `So với báo cáo ngày ${formatDay(asOf)} (kỳ ${formatPeriod(period)})`;
  return [{ look: 'change', values: [null, what, people, withAccount, paidByAccount, null, share, null, null] }];
}

function paidRows(target: TargetProgress): TableRow[] {
  const all = target.byChannel.reduce((sum, { amount }) => sum + amount, 0);
  const share = (amount: number) => (all === 0 ? null : amount / all);
  const line = (order: number, name: string, paid: number, amount: number): TableRow => ({
    look: 'line',
    values: [order, name, paid, amount, share(amount)],
  });
  const count = target.byChannel.reduce((sum, { paid }) => sum + paid, 0);
  return [
    { look: 'band', values: [bandOf(target)] },
    { look: 'total', values: [null, 'Tổng số', count, all, share(all)] },
    ...groupOf(
      'Theo tổ chức chi trả',
      target.byProvider.map(({ name, paid, amount }, index) => line(index + 1, printedName(name), paid, amount)),
    ),
    ...groupOf(
      'Theo hình thức chi trả',
      target.byChannel.map(({ channel, paid, amount }, index) => line(index + 1, CHANNELS[channel], paid, amount)),
    ),
  ];
}

function monthRows({ history, targets }: ProgressReport, target: TargetProgress, index: number): TableRow[] {
  const months = history.flatMap(({ period, totals }) => {
    const of = sameTarget(targets, index, totals);
    return of === undefined ? [] : [{ period, of }];
  });
  return [
    { look: 'band', values: [bandOf(target)] },
    ...months.map(({ period, of }, index): TableRow => {
      const figures = [of.people, of.withAccount, of.paidByAccount, of.paidAmount, of.share];
      return { look: 'line', values: [index + 1, monthInWords(period), ...figures] };
    }),
  ];
}

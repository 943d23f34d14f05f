import { formatDong } from '../../domain/money.ts';
import { firstDay, yearToDate } from '../../domain/period.ts';
import { missingTo, type ProgressReport } from '../../domain/reports/progress.ts';
import { formatDay, monthInWords } from '../papers/office-sheet.ts';
import { formatShare, formatTarget } from './page-words.ts';
import { monthTable, paidTable, progressTable } from './progress-tables.ts';
import { printedName, type ReportTable } from './report-table.ts';

/** A progress report in words and tables, as an office prints it: the workbook and the PDF are drawn from it. */
export interface ProgressPaper {
  readonly title: readonly string[];
  /** Of which month, and up to which day. */
  readonly about: readonly string[];
  /** How far each target is, a sentence each. */
  readonly summary: readonly string[];
  readonly progress: ReportTable;
  /** Who paid the month's payments and how. */
  readonly paidBy: { readonly title: string; readonly table: ReportTable };
  readonly months: { readonly title: string; readonly table: ReportTable };
  readonly notes: readonly string[];
}

/** Written by hand, as the date is. */
export const REPORT_NUMBER = 'Số: ……/BC-UBND';
export const PROGRESS_SIGNERS = [
  { title: 'NGƯỜI LẬP BÁO CÁO', how: '(Ký, ghi rõ họ tên)' },
  { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, đóng dấu, ghi rõ họ tên)' },
] as const;

export function progressPaper(report: ProgressReport): ProgressPaper {
  const inPeriod = `trong ${monthInWords(report.period).toLowerCase()}`;
  return {
    title: [titleOf(report), 'CHI TRẢ AN SINH XÃ HỘI KHÔNG DÙNG TIỀN MẶT'],
    about: aboutOf(report),
    summary: summaryOf(report),
    progress: progressTable(report),
    paidBy: {
      title: `KẾT QUẢ CHI TRẢ THEO TỔ CHỨC VÀ HÌNH THỨC CHI TRẢ ${inPeriod.toLocaleUpperCase('vi')}`,
      table: paidTable(report),
    },
    months: { title: 'TIẾN ĐỘ THEO THÁNG', table: monthTable(report) },
    notes: notesOf(report, inPeriod),
  };
}

function titleOf({ occasion, period }: ProgressReport): string {
  switch (occasion) {
    case 'weekly':
      return 'BÁO CÁO TIẾN ĐỘ TUẦN';
    case 'monthly':
    case 'settled':
      return `BÁO CÁO TIẾN ĐỘ ${monthInWords(period).toLocaleUpperCase('vi')}`;
    case 'yearly':
      return `BÁO CÁO TIẾN ĐỘ NĂM ${period.slice(0, 4)}`;
    case 'by-hand':
      return 'BÁO CÁO TIẾN ĐỘ';
  }
}

function aboutOf({ occasion, period, asOf }: ProgressReport): string[] {
  const until = `số liệu đến ngày ${formatDay(asOf)}`;
  const month = monthInWords(period);
  if (occasion === 'yearly') {
    const from = formatDay(firstDay(yearToDate(period)[0] ?? period));
    return [`Kết quả chi trả từ ngày ${from}; danh sách ${month.toLowerCase()}; ${until}`];
  }
  if (occasion === 'settled') return [`Kỳ chi trả: ${month}; ${until}, sau khi có đủ kết quả chi trả`];
  return [`Kỳ chi trả: ${month}; ${until}`];
}

function summaryOf({ targets, distinctPeople }: ProgressReport): string[] {
  return [
    `Số người hưởng trên địa bàn (mỗi người tính một lần): ${formatDong(distinctPeople)} người.`,
    ...targets.map(({ name, target, total }) => {
      const what = printedName(name, 160);
      if (total.share === null) return `${what}: chưa có người hưởng trong danh sách.`;
      const paid = `đã chi trả qua tài khoản cho ${formatDong(total.paidByAccount)} trên ${formatDong(total.people)} người, đạt ${formatShare(total.share)}`;
      if (target === null) return `${what}: ${paid}.`;
      const missing = missingTo(total, target);
      const standing = missing === 0 ? 'đã đạt mục tiêu' : `còn thiếu ${formatDong(missing)} người`;
      return `${what}: ${paid} (mục tiêu ${formatTarget(target)}), ${standing}.`;
    }),
  ];
}

function notesOf(report: ProgressReport, inPeriod: string): string[] {
  const [everything] = report.targets;
  const without = everything?.byUnit.filter(({ hasRoll }) => !hasRoll) ?? [];
  const paid = report.occasion === 'yearly' ? 'từ đầu năm' : inPeriod;
  return [
    ...(without.length === 0
      ? []
      : [`${without.length} đơn vị chưa có danh sách nên chưa có trong tổng số: ${namesOf(without)}.`]),
    `Đã chi trả qua tài khoản: khoản chi có kết quả thành công ${paid} qua tài khoản ngân hàng, ví điện tử hoặc tiền di động. Tỷ lệ là số người đã chi trả qua tài khoản trên số người hưởng.`,
    'Theo chế độ, người hưởng nhiều chế độ được tính ở từng chế độ nên các dòng cộng lại có thể lớn hơn tổng số.',
    `Theo tổ chức và hình thức chi trả: các khoản đã chi ${inPeriod}, kể cả tiền mặt.`,
  ];
}

/** So many names stand in a note; who wants all finds them in the table. */
const NAMES_IN_NOTE = 10;

function namesOf(units: readonly { readonly name: string }[]): string {
  const names = units.slice(0, NAMES_IN_NOTE).map(({ name }) => printedName(name, 40));
  return units.length > NAMES_IN_NOTE ? `${names.join(', ')} và các đơn vị khác` : names.join(', ');
}

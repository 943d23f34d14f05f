import { formatPeriod, type Period } from '../domain/period.ts';
import type { UnitCode } from '../domain/unit.ts';
import { heightFor, pageSetup, put, TEXT, textStyle } from './office-sheet.ts';
import { newWorkbook, workbookBytes } from './workbook.ts';

export interface WorklistLine {
  /** Null where the list does not say. */
  readonly village: string | null;
  readonly fullName: string | null;
  /** Four digits; null where the list gives none. */
  readonly birthYear: string | null;
  /** The programme as officers call it. */
  readonly programme: string;
  readonly reason: string;
  readonly nextStep: string;
}

/** People whom somebody outside the office must do something about: the police, a bank's branch, the registry. */
export interface Worklist {
  readonly title: string;
  readonly unit: UnitCode;
  readonly unitName: string;
  readonly period: Period;
  readonly lines: Iterable<WorklistLine>;
}

const COLUMNS = [
  { title: 'STT', width: 6 },
  { title: 'Họ và tên', width: 28 },
  { title: 'Năm sinh', width: 10 },
  { title: 'Chế độ', width: 20 },
  { title: 'Lý do', width: 36 },
  { title: 'Việc cần làm', width: 36 },
  { title: 'Kết quả xử lý', width: 20 },
] as const;
const HEADER_ROW = 4;
const UNKNOWN_VILLAGE = 'Chưa ghi thôn, tổ dân phố';

const TITLE = textStyle({ bold: true, size: 14, align: 'center' });
const LINE = textStyle({ align: 'center' });
const HEADER = textStyle({ bold: true, align: 'center', border: true, fill: 'FFD9E2F3' });
const VILLAGE = textStyle({ bold: true, border: true, fill: 'FFF2F2F2', numFmt: TEXT });
const CELL = textStyle({ border: true, numFmt: TEXT });
const CENTER = textStyle({ align: 'center', border: true, numFmt: TEXT });

/**
 * A worklist as a workbook to print and hand on, village by village; within a village in the order given. It holds
 * no ids and no accounts: who carries it from door to door needs neither. The same input gives the same bytes.
 */
export async function writeWorklist(list: Worklist): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const sheet = workbook.addWorksheet('Danh sách việc cần làm');
  COLUMNS.forEach(({ title, width }, index) => {
    sheet.getColumn(index + 1).width = width;
    put(sheet, { row: HEADER_ROW, from: index + 1 }, title, HEADER);
  });
  const width = COLUMNS.reduce((sum, column) => sum + column.width, 0);
  put(sheet, { row: 1, from: 1, to: COLUMNS.length }, list.title, TITLE);
  sheet.getRow(1).height = heightFor(list.title, width, { size: 14, bold: true });
  const subtitle = `${list.unitName} (mã ${list.unit}) — kỳ ${formatPeriod(list.period)}`;
  put(sheet, { row: 2, from: 1, to: COLUMNS.length }, subtitle, LINE);
  Object.assign(sheet.pageSetup, pageSetup('landscape', `${HEADER_ROW}:${HEADER_ROW}`));
  sheet.headerFooter.oddFooter = '&RTrang &P/&N';
  sheet.views = [{ state: 'frozen', ySplit: HEADER_ROW }];

  let at = HEADER_ROW + 1;
  let number = 1;
  for (const [village, lines] of byVillage(list.lines)) {
    put(sheet, { row: at, from: 1, to: COLUMNS.length }, `${village}: ${lines.length} người`, VILLAGE);
    sheet.getRow(at++).height = 20;
    for (const line of lines) {
      const cells = [String(number++), line.fullName, line.birthYear, line.programme, line.reason, line.nextStep, null];
      cells.forEach((value, index) => {
        put(sheet, { row: at, from: index + 1 }, value, index === 0 || index === 2 ? CENTER : CELL);
      });
      const heights = cells.map((value, index) => heightFor(value ?? '', COLUMNS[index]?.width ?? 20));
      sheet.getRow(at++).height = Math.max(...heights);
    }
  }
  return workbookBytes(workbook);
}

/** By name, thôn 2 before thôn 10; people whose village is not known come last. */
function byVillage(lines: Iterable<WorklistLine>): [village: string, lines: WorklistLine[]][] {
  const groups = [...Map.groupBy(lines, ({ village }) => village?.normalize('NFC').trim() || null)];
  const order = new Intl.Collator('vi', { numeric: true });
  const rank = (village: string | null) => (village === null ? 1 : 0);
  groups.sort(([a], [b]) => rank(a) - rank(b) || order.compare(a ?? '', b ?? ''));
  return groups.map(([village, members]) => [village ?? UNKNOWN_VILLAGE, members]);
}

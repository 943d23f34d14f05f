import { formatDong } from '../../domain/money.ts';
import { formatDay, monthInWords, put } from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import { accountOf, bankOf, type PreparedBatch } from './prepared-batch.ts';
import { providerText } from './provider-text.ts';
import {
  CENTRED,
  CENTRED_BOLD,
  type Column,
  printableSheet,
  putInWords,
  putSignatures,
  TITLE,
  tableHeader,
  tableRow,
} from './sheet-layout.ts';

const COLUMNS: readonly Column[] = [
  { title: 'STT', width: 6, holds: 'number' },
  { title: 'Mã tham chiếu', width: 24, holds: 'text' },
  { title: 'Họ tên người hưởng', width: 28, holds: 'text' },
  { title: 'Chủ tài khoản', width: 28, holds: 'text' },
  { title: 'Số tài khoản', width: 22, holds: 'text' },
  { title: 'Ngân hàng', width: 11, holds: 'text' },
  { title: 'Số tiền', width: 15, holds: 'money' },
  { title: 'Nội dung', width: 58, holds: 'text' },
];
const WIDTH = COLUMNS.length;
const HEADER_ROW = 6;

/**
 * The payroll workbook by which a bank pays from the office's account: one sheet, one line a payment, the count and
 * the sum above and below. Banks are given by their BIN (NAPAS), which every bank's system knows.
 */
export async function writePayroll(prepared: PreparedBatch): Promise<Uint8Array> {
  const { batch, lines, count, controlSum, messageId } = prepared;
  const { debtor } = batch.provider;
  const workbook = newWorkbook();
  const sheet = printableSheet(workbook, 'Chi trả', COLUMNS, [HEADER_ROW, HEADER_ROW]);
  const office = providerText(debtor.name, batch.provider);
  const across = { from: 1, to: WIDTH };
  put(sheet, { row: 1, ...across }, 'DANH SÁCH CHI TRẢ QUA TÀI KHOẢN', TITLE);
  put(
    sheet,
    { row: 2, ...across },
    `${monthInWords(batch.period)} - Ngày chi trả: ${formatDay(batch.payOn)}`,
    CENTRED_BOLD,
  );
  put(
    sheet,
    { row: 3, ...across },
    `Đơn vị chi: ${office} - Tài khoản trích nợ: ${debtor.account} (${debtor.bank})`,
    CENTRED,
  );
  const totals = `Số dòng: ${count} - Tổng số tiền: ${formatDong(controlSum)} đồng`;
  put(sheet, { row: 4, ...across }, `Mã tệp: ${messageId} - ${totals}`, CENTRED);
  tableHeader(sheet, HEADER_ROW, COLUMNS);
  lines.forEach((one, index) => {
    const { line, beneficiary, receiver, total, remittance } = one;
    const values = [index + 1, line.reference, beneficiary, receiver, accountOf(one), bankOf(one), total, remittance];
    tableRow(sheet, HEADER_ROW + 1 + index, COLUMNS, values);
  });
  const totalRow = HEADER_ROW + 1 + count;
  tableRow(sheet, totalRow, COLUMNS, [null, null, 'Tổng cộng', null, null, null, controlSum], { total: true });
  putInWords(sheet, totalRow + 1, WIDTH, controlSum);
  putSignatures(sheet, totalRow + 3, WIDTH, [
    { title: 'KẾ TOÁN', how: '(Ký, họ tên)' },
    { title: 'CHỦ TÀI KHOẢN', how: '(Ký, họ tên, đóng dấu)' },
  ]);
  return workbookBytes(workbook);
}

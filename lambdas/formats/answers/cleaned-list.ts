import type { RowNote } from '../../domain/lists/list-row.ts';
import { messageOf, severityOf } from '../../domain/lists/note-catalogue.ts';
import type { Channel, PayeeRole } from '../../domain/person.ts';
import type { ReferenceData } from '../../domain/reference-data.ts';
import type { Entitlement } from '../../domain/rolls/entitlement.ts';
import { formatDay } from '../papers/office-sheet.ts';

/**
 * One column of the cleaned list. Headers are those that our own reader understands, so that the list can be sent back
 * as next month's. Whatever is an id, an account or a phone is text: a number would lose its zeros.
 */
export interface CleanedColumn {
  readonly header: string;
  /** In characters, on the sheet. */
  readonly width: number;
  readonly value: (line: Entitlement, at: { readonly number: number; readonly data: ReferenceData }) => Value;
}
type Value = string | number | null;

const CHANNELS: Readonly<Record<Channel, string>> = {
  account: 'Tài khoản',
  wallet: 'Ví điện tử',
  'mobile-money': 'Tiền di động',
  cash: 'Tiền mặt',
};
const ROLES: Readonly<Record<PayeeRole, string>> = {
  guardian: 'Người giám hộ',
  authorised: 'Người được ủy quyền',
};
/** Warnings that keep an accepted line from being paid in this period. */
const POSTPONED: readonly string[] = ['no-account-deferred', 'cash-ended'];

/** The unit's roll after cleaning, a line each: who, how much, how it is paid, and whether it will be. */
export const CLEANED_COLUMNS: readonly CleanedColumn[] = [
  { header: 'STT', width: 6, value: (_, { number }) => number },
  { header: 'Họ và tên', width: 26, value: ({ values }) => values.fullName },
  { header: 'Ngày sinh', width: 12, value: ({ values }) => dayInWords(values.birthDate) },
  {
    header: 'Giới tính',
    width: 8,
    value: ({ values: { sex } }) => (sex === null ? null : sex === 'male' ? 'Nam' : 'Nữ'),
  },
  { header: 'Số CCCD', width: 15, value: ({ values }) => values.personalId },
  { header: 'Chế độ', width: 8, value: ({ values }) => values.programme },
  { header: 'Loại đối tượng', width: 34, value: ({ values }, { data }) => categoryName(values.category, data) },
  { header: 'Số tiền', width: 13, value: ({ values }) => values.amount },
  { header: 'Truy lĩnh', width: 12, value: ({ values }) => values.arrears },
  { header: 'Hình thức chi trả', width: 12, value: ({ values: { channel } }) => channel && CHANNELS[channel] },
  {
    header: 'Chi trả tại nhà',
    width: 8,
    value: ({ values: { atHome } }) => (atHome === null ? null : atHome ? 'Có' : 'Không'),
  },
  { header: 'Số tài khoản', width: 20, value: ({ values }) => values.accountNumber },
  { header: 'Mã ngân hàng', width: 10, value: ({ values }) => values.bank },
  { header: 'Người nhận thay', width: 24, value: ({ values }) => values.payeeName },
  { header: 'Tư cách', width: 18, value: ({ values: { payeeRole } }) => payeeRole && ROLES[payeeRole] },
  { header: 'Số CCCD người nhận thay', width: 15, value: ({ values }) => values.payeeId },
  { header: 'Ủy quyền từ ngày', width: 12, value: ({ values }) => dayInWords(values.payeeFrom) },
  { header: 'Ủy quyền đến ngày', width: 12, value: ({ values }) => dayInWords(values.payeeUntil) },
  { header: 'Số điện thoại', width: 13, value: ({ values }) => values.phone },
  { header: 'Thôn, tổ', width: 18, value: ({ values }) => values.village },
  { header: 'Địa chỉ', width: 28, value: ({ values }) => values.address },
  { header: 'Số quyết định', width: 16, value: ({ values }) => values.decisionNumber },
  { header: 'Số sổ lĩnh tiền', width: 14, value: ({ values }) => values.bookNumber },
  { header: 'Trạng thái', width: 12, value: statusOf },
  { header: 'Nội dung cần xử lý', width: 60, value: whatToMend },
  {
    header: 'Dòng trong danh sách đã gửi',
    width: 20,
    value: ({ sheet, row }) => (sheet === null ? `dòng ${row}` : `${sheet}, dòng ${row}`),
  },
];

/** Which lines are whose, in the order of the roll. */
export function* cleanedRecords(lines: Iterable<Entitlement>, data: ReferenceData): Generator<Value[]> {
  let number = 0;
  for (const line of lines) {
    number += 1;
    const at = { number, data };
    yield CLEANED_COLUMNS.map(({ value }) => value(line, at));
  }
}

function statusOf({ outcome, notes }: Entitlement): string {
  if (outcome !== 'accepted') return 'Tạm giữ';
  return notes.some(({ code }) => POSTPONED.includes(code)) ? 'Tạm hoãn' : 'Chi trả';
}

/** What holds or postpones the line; warnings that change nothing are on the receipt. */
function whatToMend(line: Entitlement): string | null {
  const notes: RowNote[] = [...line.notes, ...line.findings];
  const told = notes.filter((note) => severityOf(note) === 'error' || POSTPONED.includes(note.code));
  return told.length === 0 ? null : told.map((note) => messageOf(note, 'vi')).join(' ');
}

function categoryName(code: Entitlement['values']['category'], { categories }: ReferenceData): string | null {
  return code === null ? null : (categories.find((one) => one.code === code)?.name ?? code);
}

/** As papers write it, as much of it as is known: "02/03/1945", "03/1945", "1945". */
function dayInWords(date: string | null): string | null {
  return date === null ? null : formatDay(date);
}

import { z } from 'zod';
import { formatDong } from '../money.ts';

/** The language of a message. Officers read Vietnamese; engineers and tools may ask for English. */
export type Language = 'vi' | 'en';

interface Refusal {
  readonly vi: string;
  readonly en: string;
}

/**
 * Why a whole file is refused, and what to do next. Codes are stable: receipts, documents and tests name them.
 * A refusal never carries anything of a person.
 */
const REFUSALS = {
  empty: {
    vi: 'Tệp không có dòng nào của đối tượng hưởng. Hãy kiểm tra lại tệp, điền danh sách rồi gửi lại.',
    en: 'The file has no row of a beneficiary. Check the file, fill in the list and send it again.',
  },
  'not-a-list': {
    vi: 'Tệp không phải là danh sách chi trả (không phải bảng Excel .xlsx hoặc tệp CSV). Hãy gửi danh sách ở dạng .xlsx hoặc .csv.',
    en: 'The file is not a beneficiary list (no .xlsx workbook and no CSV). Send the list as .xlsx or .csv.',
  },
  'other-format': {
    vi: 'Tệp ở định dạng khác (XML, MHTML, .xlsb, .ods…). Hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu “Excel Workbook (.xlsx)” rồi gửi lại.',
    en: 'The file is in another format (XML, MHTML, .xlsb, .ods…). Open it in Excel, save it as “Excel Workbook (.xlsx)” and send it again.',
  },
  unreadable: {
    vi: 'Tệp bị hỏng, không đọc được. Hãy mở tệp gốc bằng Excel, lưu lại thành tệp .xlsx mới rồi gửi lại.',
    en: 'The file is damaged and cannot be read. Open the original in Excel, save it as a new .xlsx and send it again.',
  },
  encrypted: {
    vi: 'Tệp có mật khẩu nên hệ thống không đọc được. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi gửi lại.',
    en: 'The file is protected with a password. Remove the password (File → Info → Protect Workbook) and send it again.',
  },
  'legacy-xls': {
    vi: 'Tệp ở định dạng Excel cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu “Excel Workbook (.xlsx)” rồi gửi lại.',
    en: 'The file is an old Excel workbook (.xls). Open it in Excel, save it as “Excel Workbook (.xlsx)” and send it again.',
  },
  'too-large': {
    vi: 'Tệp vượt giới hạn về dung lượng, số dòng, số cột hoặc độ dài của ô. Hãy chia danh sách thành nhiều tệp nhỏ hơn hoặc xóa phần thừa rồi gửi lại.',
    en: 'The file is over a limit of size, rows, columns or cell length. Split the list or remove what is superfluous, and send it again.',
  },
  'too-slow': {
    vi: 'Tệp đọc quá lâu nên hệ thống dừng lại. Hãy chép riêng phần danh sách sang một tệp Excel mới, hoặc chia thành nhiều tệp nhỏ hơn, rồi gửi lại.',
    en: 'Reading the file took too long and was stopped. Copy the list alone into a new workbook, or split it, and send it again.',
  },
  bomb: {
    vi: 'Tệp nén phình to bất thường khi mở nên bị từ chối để bảo đảm an toàn. Hãy chép danh sách sang một tệp Excel mới rồi gửi lại.',
    en: 'The file swells abnormally when unpacked and is refused for safety. Copy the list into a new workbook and send it again.',
  },
  'headers-missing': {
    vi: 'Không tìm thấy đủ tiêu đề cột. Danh sách cần có cột “Họ và tên” và ít nhất một trong hai cột “Số CCCD”, “Số tiền”. Hãy bổ sung dòng tiêu đề cho mỗi trang tính có danh sách rồi gửi lại.',
    en: 'The column headers are incomplete. A list needs a name column and at least a personal id or an amount column, on every sheet that holds a list. Add the header row and send it again.',
  },
  'headers-ambiguous': {
    vi: 'Có hai cột cùng có thể là họ tên, số CCCD, số tiền hoặc số tài khoản nên không xác định được cột nào dùng để chi trả. Hãy ghi rõ tiêu đề của từng cột hoặc xóa cột thừa rồi gửi lại; nếu trang tính có hai bảng đặt cạnh nhau thì đặt bảng này dưới bảng kia.',
    en: 'Two columns fit equally well as name, personal id, amount or account number. Make their headers distinct or remove the superfluous column, and send it again; where two tables stand side by side, put one below the other.',
  },
  'unknown-unit': {
    vi: 'Mã đơn vị không có hoặc không còn hiệu lực trong kỳ chi trả này. Hãy kiểm tra lại mã đơn vị trong đường dẫn gửi tệp.',
    en: 'The unit code is unknown, or not valid in this period. Check the unit code in the path.',
  },
  'bad-key': {
    vi: 'Đường dẫn gửi tệp không cho biết đơn vị hoặc kỳ chi trả. Hãy gửi tệp vào thư mục “lists/NĂM-THÁNG/MÃ ĐƠN VỊ/”, ví dụ “lists/2023-06/10114/danh-sach.xlsx”.',
    en: 'The path names no unit or no period. Send the file to “lists/YYYY-MM/UNIT/”, for example “lists/2023-06/10114/list.xlsx”.',
  },
  'period-closed': {
    vi: 'Kỳ chi trả này đã khóa sổ nên không nhận thêm danh sách. Hãy gửi danh sách vào kỳ sau hoặc liên hệ cán bộ cấp tỉnh.',
    en: 'This period is closed and takes no more lists. Send the list for the next period, or ask the province officer.',
  },
  'changes-without-roll': {
    vi: 'Đây là danh sách tăng, giảm, điều chỉnh nhưng đơn vị chưa có danh sách chi trả của kỳ này để áp dụng. Hãy gửi danh sách đầy đủ trước, hoặc gửi lại tệp này sau khi kỳ được mở.',
    en: 'This is a change list, but the unit has no roll in this period that it could change. Send the full list first, or send this file again once the period is open.',
  },
} as const satisfies Record<string, Refusal>;

/** Why a whole file is refused. */
export type RefusalCode = keyof typeof REFUSALS;

/** A refusal's code as it comes from another task. */
export const refusalCode = z.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(REFUSALS, code));

/** The limits of a list, as the refusal names them. */
const LIMITS = {
  bytes: { vi: 'dung lượng tệp (byte)', en: 'bytes of the file' },
  rows: { vi: 'số dòng', en: 'rows' },
  columns: { vi: 'số cột', en: 'columns' },
  cellLength: { vi: 'số ký tự của một ô', en: 'characters of a cell' },
  sheets: { vi: 'số trang tính', en: 'sheets' },
  entries: { vi: 'số phần bên trong tệp nén', en: 'entries of the zip' },
  inflatedBytes: { vi: 'dung lượng sau khi giải nén (byte)', en: 'bytes when unpacked' },
  ratio: { vi: 'tỷ lệ giải nén (lần)', en: 'times its size when unpacked' },
  milliseconds: { vi: 'thời gian đọc (mili giây)', en: 'milliseconds of reading' },
} as const satisfies Record<string, Refusal>;
export type LimitName = keyof typeof LIMITS;

const limitName = z.custom<LimitName>((name) => typeof name === 'string' && Object.hasOwn(LIMITS, name));

const clashingColumn = z.object({ column: z.string(), header: z.string() });
/** One of two columns that fit equally: its letters as Excel shows them, and its header. */
export type ClashingColumn = z.infer<typeof clashingColumn>;

/** What a refusal says beyond its code: the headers that were seen, the limit that was passed, the format it found. */
export const refusalDetails = z.object({
  /** Headers as they stand in the file, which are nothing of a person. */
  headers: z.array(z.string()).optional(),
  /** The columns that fit equally, named before all others. */
  clashing: z.array(clashingColumn).optional(),
  limit: z.object({ name: limitName, value: z.number() }).optional(),
  /** What the file is, where it is not a list's format: "XML Spreadsheet 2003". */
  format: z.string().optional(),
});
export type RefusalDetails = z.infer<typeof refusalDetails>;

/** What the officer is told about a refused file: plain words, what was seen, and what to do next. */
export function refusalMessage(code: RefusalCode, language: Language, details: RefusalDetails = {}): string {
  return [REFUSALS[code][language], ...detailWords(details, language)].join(' ');
}

const WORDS = {
  vi: {
    headers: 'Các tiêu đề đọc được',
    clashing: 'Các cột trùng nhau',
    column: 'cột',
    limit: 'Giới hạn',
    format: 'Tệp đã nhận là',
  },
  en: {
    headers: 'Headers that were read',
    clashing: 'The columns that clash',
    column: 'column',
    limit: 'The limit',
    format: 'The file is',
  },
};

function detailWords({ headers = [], clashing = [], limit, format }: RefusalDetails, language: Language): string[] {
  const words = WORDS[language];
  return [
    ...(format === undefined ? [] : [`${words.format}: ${format}.`]),
    ...(limit === undefined ? [] : [`${words.limit}: ${LIMITS[limit.name][language]} ≤ ${formatDong(limit.value)}.`]),
    ...(clashing.length === 0
      ? []
      : [
          `${words.clashing}: ${clashing.map(({ column, header }) => `${words.column} ${column} “${header}”`).join(', ')}.`,
        ]),
    ...(headers.length === 0 ? [] : [`${words.headers}: ${headers.map((header) => `“${header}”`).join(', ')}.`]),
  ];
}

/** Every refusal code, for the documents that list them. */
export const REFUSAL_CODES: readonly string[] = Object.keys(REFUSALS);

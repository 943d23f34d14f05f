import type { RowField, RowNote } from './list-row.ts';
import { formatDong } from './money.ts';
import type { Language } from './refusal-catalogue.ts';

export type Severity = 'warning' | 'error';

interface NoteDefinition {
  readonly severity: Severity;
  readonly vi: (note: RowNote) => string;
  readonly en: (note: RowNote) => string;
}

const read = (note: RowNote): string => note.read ?? '';
const taken = (note: RowNote): string => note.taken ?? '';
const dong = (amount: string): string => (/^\d+$/.test(amount) ? `${formatDong(Number(amount))} đồng` : amount);

/** A note that needs no values: the same words for every row. */
function fixed(severity: Severity, vi: string, en: string): NoteDefinition {
  return { severity, vi: () => vi, en: () => en };
}

/** An error about a value that stands in the cell: what was read, what is wrong, what to do. */
function wrong(vi: string, en: string): NoteDefinition {
  return { severity: 'error', vi: (note) => `“${read(note)}”: ${vi}`, en: (note) => `“${read(note)}”: ${en}` };
}

/** A repair: what was read, what was made of it, what to check. */
function repaired(vi: string, en: string): NoteDefinition {
  return {
    severity: 'warning',
    vi: (note) => `Đọc được “${read(note)}”, hiểu là “${taken(note)}”: ${vi}`,
    en: (note) => `Read “${read(note)}”, taken as “${taken(note)}”: ${en}`,
  };
}

const IDENTITY_FIELDS: Partial<Record<RowField, { vi: string; en: string }>> = {
  fullName: { vi: 'Họ và tên', en: 'The name' },
  birthDate: { vi: 'Ngày sinh', en: 'The birth date' },
  sex: { vi: 'Giới tính', en: 'The sex' },
};

/**
 * Every remark on a row: severity (an error holds or rejects the row, a warning does not) and the officer's words,
 * which say what to do next. Codes are stable. A message shows only what the list itself says, never what the
 * registry knows.
 */
const NOTES = {
  // Personal id.
  'id-missing': fixed(
    'error',
    'Thiếu số CCCD/số định danh cá nhân. Hãy bổ sung đủ 12 chữ số; người chưa có thì đề nghị Công an cấp xã cấp số định danh.',
    'The personal id is missing. Add its 12 digits; for somebody who has none, ask the commune police to issue it.',
  ),
  'id-unreadable': wrong(
    'không phải số CCCD 12 chữ số. Hãy ghi lại theo thẻ căn cước.',
    'not a 12-digit personal id. Copy it again from the identity card.',
  ),
  'id-damaged': wrong(
    'số CCCD đã bị Excel làm hỏng. Hãy định dạng cột là Văn bản (Text) rồi nhập lại số.',
    'Excel has damaged the personal id. Format the column as Text and type it again.',
  ),
  'id-old-card': wrong(
    'là số CMND cũ hoặc số khác, không dùng để chi trả được. Hãy ghi số CCCD 12 chữ số.',
    'an old card number or another number, not valid for payment. Enter the 12-digit personal id.',
  ),
  'id-impossible': wrong(
    'không thể là số CCCD (sai cấu trúc thế kỷ, năm sinh). Hãy đối chiếu với thẻ căn cước.',
    'cannot be a personal id (impossible century or birth year). Compare it with the identity card.',
  ),
  'id-zeros-restored': repaired(
    'đã thêm số 0 ở đầu bị Excel làm mất. Hãy đối chiếu với thẻ căn cước.',
    'zeros that Excel had dropped were put back in front. Compare with the identity card.',
  ),
  'id-cleaned': repaired(
    'đã bỏ dấu cách, dấu chấm hoặc ký tự thừa trong số CCCD.',
    'spaces, dots or other superfluous characters were removed.',
  ),
  'id-unknown-province': fixed(
    'warning',
    'Ba số đầu của số CCCD không thuộc mã tỉnh đã biết. Hãy đối chiếu với thẻ căn cước.',
    'The first three digits of the personal id are no known province code. Compare with the identity card.',
  ),
  'id-contradicts-sex': fixed(
    'error',
    'Số CCCD không khớp với giới tính ghi trong danh sách. Hãy kiểm tra lại cả hai.',
    'The personal id contradicts the sex given. Check both.',
  ),
  'id-contradicts-birth-year': fixed(
    'error',
    'Số CCCD không khớp với năm sinh ghi trong danh sách. Hãy kiểm tra lại cả hai.',
    'The personal id contradicts the birth year given. Check both.',
  ),
  // Name, birth date, sex.
  'name-missing': fixed(
    'error',
    'Thiếu họ và tên. Hãy bổ sung theo giấy khai sinh hoặc thẻ căn cước.',
    'The name is missing. Add it as on the birth certificate or identity card.',
  ),
  'name-damaged': wrong(
    'họ và tên bị lỗi phông chữ. Hãy gõ lại bằng bảng mã Unicode.',
    'the name is damaged by a wrong font or encoding. Type it again in Unicode.',
  ),
  'birth-date-missing': fixed(
    'warning',
    'Thiếu ngày sinh. Hãy bổ sung để đối chiếu được với CSDL quốc gia về dân cư.',
    'The birth date is missing. Add it, so that it can be compared with the population database.',
  ),
  'birth-date-unreadable': wrong(
    'không đọc được là ngày sinh. Hãy ghi ngày/tháng/năm, ví dụ 05/11/1945, hoặc chỉ ghi năm.',
    'not readable as a birth date. Write day/month/year, for example 05/11/1945, or the year alone.',
  ),
  'birth-date-impossible': wrong(
    'không thể là ngày sinh. Hãy kiểm tra lại năm sinh.',
    'cannot be a birth date. Check the year.',
  ),
  'birth-year-only': {
    severity: 'warning',
    vi: (note) => `Ngày sinh chỉ có năm (${taken(note)}). Hãy bổ sung ngày, tháng nếu giấy tờ có ghi.`,
    en: (note) => `The birth date is only a year (${taken(note)}). Add day and month if the papers have them.`,
  },
  'birth-month-only': {
    severity: 'warning',
    vi: (note) => `Ngày sinh chỉ có tháng và năm (${taken(note)}). Hãy bổ sung ngày nếu giấy tờ có ghi.`,
    en: (note) => `The birth date is only a month and year (${taken(note)}). Add the day if the papers have it.`,
  },
  'birth-date-repaired': repaired('hãy kiểm tra lại ngày sinh.', 'check the birth date.'),
  'sex-unreadable': {
    severity: 'warning',
    vi: (note) => `“${read(note)}”: không đọc được giới tính. Hãy ghi Nam hoặc Nữ.`,
    en: (note) => `“${read(note)}”: not readable as a sex. Write Nam or Nữ.`,
  },
  // Programme.
  'programme-unknown': fixed(
    'error',
    'Không xác định được chế độ hưởng. Hãy ghi rõ cột Chế độ: BTXH, NCC, HTXH, BHXH hoặc KHAC.',
    'The programme is unknown. Fill in the programme column: BTXH, NCC, HTXH, BHXH or KHAC.',
  ),
  'programme-unreadable': wrong(
    'không phải chế độ nào đã biết. Hãy ghi BTXH, NCC, HTXH, BHXH hoặc KHAC.',
    'no known programme. Write BTXH, NCC, HTXH, BHXH or KHAC.',
  ),
  // Money.
  'amount-missing': fixed(
    'error',
    'Thiếu số tiền tháng này. Hãy bổ sung số tiền bằng đồng.',
    "This month's amount is missing. Add it in đồng.",
  ),
  'amount-unreadable': wrong(
    'không đọc được là số tiền. Hãy ghi số đồng nguyên, ví dụ 540.000.',
    'not readable as an amount. Write whole đồng, for example 540.000.',
  ),
  'amount-not-positive': wrong(
    'số tiền phải lớn hơn 0. Hãy ghi số tiền được hưởng hoặc xóa dòng này nếu đã thôi hưởng.',
    'the amount must be more than 0. Enter it, or delete the row if the benefit has ended.',
  ),
  'amount-merged': wrong(
    'ô số tiền gộp chung nhiều dòng nên không biết của từng người. Hãy bỏ gộp ô và ghi riêng từng người.',
    'one merged amount stands for several rows. Unmerge the cells and write an amount for each person.',
  ),
  'amount-in-thousands': wrong(
    'cột số tiền ghi theo nghìn đồng. Hãy ghi đủ số đồng, ví dụ 540.000.',
    'the column is headed in thousands of đồng. Write whole đồng, for example 540.000.',
  ),
  'amount-differs-from-rate': {
    severity: 'warning',
    vi: (note) =>
      `Số tiền ${dong(read(note))} khác mức quy định (mức chuẩn ${dong(taken(note))} và các hệ số). Hãy kiểm tra lại; hệ thống chi đúng số ghi trong danh sách.`,
    en: (note) =>
      `The amount ${dong(read(note))} differs from the rates in force (standard ${dong(taken(note))} and its coefficients). Check it; it is paid as listed.`,
  },
  'arrears-unreadable': wrong(
    'không đọc được là số tiền truy lĩnh. Hãy ghi số đồng nguyên hoặc để trống.',
    'not readable as arrears. Write whole đồng or leave the cell empty.',
  ),
  'carry-over-not-paid': {
    severity: 'warning',
    vi: (note) =>
      `Số tiền chưa trả tháng trước (${dong(read(note))}) không chi theo dòng này: khoản chưa nhận của kỳ trước được hệ thống theo dõi riêng theo kỳ.`,
    en: (note) =>
      `The amount unpaid from earlier months (${dong(read(note))}) is not paid from this row: what was not collected is kept to its own period.`,
  },
  'total-differs': {
    severity: 'warning',
    vi: (note) =>
      `Tổng số tiền ghi ${dong(read(note))} nhưng cộng các khoản là ${dong(taken(note))}. Hãy kiểm tra lại.`,
    en: (note) => `The total says ${dong(read(note))}, but the parts add up to ${dong(taken(note))}. Check them.`,
  },
  // Account and channel.
  'no-account-cash': fixed(
    'warning',
    'Chưa có tài khoản nên chi tiền mặt qua bưu điện. Hãy vận động mở tài khoản và bổ sung số tài khoản.',
    'No account, so cash through the post office. Help the person open an account, and add its number.',
  ),
  'no-account-deferred': fixed(
    'warning',
    'Chưa có tài khoản mà kỳ này đã thôi chi tiền mặt: tạm hoãn chi đến khi có tài khoản. Hãy bổ sung số tài khoản.',
    'No account, and cash has ended for this period: payment is deferred until an account is given. Add its number.',
  ),
  'cash-ended': fixed(
    'warning',
    'Danh sách đề nghị chi tiền mặt nhưng kỳ này đã thôi chi tiền mặt: tạm hoãn chi. Hãy ghi hình thức nhận qua tài khoản.',
    'Cash is asked for, but has ended for this period: payment is deferred. Name an account instead.',
  ),
  'account-unreadable': wrong(
    'không phải số tài khoản (6–19 chữ số). Hãy ghi lại theo giấy của ngân hàng.',
    'not an account number (6 to 19 digits). Copy it again from the bank’s paper.',
  ),
  'account-damaged': wrong(
    'số tài khoản đã bị Excel làm hỏng. Hãy định dạng cột là Văn bản (Text) rồi nhập lại số.',
    'Excel has damaged the account number. Format the column as Text and type it again.',
  ),
  'account-cleaned': repaired(
    'đã bỏ dấu cách, dấu chấm hoặc chữ thừa trong số tài khoản.',
    'spaces, dots or words were removed from the account number.',
  ),
  'account-zero-restored': repaired(
    'đã thêm số 0 ở đầu số điện thoại bị Excel làm mất. Hãy kiểm tra lại.',
    'the zero that Excel had dropped from the phone number was put back. Check it.',
  ),
  'account-from-phone': repaired(
    'dùng số điện thoại làm số ví hoặc tài khoản tiền di động. Hãy kiểm tra lại.',
    'the phone number is taken as the wallet or mobile-money number. Check it.',
  ),
  'account-not-a-phone': wrong(
    'ví điện tử, tiền di động phải là số điện thoại 10 chữ số. Hãy ghi lại.',
    'a wallet or mobile-money account must be a 10-digit phone number. Enter it again.',
  ),
  'bank-missing': fixed(
    'error',
    'Có số tài khoản nhưng thiếu tên ngân hàng. Hãy ghi tên ngân hàng hoặc mã BIN.',
    'There is an account number but no bank. Add the bank’s name or BIN.',
  ),
  'bank-unknown': wrong(
    'không nhận ra ngân hàng này. Hãy ghi tên viết tắt (Agribank, BIDV, VietinBank…) hoặc mã BIN 6 số.',
    'not a known bank. Write its short name (Agribank, BIDV, VietinBank…) or its 6-digit BIN.',
  ),
  'channel-unreadable': {
    severity: 'warning',
    vi: (note) =>
      `“${read(note)}”: không rõ hình thức nhận tiền. Hãy ghi Tài khoản, Ví điện tử, Mobile Money hoặc Tiền mặt.`,
    en: (note) => `“${read(note)}”: not a known way of payment. Write account, wallet, mobile money or cash.`,
  },
  'phone-unreadable': {
    severity: 'warning',
    vi: (note) => `“${read(note)}”: không phải số điện thoại di động 10 chữ số. Hãy kiểm tra lại.`,
    en: (note) => `“${read(note)}”: not a 10-digit mobile number. Check it.`,
  },
  'payee-id-unreadable': {
    severity: 'warning',
    vi: (note) => `“${read(note)}”: số CCCD của người nhận thay không đọc được. Hãy ghi đủ 12 chữ số.`,
    en: (note) => `“${read(note)}”: the payee's personal id is not readable. Enter its 12 digits.`,
  },
  // The row as a whole.
  'old-font': repaired(
    'đã chuyển từ phông chữ cũ (TCVN3, VNI) sang Unicode. Hãy kiểm tra lại.',
    'converted from an old font (TCVN3, VNI) to Unicode. Check it.',
  ),
  'cell-error': wrong(
    'ô có lỗi công thức. Hãy sửa công thức hoặc nhập lại giá trị.',
    'the cell holds a formula error. Mend the formula or type the value.',
  ),
  'hidden-row': fixed(
    'warning',
    'Dòng này đang bị ẩn trong Excel nhưng vẫn được tính. Nếu không chi, hãy xóa hẳn dòng.',
    'This row is hidden in Excel, but counts. Delete it if it must not be paid.',
  ),
  'repeated-row': {
    severity: 'error',
    vi: (note) => `Trùng với dòng ${taken(note)} (cùng người, cùng chế độ) nên không chi lần nữa. Hãy xóa dòng này.`,
    en: (note) => `Repeats row ${taken(note)} (same person and programme), so it is not paid again. Delete this row.`,
  },
  // What reconciliation with the registry and the other units adds.
  'claimed-elsewhere': {
    severity: 'error',
    vi: (note) =>
      `Người này đã có trong danh sách của ${read(note)} (chế độ ${taken(note)}) trong kỳ. Hãy liên hệ đơn vị đó để thống nhất nơi chi trả.`,
    en: (note) =>
      `This person is already on the list of ${read(note)} (programme ${taken(note)}) in this period. Agree with that unit who pays.`,
  },
  'incompatible-programme': {
    severity: 'error',
    vi: (note) =>
      `Người này đã hưởng chế độ ${taken(note)} tại ${read(note)}; hai chế độ không được hưởng cùng lúc. Hãy xác định chế độ được hưởng.`,
    en: (note) =>
      `This person already receives ${taken(note)} at ${read(note)}; the two programmes exclude each other. Decide which applies.`,
  },
  'identity-mismatch': {
    severity: 'error',
    vi: (note) =>
      `${IDENTITY_FIELDS[note.field]?.vi ?? 'Thông tin'} không khớp với CSDL quốc gia về dân cư. Hãy đối chiếu với thẻ căn cước hoặc giấy khai sinh.`,
    en: (note) =>
      `${IDENTITY_FIELDS[note.field]?.en ?? 'This'} does not agree with the population database. Compare with the identity card or birth certificate.`,
  },
  'identity-not-found': fixed(
    'error',
    'Không tìm thấy số CCCD này trong CSDL quốc gia về dân cư. Hãy kiểm tra lại số hoặc hỏi Công an cấp xã.',
    'The population database does not know this personal id. Check it, or ask the commune police.',
  ),
  'identity-unavailable': fixed(
    'error',
    'Chưa xác thực được vì CSDL quốc gia về dân cư không trả lời. Không cần sửa dòng này; hệ thống sẽ xác thực lại.',
    'Not verified, because the population database did not answer. Nothing to mend; it will be asked again.',
  ),
  deceased: {
    severity: 'error',
    vi: (note) => `Người này đã mất (${read(note)}) trước kỳ chi trả. Hãy lập thủ tục thôi hưởng.`,
    en: (note) => `This person died (${read(note)}) before this period. End the benefit.`,
  },
  'died-this-month': {
    severity: 'warning',
    vi: (note) =>
      `Người này mất trong tháng (${read(note)}): vẫn chi tháng này, thôi hưởng từ tháng sau. Hãy lập thủ tục thôi hưởng.`,
    en: (note) =>
      `This person died this month (${read(note)}): payable for this month, the benefit ends with the next. End it.`,
  },
  'name-without-marks': fixed(
    'warning',
    'Họ và tên ghi không dấu, vẫn khớp với CSDL quốc gia về dân cư. Hãy ghi lại có dấu.',
    'The name is written without marks and agrees with the population database. Write it with its marks.',
  ),
  'account-differs': fixed(
    'warning',
    'Tài khoản khác với tài khoản an sinh xã hội mà công dân đã đăng ký trên VNeID. Hãy hỏi lại người hưởng.',
    'The account differs from the social-security account registered on VNeID. Ask the person.',
  ),
  'payee-unchecked': fixed(
    'warning',
    'Chưa có số CCCD của người nhận thay nên chưa xác thực được. Hãy bổ sung.',
    "The payee's personal id is not given, so the payee cannot be checked. Add it.",
  ),
} as const satisfies Record<string, NoteDefinition>;

/** A remark's stable code. */
export type NoteCode = keyof typeof NOTES;

const CATALOGUE: Readonly<Record<string, NoteDefinition>> = NOTES;

/** Every code, for the documents that list them. */
export const NOTE_CODES: readonly string[] = Object.keys(NOTES);

/** Makes a note. `readText` and `takenText` are the parameters of its message. */
export function noteOf(code: NoteCode, field: RowField, readText?: string, takenText?: string): RowNote {
  return {
    code,
    field,
    ...(readText === undefined ? {} : { read: readText }),
    ...(takenText === undefined ? {} : { taken: takenText }),
  };
}

/** An error holds or rejects the row, a warning does not. Throws on a code that is not in the catalogue: a bug. */
export function severityOf(note: RowNote): Severity {
  return definitionOf(note).severity;
}

/** The officer's words for a note: what is wrong or was repaired, and what to do next. */
export function messageOf(note: RowNote, language: Language): string {
  return definitionOf(note)[language](note);
}

function definitionOf(note: RowNote): NoteDefinition {
  const definition = CATALOGUE[note.code];
  if (definition === undefined) throw new Error(`The catalogue has no note ${note.code}`);
  return definition;
}

import type { RowField } from './list-row.ts';
import { fixed, type NoteDefinition, read, taken } from './note-wording.ts';

const IDENTITY_FIELDS: Partial<Record<RowField, { vi: string; en: string }>> = {
  fullName: { vi: 'Họ và tên', en: 'The name' },
  birthDate: { vi: 'Ngày sinh', en: 'The birth date' },
  sex: { vi: 'Giới tính', en: 'The sex' },
};

/** What reconciliation with the registry and the other units adds. */
export const RECONCILIATION_NOTES = {
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
  'decided-elsewhere': {
    severity: 'error',
    vi: (note) =>
      `Cấp tỉnh đã quyết định người này nhận chế độ ${taken(note)} tại ${read(note)} trong kỳ này, nên không chi theo dòng này. Hãy đưa người này ra khỏi danh sách; nếu không đồng ý, liên hệ cán bộ phụ trách cấp tỉnh.`,
    en: (note) =>
      `The province has decided that this person receives ${taken(note)} at ${read(note)} in this period, so nothing is paid from this row. Take the person off the list, or ask the province's officer.`,
  },
  'also-listed': {
    severity: 'warning',
    vi: (note) =>
      `${read(note)} cũng ghi người này trong danh sách (chế độ ${taken(note)}). Đơn vị ghi trước được chi trả nên dòng này vẫn chi. Hãy liên hệ để thống nhất; nếu người này đã chuyển đi, hãy đưa ra khỏi danh sách.`,
    en: (note) =>
      `${read(note)} lists this person too (programme ${taken(note)}). Whoever listed them first pays, so this row is still paid. Agree with that unit; if the person has moved there, take them off this list.`,
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
    'Chưa xác thực được vì CSDL quốc gia về dân cư không trả lời. Không cần sửa dòng này; hãy gửi lại chính danh sách này để được xác thực lại trước khi chi.',
    'Not verified, because the population database did not answer. Nothing to mend; send this same list again, so that it is asked again before the payout.',
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
    'Chưa xác thực được người nhận thay với CSDL quốc gia về dân cư. Hãy ghi đủ số CCCD 12 chữ số của người nhận thay; nếu đã ghi đủ thì không cần sửa, kỳ sau sẽ xác thực lại.',
    "The payee could not be checked with the population database. Add the payee's 12-digit personal id; if it is there, there is nothing to mend: the payee is asked about again next month.",
  ),
  'payee-not-found': fixed(
    'warning',
    'Không tìm thấy số CCCD của người nhận thay trong CSDL quốc gia về dân cư. Hãy kiểm tra lại số với thẻ căn cước của người nhận thay.',
    "The population database does not know the payee's personal id. Compare it with the payee's identity card.",
  ),
  'payee-mismatch': fixed(
    'warning',
    'Họ và tên người nhận thay không khớp với CSDL quốc gia về dân cư. Hãy đối chiếu với thẻ căn cước của người nhận thay.',
    "The payee's name does not agree with the population database. Compare it with the payee's identity card.",
  ),
  'payee-deceased': {
    severity: 'warning',
    vi: (note) =>
      `Người nhận thay đã mất (${read(note)}). Hãy lập giấy ủy quyền hoặc quyết định giám hộ mới và ghi lại người nhận, tài khoản nhận.`,
    en: (note) =>
      `The payee died (${read(note)}). Have a new authorisation or guardianship made, and enter the new payee and account.`,
  },
} as const satisfies Record<string, NoteDefinition>;

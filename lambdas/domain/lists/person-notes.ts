import { doubtful, fixed, type NoteDefinition, read, repaired, shownDate, taken, wrong } from './note-wording.ts';

/** Remarks on who somebody is: id, name, birth date, sex, programme. */
export const PERSON_NOTES = {
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
  'name-letter-mended': repaired(
    'chữ Đ đã gõ nhầm bằng ký tự nước ngoài (Ð) nên sửa lại. Hãy kiểm tra lại.',
    'a foreign letter (Ð) was typed for Đ and is mended. Check it.',
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
    vi: (note) => `Ngày sinh chỉ có tháng và năm (${shownDate(taken(note))}). Hãy bổ sung ngày nếu giấy tờ có ghi.`,
    en: (note) =>
      `The birth date is only a month and year (${shownDate(taken(note))}). Add the day if the papers have it.`,
  },
  'birth-date-repaired': {
    severity: 'warning',
    vi: (note) =>
      `Đọc được “${shownDate(read(note))}”, hiểu là “${shownDate(taken(note))}”: hãy kiểm tra lại ngày sinh.`,
    en: (note) => `Read “${shownDate(read(note))}”, taken as “${shownDate(taken(note))}”: check the birth date.`,
  },
  'sex-unreadable': doubtful(
    'không đọc được giới tính. Hãy ghi Nam hoặc Nữ.',
    'not readable as a sex. Write Nam or Nữ.',
  ),
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
} as const satisfies Record<string, NoteDefinition>;

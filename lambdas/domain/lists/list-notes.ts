import { type ListNoteDefinition, read, taken } from './note-wording.ts';

/** Remarks on a list as a whole. None of them keeps anybody from being paid: what they point at, an officer checks. */
export const LIST_NOTES = {
  'period-differs': {
    severity: 'warning',
    vi: (note) =>
      `Tiêu đề ghi kỳ ${read(note)} nhưng danh sách gửi cho kỳ ${taken(note)}. Hãy kiểm tra lại; nếu gửi nhầm tệp thì gửi lại tệp đúng.`,
    en: (note) =>
      `The title names ${read(note)}, but the list was sent for ${taken(note)}. If it is the wrong file, send the right one.`,
  },
  'unit-differs': {
    severity: 'warning',
    vi: (note) =>
      `Tiêu đề ghi đơn vị “${read(note)}” nhưng danh sách gửi cho ${taken(note)}. Hãy kiểm tra lại; nếu gửi nhầm tệp thì gửi lại tệp đúng.`,
    en: (note) =>
      `The title names the unit “${read(note)}”, but the list was sent for ${taken(note)}. If it is the wrong file, send the right one.`,
  },
  'sheet-hidden': {
    severity: 'warning',
    vi: (note) =>
      `Trang tính “${read(note)}” đang bị ẩn nên không đọc. Nếu có người phải chi trả trong đó, hãy bỏ ẩn (Unhide) rồi gửi lại.`,
    en: (note) =>
      `The sheet “${read(note)}” is hidden and was not read. If anybody in it is to be paid, unhide it and send the list again.`,
  },
  'sheet-skipped': {
    severity: 'warning',
    vi: (note) =>
      `Trang tính “${read(note)}” không có bảng danh sách (không thấy cột họ tên, số CCCD hoặc số tiền) nên không đọc. Nếu có người phải chi trả trong đó, hãy thêm dòng tiêu đề cột rồi gửi lại.`,
    en: (note) =>
      `The sheet “${read(note)}” holds no list (no columns of names, ids or amounts) and was not read. If anybody in it is to be paid, add its headers and send the list again.`,
  },
  'money-column-unused': {
    severity: 'warning',
    vi: (note) =>
      `Cột ${read(note)} “${taken(note)}” có số tiền nhưng không dùng để chi. Nếu phải chi (hoặc trừ) cả khoản này, hãy tính vào cột “Số tiền” rồi gửi lại.`,
    en: (note) =>
      `Column ${read(note)} “${taken(note)}” holds money but nothing is paid from it. If it is to be paid (or taken off), include it in the amount column and send the list again.`,
  },
} as const satisfies Record<string, ListNoteDefinition>;

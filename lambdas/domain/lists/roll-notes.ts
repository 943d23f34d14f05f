import { dong, fixed, type ListNoteDefinition, type NoteDefinition, read, taken } from './note-wording.ts';

/** What a change list's row meets on the roll that it changes. */
export const ROLL_NOTES = {
  'already-on-roll': fixed(
    'error',
    'Dòng tăng này không áp dụng vì người này đã có trong danh sách của đơn vị với cùng chế độ. Nếu muốn đổi mức hoặc tài khoản, hãy gửi lại ở mục “Điều chỉnh”.',
    'Not added: this person is on the roll for the same programme already. To change amount or account, send the row as an adjustment.',
  ),
  'not-on-roll': fixed(
    'error',
    'Không tìm thấy người này trong danh sách hiện hành của đơn vị nên chưa áp dụng. Hãy kiểm tra số CCCD, họ tên, ngày sinh và chế độ; nếu là người mới thì gửi lại ở mục “Tăng”.',
    'This person is not on the current roll, so nothing was changed. Check id, name, birth date and programme; somebody new belongs among the increases.',
  ),
  'several-on-roll': fixed(
    'error',
    'Có nhiều dòng của danh sách hiện hành khớp với dòng này nên chưa áp dụng. Hãy ghi thêm số CCCD và chế độ để xác định đúng một dòng.',
    'Several lines of the current roll fit this row, so nothing was changed. Give the personal id and the programme.',
  ),
  'change-not-applied': fixed(
    'error',
    'Thay đổi này chưa được áp dụng, danh sách của đơn vị vẫn giữ như trước. Hãy sửa các lỗi đã nêu của dòng này rồi gửi lại.',
    'This change was not carried out; the roll stays as it was. Mend what is wrong with the row and send it again.',
  ),
} as const satisfies Record<string, NoteDefinition>;

/** Why an officer must confirm a list before it counts. `read` is before, `taken` after. */
export const SWING_NOTES = {
  'swing-people': {
    severity: 'error',
    vi: (note) =>
      `Số dòng chi trả thay đổi lớn: từ ${read(note)} thành ${taken(note)}. Hãy kiểm tra xem danh sách có bị thiếu hoặc lặp hay không.`,
    en: (note) =>
      `The number of lines changes much: from ${read(note)} to ${taken(note)}. Check that nothing is cut off or doubled.`,
  },
  'swing-left': {
    severity: 'error',
    vi: (note) =>
      `${taken(note)} trong ${read(note)} dòng của danh sách trước không còn người trong danh sách này. Hãy kiểm tra xem có gửi nhầm danh sách của đơn vị hoặc nhóm khác hay không.`,
    en: (note) =>
      `${taken(note)} of ${read(note)} lines before are of people who are not on this list. Check that it is not another unit's or group's list.`,
  },
  'swing-amount': {
    severity: 'error',
    vi: (note) =>
      `Tổng số tiền thay đổi lớn: từ ${dong(read(note))} thành ${dong(taken(note))}. Hãy kiểm tra cột số tiền.`,
    en: (note) => `The money changes much: from ${dong(read(note))} to ${dong(taken(note))}. Check the amounts.`,
  },
  'programme-gone': {
    severity: 'error',
    vi: (note) =>
      `Danh sách không còn ai hưởng chế độ ${read(note)} (trước đó có ${taken(note)} dòng). Nếu danh sách chỉ gồm một số chế độ, hãy xác nhận “chỉ thay các chế độ có trong danh sách”.`,
    en: (note) =>
      `Nobody is left on programme ${read(note)} (there were ${taken(note)} lines). If the list holds only some programmes, confirm it as replacing its own programmes only.`,
  },
} as const satisfies Record<string, ListNoteDefinition>;

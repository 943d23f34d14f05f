import { fixed, type NoteDefinition, read, repaired, taken, wrong } from './note-wording.ts';

/** Remarks on the row as a whole. */
export const ROW_NOTES = {
  // The row as a whole.
  'old-font': repaired(
    'đã chuyển từ phông chữ cũ (TCVN3, VNI) sang Unicode. Hãy kiểm tra lại.',
    'converted from an old font (TCVN3, VNI) to Unicode. Check it.',
  ),
  'cell-error': wrong(
    'ô có lỗi công thức. Hãy sửa công thức hoặc nhập lại giá trị.',
    'the cell holds a formula error. Mend the formula or type the value.',
  ),
  'cell-not-calculated': fixed(
    'error',
    'Ô có công thức chưa được tính nên không đọc được giá trị. Hãy mở tệp bằng Excel, lưu lại rồi gửi, hoặc nhập thẳng giá trị vào ô.',
    'The cell holds a formula that was never calculated, so it has no value. Open the file in Excel, save it and send it again, or type the value.',
  ),
  'cells-shifted': fixed(
    'error',
    'Dòng này có nhiều ô hơn dòng tiêu đề nên có thể bị lệch cột. Hãy đặt ô có dấu phẩy (địa chỉ, số tiền) trong dấu ngoặc kép, hoặc ghi tiêu đề cho cột thừa.',
    'The row has more cells than the header, so its columns may be shifted. Put cells with commas (addresses, amounts) in quotes, or head the extra column.',
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
  'remark-says-ended': {
    severity: 'warning',
    vi: (note) =>
      `Ghi chú “${read(note)}”: danh sách đầy đủ không cắt giảm theo ghi chú nên người này vẫn được chi. Nếu đã thôi hưởng, hãy xóa dòng này; nếu còn hưởng thì bỏ qua.`,
    en: (note) =>
      `Remark “${read(note)}”: a full list ends nothing by its remarks, so the person is still paid. Delete the row if the benefit has ended.`,
  },
  'id-shared': {
    severity: 'error',
    vi: (note) =>
      `Số CCCD này cũng ghi ở dòng ${taken(note)} cho người khác tên hoặc khác năm sinh, nên một trong hai dòng ghi nhầm số. Hãy đối chiếu thẻ căn cước của cả hai rồi sửa dòng sai.`,
    en: (note) =>
      `The same personal id stands in row ${taken(note)} for somebody of another name or birth year, so one of the two is wrong. Compare both with the identity cards and mend the wrong one.`,
  },
  // What the row means in a list.
  'other-unit': {
    severity: 'error',
    vi: (note) =>
      `Dòng này ghi đơn vị “${read(note)}”, không thuộc ${taken(note)}, nên không chi theo danh sách này. Hãy chuyển dòng này cho đúng đơn vị.`,
    en: (note) =>
      `This row names the unit “${read(note)}”, which is not part of ${taken(note)}, so it is not paid from this list. Hand it to that unit.`,
  },
  'change-unknown': fixed(
    'error',
    'Đây là danh sách tăng, giảm, điều chỉnh nhưng không rõ dòng này tăng, giảm hay điều chỉnh. Hãy ghi rõ ở cột “Tăng/Giảm”; nếu là danh sách đầy đủ thì gửi riêng một tệp.',
    'This is a change list, but the row does not say whether it adds, ends or adjusts. Say so in a column “Tăng/Giảm”; send a full list as a file of its own.',
  ),
} as const satisfies Record<string, NoteDefinition>;

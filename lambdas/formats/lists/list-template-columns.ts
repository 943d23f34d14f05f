import type ExcelJS from 'exceljs';

/** full: the unit's whole list; changes: increases, decreases and adjustments to the list that stands. */
export type TemplateKind = 'full' | 'changes';

/** A column of the template: what it is called, how it is filled in, and what is checked as somebody types. */
export interface TemplateColumn {
  readonly header: string;
  readonly width: number;
  readonly example: string | number;
  /** How to fill it in, on the page of instructions. */
  readonly how: string;
  readonly needed?: boolean;
  readonly choices?: readonly string[];
  readonly check?: ExcelJS.DataValidation;
  readonly format?: 'text' | 'money';
}

const ID_CHECK: ExcelJS.DataValidation = {
  type: 'textLength',
  operator: 'equal',
  formulae: [12],
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: 'warning',
  errorTitle: 'Số CCCD',
  error: 'Số CCCD phải đủ 12 chữ số, giữ cả các số 0 ở đầu.',
};
const MONEY_CHECK: ExcelJS.DataValidation = {
  type: 'whole',
  operator: 'greaterThanOrEqual',
  formulae: [0],
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: 'stop',
  errorTitle: 'Số tiền',
  error: 'Ghi số đồng nguyên, không ghi chữ, không ghi theo nghìn đồng.',
};

const CHANGE: TemplateColumn = {
  header: 'Tăng, giảm, điều chỉnh',
  width: 14,
  example: 'Điều chỉnh',
  how: 'Chọn Tăng (người mới hưởng), Giảm (thôi hưởng) hoặc Điều chỉnh (đổi mức hưởng, tài khoản, người nhận). Người điều chỉnh chỉ ghi họ tên, số CCCD, chế độ và các ô thay đổi.',
  needed: true,
  choices: ['Tăng', 'Giảm', 'Điều chỉnh'],
};
const REASON: TemplateColumn = {
  header: 'Lý do',
  width: 26,
  example: 'Thay đổi mức hưởng',
  how: 'Lý do tăng, giảm, điều chỉnh: mới hưởng, chuyển đến, chuyển đi, chết ngày …, đổi tài khoản …',
  format: 'text',
};
const REMARK: TemplateColumn = {
  header: 'Ghi chú',
  width: 20,
  example: '',
  how: 'Ghi chú của đơn vị; không dùng để chi trả.',
  format: 'text',
};

/** The headers are those that the reader understands word for word. */
const COLUMNS: readonly TemplateColumn[] = [
  { header: 'STT', width: 6, example: '', how: 'Số thứ tự.' },
  {
    header: 'Họ và tên',
    width: 26,
    example: 'Nguyễn Thị Mẫu',
    how: 'Ghi đủ họ, chữ đệm, tên có dấu, như trên thẻ căn cước hoặc giấy khai sinh.',
    needed: true,
    format: 'text',
  },
  {
    header: 'Ngày sinh',
    width: 12,
    example: '05/11/1945',
    how: 'Ngày/tháng/năm, ví dụ 05/11/1945; chỉ biết năm thì ghi năm.',
    needed: true,
    format: 'text',
  },
  { header: 'Giới tính', width: 9, example: 'Nữ', how: 'Chọn Nam hoặc Nữ.', choices: ['Nam', 'Nữ'] },
  {
    header: 'Số CCCD',
    width: 16,
    example: '001145000002',
    how: 'Đủ 12 chữ số, giữ các số 0 ở đầu (cột đã để sẵn dạng Văn bản). Người chưa có thì để trống.',
    needed: true,
    format: 'text',
    check: ID_CHECK,
  },
  { header: 'Thôn, tổ', width: 18, example: 'Thôn Khê Tang', how: 'Thôn, xóm, bản, tổ dân phố.', format: 'text' },
  { header: 'Địa chỉ', width: 24, example: 'Xóm 3', how: 'Nơi ở hiện nay.', format: 'text' },
  {
    header: 'Chế độ',
    width: 9,
    example: 'BTXH',
    how: 'Chọn BTXH (bảo trợ xã hội), NCC (người có công), HTXH (trợ cấp hưu trí xã hội), BHXH (lương hưu, bảo hiểm xã hội) hoặc KHAC (chế độ khác). Người hưởng hai chế độ ghi hai dòng.',
    needed: true,
    choices: ['BTXH', 'NCC', 'HTXH', 'BHXH', 'KHAC'],
  },
  {
    header: 'Loại đối tượng',
    width: 22,
    example: 'Người cao tuổi',
    how: 'Ví dụ: Thương binh, Bệnh binh, Người khuyết tật nặng.',
    format: 'text',
  },
  { header: 'Số quyết định', width: 16, example: '12/QĐ-UBND', how: 'Số quyết định hưởng.', format: 'text' },
  {
    header: 'Số tiền',
    width: 13,
    example: 500_000,
    how: 'Số tiền của kỳ này, số đồng nguyên. Không cộng tiền truy lĩnh.',
    needed: true,
    format: 'money',
    check: MONEY_CHECK,
  },
  {
    header: 'Truy lĩnh',
    width: 13,
    example: '',
    how: 'Tiền truy lĩnh các tháng trước, nếu có.',
    format: 'money',
    check: MONEY_CHECK,
  },
  {
    header: 'Hình thức chi trả',
    width: 14,
    example: 'Tài khoản',
    how: 'Nguyện vọng của người hưởng: Tài khoản, Ví điện tử, Tiền di động hoặc Tiền mặt.',
    choices: ['Tài khoản', 'Ví điện tử', 'Tiền di động', 'Tiền mặt'],
  },
  {
    header: 'Chi trả tại nhà',
    width: 10,
    example: '',
    how: 'Chọn Có cho người ốm đau, bệnh nặng được mang tiền mặt đến nhà. Có số tài khoản thì chi vào tài khoản.',
    choices: ['Có', 'Không'],
  },
  {
    header: 'Số tài khoản',
    width: 20,
    example: '1300200000002',
    how: 'Số tài khoản 6–19 chữ số; ví điện tử, tiền di động ghi số điện thoại 10 chữ số.',
    format: 'text',
  },
  {
    header: 'Ngân hàng',
    width: 16,
    example: 'Agribank',
    how: 'Tên ngân hàng, ví hoặc mã BIN 6 số. Bắt buộc khi có số tài khoản.',
    format: 'text',
  },
  { header: 'Số điện thoại', width: 14, example: '0912345678', how: '10 chữ số.', format: 'text' },
  {
    header: 'Người nhận thay',
    width: 22,
    example: '',
    how: 'Họ và tên người giám hộ hoặc người được ủy quyền, nếu có.',
    format: 'text',
  },
  {
    header: 'Tư cách',
    width: 20,
    example: '',
    how: 'Chọn Người giám hộ hoặc Người được ủy quyền.',
    choices: ['Người giám hộ', 'Người được ủy quyền'],
  },
  {
    header: 'Số CCCD người nhận thay',
    width: 16,
    example: '',
    how: 'Đủ 12 chữ số.',
    format: 'text',
    check: ID_CHECK,
  },
  { header: 'Ủy quyền từ ngày', width: 12, example: '', how: 'Ngày/tháng/năm ghi trên giấy ủy quyền.', format: 'text' },
  { header: 'Ủy quyền đến ngày', width: 12, example: '', how: 'Ngày cuối cùng còn hiệu lực.', format: 'text' },
];

/** The columns of a template, in their order. */
export function templateColumns(kind: TemplateKind): readonly TemplateColumn[] {
  return kind === 'full' ? [...COLUMNS, REMARK] : [...COLUMNS.slice(0, 1), CHANGE, ...COLUMNS.slice(1), REASON];
}

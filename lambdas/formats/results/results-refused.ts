/**
 * `not-a-result` nothing in it reads as results; `unreadable` damaged, encrypted or in unknown characters;
 * `too-large` over the limit; `hostile` made to harm whoever reads it; `whole-file-rejected` the provider turned the
 * whole instruction file down; `no-lines` a final answer for the whole, without a line for each payment.
 */
export type ResultsRefusal =
  | 'not-a-result'
  | 'unreadable'
  | 'too-large'
  | 'hostile'
  | 'whole-file-rejected'
  | 'no-lines';

const MESSAGES: Readonly<Record<ResultsRefusal, string>> = {
  'not-a-result':
    'Không tìm thấy kết quả chi trả trong tệp. Tệp cần có cột mã tham chiếu và cột trạng thái (hoặc là tệp pain.002). Hãy đề nghị tổ chức chi trả xuất lại kết quả rồi gửi lại.',
  unreadable:
    'Không đọc được tệp kết quả: tệp hỏng, có mật khẩu hoặc sai bảng mã. Hãy đề nghị tổ chức chi trả xuất lại (không đặt mật khẩu, bảng mã UTF-8) rồi gửi lại.',
  'too-large':
    'Tệp kết quả vượt giới hạn dung lượng. Hãy đề nghị tổ chức chi trả chia kết quả thành nhiều tệp rồi gửi từng tệp.',
  hostile:
    'Tệp kết quả có cấu trúc bất thường, có thể gây hại, nên không được đọc. Hãy báo cho quản trị hệ thống và đề nghị tổ chức chi trả kiểm tra, xuất lại tệp.',
  'whole-file-rejected':
    'Tổ chức chi trả từ chối toàn bộ tệp lệnh chi, chưa chi cho người nào trong tệp. Hãy liên hệ tổ chức chi trả để biết lý do trước khi lập lại lệnh chi.',
  'no-lines':
    'Tệp báo kết quả chung mà không có kết quả của từng lệnh chi, nên chưa ghi nhận được. Hãy đề nghị tổ chức chi trả gửi kết quả từng dòng.',
};

/**
 * A result file that cannot be taken as a whole: nothing in it counts, and every payment stays as it was. The message
 * is for the officer; `detail` is for engineers and says where, never what stands there.
 */
export class ResultsRefused extends Error {
  override readonly name = 'ResultsRefused';
  readonly code: ResultsRefusal;
  readonly detail: string;

  constructor(code: ResultsRefusal, detail: string, options?: ErrorOptions) {
    super(MESSAGES[code], options);
    this.code = code;
    this.detail = detail;
  }
}

/** What a provider says of a file that it turned down as a whole. Null where it says nothing. */
export interface Rejection {
  /** The `MsgId` of the file that was sent. */
  readonly messageId: string;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly count: number | null;
  /** Whole đồng. */
  readonly controlSum: number | null;
}

/** A file that was turned down as a whole: who knows which payments were in it can tell what became of each. */
export class WholeFileRejected extends ResultsRefused {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super('whole-file-rejected', 'rejected without transactions');
    this.rejection = rejection;
  }
}

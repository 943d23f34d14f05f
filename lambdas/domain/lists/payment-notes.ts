import { dong, doubtful, fixed, type NoteDefinition, read, repaired, taken, wrong } from './note-wording.ts';

/** Whether a thousand times the amount is near the standard: coefficients lie between a half and five. */
function perhapsThousands(note: { readonly read?: string | undefined; readonly taken?: string | undefined }): boolean {
  const times = (Number(note.read) * 1000) / Number(note.taken);
  return times >= 0.5 && times <= 5;
}

/** Remarks on what is paid, how, and to whom: money, account, channel, payee. */
export const PAYMENT_NOTES = {
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
  'amount-merged': fixed(
    'error',
    'Ô số tiền gộp chung nhiều dòng nên không biết số tiền của từng người. Hãy bỏ gộp ô và ghi riêng từng người.',
    'One merged amount stands for several rows. Unmerge the cells and write an amount for each person.',
  ),
  'amount-in-thousands': wrong(
    'cột số tiền ghi theo nghìn đồng. Hãy ghi đủ số đồng, ví dụ 540.000.',
    'the column is headed in thousands of đồng. Write whole đồng, for example 540.000.',
  ),
  'amount-differs-from-rate': {
    severity: 'warning',
    vi: (note) =>
      `Số tiền ${dong(read(note))} khác mức quy định (mức chuẩn ${dong(taken(note))} và các hệ số).${perhapsThousands(note) ? ` Có phải ghi theo nghìn đồng (${dong(`${read(note)}000`)})?` : ''} Hãy kiểm tra lại; hệ thống chi đúng số ghi trong danh sách.`,
    en: (note) =>
      `The amount ${dong(read(note))} differs from the rates in force (standard ${dong(taken(note))} and its coefficients).${perhapsThousands(note) ? ` Is it in thousands (${dong(`${read(note)}000`)})?` : ''} Check it; it is paid as listed.`,
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
      `Cột tổng ghi ${dong(read(note))} nhưng cộng các khoản là ${dong(taken(note))}. Hệ thống chi theo cột số tiền (và truy lĩnh nếu có), không chi theo cột tổng. Hãy kiểm tra lại; nếu cột tổng đúng thì sửa cột số tiền.`,
    en: (note) =>
      `The total says ${dong(read(note))}, but the parts add up to ${dong(taken(note))}. What is paid is the amount (and arrears), not the total. Check them; if the total is right, mend the amount.`,
  },
  'total-means-more': {
    severity: 'error',
    vi: (note) =>
      `Cột tổng ghi ${dong(read(note))} nhưng các cột dùng để chi cộng lại là ${dong(taken(note))}; phần chênh lệch nằm ở cột khác (phụ cấp, khấu trừ…) mà hệ thống không dùng để chi. Hãy ghi vào cột “Số tiền” đúng số phải chi tháng này rồi gửi lại.`,
    en: (note) =>
      `The total says ${dong(read(note))}, but the columns that are paid add up to ${dong(taken(note))}; the difference stands in another column (an allowance, a deduction) that is not paid from. Write what is to be paid this month into the amount column, and send the list again.`,
  },
  'money-beside-not-paid': {
    severity: 'warning',
    vi: (note) =>
      `Hệ thống chi ${dong(taken(note))} theo cột số tiền; khoản ở cột khác (${read(note)}) không được cộng vào hay trừ đi. Nếu phải tính cả khoản này, hãy sửa cột “Số tiền” thành đúng số phải chi.`,
    en: (note) =>
      `What is paid is ${dong(taken(note))}, as in the amount column; what stands beside it (${read(note)}) is neither added nor taken off. If it counts, write what is to be paid into the amount column.`,
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
  'channel-unreadable': doubtful(
    'không rõ hình thức nhận tiền. Hãy ghi Tài khoản, Ví điện tử, Mobile Money hoặc Tiền mặt.',
    'not a known way of payment. Write account, wallet, mobile money or cash.',
  ),
  'at-home-unreadable': doubtful(
    'không rõ có chi trả tại nhà hay không nên coi như không ghi. Hãy ghi Có hoặc Không.',
    'not clear whether the person is paid at home, so taken as not said. Write yes or no.',
  ),
  'at-home-has-account': fixed(
    'warning',
    'Danh sách ghi chi trả tại nhà nhưng có số tài khoản: chi vào tài khoản. Hãy ghi hình thức chi trả là Tiền mặt nếu phải mang tiền đến nhà.',
    'The list says paid at home, but gives an account: it is paid into the account. Write cash as the way of payment if the money must be brought home.',
  ),
  'phone-unreadable': doubtful(
    'không phải số điện thoại di động 10 chữ số. Hãy kiểm tra lại.',
    'not a 10-digit mobile number. Check it.',
  ),
  'payee-id-unreadable': doubtful(
    'số CCCD của người nhận thay không đọc được. Hãy ghi đủ 12 chữ số.',
    "the payee's personal id is not readable. Enter its 12 digits.",
  ),
  'holder-without-relation': {
    severity: 'warning',
    vi: (note) =>
      `Chủ tài khoản “${read(note)}” khác người hưởng nhưng danh sách chưa ghi quan hệ (người giám hộ, người được ủy quyền). Hãy kiểm tra lại số tài khoản; nếu nhận thay thì ghi người nhận thay và quan hệ.`,
    en: (note) =>
      `The account holder “${read(note)}” is not the beneficiary, and the list does not say why (guardian, authorised). Check the account; where somebody receives in their place, name them and their relation.`,
  },
  'payee-expired': {
    severity: 'error',
    vi: (note) =>
      `Ủy quyền đã hết hạn ngày ${read(note)}, trước kỳ này. Hãy làm lại giấy ủy quyền và sửa thời hạn, hoặc bỏ người nhận thay để người hưởng tự nhận.`,
    en: (note) =>
      `The authorisation ended on ${read(note)}, before this period. Renew it and correct its dates, or remove the payee so that the beneficiary receives.`,
  },
  'payee-not-yet': {
    severity: 'error',
    vi: (note) =>
      `Ủy quyền chỉ có hiệu lực từ ngày ${read(note)}, sau kỳ này. Hãy kiểm tra lại thời hạn, hoặc bỏ người nhận thay để người hưởng tự nhận.`,
    en: (note) =>
      `The authorisation begins on ${read(note)}, after this period. Check its dates, or remove the payee so that the beneficiary receives.`,
  },
  'payee-dates-unreadable': doubtful(
    'không đọc được thời hạn ủy quyền nên coi như còn hiệu lực. Hãy ghi ngày/tháng/năm, ví dụ 31/12/2026.',
    'the dates of the authorisation are not readable, so it is taken as valid. Write day/month/year, for example 31/12/2026.',
  ),
} as const satisfies Record<string, NoteDefinition>;

import type { Receipt } from '../../lambdas/domain/answers/receipt.ts';
import type { RowChange, RowOutcome } from '../../lambdas/domain/lists/list-row.ts';
import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import type { PaymentState } from '../../lambdas/domain/payouts/payment.ts';
import type { Decision, DeferralReason, RunStatus } from '../../lambdas/domain/payouts/payout-run.ts';

/** One meaning in the languages of the command line: officers read Vietnamese, engineers may ask for English. */
export type Words = Readonly<Record<Language, string>>;
/** Chooses the words of one language: both stand side by side in the code, so neither is forgotten. */
export type Say = (vi: string, en: string) => string;

export function sayIn(language: Language): Say {
  return (vi, en) => (language === 'vi' ? vi : en);
}

/** The language that the whole command line speaks: known before the commands are, because `--help` speaks it too. */
export function languageIn(args: readonly string[]): Language {
  const at = args.indexOf('--lang');
  return args.includes('--lang=en') || (at >= 0 && args[at + 1] === 'en') ? 'en' : 'vi';
}

/** Why the reader's wish could not be done, in words for them; not a bug. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

/** The exit code of a command that could not do its work; 0, 1 and 2 are answers of `check` about the list. */
export const EXIT_NOT_DONE = 3;

export const LIST_OUTCOMES: Readonly<Record<Receipt['outcome'], Words>> = {
  accepted: { vi: 'DANH SÁCH ĐƯỢC CHẤP NHẬN TOÀN BỘ', en: 'THE WHOLE LIST IS ACCEPTED' },
  'accepted-with-exceptions': {
    vi: 'DANH SÁCH ĐƯỢC CHẤP NHẬN, CÓ DÒNG CẦN XỬ LÝ',
    en: 'THE LIST IS ACCEPTED, WITH ROWS TO MEND',
  },
  refused: { vi: 'TỆP BỊ TỪ CHỐI, KHÔNG DÒNG NÀO ĐƯỢC GHI NHẬN', en: 'THE FILE IS REFUSED, NO ROW OF IT COUNTS' },
};

/** What stands above a receipt instead, where the list is not the unit's roll whatever its rows are. */
export const LIST_STANDINGS: Readonly<Partial<Record<NonNullable<Receipt['submission']>['standing'], Words>>> = {
  'awaiting-confirmation': {
    vi: 'DANH SÁCH CHỜ XÁC NHẬN, CHƯA DÙNG ĐỂ CHI TRẢ, VÌ THAY ĐỔI QUÁ NHIỀU',
    en: 'THE LIST AWAITS CONFIRMATION AND DOES NOT COUNT YET: IT CHANGES TOO MUCH',
  },
  superseded: {
    vi: 'DANH SÁCH ĐÃ ĐƯỢC THAY BẰNG DANH SÁCH GỬI SAU',
    en: 'A LATER LIST HAS TAKEN THE PLACE OF THIS ONE',
  },
};

export const ROW_OUTCOMES: Readonly<Record<RowOutcome, Words>> = {
  accepted: { vi: 'Chấp nhận', en: 'Accepted' },
  held: { vi: 'Tạm giữ', en: 'Held' },
  rejected: { vi: 'Từ chối', en: 'Rejected' },
};

/** What a row of a change list does to the roll. */
export const ROW_CHANGES: Readonly<Record<RowChange, Words>> = {
  increase: { vi: 'tăng', en: 'increase' },
  decrease: { vi: 'giảm', en: 'decrease' },
  adjust: { vi: 'điều chỉnh', en: 'adjustment' },
};

export const RUN_STATUSES: Readonly<Record<RunStatus, Words>> = {
  drafting: { vi: 'đang lập', en: 'being drafted' },
  'awaiting-approval': { vi: 'chờ phê duyệt', en: 'awaiting approval' },
  approved: { vi: 'đã phê duyệt, đang chuyển tệp', en: 'approved, being released' },
  released: { vi: 'đã chuyển tệp, chờ kết quả', en: 'released, awaiting results' },
  settled: { vi: 'đã đủ kết quả', en: 'settled' },
  rejected: { vi: 'bị từ chối', en: 'rejected' },
  expired: { vi: 'hết hạn phê duyệt', en: 'approval expired' },
  failed: { vi: 'gặp lỗi, không lập được', en: 'failed' },
  'nothing-to-pay': { vi: 'không có khoản nào phải chi', en: 'found nothing to pay' },
};

/** What an approver said of a run. */
export const DECISIONS: Readonly<Record<Decision['verdict'], Words>> = {
  approved: { vi: 'phê duyệt', en: 'approved' },
  rejected: { vi: 'từ chối', en: 'rejected' },
  withdrawn: { vi: 'rút lại phê duyệt', en: 'took the approval back' },
};

export const PAYMENT_STATES: Readonly<Record<PaymentState, Words>> = {
  drafted: { vi: 'mới lập, chưa gửi', en: 'drafted, not sent' },
  instructed: { vi: 'đã chuyển lệnh, chờ kết quả', en: 'instructed, awaiting the result' },
  paid: { vi: 'đã chi trả', en: 'paid' },
  failed: { vi: 'chi không thành công', en: 'failed' },
  returned: { vi: 'tiền bị hoàn trả', en: 'returned' },
  unknown: { vi: 'chưa rõ kết quả', en: 'unknown' },
};

/** Why somebody is not paid in a run, and whose work it is. */
export const DEFERRALS: Readonly<Record<DeferralReason, Words>> = {
  'held-row': { vi: 'dòng tạm giữ, đơn vị phải sửa', en: 'row held, the unit must mend it' },
  identity: { vi: 'chưa khớp CSDL dân cư', en: 'does not agree with the population database' },
  deceased: { vi: 'đã mất trước kỳ', en: 'died before the period' },
  conflict: { vi: 'trùng với đơn vị khác', en: 'claimed by another unit' },
  'no-channel': { vi: 'chưa có tài khoản, đã thôi tiền mặt', en: 'no account, and cash has ended' },
  'no-contract': { vi: 'chưa có tổ chức chi trả', en: 'no provider has a contract' },
  'over-limit': { vi: 'vượt hạn mức một lần chi', en: 'over the limit of one payment' },
  suspended: { vi: 'tạm dừng vì nhiều tháng không nhận', en: 'suspended, uncollected for months' },
  'not-on-roll': { vi: 'còn nợ tháng trước, không còn trong danh sách', en: 'owed from before, on no roll now' },
  'already-instructed': { vi: 'đã chuyển lệnh ở đợt trước', en: 'instructed by an earlier run' },
};

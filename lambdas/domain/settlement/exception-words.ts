import type { Language } from '../lists/refusal-catalogue.ts';
import type { ExceptionCode } from './payment-exception.ts';

/** What about a payment needs a person, and what to do. */
export const EXCEPTION_WORDS: Readonly<Record<ExceptionCode, Readonly<Record<Language, string>>>> = {
  'unknown-reference': {
    vi: 'mã giao dịch không có trong hệ thống; hỏi lại tổ chức chi trả',
    en: 'a reference that nobody here knows; ask the provider',
  },
  'other-provider': {
    vi: 'giao dịch này giao cho tổ chức khác; hỏi lại cả hai bên',
    en: 'this payment was given to another provider; ask both',
  },
  'wrong-amount': {
    vi: 'số tiền khác với lệnh chi; đối chiếu với tổ chức chi trả',
    en: 'the amount differs from what was sent; compare with the provider',
  },
  'before-release': {
    vi: 'trả kết quả khi lệnh chưa được chuyển; báo quản trị hệ thống',
    en: 'a result before the release; tell the administrator',
  },
  'second-outcome': {
    vi: 'kết quả thứ hai trái với kết quả đã ghi; cần người quyết định',
    en: 'a second, contradicting result; somebody must decide',
  },
  'paid-after-reinstructed': {
    vi: 'báo đã chi sau khi đã lập lệnh khác thay thế; có thể trùng chi, phải thu hồi',
    en: 'reported as paid after another payment was made in its place; perhaps paid twice, to be recovered',
  },
  'returned-after-paid': {
    vi: 'báo tiền quay về sau khi đã chi; đối chiếu sao kê xem tiền đã về chưa',
    en: 'reported as returned after it was paid; see in the statement whether the money is back',
  },
  'unknown-reason': {
    vi: 'mã lý do chưa có trong cấu hình, hoặc chỉ báo trùng lệnh; hỏi lại tổ chức chi trả',
    en: 'a reason code that nobody configured, or that only says “duplicate”; ask the provider',
  },
  'period-closed': {
    vi: 'kết quả về sau khi kỳ đã khóa sổ; mở lại kỳ rồi mới ghi nhận được',
    en: 'a result for a period that is closed; reopen the period to record it',
  },
  'no-answer': {
    vi: 'quá hạn mà chưa có kết quả; hỏi tổ chức chi trả đã chi hay chưa',
    en: 'no answer by the day; ask the provider whether it was paid',
  },
  uncollected: {
    vi: 'nhiều tháng không đến nhận, đang tạm dừng; đơn vị xác minh người hưởng',
    en: 'uncollected for months and suspended; the unit must find the person',
  },
  'paid-after-death': {
    vi: 'đã chi cho tháng sau khi mất; phải thu hồi',
    en: 'paid for a month after death; to be recovered',
  },
};

import type { Language } from '../lists/refusal-catalogue.ts';
import type { ExceptionVerdict } from './payment-exception.ts';

/** What a person says when they decide an exception, in the words of an office. */
export const VERDICT_WORDS: Readonly<Record<ExceptionVerdict, Readonly<Record<Language, string>>>> = {
  'no-change': { vi: 'đã kiểm tra, giữ nguyên', en: 'looked into, everything stays as it is' },
  'as-reported': { vi: 'kết quả tổ chức chi trả báo là đúng', en: 'what the provider reported is true' },
  'was-paid': { vi: 'khoản này đã chi', en: 'it was paid' },
  'was-not-paid': { vi: 'khoản này chưa chi, được lập lệnh lại', en: 'it was not paid, and may be paid again' },
  resume: { vi: 'đã xác minh, chi trả trở lại', en: 'found, to be paid again' },
  recovered: { vi: 'đã thu hồi đủ tiền', en: 'the money has come back' },
};

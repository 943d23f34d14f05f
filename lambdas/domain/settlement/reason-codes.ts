import type { Provider } from '../reference-data.ts';

/** What a reason code says, in the words of an office; `uncollected` that nobody came for the money. */
export interface Reason {
  readonly meaning: string;
  readonly uncollected: boolean;
}

/**
 * What a provider's reason code means: its own configuration before ISO 20022's list. Undefined for a code that neither
 * knows, which decides nothing about a payment.
 */
export function reasonOf(provider: Pick<Provider, 'resultReasons'>, code: string): Reason | undefined {
  const given = comparable(code);
  const [, own] = Object.entries(provider.resultReasons).find(([name]) => comparable(name) === given) ?? [];
  if (own) return { meaning: own.meaning, uncollected: own.uncollected };
  const meaning = ISO_REASONS.get(given);
  return meaning === undefined ? undefined : { meaning, uncollected: given === UNCOLLECTED };
}

/**
 * Whether a rejection only says that the provider has the same payment already: then the other one may still be paid,
 * and nothing has failed. A provider that means something else by the code says so in its configuration.
 */
export function saysDuplicate(provider: Pick<Provider, 'resultReasons'>, code: string): boolean {
  const given = comparable(code);
  const isOwn = Object.keys(provider.resultReasons).some((name) => comparable(name) === given);
  return !isOwn && DUPLICATES.has(given);
}

function comparable(code: string): string {
  return code.normalize('NFC').trim().toUpperCase();
}

/** Our word beside ISO's, which has none for it: cash waits at a counter. */
const UNCOLLECTED = 'UNCOLLECTED';

const DUPLICATES: ReadonlySet<string> = new Set(['AM05', 'DU01', 'DU02', 'DU03', 'DU04', 'DU05', 'DUPL']);

/** ISO 20022, external status and return reason codes (ExternalStatusReason1Code), those that banks here use. */
const ISO_REASONS: ReadonlyMap<string, string> = new Map([
  ['AC01', 'Số tài khoản không đúng'],
  ['AC02', 'Tài khoản chuyển tiền không hợp lệ'],
  ['AC03', 'Tài khoản người nhận không hợp lệ'],
  ['AC04', 'Tài khoản đã đóng'],
  ['AC06', 'Tài khoản bị phong tỏa'],
  ['AC13', 'Loại tài khoản chuyển tiền không phù hợp'],
  ['AC14', 'Loại tài khoản người nhận không phù hợp'],
  ['AG01', 'Giao dịch không được phép trên tài khoản này'],
  ['AG02', 'Mã nghiệp vụ không hợp lệ'],
  ['AM01', 'Số tiền bằng không'],
  ['AM02', 'Số tiền vượt mức được phép'],
  ['AM03', 'Loại tiền không được chấp nhận'],
  ['AM04', 'Tài khoản chuyển tiền không đủ số dư'],
  ['AM05', 'Trùng lệnh chi'],
  ['AM09', 'Số tiền không đúng'],
  ['AM10', 'Tổng số tiền của tệp không khớp'],
  ['AM14', 'Vượt hạn mức đã thỏa thuận'],
  ['AM18', 'Số lệnh chi của tệp không khớp'],
  ['BE01', 'Tên người nhận không khớp với tài khoản'],
  ['BE04', 'Thiếu địa chỉ người nhận'],
  ['BE05', 'Bên lập lệnh không được nhận biết'],
  ['BE06', 'Không tìm thấy người nhận'],
  ['DT01', 'Ngày không hợp lệ'],
  ['DU01', 'Trùng mã thông điệp'],
  ['DU02', 'Trùng mã nhóm lệnh chi'],
  ['DU03', 'Trùng giao dịch'],
  ['DU04', 'Trùng mã tham chiếu'],
  ['DU05', 'Trùng mã lệnh'],
  ['DUPL', 'Trùng lệnh chi'],
  ['FF01', 'Tệp sai định dạng'],
  ['MD07', 'Chủ tài khoản đã chết'],
  ['MS02', 'Người nhận từ chối, không nêu lý do'],
  ['MS03', 'Ngân hàng từ chối, không nêu lý do'],
  ['NARR', 'Lý do nêu trong diễn giải'],
  ['RC01', 'Mã ngân hàng không đúng'],
  ['RR01', 'Thiếu tài khoản hoặc giấy tờ của bên chuyển'],
  ['RR02', 'Thiếu tên hoặc địa chỉ của bên chuyển'],
  ['RR03', 'Thiếu tên hoặc địa chỉ của người nhận'],
  ['RR04', 'Vướng quy định của pháp luật'],
  ['TECH', 'Lỗi kỹ thuật của hệ thống ngân hàng'],
  ['TM01', 'Gửi sau giờ nhận lệnh'],
  [UNCOLLECTED, 'Không đến nhận trong kỳ chi trả'],
]);

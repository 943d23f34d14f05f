import { z } from 'zod';
import { owedBy } from '../closing/carry.ts';
import { bookedState, type UnpaidPayment } from '../closing/closing.ts';
import { dong } from '../money.ts';
import { paymentReference, totalOf } from '../payouts/payment.ts';
import { type Period, period } from '../period.ts';
import { birthDate } from '../person.ts';
import { type Provider, type ProviderId, providerId, type ReferenceData } from '../reference-data.ts';
import type { Entitlement } from '../rolls/entitlement.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { reasonOf } from './reason-codes.ts';

/**
 * Somebody who has not been paid, for the people who go and look (NĐ 20/2021, art. 34). It holds no personal id and no
 * account: who carries the list from door to door needs neither.
 */
const unpaidLine = z.object({
  reference: paymentReference,
  provider: providerId,
  fullName: z.string().nullable(),
  /** Who receives in the person's place; null when nobody does. */
  payeeName: z.string().nullable(),
  birthDate: birthDate.nullable(),
  village: z.string().nullable(),
  /** The months that the amount is owed for, oldest first. */
  months: z.array(period),
  amount: dong,
  state: bookedState,
  reasonCode: z.string().nullable(),
  reason: z.string(),
  nextStep: z.string(),
  since: z.iso.datetime(),
});
export type UnpaidLine = z.infer<typeof unpaidLine>;

/** Who of a unit has not been paid in a period. An empty list says that everybody has. */
export const unpaidList = z.object({
  schemaVersion: z.literal(1),
  period,
  unit: unitCode,
  madeAt: z.iso.datetime(),
  people: z.number().int(),
  amount: z.number().int(),
  lines: z.array(unpaidLine),
});
export type UnpaidList = z.infer<typeof unpaidList>;

/** Under which all lists of a period stand. */
export const unpaidFolder = (month: Period) => `unpaid/${month}/`;
export const unpaidListKey = (month: Period, unit: UnitCode, format: 'xlsx' | 'json') =>
  `${unpaidFolder(month)}${unit}/danh-sach-chua-chi-tra.${format}`;
/** The provider's own copy: its payments only, and nothing of why somebody is entitled. */
export const providerUnpaidKey = (month: Period, provider: ProviderId) =>
  `${unpaidFolder(month)}providers/${provider}.xlsx`;

/** What the roll says of the person of a payment. */
export type UnpaidPerson = Pick<Entitlement['values'], 'fullName' | 'payeeName' | 'birthDate' | 'village'>;

/** A payment as the unpaid list shows it, with the reason in words and what is to be done. */
export function unpaidLineOf(
  payment: UnpaidPayment,
  month: Period,
  person: UnpaidPerson | undefined,
  { providers, calendar }: Pick<ReferenceData, 'providers' | 'calendar'>,
): UnpaidLine {
  const { reference, provider, state, reasonCode, since } = payment;
  const contracted = providers.find(({ id }) => id === provider);
  const parts = owedBy({ ...payment, period: month }, isUncollected(payment, contracted));
  const uncollected = parts.filter((part) => part.uncollected).length;
  return {
    reference,
    provider,
    fullName: person?.fullName ?? null,
    payeeName: person?.payeeName ?? null,
    birthDate: person?.birthDate ?? null,
    village: person?.village ?? null,
    months: [...new Set(parts.map((part) => part.period))].sort(),
    amount: totalOf(payment),
    state,
    reasonCode,
    reason: reasonInWords(payment, contracted),
    nextStep: nextStepOf(payment, uncollected, calendar.suspendAfterMonths, contracted),
    since,
  };
}

/** Whether nobody came for the money of a payment that failed or came back. */
export function isUncollected(
  { state, reasonCode }: Pick<UnpaidPayment, 'state' | 'reasonCode'>,
  provider: Provider | undefined,
): boolean {
  if ((state !== 'failed' && state !== 'returned') || reasonCode === null || !provider) return false;
  return reasonOf(provider, reasonCode)?.uncollected === true;
}

function reasonInWords({ state, reasonCode }: UnpaidPayment, provider: Provider | undefined): string {
  if (state === 'instructed') return 'Tổ chức chi trả chưa trả kết quả';
  if (state === 'unknown') return 'Quá hạn mà tổ chức chi trả chưa trả kết quả';
  const known = reasonCode === null || !provider ? undefined : reasonOf(provider, reasonCode);
  const meaning =
    known?.meaning ?? (reasonCode === null ? 'tổ chức chi trả không nêu lý do' : `mã lý do ${reasonCode}`);
  return state === 'returned' ? `Tiền đã hoàn trả: ${lowerFirst(meaning)}` : upperFirst(meaning);
}

/** Codes of ISO 20022 that say what to look at: the account, the name on it, or that its holder has died. */
const ACCOUNT = /^(AC|AG01|BE01|RC01)/;

function nextStepOf(
  { state, reasonCode }: UnpaidPayment,
  uncollectedMonths: number,
  suspendAfter: number,
  provider: Provider | undefined,
): string {
  if (state === 'instructed') return 'Chờ kết quả; chưa chi lại';
  if (state === 'unknown') return 'Cán bộ tỉnh hỏi tổ chức chi trả rồi quyết định; chưa chi lại';
  if (isUncollected({ state, reasonCode }, provider)) {
    return uncollectedMonths >= suspendAfter
      ? `Đã ${uncollectedMonths} tháng không nhận: tạm dừng chi trả; xác minh người hưởng rồi báo cán bộ tỉnh`
      : `Báo người hưởng đến nhận, hoặc mở tài khoản; đã ${uncollectedMonths} tháng không nhận, đủ ${suspendAfter} tháng thì tạm dừng`;
  }
  const code = reasonCode?.trim().toUpperCase() ?? '';
  if (code === 'MD07') return 'Xác minh; nếu đã mất thì lập thủ tục thôi hưởng';
  if (ACCOUNT.test(code)) return 'Kiểm tra lại số tài khoản, tên chủ tài khoản và sửa danh sách để chi lại';
  return 'Kiểm tra với người hưởng và tổ chức chi trả; sửa danh sách nếu sai để chi lại';
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLocaleLowerCase('vi')}${text.slice(1)}`;
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('vi')}${text.slice(1)}`;
}

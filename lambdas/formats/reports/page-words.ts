import { messageOf, NOTE_CODES, partedMessage } from '../../domain/lists/note-catalogue.ts';
import { formatDong } from '../../domain/money.ts';
import type { Channel } from '../../domain/person.ts';
import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import type { ProgressLine, ReportOccasion } from '../../domain/reports/progress.ts';

export const CHANNELS: Readonly<Record<Channel, string>> = {
  account: 'Tài khoản ngân hàng',
  wallet: 'Ví điện tử',
  'mobile-money': 'Tiền di động',
  cash: 'Tiền mặt',
};

export const OCCASIONS: Readonly<Record<ReportOccasion, string>> = {
  weekly: 'Báo cáo tuần',
  monthly: 'Báo cáo tháng',
  yearly: 'Báo cáo năm',
  settled: 'Báo cáo tháng, sau khi có đủ kết quả chi trả',
  'by-hand': 'Báo cáo lập theo yêu cầu',
};

export const TIMELINESS: Readonly<Record<ControlSheet['lateness'][number]['timeliness'], string>> = {
  none: 'Chưa gửi',
  late: 'Gửi trễ',
  'on-time': 'Đúng hạn',
};

/** A share as a report prints it: 1,380 of 2,301 is "59,97%". */
export function formatShare(share: number): string {
  const hundredths = Math.round(share * 10_000);
  return `${formatDong(Math.floor(hundredths / 100))},${String(hundredths % 100).padStart(2, '0')}%`;
}

/** A target as a plan writes it: "50%", "98,5%". */
export function formatTarget(target: number): string {
  return formatShare(target)
    .replace(/,00%$|0%$/, '%')
    .replace(/^%$/, '0%');
}

/** How many people are not paid by account. Never negative: somebody who was paid may have left the roll. */
export function unpaidPeople({ people, paidByAccount }: Pick<ProgressLine, 'people' | 'paidByAccount'>): number {
  return Math.max(0, people - paidByAccount);
}

/** "tăng 12", "giảm 3", "không đổi". */
export function changeInWords(change: number, format: (size: number) => string): string {
  const size = format(Math.abs(change));
  if (change === 0 || size === format(0)) return 'không đổi';
  return `${change > 0 ? 'tăng' : 'giảm'} ${size}`;
}

/** The difference of two shares: "2,31 điểm phần trăm". */
export function formatPoints(difference: number): string {
  return `${formatShare(difference).slice(0, -1)} điểm phần trăm`;
}

/** A sentence with a capital at its start. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** What a note means: its words without the values of one row. A code that no catalogue has stands for itself. */
export function noteInWords(code: string): string {
  if (!NOTE_CODES.includes(code)) return code;
  return partedMessage(messageOf({ code, field: 'row' }, 'vi').replace(QUOTED_NOTHING, '')).meaning;
}

/** How a message begins that quotes a row's values, where there is nothing to quote. */
const QUOTED_NOTHING = /^(?:Đọc được “”, hiểu là )?“”:\s*/u;

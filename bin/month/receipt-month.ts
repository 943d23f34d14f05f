import type { Receipt } from '../../lambdas/domain/answers/receipt.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import type { Say } from '../text/officer.ts';
import { item, table } from '../text/table.ts';

/** The roll beside the one before it, in people and đồng; who moved is on the workbook's page “Biến động”. */
export function monthLines({ monthOnMonth }: Receipt, say: Say, width: number): string[] {
  if (monthOnMonth === null) return [];
  const { before, joined, left, adjusted, after, accountChanged, payeeChanged } = monthOnMonth;
  const rows = [
    [say(`Danh sách trước (${formatPeriod(before.period)})`, `Before (${formatPeriod(before.period)})`), before],
    [say('+ Tăng', '+ Joined'), joined],
    [say('− Giảm', '− Left'), left],
    [say('± Đổi mức hưởng', '± Amount changed'), adjusted],
    [say('= Danh sách này', '= This list'), after],
  ] as const;
  return [
    '',
    say('Biến động so với danh sách trước', 'Changes since the list before'),
    ...table(
      [
        { title: '' },
        { title: say('Số người', 'People'), align: 'right' },
        { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' },
      ],
      rows.map(([name, { people, amount }]) => [name, formatDong(people), formatDong(amount)]),
      width - 2,
    ).map((line) => `  ${line}`),
    ...(accountChanged + payeeChanged === 0
      ? []
      : item(
          '  ',
          say(
            `Đổi tài khoản: ${formatDong(accountChanged)} người; đổi người nhận thay: ${formatDong(payeeChanged)} người.`,
            `Another account: ${formatDong(accountChanged)} people; another payee: ${formatDong(payeeChanged)} people.`,
          ),
          width,
        )),
  ];
}

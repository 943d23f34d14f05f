import { formatDong } from '../../lambdas/domain/money.ts';
import { APPROVALS_NEEDED, approversOf, isReleased } from '../../lambdas/domain/payout-run.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import type { Language } from '../../lambdas/domain/refusal-catalogue.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/office-sheet.ts';
import { type ListState, type MonthStatus, readMonthStatus, type UnitStatus } from '../month-status.ts';
import { currentPeriod, currentReference, reach } from '../officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, periodIn } from '../officer-command.ts';
import { DECISIONS, PAYMENT_STATES, RUN_STATUSES, type Say, sayIn, type Words } from '../officer-text.ts';
import { item, table } from '../text-table.ts';

/** `ansinh status [PERIOD]`: the month at a glance. */
export function addStatus(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'status',
    vi: 'toàn cảnh một kỳ: đơn vị nào đã gửi, dòng tạm giữ, đợt chi trả, còn chờ kết quả nào',
    en: 'the month at a glance: lists, rows held, runs, what is outstanding',
    examples: ['status', 'status 2023-06', 'status 2023-06 --json'],
  })
    .argument('[period]', say('kỳ chi trả; bỏ trống là tháng này', 'the period; this month by default'), periodIn(say))
    .action(async (wanted: Period | undefined, options: Common) => {
      const at = await reach(options.stack, say);
      const data = await currentReference(at, say);
      const status = await readMonthStatus(at, wanted ?? (await currentPeriod(at)), data);
      answer(options, status, (width) => statusLines(status, language, width));
    });
}

const LIST_STATES: Readonly<Record<ListState, Words>> = {
  'on-time': { vi: 'đúng hạn', en: 'on time' },
  late: { vi: 'NỘP MUỘN', en: 'LATE' },
  carried: { vi: 'chưa gửi, dùng kỳ trước', en: 'not sent, last month’s' },
  refused: { vi: 'TỆP BỊ TỪ CHỐI', en: 'FILE REFUSED' },
  reading: { vi: 'đang đọc', en: 'being read' },
  'awaiting-confirmation': { vi: 'CHỜ XÁC NHẬN', en: 'AWAITS CONFIRMATION' },
  missing: { vi: 'CHƯA GỬI', en: 'NOT SENT' },
};

const PERIOD_STATES: Readonly<Record<MonthStatus['status'], Words>> = {
  'not-opened': { vi: 'chưa mở', en: 'not opened' },
  open: { vi: 'đang mở', en: 'open' },
  closing: { vi: 'đang khóa sổ', en: 'closing' },
  closed: { vi: 'đã khóa sổ', en: 'closed' },
};

/** The month at a glance, for the terminal. */
export function statusLines(status: MonthStatus, language: Language, width: number): string[] {
  const say = sayIn(language);
  const { units, deadline, deadlinePassed } = status;
  const own = units.filter(({ list }) => list === 'on-time' || list === 'late').length;
  const late = units.filter(({ list }) => list === 'late').length;
  const held = sumOf(units, 'held');
  const passed = deadlinePassed ? say(', đã qua', ', passed') : '';
  return [
    `${say('Kỳ', 'Period')} ${formatPeriod(status.period)}: ${PERIOD_STATES[status.status][language]}; ${say('hạn gửi danh sách: hết ngày', 'lists are due by the end of')} ${formatDay(deadline)}${passed}`,
    say(
      `Danh sách: ${own}/${units.length} đơn vị đã gửi${late ? `, ${late} nộp muộn` : ''}; tạm giữ ${formatDong(held.rows)} dòng (${formatDong(held.amount)} đồng)`,
      `Lists: ${own} of ${units.length} units have sent${late ? `, ${late} late` : ''}; ${formatDong(held.rows)} rows held (${formatDong(held.amount)} đồng)`,
    ),
    '',
    ...unitLines(units, language, width),
    ...changeLines(units, language, width),
    '',
    ...runLines(status, language, width),
    ...paymentLines(status, language, width),
    '',
    say('Việc cần làm tiếp theo', 'What to do next'),
    ...nextSteps(status, say).flatMap((step, index) => item(`  ${index + 1}. `, step, width)),
  ];
}

function sumOf(units: readonly UnitStatus[], what: 'read' | 'accepted' | 'held' | 'rejected') {
  return units.reduce(
    (sum, { totals }) => ({
      rows: sum.rows + (totals?.[what].rows ?? 0),
      amount: sum.amount + (totals?.[what].amount ?? 0),
    }),
    { rows: 0, amount: 0 },
  );
}

function unitLines(units: readonly UnitStatus[], language: Language, width: number): string[] {
  const say = sayIn(language);
  const right = 'right' as const;
  const newest = (one: UnitStatus) =>
    one.newest ? ` (${say('tệp mới', 'newest file')}: ${LIST_STATES[one.newest][language]})` : '';
  const figures = (totals: UnitStatus['totals']) =>
    totals
      ? [totals.read.rows, totals.accepted.rows, totals.held.rows, totals.rejected.rows, totals.accepted.amount].map(
          formatDong,
        )
      : ['', '', '', '', ''];
  const total = (['read', 'accepted', 'held', 'rejected'] as const).map((what) => formatDong(sumOf(units, what).rows));
  return table(
    [
      { title: say('Mã', 'Code') },
      { title: say('Đơn vị', 'Unit') },
      { title: say('Danh sách', 'List') },
      { title: say('Dòng', 'Rows'), align: right },
      { title: say('Nhận', 'Accepted'), align: right },
      { title: say('Giữ', 'Held'), align: right },
      { title: say('Bỏ', 'Rejected'), align: right },
      { title: say('Đồng (dòng nhận)', 'Đồng (accepted)'), align: right },
    ],
    [
      ...units.map((one) => [
        one.unit,
        one.name,
        `${LIST_STATES[one.list][language]}${newest(one)}`,
        ...figures(one.totals),
      ]),
      ['', say('Cộng', 'Total'), '', ...total, formatDong(sumOf(units, 'accepted').amount)],
    ],
    width,
  );
}

/** Month on month: before + joined − left ± adjusted = now, in people and đồng, for units that had a roll before. */
function changeLines(units: readonly UnitStatus[], language: Language, width: number): string[] {
  const say = sayIn(language);
  const compared = units.filter(({ comparison }) => comparison !== null);
  if (compared.length === 0) return [];
  const right = 'right' as const;
  return [
    '',
    say('Biến động so với kỳ trước (người; đồng)', 'Against the month before (people; đồng)'),
    ...table(
      [
        { title: say('Mã', 'Code') },
        { title: say('Đơn vị', 'Unit') },
        { title: say('Kỳ trước', 'Before'), align: right },
        { title: say('Tăng', 'Joined'), align: right },
        { title: say('Giảm', 'Left'), align: right },
        { title: say('Điều chỉnh', 'Adjusted'), align: right },
        { title: say('Kỳ này', 'Now'), align: right },
        { title: say('Chênh lệch (đồng)', 'Difference (đồng)'), align: right },
      ],
      compared.flatMap(({ unit, name, comparison }) =>
        comparison === null
          ? []
          : [
              [
                unit,
                name,
                formatDong(comparison.before.people),
                formatDong(comparison.joined.people),
                formatDong(comparison.left.people),
                formatDong(comparison.adjusted.people),
                formatDong(comparison.after.people),
                signed(comparison.after.amount - comparison.before.amount),
              ],
            ],
      ),
      width,
    ),
  ];
}

function signed(amount: number): string {
  return amount === 0 ? '0' : `${amount > 0 ? '+' : '−'}${formatDong(Math.abs(amount))}`;
}

function runLines({ runs }: MonthStatus, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (runs.length === 0) return [say('Đợt chi trả: chưa lập đợt nào.', 'Runs: none yet.')];
  return runs.flatMap((run) => [
    `${say('Đợt', 'Run')} ${run.run}: ${RUN_STATUSES[run.status][language].toUpperCase()}; ${say('lập bởi', 'started by')} ${run.startedBy}, ${formatInstant(run.startedAt)}`,
    ...run.decisions.flatMap(({ by, at, verdict, reason }) =>
      item('  - ', `${by} ${DECISIONS[verdict][language]}, ${formatInstant(at)}${reason ? `: ${reason}` : ''}`, width),
    ),
    ...(run.status === 'awaiting-approval'
      ? [`  ${say('mã cần phê duyệt', 'hash to approve')}: ${run.manifestHash}`]
      : []),
  ]);
}

function paymentLines({ payments }: MonthStatus, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (payments.length === 0) return [];
  return [
    '',
    ...table(
      [
        { title: say('Kết quả chi trả', 'Outcome of payments') },
        { title: say('Khoản', 'Payments'), align: 'right' },
        { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' },
      ],
      payments.map(({ state, people, amount }) => [
        PAYMENT_STATES[state][language],
        formatDong(people),
        formatDong(amount),
      ]),
      width,
    ),
  ];
}

function nextSteps({ period, status, units, runs, payments, deadlinePassed }: MonthStatus, say: Say): string[] {
  if (status === 'closed')
    return [say('Kỳ đã khóa sổ, không còn việc gì.', 'The period is closed: nothing is left to do.')];
  const missing = units.filter(({ list }) => list === 'missing' || list === 'carried' || list === 'refused').length;
  const waiting = units.filter(
    ({ list, newest }) => list === 'awaiting-confirmation' || newest === 'awaiting-confirmation',
  );
  const held = sumOf(units, 'held').rows;
  const outstanding = payments.find(({ state }) => state === 'instructed')?.people ?? 0;
  const bounced = payments
    .filter(({ state }) => state === 'failed' || state === 'returned')
    .reduce((sum, { people }) => sum + people, 0);
  const unknown = payments.find(({ state }) => state === 'unknown')?.people ?? 0;
  const under = runs.find(({ status: one }) => one === 'drafting' || one === 'awaiting-approval' || one === 'approved');
  const paid = runs.some(isReleased);
  const steps: string[] = [];
  if (status === 'not-opened')
    steps.push(say(`Mở kỳ: ansinh open ${period}`, `Open the period: ansinh open ${period}`));
  if (missing > 0)
    steps.push(
      say(
        `${deadlinePassed ? 'Quá hạn: đôn' : 'Đôn'} đốc ${missing} đơn vị chưa có danh sách kỳ này.`,
        `${deadlinePassed ? 'Overdue: ask' : 'Ask'} ${missing} units for their lists.`,
      ),
    );
  for (const { unit, name } of waiting)
    steps.push(
      say(
        `Danh sách mới của ${name} thay đổi quá nhiều, chờ xác nhận: xem “ansinh receipt --unit ${unit} --period ${period}”, rồi “ansinh confirm --unit ${unit} --period ${period} --as whole-roll --reason … --user …” hoặc đề nghị đơn vị gửi lại.`,
        `The new list of ${name} changes very much and waits: see “ansinh receipt --unit ${unit} --period ${period}”, then “ansinh confirm --unit ${unit} --period ${period} --as whole-roll --reason … --user …”, or ask the unit to send it again.`,
      ),
    );
  if (held > 0)
    steps.push(
      say(
        `${formatDong(held)} dòng tạm giữ chờ các đơn vị sửa: xem “ansinh receipt --unit MÃ --period ${period}”.`,
        `${formatDong(held)} rows are held until the units mend them: see “ansinh receipt --unit CODE --period ${period}”.`,
      ),
    );
  if (under?.status === 'awaiting-approval') {
    const approvals = approversOf(under).size;
    steps.push(
      say(
        `Đợt ${under.run} còn chờ ${APPROVALS_NEEDED - approvals} người phê duyệt: ansinh approve ${under.run} --user …`,
        `The run ${under.run} awaits ${APPROVALS_NEEDED - approvals} more approvals: ansinh approve ${under.run} --user …`,
      ),
    );
  } else if (under)
    steps.push(
      say(
        `Đợt ${under.run} ${RUN_STATUSES[under.status].vi}: theo dõi bằng “ansinh watch”.`,
        `The run ${under.run} is ${RUN_STATUSES[under.status].en}: follow with “ansinh watch”.`,
      ),
    );
  else if (!paid && units.some(({ totals }) => totals))
    steps.push(say(`Lập đợt chi trả: ansinh run ${period} --user …`, `Start a run: ansinh run ${period} --user …`));
  if (outstanding > 0)
    steps.push(
      say(
        `Còn ${formatDong(outstanding)} khoản chờ kết quả: đôn đốc tổ chức chi trả, nộp bằng “ansinh results”.`,
        `${formatDong(outstanding)} payments await results: ask the providers, hand them in with “ansinh results”.`,
      ),
    );
  if (unknown > 0)
    steps.push(
      say(
        `${formatDong(unknown)} khoản chưa rõ kết quả: hỏi tổ chức chi trả, không chi lại khi chưa có trả lời.`,
        `${formatDong(unknown)} payments are unknown: ask the provider, and do not pay again before it answers.`,
      ),
    );
  if (bounced > 0)
    steps.push(
      say(
        `${formatDong(bounced)} khoản không thành công hoặc hoàn trả: các đơn vị sửa tài khoản, rồi chi ở đợt bổ sung (--kind supplementary).`,
        `${formatDong(bounced)} payments failed or were returned: mend the accounts, then pay them in a supplementary run.`,
      ),
    );
  return steps.length > 0 ? steps : [say('Không có việc gì đang chờ.', 'Nothing is waiting.')];
}

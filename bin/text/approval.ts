import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong, toDong } from '../../lambdas/domain/money.ts';
import { dongInWords } from '../../lambdas/domain/money-in-words.ts';
import { APPROVALS_NEEDED, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { EXCEPTION_WORDS } from '../../lambdas/domain/settlement/exception-words.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import { type ApprovalSummary, type Compared, type RunToApprove, type Sum, summaryOf } from './approval-summary.ts';
import { DECISIONS, DEFERRALS, RUN_STATUSES, type Say, sayIn, type Words } from './officer.ts';
import { type Column, item, table, wrapped } from './table.ts';

const RUN_KINDS: Readonly<Record<PayoutRun['kind'], Words>> = {
  regular: { vi: 'thường kỳ', en: 'regular' },
  supplementary: { vi: 'bổ sung', en: 'supplementary' },
  emergency: { vi: 'chi đột xuất', en: 'emergency' },
};

/** So many units stand on the terminal, those that change most: a leader reads a page, `--json` has them all. */
const UNITS_SHOWN = 10;

/** What two people are asked to approve: totals, the change since last month, who is not paid and why, the money asked for. */
export function approvalLines(toApprove: RunToApprove, language: Language, width: number): string[] {
  const say = sayIn(language);
  const summary = summaryOf(toApprove);
  const sections = [
    headLines(summary, language, width),
    totalLines(summary, language, width),
    partLines(summary, say('Theo chế độ', 'By programme'), summary.byProgramme, say, width),
    providerLines(summary, say, width),
    unitLines(summary, say, width),
    treasuryLines(summary, say, width),
    exceptionLines(summary, language, width),
    decisionLines(summary, language, width),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function headLines(
  { run, kind, period, status, startedBy, startedAt, payOn, approveBy }: ApprovalSummary,
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  return [
    `${say('Đợt chi trả', 'Run')} ${run} (${RUN_KINDS[kind][language]}), ${say('kỳ', 'period')} ${formatPeriod(period)}: ${RUN_STATUSES[status][language]}`,
    `${say('Lập bởi', 'Started by')} ${startedBy}, ${formatInstant(startedAt)}; ${say('ngày chi', 'to be paid on')} ${formatDay(payOn)}`,
    ...(approveBy
      ? wrapped(
          say(
            `Cần đủ hai người phê duyệt trước ${formatInstant(approveBy)} để kịp giờ nhận lệnh của mọi tổ chức chi trả.`,
            `Both approvals are needed before ${formatInstant(approveBy)}, so that every provider gets its files in time.`,
          ),
          width,
        )
      : []),
  ];
}

function totalLines(summary: ApprovalSummary, language: Language, width: number): string[] {
  const say = sayIn(language);
  const { payable, instructed, deferred } = summary;
  return [
    ...table(
      [{ title: say('Tổng hợp', 'Totals') }, ...sumColumns(say)],
      [
        [say('Phải trả', 'Payable'), ...sumCells(payable)],
        [say('  chi trả đợt này', '  paid in this run'), ...sumCells(instructed)],
        ...deferred.map((one) => [
          `  ${say('chưa chi', 'not paid')}: ${DEFERRALS[one.reason][language]}`,
          ...sumCells(one),
        ]),
      ],
      width,
    ),
    ...wrapped(
      `${say('Chi trả đợt này, bằng chữ', 'Paid in this run, in words')}: ${dongInWords(toDong(instructed.amount))}`,
      width,
    ),
    ...wrapped(changeLine(summary, say), width),
  ];
}

function changeLine({ kind, instructed: { before, change }, comparedWith }: ApprovalSummary, say: Say): string {
  if (before && change && comparedWith) {
    const month = formatPeriod(comparedWith);
    const [people, amount] = [formatDong(before.people), formatDong(before.amount)];
    return say(
      `So với kỳ ${month} (${people} khoản, ${amount} đồng): ${signed(change.people)} khoản, ${signed(change.amount)} đồng.`,
      `Against ${month} (${people} payments, ${amount} đồng): ${signed(change.people)} payments, ${signed(change.amount)} đồng.`,
    );
  }
  return kind === 'regular'
    ? say('Kỳ trước: chưa có đợt nào để so sánh.', 'Last month: no run to compare with.')
    : say('Đợt bổ sung, đợt đột xuất không so sánh với kỳ trước.', 'Only regular runs are compared with last month.');
}

/** One row for each part of the run, with its change where there is a month to compare with. */
function partLines(
  { comparedWith }: ApprovalSummary,
  title: string,
  parts: readonly (Compared & { readonly name: string })[],
  say: Say,
  width: number,
): string[] {
  return table(
    [{ title }, ...sumColumns(say), ...(comparedWith ? changeColumns(say) : [])],
    parts.map((one) => [one.name, ...sumCells(one), ...changeCells(one)]),
    width,
  );
}

function providerLines({ byProvider, comparedWith }: ApprovalSummary, say: Say, width: number): string[] {
  return table(
    [
      { title: say('Theo tổ chức chi trả', 'By provider') },
      { title: say('Ngày chi', 'Pays on'), align: 'right' },
      ...sumColumns(say),
      ...(comparedWith ? changeColumns(say) : []),
      { title: say('Tệp', 'Files'), align: 'right' },
    ],
    byProvider.map((one) => [
      one.name,
      one.payOn ? formatDay(one.payOn) : '',
      ...sumCells(one),
      ...changeCells(one),
      String(one.files),
    ]),
    width,
  );
}

/** The units that change most, by what changes in đồng; without a month to compare with, those that are paid most. */
function unitLines(summary: ApprovalSummary, say: Say, width: number): string[] {
  const { byUnit, comparedWith } = summary;
  const weight = ({ change, amount }: Compared) => Math.abs(change ? change.amount : amount);
  const sorted = byUnit.toSorted((one, other) => weight(other) - weight(one) || (one.unit < other.unit ? -1 : 1));
  const more = sorted.length - UNITS_SHOWN;
  const title = comparedWith
    ? say('Theo đơn vị, thay đổi nhiều trước', 'By unit, largest change first')
    : say('Theo đơn vị, nhiều tiền trước', 'By unit, most money first');
  return [
    ...partLines(summary, title, sorted.slice(0, UNITS_SHOWN), say, width),
    ...(more > 0
      ? [say(`… và ${more} đơn vị khác (xem đủ bằng --json)`, `… and ${more} more units (all of them with --json)`)]
      : []),
  ];
}

function treasuryLines({ transferRequests }: ApprovalSummary, say: Say, width: number): string[] {
  if (transferRequests.length === 0) return [];
  const rows = transferRequests.map(({ name, requested, fromBalance }) => ({ name, requested, fromBalance }));
  const total = rows.reduce(
    (sum, { requested, fromBalance }) => ({ asked: sum.asked + requested.amount, kept: sum.kept + fromBalance }),
    { asked: 0, kept: 0 },
  );
  return table(
    [
      { title: say('Đề nghị Kho bạc chuyển', 'Asked of the Treasury') },
      { title: say('Đề nghị (đồng)', 'Asked for (đồng)'), align: 'right' },
      { title: say('Chi từ tiền còn lại', 'From money kept'), align: 'right' },
    ],
    [
      ...rows.map(({ name, requested, fromBalance }) => [name, formatDong(requested.amount), formatDong(fromBalance)]),
      [say('Cộng', 'Together'), formatDong(total.asked), formatDong(total.kept)],
    ],
    width,
  );
}

function exceptionLines(
  { openExceptions, controlTotals }: ApprovalSummary,
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  const { held, broken } = controlTotals;
  return [
    ...(openExceptions.length === 0
      ? [say('Không có bất thường nào về khoản chi chờ quyết định.', 'No payment exception waits for a decision.')]
      : [
          say(
            'Bất thường về khoản chi, còn chờ quyết định (xem bằng “ansinh exceptions KỲ”):',
            'Payment exceptions that wait for a decision (see “ansinh exceptions PERIOD”):',
          ),
          ...openExceptions.flatMap(({ period, code, count }) =>
            item(
              '  - ',
              `${count} ${say('trường hợp, kỳ', 'of the period')} ${formatPeriod(period)}: ${EXCEPTION_WORDS[code][language]}`,
              width,
            ),
          ),
        ]),
    ...(broken.length === 0
      ? [`✓ ${say(`${held} tổng kiểm soát đều khớp`, `all ${held} control totals hold`)}`]
      : broken.map(({ name, left, right }) => `✗ ${name}: ${formatDong(left)} ≠ ${formatDong(right)}`)),
  ];
}

function decisionLines(
  { approvers, decisions, manifestHash }: ApprovalSummary,
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  return [
    `${say('Đã phê duyệt', 'Approved by')} (${approvers.length}/${APPROVALS_NEEDED}): ${approvers.join(', ') || say('chưa có ai', 'nobody yet')}`,
    ...decisions.flatMap(({ by, at, verdict, reason, counts }) =>
      item(
        '  - ',
        `${formatInstant(at)} ${by} ${DECISIONS[verdict][language]}${reason ? `: ${reason}` : ''}` +
          (counts ? '' : say(' (bảng tổng hợp trước đó, không còn tính)', ' (an earlier manifest: it does not count)')),
        width,
      ),
    ),
    `${say('Mã nội dung phê duyệt', 'Hash to approve')}: ${manifestHash}`,
  ];
}

function sumColumns(say: Say): Column[] {
  return [
    { title: say('Khoản', 'Payments'), align: 'right' },
    { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' },
  ];
}

function changeColumns(say: Say): Column[] {
  return [
    { title: say('± khoản', '± payments'), align: 'right' },
    { title: say('± đồng', '± đồng'), align: 'right' },
  ];
}

function sumCells({ people, amount }: Sum): string[] {
  return [formatDong(people), formatDong(amount)];
}

function changeCells({ change }: Compared): string[] {
  return change ? [signed(change.people), signed(change.amount)] : [];
}

function signed(change: number): string {
  return change === 0 ? '0' : `${change > 0 ? '+' : '−'}${formatDong(Math.abs(change))}`;
}

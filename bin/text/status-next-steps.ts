import { formatDong } from '../../lambdas/domain/money.ts';
import { APPROVALS_NEEDED, approversOf, isReleased } from '../../lambdas/domain/payouts/payout-run.ts';
import { type MonthStatus, sumOf } from '../month/month-status.ts';
import { RUN_STATUSES, type Say } from './officer.ts';

/** What the province office does next in a month, each with its command. */
export function nextSteps({ period, status, units, runs, payments, deadlinePassed }: MonthStatus, say: Say): string[] {
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

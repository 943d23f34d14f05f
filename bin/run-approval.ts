import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDong } from '../lambdas/domain/money.ts';
import type { RunId } from '../lambdas/domain/payment.ts';
import { APPROVALS_NEEDED, type Manifest, manifest, type PayoutRun } from '../lambdas/domain/payout-run.ts';
import { addMonths, formatPeriod } from '../lambdas/domain/period.ts';
import type { Language } from '../lambdas/domain/refusal-catalogue.ts';
import { releasedManifestKey } from '../lambdas/domain/run-objects.ts';
import { formatDay, formatInstant } from '../lambdas/formats/office-sheet.ts';
import type { Deployment } from './deployment.ts';
import { DEFERRALS, NotPossible, RUN_STATUSES, type Say, sayIn } from './officer-text.ts';
import { Executions } from './one-execution.ts';
import { table } from './text-table.ts';

/** A run, with what is to be approved and what was paid the month before. */
export interface RunToApprove {
  readonly run: PayoutRun;
  readonly manifest: Manifest;
  /** What the last month's released runs came to, together; undefined when there were none. */
  readonly before: { readonly people: number; readonly amount: number } | undefined;
}

/**
 * Reads what an approver is to see. Throws {@link NotPossible} when the run has nothing to approve, or when the
 * manifest is not the one that the run's hash names: then nobody may approve it.
 */
export async function readRunToApprove(at: Deployment, id: RunId, say: Say): Promise<RunToApprove> {
  const run = await at.runs.find(id);
  if (!run) {
    throw new NotPossible(
      say(
        `Không có đợt chi trả ${id}. Xem các đợt bằng “ansinh status ${id.slice(0, 7)}”.`,
        `There is no run ${id}. See the runs with “ansinh status ${id.slice(0, 7)}”.`,
      ),
    );
  }
  if (!run.manifestKey || !run.manifestHash) {
    throw new NotPossible(
      say(
        `Đợt ${id} ${RUN_STATUSES[run.status].vi}, chưa có gì để phê duyệt.`,
        `The run ${id} is ${RUN_STATUSES[run.status].en}; there is nothing to approve yet.`,
      ),
    );
  }
  const bytes = await at.work.bytes(run.manifestKey);
  if (createHash('sha256').update(bytes).digest('hex') !== run.manifestHash) {
    throw new NotPossible(
      say(
        'Bảng tổng hợp đã khác với mã được ghi cho đợt này. Không phê duyệt; hãy báo ngay quản trị hệ thống.',
        'The manifest differs from the hash recorded for this run. Do not approve; tell the administrator at once.',
      ),
    );
  }
  return {
    run,
    manifest: manifest.parse(JSON.parse(new TextDecoder().decode(bytes))),
    before: await paidBefore(at, run),
  };
}

async function paidBefore({ runs, outbox }: Deployment, { period }: PayoutRun): Promise<RunToApprove['before']> {
  const released = (await runs.ofPeriod(addMonths(period, -1))).filter(
    ({ status }) => status === 'released' || status === 'settled',
  );
  if (released.length === 0) return undefined;
  const sum = { people: 0, amount: 0 };
  for (const { run } of released) {
    const { instructed } = await outbox.json(releasedManifestKey(run), manifest);
    sum.people += instructed.people;
    sum.amount += instructed.amount;
  }
  return sum;
}

/** What two people are asked to approve: totals, the change since last month, who is not paid and why, the files. */
export function approvalLines(
  { run, manifest: listed, before }: RunToApprove,
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  const count = (title: string) => [
    { title },
    { title: say('Khoản', 'Payments'), align: 'right' as const },
    { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' as const },
  ];
  const line = (name: string, { people, amount }: { people: number; amount: number }) => [
    name,
    formatDong(people),
    formatDong(amount),
  ];
  const broken = listed.controlTotals.filter(({ holds }) => !holds);
  const approved = run.decisions.filter(
    ({ verdict, manifestHash }) => verdict === 'approved' && manifestHash === run.manifestHash,
  );
  return [
    `${say('Đợt chi trả', 'Run')} ${run.run}, ${say('kỳ', 'period')} ${formatPeriod(run.period)}: ${RUN_STATUSES[run.status][language]}`,
    `${say('Lập bởi', 'Started by')} ${run.startedBy}, ${formatInstant(run.startedAt)}; ${say('ngày chi', 'to be paid on')} ${formatDay(listed.payOn)}`,
    '',
    ...table(
      count(''),
      [
        line(say('Phải trả', 'Payable'), listed.payable),
        line(say('  chi trả đợt này', '  paid in this run'), listed.instructed),
        ...listed.deferred.map((one) =>
          line(`  ${say('chưa chi', 'not paid')}: ${DEFERRALS[one.reason][language]}`, one),
        ),
      ],
      width,
    ),
    changeLine(listed, before, say),
    '',
    ...table(
      [...count(say('Theo tổ chức chi trả', 'By provider')), { title: say('Tệp', 'Files'), align: 'right' }],
      listed.byProvider.map((one) => [
        ...line(one.provider, one),
        String(listed.files.filter(({ provider }) => provider === one.provider).length),
      ]),
      width,
    ),
    '',
    ...table(
      count(say('Theo chế độ', 'By programme')),
      listed.byProgramme.map((one) => line(one.programme, one)),
      width,
    ),
    '',
    broken.length === 0
      ? `✓ ${say(`${listed.controlTotals.length} tổng kiểm soát đều khớp`, `all ${listed.controlTotals.length} control totals hold`)}`
      : broken.map(({ name, left, right }) => `✗ ${name}: ${formatDong(left)} ≠ ${formatDong(right)}`).join('\n'),
    `${say('Đã phê duyệt', 'Approved by')} (${approved.length}/${APPROVALS_NEEDED}): ${approved.map(({ by }) => by).join(', ') || say('chưa có ai', 'nobody yet')}`,
    `${say('Mã nội dung phê duyệt', 'Hash to approve')}: ${run.manifestHash}`,
  ];
}

function changeLine({ instructed }: Manifest, before: RunToApprove['before'], say: Say): string {
  if (!before) return say('Kỳ trước: chưa có đợt nào để so sánh.', 'Last month: no run to compare with.');
  const change = (now: number, then: number) => `${now < then ? '−' : '+'}${formatDong(Math.abs(now - then))}`;
  const people = change(instructed.people, before.people);
  const amount = change(instructed.amount, before.amount);
  return say(
    `So với kỳ trước (${formatDong(before.people)} khoản, ${formatDong(before.amount)} đồng): ${people} khoản, ${amount} đồng.`,
    `Against last month (${formatDong(before.people)} payments, ${formatDong(before.amount)} đồng): ${people} payments, ${amount} đồng.`,
  );
}

/** Waits while a run is in one of some states. Throws {@link NotPossible} when its machine has failed. */
export async function waitWhile(
  at: Deployment,
  id: RunId,
  states: readonly PayoutRun['status'][],
  say: Say,
): Promise<PayoutRun> {
  const executions = new Executions();
  for (let tries = 1; ; tries++) {
    const found = await at.runs.find(id);
    if (found && !states.includes(found.status)) return found;
    if (tries % 8 === 0) await executions.mustNotHaveFailedAs(at.outputs.RunPayoutMachine, id, say);
    await sleep(500);
  }
}

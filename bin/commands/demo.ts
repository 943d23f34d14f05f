import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatDong } from '../../lambdas/domain/money.ts';
import { totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { tally } from '../../lambdas/domain/tally.ts';
import { isOwnMonth, type MonthOptions, readMonthInput } from '../demo/month-input.ts';
import { collectMonth, firstToOpen, type MonthResult, writePaymentsCsv } from '../demo/month-result.ts';
import { playMonth } from '../demo/play-month.ts';
import { Progress, secondsSince } from '../demo/progress.ts';
import { connect, type Deployment, ownMachines } from '../deployment/deployment.ts';
import { ExecutionsWatch } from '../deployment/executions-watch.ts';
import { deployToCloud } from '../local-cloud/deploy.ts';
import { cloudEnvironment, startCloud, stopCloud } from '../local-cloud/local-cloud.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const OUT = join('out', 'demo');

/** `npm run demo`: a whole month, end to end, on the local cloud. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('play a whole month on the local cloud: a sample, or your own files')
    .option('--sample <name>', 'thanh-oai (default) or dong-thanh')
    .option('--period <YYYY-MM>', 'the month of your own files')
    .option('--units <file>', 'units.csv: code,name,level,parent,valid_from,valid_to')
    .option('--lists <folder>', 'lists, each in a folder named by its unit code')
    .option('--population <file>', 'people.csv: personal_id,full_name,birth_date,sex,deceased_on,bank,account_number')
    .option('--providers <how>', 'perfect: every instruction is paid')
    .option('--keep', 'leave the local cloud running afterwards')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run demo\n  npm run demo -- --sample dong-thanh\n  npm run demo -- --period 2026-05 --units units.csv --lists lists --population people.csv --providers perfect',
    )
    .action(runDemo);
}

async function runDemo(options: MonthOptions & { keep?: boolean }): Promise<void> {
  const started = performance.now();
  const progress = new Progress();
  await stopCloud('demo');
  // The reader's own files are read before anything starts, so that a slip is told at once. A sample's lists are made
  // while the cloud starts and the template is deployed: neither waits for the other.
  const own = isOwnMonth(options) ? await readMonthInput(options) : undefined;
  const deployed = deployDemo();
  try {
    const [input, port] = await progress.phase('Khởi động đám mây cục bộ, triển khai CDK', 1, async () =>
      Promise.all([own ?? readMonthInput(options), deployed]),
    );
    Object.assign(process.env, cloudEnvironment(port));
    const at = await connect('ansinh');
    const run = await playMonth(at, input, progress);
    const folder = join(CHECKOUT, OUT);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const result = await progress.phase('Thu thập kết quả đã phát hành', 1, () =>
      collectMonth(at, input.period, run, folder),
    );
    await writePaymentsCsv(result, join(folder, 'payments.csv'));
    const transitions = await countTransitions(at);
    const summary = {
      period: input.period,
      units: new Set(result.receipts.flatMap(({ unit }) => unit ?? [])).size,
      people: result.people,
      amount: result.manifest?.instructed.amount ?? 0,
      controlTotals: result.controlTotals,
      phases: progress.phases,
      seconds: secondsSince(started),
      published: result.published,
      stateTransitions: transitions,
    };
    await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    print(result, summary, firstToOpen(result, input.topUnit));
    if (!result.controlTotals.every(({ holds }) => holds)) process.exitCode = 1;
  } finally {
    await Promise.allSettled([deployed]);
    if (!options.keep) await stopCloud('demo');
  }
}

async function deployDemo(): Promise<number> {
  const { port } = await startCloud({ name: 'demo', persist: false });
  await deployToCloud(port, join(CHECKOUT, 'cdk.out'));
  return port;
}

async function countTransitions(at: Deployment): Promise<Record<string, number>> {
  const watch = new ExecutionsWatch();
  // The demo closes no month.
  const { 'close-period': _, ...machines } = ownMachines(at);
  const counted: Record<string, number> = {};
  for (const [name, machine] of Object.entries(machines)) counted[name] = await watch.transitions(machine);
  return counted;
}

interface Printed {
  readonly period: Period;
  readonly units: number;
  readonly people: number;
  readonly phases: readonly { name: string; seconds: number }[];
  readonly seconds: number;
  readonly stateTransitions: Readonly<Record<string, number>>;
}

function print(result: MonthResult, summary: Printed, open: readonly string[]): void {
  const line = (name: string, count: number, amount?: number) =>
    `  ${name.padEnd(34)}${formatDong(count).padStart(10)}${amount === undefined ? '' : formatDong(amount).padStart(20)}`;
  const rows = (outcome: 'read' | 'accepted' | 'held' | 'rejected') => ({
    count: result.receipts.reduce((sum, { totals }) => sum + totals[outcome].rows, 0),
    amount: result.receipts.reduce((sum, { totals }) => sum + totals[outcome].amount, 0),
  });
  const listed = (name: string, outcome: 'read' | 'accepted' | 'held' | 'rejected') => {
    const { count, amount } = rows(outcome);
    return line(name, count, amount);
  };
  const states = tally(result.payments, ({ state }) => state, totalOf);
  const { manifest } = result;
  const broken = result.controlTotals.filter(({ holds }) => !holds);
  const shown =
    result.controlTotals.length > 24
      ? groupTotals(result)
      : result.controlTotals.map(({ name, holds }) => `  ${holds ? '✓' : '✗'} ${name}`);
  const transitions = Object.values(summary.stateTransitions).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    [
      '',
      `Kỳ ${formatPeriod(summary.period)}: ${summary.units} đơn vị, ${formatDong(summary.people)} người`,
      '',
      `  ${''.padEnd(34)}${'số lượng'.padStart(10)}${'đồng'.padStart(20)}`,
      listed('Dòng đọc được', 'read'),
      listed('  chấp nhận', 'accepted'),
      listed('  tạm giữ', 'held'),
      listed('  từ chối', 'rejected'),
      ...(manifest
        ? [
            line('Khoản phải trả', manifest.payable.people, manifest.payable.amount),
            line('  đã chuyển lệnh chi', manifest.instructed.people, manifest.instructed.amount),
            ...manifest.deferred.map(({ reason, people, amount }) =>
              line(`  hoãn: ${DEFERRED[reason]}`, people, amount),
            ),
          ]
        : ['  Không có danh sách nào được tiếp nhận: không lập đợt chi trả.']),
      ...states.map(([state, { people, amount }]) => line(`Kết quả: ${STATES[state]}`, people, amount)),
      '',
      'Tổng kiểm soát',
      ...shown,
      ...broken.map(({ name, left, right }) => `  ✗ ${name}: ${formatDong(left)} ≠ ${formatDong(right)}`),
      '',
      'Thời gian',
      ...summary.phases.map(({ name, seconds }) => `  ${name.padEnd(52)}${seconds.toFixed(1).padStart(6)} s`),
      `  ${'Tổng cộng'.padEnd(52)}${summary.seconds.toFixed(1).padStart(6)} s`,
      `  Số bước máy trạng thái: ${formatDong(transitions)}`,
      '',
      'Mở xem trước',
      ...open.map((path) => `  ${join(OUT, path)}`),
      `  ${join(OUT, 'summary.json')}`,
      '',
    ].join('\n'),
  );
}

const UNIT_AT_THE_END = /, (?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh) [^,:]+$/iu;

/** Many totals are the same identity for many units: one line each, with how many hold. */
function groupTotals({ controlTotals }: MonthResult): string[] {
  const groups = Map.groupBy(controlTotals, ({ name }) =>
    name
      .replace(/^[^:]{1,30}: /, '')
      .replace(/^([^,]*), [^:]+: /, '$1: ')
      .replace(UNIT_AT_THE_END, ''),
  );
  return [...groups].map(([name, totals]) => {
    const holding = totals.filter(({ holds }) => holds).length;
    return `  ${holding === totals.length ? '✓' : '✗'} ${name} (${holding}/${totals.length})`;
  });
}

const STATES = {
  drafted: 'mới lập',
  instructed: 'chờ kết quả',
  paid: 'đã chi trả',
  failed: 'không thành công',
  returned: 'hoàn trả',
  unknown: 'chưa rõ',
} as const;

const DEFERRED = {
  'held-row': 'dòng tạm giữ',
  identity: 'chưa khớp dân cư',
  deceased: 'đã mất',
  conflict: 'trùng nơi khác',
  'no-channel': 'chưa có tài khoản',
  'no-contract': 'chưa có hợp đồng',
  'over-limit': 'vượt hạn mức',
  suspended: 'tạm dừng',
  'not-on-roll': 'không còn trong danh sách',
  'already-instructed': 'đã chuyển lệnh',
} as const;

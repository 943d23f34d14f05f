import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { Executions, type SeenExecution } from '../deployment/one-execution.ts';
import { type Adding, answer, type Common, officerCommand, remark } from '../officer-command.ts';
import { sayIn, type Words } from '../text/officer.ts';

interface Work extends SeenExecution {
  readonly machine: string;
  /** What it works on: the object that landed, the run, the period. */
  readonly about: string;
}

const MACHINES = {
  'open-period': { output: 'OpenPeriodMachine', vi: 'mở kỳ', en: 'opening the period' },
  'ingest-list': { output: 'IngestListMachine', vi: 'đọc danh sách', en: 'reading a list' },
  'run-payout': { output: 'RunPayoutMachine', vi: 'đợt chi trả', en: 'run of payouts' },
  'settle-results': { output: 'SettleResultsMachine', vi: 'ghi nhận kết quả', en: 'applying results' },
  'publish-reports': { output: 'PublishReportsMachine', vi: 'phát hành báo cáo', en: 'publishing reports' },
} as const;

const STATUSES: Readonly<Record<string, Words>> = {
  RUNNING: { vi: 'đang chạy', en: 'running' },
  SUCCEEDED: { vi: 'xong', en: 'done' },
  FAILED: { vi: 'LỖI, báo quản trị hệ thống', en: 'FAILED, tell the administrator' },
  TIMED_OUT: { vi: 'QUÁ GIỜ, báo quản trị hệ thống', en: 'TIMED OUT, tell the administrator' },
  ABORTED: { vi: 'bị dừng', en: 'stopped' },
};

/** `ansinh watch`: what the machines are doing, as it happens. */
export function addWatch(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'watch',
    vi: 'theo dõi công việc của hệ thống cho đến khi bấm Ctrl-C',
    en: 'watch the machines at work until Ctrl-C',
    examples: ['watch', 'watch --once', 'watch --once --json'],
  })
    .option('--once', say('xem một lần rồi thôi', 'look once and stop'))
    .option(
      '--last <n>',
      say('mỗi loại việc xem bao nhiêu việc gần nhất (mặc định 10)', 'how many of each kind to show (10 by default)'),
      (text) => Math.max(1, Number.parseInt(text, 10) || 10),
      10,
    )
    .action(async (options: Common & { once?: boolean; last: number }) => {
      const at = await reach(options.stack, say);
      const watcher = new Watcher(at);
      const first = await watcher.look(options.last);
      if (options.once || options.json) {
        const executions = first.map(({ machine, name, status, startedAt, about }) => ({
          machine,
          name,
          status,
          startedAt: startedAt.toISOString(),
          about,
        }));
        answer(options, { executions }, () =>
          first.length === 0
            ? [say('Chưa có việc nào.', 'Nothing has run yet.')]
            : first.map((work) => lineOf(work, language)),
        );
        return;
      }
      remark(say('Đang theo dõi, bấm Ctrl-C để thôi …', 'Watching; Ctrl-C stops …'));
      for (let news = first; ; news = await watcher.look(options.last)) {
        for (const work of news) process.stdout.write(`${lineOf(work, language)}\n`);
        await sleep(2000);
      }
    });
}

/** Tells what has changed since it looked last. */
class Watcher {
  readonly #executions = new Executions();
  readonly #at: Deployment;
  readonly #told = new Map<string, { status: string; about: string }>();

  constructor(at: Deployment) {
    this.#at = at;
  }

  /** Executions that are new or in another state, oldest first. */
  async look(last: number): Promise<Work[]> {
    const news: Work[] = [];
    for (const [machine, { output }] of Object.entries(MACHINES)) {
      for (const seen of await this.#executions.newest(this.#at.outputs[output], last)) {
        const told = this.#told.get(seen.arn);
        if (told?.status === seen.status) continue;
        const about = told?.about ?? aboutOf(await this.#executions.inputOf(seen.arn), seen.name);
        this.#told.set(seen.arn, { status: seen.status, about });
        news.push({ ...seen, machine, about });
      }
    }
    return news.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  }
}

const startedWith = z.object({
  object: z.object({ key: z.string() }).optional(),
  run: z.string().optional(),
  period: z.string().optional(),
});

function aboutOf(input: unknown, name: string): string {
  const parsed = startedWith.safeParse(input);
  const { object, run, period } = parsed.success ? parsed.data : {};
  return object?.key ?? run ?? period ?? name;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', timeStyle: 'medium' });

function lineOf({ machine, about, status, startedAt }: Work, language: Language): string {
  const kind = Object.entries(MACHINES).find(([name]) => name === machine)?.[1][language] ?? machine;
  return `${CLOCK.format(startedAt)}  ${kind.padEnd(18)}  ${about}: ${STATUSES[status]?.[language] ?? status}`;
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  joinedAccounts,
  type NewAccount,
  peopleWithSeveralAccounts,
} from '../../lambdas/domain/answers/account-feed.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { unitIn } from '../../lambdas/domain/unit.ts';
import { accountFeedCsv } from '../../lambdas/formats/answers/account-feed.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { readAccountFeeds } from '../month/account-feeds.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { item, table } from '../text/table.ts';

interface AccountsOptions extends Common {
  readonly save?: string;
}

/** `ansinh accounts PERIOD`: the accounts newly collected by all units, as one feed for the population database. */
export function addAccounts(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'accounts',
    vi: 'tài khoản mới thu thập của mọi đơn vị trong kỳ, gộp thành một tệp để bổ sung vào CSDL quốc gia về dân cư',
    en: 'the accounts newly collected by all units in a period, as one feed for the population database',
    examples: ['accounts 2023-06', 'accounts 2023-06 --save tai-khoan-moi', 'accounts 2023-06 --json'],
  })
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option(
      '--save <dir>',
      say('ghi accounts-KỲ.csv và accounts-KỲ.json vào thư mục', 'write accounts-PERIOD.csv and .json to a folder'),
    )
    .action(async (period: Period, options: AccountsOptions) => {
      const at = await reach(options.stack, say);
      const feeds = await readAccountFeeds(at.outbox, period);
      if (feeds.length === 0) {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(period)} chưa có danh sách nào được trả lời nên chưa có tài khoản mới.`,
            `No list of ${period} is answered yet, so there are no new accounts.`,
          ),
        );
      }
      const { units } = await currentReference(at, say);
      const accounts = joinedAccounts(feeds);
      const document = {
        schemaVersion: 1,
        period,
        units: feeds.map((feed) => ({
          unit: feed.unit,
          name: unitIn(units, feed.unit, period)?.name ?? null,
          accounts: feed.accounts.length,
        })),
        accounts,
      };
      if (options.save !== undefined) await save(options.save, document, say);
      answer(options, document, (width) => [
        `${say('Tài khoản mới thu thập, kỳ', 'Accounts newly collected,')} ${formatPeriod(period)}: ${formatDong(accounts.length)}`,
        '',
        ...table(
          [
            { title: say('Mã', 'Code') },
            { title: say('Đơn vị', 'Unit') },
            { title: say('Tài khoản mới', 'New accounts'), align: 'right' },
          ],
          document.units.map((one) => [one.unit, one.name ?? '', formatDong(one.accounts)]),
          width,
        ),
        '',
        ...remarksOn(accounts, options.save !== undefined, say).flatMap((line) => item('', line, width)),
      ]);
    });
}

async function save(
  folder: string,
  document: { readonly period: Period; readonly accounts: readonly NewAccount[] },
  say: Say,
): Promise<void> {
  const { period, accounts } = document;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `accounts-${period}`);
  await writeFile(`${path}.csv`, accountFeedCsv(period, accounts));
  await writeFile(`${path}.json`, `${JSON.stringify(document, null, 2)}\n`);
  remark(say(`Đã ghi ${path}.csv và ${path}.json`, `${path}.csv and ${path}.json are written`));
}

function remarksOn(accounts: readonly NewAccount[], saved: boolean, say: Say): string[] {
  const several = peopleWithSeveralAccounts(accounts);
  return [
    ...(several === 0
      ? []
      : [
          say(
            `${formatDong(several)} người có hơn một tài khoản mới: hãy hỏi người hưởng chọn tài khoản nào trước khi cập nhật.`,
            `${formatDong(several)} people have given more than one account: ask which is to be registered.`,
          ),
        ]),
    ...(saved
      ? []
      : [say('Ghi ra tệp CSV và JSON: thêm --save THƯ-MỤC.', 'Write them as CSV and JSON with --save DIR.')]),
  ];
}

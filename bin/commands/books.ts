import { InvalidArgumentError } from 'commander';
import { type Books, books, booksKey, booksWorkbookKey, totalOfStates } from '../../lambdas/domain/closing/books.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { formatDong, toDong } from '../../lambdas/domain/money.ts';
import { day, formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { type ProviderId, providerId } from '../../lambdas/domain/reference-data.ts';
import { unpaidFolder, unpaidList } from '../../lambdas/domain/settlement/unpaid-list.ts';
import { formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { Executions } from '../deployment/one-execution.ts';
import { signIn } from '../deployment/sign-in.ts';
import { download } from '../download.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, withUser } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { table } from '../text/table.ts';

interface SavingOptions extends Common {
  readonly save: string;
}

/** `ansinh unpaid PERIOD`: who was not paid, by unit; downloads the lists, or has them made anew. */
export function addUnpaid(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'unpaid',
    vi: 'danh sách chưa chi trả của kỳ theo đơn vị và tổ chức chi trả: xem, tải về, hoặc lập lại',
    en: 'who was not paid in a period, by unit and provider: list, download, or make anew',
    examples: ['unpaid 2023-06', 'unpaid 2023-06 --save danh-sach', 'unpaid 2023-06 --make --user can-bo-tinh'],
  })
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--save <dir>', say('tải về thư mục (mặc định: out)', 'download to a folder (out by default)'), 'out')
    .option('--make', say('lập lại ngay bây giờ, cần --user', 'make them anew now; needs --user'))
    .option('--user <name>', say('tên đăng nhập, khi lập lại', 'who signs in, to make them anew'))
    .action(async (period: Period, options: SavingOptions & { make?: boolean; user?: string }) => {
      const at = await reach(options.stack, say);
      if (options.make) await makeAnew(at, period, options.user, say);
      const keys = await at.outbox.keys(unpaidFolder(period));
      if (keys.length === 0) {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(period)} chưa có danh sách chưa chi trả. Lập bằng --make --user TÊN.`,
            `There is no unpaid list for ${period} yet. Make it with --make --user NAME.`,
          ),
        );
      }
      const saved = await download(
        at.outbox,
        keys.map((key) => ({ key })),
        options.save,
        say,
      );
      const jsons = keys.filter((key) => key.endsWith('.json'));
      const lists = await inParallel(8, jsons, (key) => at.outbox.json(key, unpaidList));
      const units = lists.map(({ unit, people, amount, madeAt }) => ({ unit, people, amount, madeAt }));
      const shown = units.filter(({ people }) => people > 0);
      answer(options, { period, units, files: keys, saved }, (width) => [
        say(`Chưa chi trả được, kỳ ${formatPeriod(period)}`, `Not paid, ${period}`),
        '',
        ...(shown.length === 0
          ? [say('Không còn khoản nào chưa chi trả.', 'Everybody has been paid.')]
          : table(
              [
                { title: say('Đơn vị', 'Unit') },
                { title: say('Số khoản', 'Payments'), align: 'right' },
                { title: say('Số tiền', 'Amount'), align: 'right' },
                { title: say('Tính đến', 'As of') },
              ],
              shown.map((one) => [one.unit, formatDong(one.people), formatDong(one.amount), formatInstant(one.madeAt)]),
              width,
            )),
        '',
        say(`Đã tải ${saved.length} tệp về ${options.save}.`, `${saved.length} files are in ${options.save}.`),
      ]);
    });
}

async function makeAnew(at: Deployment, period: Period, user: string | undefined, say: Say): Promise<void> {
  if (user === undefined) {
    throw new NotPossible(say('Lập lại danh sách cần --user TÊN.', 'To make the lists anew takes --user NAME.'));
  }
  const api = await signIn(at, user, say);
  const closing = await api.askForBooks(period, 'unpaid-list');
  remark(say('Đang lập danh sách …', 'Making the lists …'));
  await new Executions().outcomeOf(at.outputs.ClosePeriodMachine, closing, say);
}

/** `ansinh books PERIOD`: what was asked for, paid and left at each provider; downloads the books to print and sign. */
export function addBooks(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'books',
    vi: 'sổ chi trả của kỳ: các trạng thái, số dư tại từng tổ chức chi trả; tải về để in và ký',
    en: 'the books of a period: what became of the payments, the balance at each provider; to print and sign',
    examples: ['books 2023-06', 'books 2023-06 --save so-sach', 'books 2023-06 --json'],
  })
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--save <dir>', say('tải về thư mục (mặc định: out)', 'download to a folder (out by default)'), 'out')
    .action(async (period: Period, options: SavingOptions) => {
      const at = await reach(options.stack, say);
      const made = await at.outbox.jsonIfThere(booksKey(period), books);
      if (!made) {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(period)} chưa có sổ. Sổ được lập vào ngày đối chiếu hằng tháng và khi khóa sổ (ansinh close ${period}).`,
            `There are no books for ${period} yet. They are made on the monthly day of results and on closing (ansinh close ${period}).`,
          ),
        );
      }
      const record = await at.runs.period(period);
      const saved = await download(
        at.outbox,
        [{ key: booksWorkbookKey(period) }, { key: booksKey(period) }],
        options.save,
        say,
      );
      answer(options, { books: made, status: record?.status ?? 'open', steps: record?.steps ?? [], saved }, (width) => [
        ...bookLines(made, record?.status === 'closed', say, width),
        '',
        say(`Đã tải về ${saved.join(', ')}.`, `Downloaded: ${saved.join(', ')}.`),
      ]);
    });
}

function bookLines(made: Books, isClosed: boolean, say: Say, width: number): string[] {
  const standing = isClosed
    ? say(`đã khóa sổ, người khóa sổ: ${made.by}`, `closed by ${made.by}`)
    : say('tạm tính, kỳ chưa khóa sổ', 'as they stand; the period is not closed');
  const { paid, failed, returned, unknown, instructed } = made.total.became;
  const states = [
    [say('Đã chuyển lệnh', 'Instructed'), totalOfStates(made.total.became)],
    [say('Đã chi trả', 'Paid'), paid],
    [say('Không thành công', 'Failed'), failed],
    [say('Hoàn trả', 'Returned'), returned],
    [say('Quá hạn, chưa rõ', 'Unknown'), unknown],
    [say('Chờ kết quả', 'Outstanding'), instructed],
  ] as const;
  return [
    `${say('Sổ chi trả kỳ', 'Books of')} ${formatPeriod(made.period)} (${standing}), ${formatInstant(made.madeAt)}`,
    '',
    ...table(
      [
        { title: say('Trạng thái', 'State') },
        { title: say('Số khoản', 'Payments'), align: 'right' },
        { title: say('Số tiền', 'Amount'), align: 'right' },
      ],
      states.map(([name, { people, amount }]) => [name, formatDong(people), formatDong(amount)]),
      width,
    ),
    '',
    ...table(
      [
        { title: say('Tổ chức', 'Provider') },
        { title: say('Đầu kỳ', 'Opening'), align: 'right' },
        { title: say('Đề nghị', 'Requested'), align: 'right' },
        { title: say('Đã chi', 'Paid'), align: 'right' },
        { title: say('Chờ, chưa rõ', 'Outstanding'), align: 'right' },
        { title: say('Nộp trả', 'Returned'), align: 'right' },
        { title: say('Để lại', 'Closing'), align: 'right' },
      ],
      made.balance.map((line) => [
        line.provider,
        ...[line.opening, line.requested, line.paid, line.outstanding, line.returnedToTreasury, line.closing].map(
          formatDong,
        ),
      ]),
      width,
    ),
    ...made.balance.flatMap(({ provider, shortfall }) =>
      shortfall === 0
        ? []
        : [
            '',
            say(
              `${provider} thiếu ${formatDong(shortfall)} đồng: có khoản được xác nhận là đã chi sau khi tiền đã nộp trả Kho bạc. Hãy đề nghị Kho bạc cấp lại.`,
              `${provider} lacks ${formatDong(shortfall)} đồng: a payment was found to be paid after its money had gone back to the Treasury. Ask the Treasury for it again.`,
            ),
          ],
    ),
    '',
    say(
      `Đối chiếu: ${made.controlTotals.length} đẳng thức, đều khớp.`,
      `Control totals: ${made.controlTotals.length}, all of which hold.`,
    ),
  ];
}

interface ReturnOptions extends Common {
  readonly on: string;
  readonly document: string;
  readonly user: string;
}

/** `ansinh treasury-return PERIOD PROVIDER AMOUNT`: records money that went back to the State Treasury. */
export function addTreasuryReturn(adding: Adding): void {
  const say = sayIn(adding.language);
  withUser(
    officerCommand(adding, {
      usage: 'treasury-return',
      vi: 'ghi số tiền của một kỳ đã nộp trả Kho bạc từ tài khoản tại tổ chức chi trả',
      en: 'record money of a period that went back to the State Treasury from the account at a provider',
      examples: ['treasury-return 2023-06 agribank 1440000 --on 2023-07-20 --document "UNC 15/7" --user can-bo-tinh'],
    }),
    say,
  )
    .argument('<period>', say('kỳ mà tiền còn lại', 'the period whose money it is'), periodIn(say))
    .argument('<provider>', say('mã tổ chức chi trả', 'the provider'), providerIn(say))
    .argument('<amount>', say('số tiền, đồng', 'the amount, in đồng'), amountIn(say))
    .requiredOption('--on <YYYY-MM-DD>', say('ngày nộp trả', 'the day of the return'), dayIn(say))
    .requiredOption('--document <number>', say('số chứng từ', 'the number of the voucher'))
    .action(async (period: Period, provider: ProviderId, amount: number, options: ReturnOptions) => {
      const at = await reach(options.stack, say);
      const api = await signIn(at, options.user, say);
      const entry = { period, provider, amount: toDong(amount), returnedOn: day.parse(options.on) };
      const keptNow = await api.recordTreasuryReturn({ ...entry, document: options.document });
      answer(options, { ...entry, document: options.document, keptNow }, () => [
        say(
          `Đã ghi: nộp trả ${formatDong(amount)} đồng. Tiền của kỳ ${formatPeriod(period)} còn lại tại ${provider}: ${formatDong(keptNow)} đồng.`,
          `Recorded: ${formatDong(amount)} đồng returned. Left of ${period} at ${provider}: ${formatDong(keptNow)} đồng.`,
        ),
      ]);
    });
}

function providerIn(say: Say): (text: string) => ProviderId {
  return (text) => {
    const parsed = providerId.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(say('Mã tổ chức chi trả, ví dụ agribank.', 'A provider, for example agribank.'));
  };
}

/** Digits, with or without the dots that group them. */
function amountIn(say: Say): (text: string) => number {
  return (text) => {
    const digits = /^\d{1,3}(\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text;
    if (/^[1-9]\d{0,14}$/.test(digits)) return Number(digits);
    throw new InvalidArgumentError(
      say('Số tiền viết bằng chữ số, ví dụ 1440000.', 'Write digits, for example 1440000.'),
    );
  };
}

function dayIn(say: Say): (text: string) => string {
  return (text) => {
    if (day.safeParse(text).success) return text;
    throw new InvalidArgumentError(say('Ngày viết NĂM-THÁNG-NGÀY, ví dụ 2023-07-20.', 'Write a day as YYYY-MM-DD.'));
  };
}

/** Downloads objects under their own names, below a folder. */

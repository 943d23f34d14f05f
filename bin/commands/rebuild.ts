import { journaledTable } from '../../lambdas/domain/journal.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { type Deployment, ownTables, type TableNames } from '../deployment/deployment.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, remark } from '../officer-command.ts';
import { type Difference, isSame } from '../rebuild/compare-items.ts';
import { RawTables } from '../rebuild/raw-tables.ts';
import { compareTables, proveAgainst, rebuildTables, tablesInUse, tablesNamed } from '../rebuild/rebuild.ts';
import type { Proof } from '../rebuild/to-prove.ts';
import { EXIT_NOT_DONE, NotPossible, type Say, sayIn } from '../text/officer.ts';
import { table } from '../text/table.ts';

interface RebuildOptions extends Common {
  readonly check?: boolean;
  readonly into?: string;
  readonly inPlace?: boolean;
}

/**
 * `ansinh rebuild`: makes the tables again from the journal of their changes, or compares them with it, and proves the
 * outcome against lists, receipts, payout files, answers and books. Tells of months, units and runs, never of people.
 */
export function addRebuild(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'rebuild',
    vi: 'dựng lại các bảng dữ liệu từ nhật ký thay đổi, hoặc đối chiếu; chứng minh bằng danh sách, biên nhận, tệp lệnh chi, kết quả, sổ',
    en: 'make the tables again from the journal of their changes, or compare them; prove them by lists, receipts, payout files, answers, books',
    examples: ['rebuild --check', 'rebuild --into khoi-phuc', 'rebuild --in-place'],
  })
    .option(
      '--check',
      say('chỉ đối chiếu các bảng đang dùng với nhật ký, không ghi gì', 'compare the tables in use, write nothing'),
    )
    .option(
      '--into <prefix>',
      say(
        'dựng vào các bảng mới có tên PREFIX-payments, …; chưa có thì tạo, có dữ liệu thì từ chối',
        'into tables PREFIX-payments, …: made where missing, refused where they hold anything',
      ),
    )
    .option(
      '--in-place',
      say(
        'dựng vào chính các bảng của hệ thống: chỉ khi chúng đã mất hoặc còn trống',
        'into the deployment’s own tables: only where they are gone or empty',
      ),
    )
    .action(async (options: RebuildOptions) => {
      const ways = [options.check, options.into, options.inPlace].filter(Boolean).length;
      if (ways !== 1) {
        throw new NotPossible(
          say(
            'Hãy chọn một: --check, --into TÊN hoặc --in-place.',
            'Choose one: --check, --into PREFIX or --in-place.',
          ),
        );
      }
      const at = await reach(options.stack, say);
      const raw = new RawTables();
      const names = options.into === undefined ? ownTables(at) : tablesNamed(options.into);
      await mustHaveJournal(at, say);
      if (!options.check) await fill(raw, at, names, say);
      remark(say('Đang đối chiếu từng mục với nhật ký …', 'Comparing item by item with the journal …'));
      const tables = await compareTables(raw, at.journal, names);
      remark(say('Đang chứng minh bằng các tệp đã nhận và đã phát hành …', 'Proving by what came in and went out …'));
      const proofs = await proveAgainst(at, names);
      const holds = Object.values(tables).every(isSame) && proofs.every(({ wrong }) => wrong.length === 0);
      answer(options, { holds, names, tables, proofs }, (width) => [
        ...comparisonLines(tables, say, width),
        '',
        ...proofs.flatMap(proofLines),
        '',
        holds
          ? say('Khớp hoàn toàn.', 'Everything agrees.')
          : say(
              'KHÔNG khớp. Xem sổ tay vận hành, mục “Restore”, trước khi làm gì tiếp.',
              'It does NOT agree. Read “Restore” in the runbook before you go on.',
            ),
      ]);
      if (!holds) process.exitCode = EXIT_NOT_DONE;
    });
}

async function mustHaveJournal({ journal }: Deployment, say: Say): Promise<void> {
  const [first] = await journal.keys('journal/runs/');
  if (first === undefined) {
    throw new NotPossible(
      say(
        'Hệ thống này không giữ nhật ký (journalSeconds trong cdk.json là null): chỉ khôi phục được bằng bản sao theo thời điểm.',
        'This deployment keeps no journal (journalSeconds in cdk.json is null): only point-in-time recovery can restore it.',
      ),
    );
  }
}

async function fill(raw: RawTables, at: Deployment, names: TableNames, say: Say): Promise<void> {
  const inUse = await tablesInUse(raw, names);
  if (inUse.length > 0) {
    throw new NotPossible(
      say(
        `Bảng đang có dữ liệu, không ghi đè: ${inUse.join(', ')}. Hãy dùng --into với tên khác, hoặc --check để đối chiếu.`,
        `These tables hold data, and nothing is written over: ${inUse.join(', ')}. Use --into with another name, or --check.`,
      ),
    );
  }
  await rebuildTables(raw, at, names, (name, items) =>
    remark(`${names[name]}: ${formatDong(items)} ${say('mục', 'items')}`),
  );
}

function comparisonLines(tables: Record<string, Difference>, say: Say, width: number): string[] {
  const rows = journaledTable.options.map((name) => {
    const { items = 0, missing = 0, unexpected = 0, different = 0, partitions = [] } = tables[name] ?? {};
    return [name, ...[items, missing, unexpected, different].map(formatDong), partitions.join(' ')];
  });
  return table(
    [
      { title: say('Bảng', 'Table') },
      { title: say('Theo nhật ký', 'In the journal'), align: 'right' },
      { title: say('Thiếu', 'Missing'), align: 'right' },
      { title: say('Thừa', 'Unexpected'), align: 'right' },
      { title: say('Khác', 'Different'), align: 'right' },
      { title: say('Ở phân vùng', 'In partitions') },
    ],
    rows,
    width,
  );
}

function proofLines({ name, checked, wrong }: Proof): string[] {
  const mark = wrong.length === 0 ? '✓' : '✗';
  return [`  ${mark} ${name} (${formatDong(checked)})`, ...wrong.map((where) => `      ${where}`)];
}

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { rollLinesIn } from '../../lambdas/adapters/entitlements-table.ts';
import { paymentIn } from '../../lambdas/adapters/payments-table.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { journaledTable, type StoredImage } from '../../lambdas/domain/journal.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { csvRecord } from '../../lambdas/formats/papers/csv-text.ts';
import { type Deployment, ownTables } from '../deployment/deployment.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { download } from '../download.ts';
import { type Adding, answer, type Common, officerCommand, remark } from '../officer-command.ts';
import { RawTables } from '../rebuild/raw-tables.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';

/** One file of an export, by its path under the folder. */
interface Exported {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * `ansinh export`: everything that the system holds, in open formats: every object of inbox, outbox and reference data as
 * it is, every table as JSON Lines, and a manifest of hashes that `sha256sum --check` reads.
 */
export function addExport(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'export',
    vi: 'xuất toàn bộ dữ liệu ra thư mục: tệp đã nhận và đã phát hành, các bảng (JSON Lines), mã băm để kiểm tra',
    en: 'export everything to a folder: what came in and went out, the tables as JSON Lines, hashes to check',
    examples: ['export --out /mnt/ban-giao'],
  })
    .requiredOption('--out <dir>', say('thư mục mới hoặc còn trống', 'a new or empty folder'))
    .action(async (options: Common & { out: string }) => {
      await mustBeEmpty(options.out, say);
      const at = await reach(options.stack, say);
      const files = [...(await exportObjects(at, options.out, say)), ...(await exportTables(at, options.out, say))];
      const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
      await writeFile(join(options.out, 'SHA256SUMS'), lines.join(''));
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      answer(options, { out: options.out, files: files.length, bytes }, () => [
        say(
          `Đã xuất ${formatDong(files.length)} tệp (${formatDong(bytes)} byte) vào ${options.out}. Kiểm tra lại: cd ${options.out} && sha256sum --check SHA256SUMS`,
          `${files.length} files (${bytes} bytes) are in ${options.out}. Check them: cd ${options.out} && sha256sum --check SHA256SUMS`,
        ),
        say(
          'Thư mục này có dữ liệu cá nhân: mã hóa ổ đĩa, giao tận tay, ghi biên bản.',
          'It holds personal data: encrypt the disk, hand it over in person, and record it.',
        ),
      ]);
    });
}

async function mustBeEmpty(folder: string, say: Say): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new NotPossible(say(`Thư mục ${folder} không trống.`, `The folder ${folder} is not empty.`));
}

async function exportObjects(at: Deployment, out: string, say: Say): Promise<Exported[]> {
  const files: Exported[] = [];
  for (const name of ['inbox', 'outbox', 'reference'] as const) {
    const keys = await at[name].keys('');
    remark(`${name}: ${formatDong(keys.length)} ${say('tệp', 'files')}`);
    const paths = keys.map((key) => ({ key, path: safePath(`${name}/${key}`) }));
    await download(at[name], paths, out, say);
    files.push(...(await inParallel(8, paths, ({ path }) => exported(out, path))));
  }
  return files;
}

/** Every item of every table, and every line of a roll, one JSON document a line; payments once more as CSV, which a spreadsheet opens. */
async function exportTables(at: Deployment, out: string, say: Say): Promise<Exported[]> {
  await mkdir(join(out, 'tables'), { recursive: true });
  const raw = new RawTables();
  const names = ownTables(at);
  for (const table of journaledTable.options) {
    await pipeline(
      Readable.from(jsonLines(raw.items(names[table]), table === 'entitlements' ? linesOfPage : itself)),
      createWriteStream(join(out, 'tables', `${table}.jsonl`)),
    );
    remark(`${names[table]}: ${say('đã xuất', 'exported')}`);
  }
  await pipeline(
    Readable.from(paymentRecords(raw.items(names.payments))),
    createWriteStream(join(out, 'tables', 'payments.csv')),
  );
  const files = [...journaledTable.options.map((table) => `${table}.jsonl`), 'payments.csv'];
  return inParallel(2, files, (file) => exported(out, `tables/${file}`));
}

type Item = Record<string, unknown>;

async function* jsonLines(items: AsyncIterable<StoredImage>, open: (item: Item) => object[]): AsyncGenerator<string> {
  for await (const item of items) for (const one of open(unmarshall(item))) yield `${JSON.stringify(one)}\n`;
}

function itself(item: Item): object[] {
  return [item];
}

/** A page of a roll is packed: nobody could look for a person in it. */
function linesOfPage(item: Item): object[] {
  return rollLinesIn(item).map((line) => ({ pk: item['pk'], ...z.looseObject({}).parse(line) }));
}

const COLUMNS = ['reference', 'period', 'person', 'benefit', 'attempt', 'unit', 'run', 'provider', 'channel'] as const;

async function* paymentRecords(items: AsyncIterable<StoredImage>): AsyncGenerator<string> {
  yield csvRecord([...COLUMNS, 'total', 'state', 'paid_on', 'reason_code', 'successor']);
  for await (const item of items) {
    const payment = paymentIn(unmarshall(item));
    const { state, paidOn, reasonCode, successor } = payment;
    const facts = COLUMNS.map((column) => payment[column]);
    yield csvRecord([...facts, totalOf(payment), state, paidOn, reasonCode, successor]);
  }
}

async function exported(out: string, path: string): Promise<Exported> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(out, path))) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/** A key is its writer's text: no part of it may lead out of the folder, or be one that a disk does not take. */
function safePath(key: string): string {
  const parts = key.split('/').map((part) => (/^\.{0,2}$/.test(part) ? `_${part}` : part));
  const path = parts.join('/').replaceAll(/[\p{Cc}\\:*?"<>|]/gu, '_');
  // Two keys must not become one path.
  return path === key ? path : `${path}~${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

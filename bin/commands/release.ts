import { formatDong } from '../../lambdas/domain/money.ts';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import {
  APPROVALS_NEEDED,
  approversOf,
  isReleased,
  type Manifest,
  manifest,
} from '../../lambdas/domain/payouts/payout-run.ts';
import { providerManifest } from '../../lambdas/domain/payouts/provider-manifest.ts';
import {
  publicKeyKey,
  releasedFileKey,
  releasedManifestKey,
  releasedProviderManifestKey,
  signatureKeyOf,
} from '../../lambdas/domain/payouts/run-objects.ts';
import { tally } from '../../lambdas/domain/tally.ts';
import { formatDay } from '../../lambdas/formats/papers/office-sheet.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { Executions } from '../deployment/one-execution.ts';
import { download } from '../download.ts';
import { readProposedRun, waitWhile } from '../month/run-approval.ts';
import { type Adding, answer, type Common, officerCommand, remark, runIn } from '../officer-command.ts';
import { NotPossible, RUN_STATUSES, type Say, sayIn } from '../text/officer.ts';
import { table } from '../text/table.ts';

interface ReleaseOptions extends Common {
  readonly save?: string;
}

/**
 * `ansinh release RUN`: what a run gave each provider. Release follows the second approval by itself; where it stopped, this
 * lets it go on, and it can do nothing that was not approved.
 */
export function addRelease(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'release',
    vi: 'xem các tệp đã chuyển cho tổ chức chi trả, tải về; nếu việc chuyển bị dừng giữa chừng thì cho chạy tiếp',
    en: 'list the files that providers were given, download them; go on where the release had stopped',
    examples: ['release 2023-06-regular-1', 'release 2023-06-regular-1 --save lenh-chi'],
  })
    .argument('<run>', say('mã đợt chi trả', 'the run'), runIn(say))
    .option('--save <dir>', say('tải các tệp về thư mục', 'download the files to a folder'))
    .action(async (id: RunId, options: ReleaseOptions) => {
      const at = await reach(options.stack, say);
      const run = await untilReleased(at, id, say);
      const listed = await at.outbox.json(releasedManifestKey(id), manifest);
      const files = filesOf(id, listed);
      const saved = options.save
        ? await download(at.outbox, [...files, ...(await signedFor(at, id, files))], options.save, say)
        : [];
      answer(options, { run: id, status: run.status, instructed: listed.instructed, files, saved }, (width) => [
        `${say('Đợt', 'Run')} ${id}: ${RUN_STATUSES[run.status][adding.language]}; ${formatDong(listed.instructed.people)} ${say('khoản', 'payments')}, ${formatDong(listed.instructed.amount)} ${say('đồng', 'đồng')}`,
        '',
        ...fileLines(listed, files, say, width),
        '',
        options.save
          ? say(
              `Đã tải ${saved.length} tệp về ${options.save}, kèm danh mục, chữ ký và khóa. Kiểm tra: ansinh verify ${options.save} --key KHÓA-ĐÃ-BÀN-GIAO.pem`,
              `${saved.length} files are in ${options.save}, with manifests, signatures and the key. Check them: ansinh verify ${options.save} --key THE-KEY-HANDED-OVER.pem`,
            )
          : say('Tải các tệp về: thêm --save THƯ-MỤC.', 'Download the files with --save DIR.'),
      ]);
    });
}

/** Throws {@link NotPossible} where a run is not approved: nobody can release it, and this says who is to do what. */
async function untilReleased(at: Deployment, id: RunId, say: Say) {
  const { run } = await readProposedRun(at, id, say);
  if (isReleased(run)) return run;
  if (run.status !== 'approved') {
    const approvals = `${approversOf(run).size}/${APPROVALS_NEEDED}`;
    throw new NotPossible(
      run.status === 'awaiting-approval'
        ? say(
            `Đợt ${id} chưa đủ phê duyệt (${approvals}) nên chưa chuyển tệp nào. Người phê duyệt chạy: ansinh approve ${id} --user …`,
            `The run ${id} is not approved yet (${approvals}), so no file was given out. An approver runs: ansinh approve ${id} --user …`,
          )
        : say(
            `Đợt ${id} ${RUN_STATUSES[run.status].vi} nên không chuyển tệp nào. Lập đợt mới bằng ansinh run ${run.period}.`,
            `The run ${id}: ${RUN_STATUSES[run.status].en}; no file was given out. Start another with ansinh run ${run.period}.`,
          ),
    );
  }
  if (await new Executions().redriveFailed(at.outputs.RunPayoutMachine, id, say)) {
    remark(say('Việc chuyển tệp đã dừng giữa chừng, đang cho chạy tiếp …', 'The release had stopped; going on …'));
  }
  return waitWhile(at, id, ['approved'], say);
}

/** The files as they lie in the providers' folders; the manifest names them as they were approved. */
function filesOf(id: RunId, { files }: Manifest) {
  return files.map(({ provider, key, count, controlSum, sha256 }) => {
    const name = key.slice(key.lastIndexOf('/') + 1);
    return {
      provider,
      key: releasedFileKey(id, provider, name),
      path: `${provider}/${name}`,
      count,
      controlSum,
      sha256,
    };
  });
}

/**
 * What was signed, beside what it is about, so that the folder is all that somebody needs who has the key. The key lies
 * with it for a look: who checks uses the one that was handed over. A run released before signing has none of it.
 */
async function signedFor({ outbox }: Deployment, id: RunId, files: ReturnType<typeof filesOf>) {
  const providers = [...new Set(files.map(({ provider }) => provider))];
  const [first] = providers;
  const told = first && (await outbox.jsonIfThere(releasedProviderManifestKey(id, first), providerManifest));
  if (!told) return [];
  const manifests = [
    { key: releasedManifestKey(id), path: 'manifest.json' },
    ...providers.map((one) => ({ key: releasedProviderManifestKey(id, one), path: `${one}/manifest.json` })),
  ];
  return [
    ...manifests,
    ...manifests.map(({ key, path }) => ({ key: signatureKeyOf(key), path: signatureKeyOf(path) })),
    { key: publicKeyKey(told.signingKey), path: 'signing-key.pem' },
  ];
}

function fileLines(listed: Manifest, files: ReturnType<typeof filesOf>, say: Say, width: number): string[] {
  const numbers = new Map(
    tally(
      files,
      ({ provider }) => provider,
      ({ controlSum }) => controlSum,
      ({ count }) => count,
    ),
  );
  return table(
    [
      { title: say('Tổ chức', 'Provider') },
      { title: say('Tệp', 'Files'), align: 'right' },
      { title: say('Số khoản', 'Payments'), align: 'right' },
      { title: say('Số tiền', 'Amount'), align: 'right' },
      { title: say('Ngày chi', 'Paid on') },
    ],
    listed.byProvider.map(({ provider, payOn }) => {
      const own = numbers.get(provider) ?? { people: 0, amount: 0 };
      const count = files.filter((file) => file.provider === provider).length;
      return [provider, String(count), formatDong(own.people), formatDong(own.amount), payOn ? formatDay(payOn) : '—'];
    }),
    width,
  );
}

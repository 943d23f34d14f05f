import { inParallel } from '../domain/in-parallel.ts';
import type { InstructionLine, ResultLine } from '../domain/payouts/instruction.ts';
import { type RunId, totalOf } from '../domain/payouts/payment.ts';
import { type Manifest, type ManifestFile, manifest } from '../domain/payouts/payout-run.ts';
import { draftedLines, releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { type Period, period } from '../domain/period.ts';
import type { Objects, References, Runs } from '../domain/ports.ts';
import type { Provider, ProviderId } from '../domain/reference-data.ts';
import { reasonOf, saysDuplicate } from '../domain/settlement/reason-codes.ts';
import { splitIntoBatches } from '../formats/instructions/instruction-file.ts';
import { messageIdOf } from '../formats/instructions/prepared-batch.ts';
import type { Rejection } from '../formats/results/results-refused.ts';

export interface RejectionPorts {
  readonly work: Pick<Objects, 'unpackSealed'>;
  readonly outbox: Pick<Objects, 'json'>;
  readonly references: Pick<References, 'version'>;
  readonly runs: Pick<Runs, 'ofPeriod'>;
}

/** One of our files, as two people approved it. */
interface SentFile {
  readonly approved: Manifest;
  readonly provider: ProviderId;
  /** Among the provider's files of the run, from 0. */
  readonly index: number;
  readonly file: ManifestFile;
}

/**
 * What became of each payment of a file that its provider turned down as a whole: failed, for the whole's reason.
 * `refused`: why nobody can say so, and what the officer is to do.
 */
export async function linesOfRejected(
  ports: RejectionPorts,
  provider: Provider,
  folder: Period,
  rejection: Rejection,
): Promise<{ lines: ResultLine[] } | { refused: string }> {
  const { reasonCode, reason } = rejection;
  if (reasonCode !== null && saysDuplicate(provider, reasonCode)) return { refused: REFUSALS.duplicate };
  if (reasonCode !== null && !reasonOf(provider, reasonCode)) return { refused: REFUSALS.reason };
  const sent = await sentFile(ports, provider.id, folder, rejection.messageId);
  if (!sent) return { refused: REFUSALS.stranger };
  const isSame = agrees(rejection.count, sent.file.count) && agrees(rejection.controlSum, sent.file.controlSum);
  if (!isSame) return { refused: REFUSALS.different };
  const told = await linesIn(ports, sent);
  if (!told) return { refused: REFUSALS.expired };
  return {
    lines: told.map((line, index) => ({
      reference: line.reference,
      status: 'failed',
      amount: totalOf(line),
      paidOn: null,
      reasonCode,
      reason,
      line: index + 1,
    })),
  };
}

const WHOLE = 'Tổ chức chi trả từ chối toàn bộ tệp lệnh chi,';
const REFUSALS = {
  duplicate: `${WHOLE} vì đã nhận tệp này rồi: tệp nhận lần đầu vẫn có thể đang được chi. Chưa ghi nhận gì. Hãy chờ kết quả của tệp lần đầu, không lập lại lệnh chi.`,
  reason: `${WHOLE} với mã lý do chưa có trong cấu hình. Chưa ghi nhận gì. Hãy hỏi tổ chức chi trả mã đó nghĩa là gì, thêm vào resultReasons của tổ chức này trong danh mục, công bố danh mục rồi gửi lại tệp kết quả.`,
  stranger: `${WHOLE} nhưng mã tệp gốc (OrgnlMsgId) không phải của tệp nào đã chuyển cho tổ chức này. Chưa ghi nhận gì. Hãy đề nghị tổ chức chi trả kiểm tra lại mã tệp gốc, hoặc gửi kết quả từng lệnh chi.`,
  different: `${WHOLE} nhưng số lệnh hoặc tổng tiền ghi trong thông báo khác với tệp đã chuyển. Chưa ghi nhận gì. Hãy đối chiếu với tổ chức chi trả rồi đề nghị gửi kết quả từng lệnh chi.`,
  expired: `${WHOLE} nhưng chi tiết của tệp này ở hệ thống đã hết hạn lưu. Chưa ghi nhận gì. Hãy đề nghị tổ chức chi trả gửi kết quả từng lệnh chi.`,
} as const;

function agrees(said: number | null, sent: number): boolean {
  return said === null || said === sent;
}

/** The released file of a message id. The id begins with its run's period, whatever folder the answer lies in. */
async function sentFile(
  { outbox, runs }: RejectionPorts,
  provider: ProviderId,
  folder: Period,
  messageId: string,
): Promise<SentFile | undefined> {
  const month = period.safeParse(messageId.slice(0, 7)).data ?? folder;
  for (const { run, status } of await runs.ofPeriod(month)) {
    if (status !== 'released' && status !== 'settled') continue;
    const approved = await outbox.json(releasedManifestKey(run), manifest);
    const files = approved.files.filter((file) => file.provider === provider);
    const index = files.findIndex(
      (_, at) => messageIdOf({ run, provider: { id: provider }, sequence: at + 1 }) === messageId,
    );
    const file = files[index];
    if (file) return { approved, provider, index, file };
  }
  return undefined;
}

/** The lines of one of our files, taken from what was approved; undefined when they are kept no longer. */
async function linesIn(
  { work, references }: RejectionPorts,
  { approved, provider, index, file }: SentFile,
): Promise<InstructionLine[] | undefined> {
  const { data } = await references.version(approved.referenceVersion);
  const configured = data.providers.find(({ id }) => id === provider);
  if (!configured) throw new Error('The provider is not in the reference data of the run');
  const keys = approved.byUnit.flatMap(({ lines }) => lines.filter((one) => one.provider === provider));
  let told: InstructionLine[];
  try {
    told = (await inParallel(6, keys, ({ key }) => work.unpackSealed(key, draftedLines))).flatMap(({ lines }) => lines);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
  const lines = splitIntoBatches(told, configured)[index] ?? [];
  mustBeTheFile(approved.run, file, lines);
  return lines;
}

/** What is split anew is what was sent, or a payment of another file would fail with it. */
function mustBeTheFile(run: RunId, file: ManifestFile, lines: readonly InstructionLine[]): void {
  const controlSum = lines.reduce((sum, line) => sum + totalOf(line), 0);
  if (lines.length !== file.count || controlSum !== file.controlSum) {
    throw new Error(`The lines of a file of ${run} are not those that its manifest lists`);
  }
}

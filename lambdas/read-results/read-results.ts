import type { LandedObject } from '../domain/lists/landed-object.ts';
import type { ResultLine } from '../domain/payouts/instruction.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Clock, Message, Objects, References } from '../domain/ports.ts';
import { submissionIdOf } from '../domain/rolls/submission.ts';
import {
  type ResultChunkRef,
  type ResultRef,
  readResultKey,
  resultFactsKey,
  resultLinesKey,
  settlementKey,
} from '../domain/settlement/settlement.ts';
import { readResults as readResultFile } from '../formats/results/result-file.ts';
import { ResultsRefused, WholeFileRejected } from '../formats/results/results-refused.ts';
import { linesOfRejected, type RejectionPorts } from './rejected-file.ts';

export interface Ports {
  readonly inbox: Pick<Objects, 'bytes' | 'facts'>;
  readonly work: Pick<Objects, 'pack'> & RejectionPorts['work'];
  readonly outbox: Pick<Objects, 'putJson'> & RejectionPorts['outbox'];
  readonly references: Pick<References, 'current'> & RejectionPorts['references'];
  readonly runs: RejectionPorts['runs'];
  readonly clock: Pick<Clock, 'read'>;
}

export type ReadOutcome =
  | ({ readonly outcome: 'read'; readonly chunks: ResultChunkRef[] } & ResultRef)
  | { readonly outcome: 'refused'; readonly code: string; readonly message: Message };

/**
 * Reads a provider's answer into chunks of lines. Lines count only once the whole file was read: one found damaged at
 * its end is refused as a whole, and every payment stays as it was. Where the provider turned a whole file of ours down,
 * the lines are that file's, each of them failed.
 */
export async function readResults(ports: Ports, landed: LandedObject, chunkRows: number): Promise<ReadOutcome> {
  const facts = await ports.inbox.facts(landed.key, landed.versionId);
  const named = readResultKey(landed.key);
  if (!named)
    return refused(
      'bad-key',
      'unknown',
      'Một tệp kết quả không nằm trong thư mục results/{kỳ}/{tổ chức chi trả}/ nên không được đọc. Hãy đề nghị tổ chức chi trả gửi lại đúng thư mục.',
    );
  const { data } = await ports.references.current();
  const provider = data.providers.find(({ id }) => id === named.provider);
  if (!provider)
    return refused('unknown-provider', named.period, `Không có tổ chức chi trả "${named.provider}" trong danh mục.`);

  const ref: ResultRef = {
    ...named,
    id: submissionIdOf(await ports.clock.read(facts.storedAt), facts.etag),
    key: landed.key,
  };
  const bytes = await ports.inbox.bytes(landed.key, facts.versionId);
  const chunks: ResultChunkRef[] = [];
  let lines = 0;
  let pending: ResultLine[] = [];
  const flush = async () => {
    const chunk = { ...ref, chunk: chunks.length };
    await ports.work.pack(resultLinesKey(chunk), { lines: pending });
    chunks.push(chunk);
    pending = [];
  };
  const take = async (batch: readonly ResultLine[]) => {
    lines += batch.length;
    for (const line of batch) {
      pending.push(line);
      if (pending.length >= chunkRows) await flush();
    }
  };
  const refuse = async ({ code }: ResultsRefused, message: string): Promise<ReadOutcome> => {
    await ports.outbox.putJson(settlementKey(ref), { schemaVersion: 1, ...ref, refused: { code, message } });
    const body = `Kết quả của ${provider.name}, kỳ ${formatPeriod(named.period)}: ${message}`;
    return refused(code, named.period, body);
  };
  try {
    for await (const batch of readResultFile(bytes, provider)) await take(batch);
  } catch (error) {
    if (!(error instanceof ResultsRefused)) throw error;
    if (!(error instanceof WholeFileRejected)) return refuse(error, error.message);
    const rejected = await linesOfRejected(ports, provider, named.period, error.rejection);
    if ('refused' in rejected) return refuse(error, rejected.refused);
    await take(rejected.lines);
  }
  if (pending.length > 0) await flush();
  await ports.work.pack(resultFactsKey(ref), { lines });
  return { outcome: 'read', ...ref, chunks };
}

function refused(code: string, about: string, body: string): ReadOutcome {
  return { outcome: 'refused', code, message: { subject: `ansinh: results refused, ${about}`, body } };
}

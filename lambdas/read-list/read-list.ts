import type { CheckedRow } from '../domain/list-row.ts';
import type { Objects, References, Submissions } from '../domain/ports.ts';
import type { ColumnReading } from '../domain/receipt.ts';
import type { RefusalCode } from '../domain/refusal-catalogue.ts';
import {
  type CheckedChunk,
  type ChunkRef,
  checkedKey,
  chunkRefs,
  type ReadSummary,
  type SubmissionRef,
  summaryKey,
} from '../domain/submission-chunks.ts';
import { DEFAULT_LIMITS, type ListPart, ListRefused, readList as readListFile } from '../formats/list-reader.ts';

export interface Ports {
  readonly inbox: Pick<Objects, 'bytes'>;
  readonly work: Pick<Objects, 'pack'>;
  readonly submissions: Pick<Submissions, 'get'>;
  readonly references: Pick<References, 'version'>;
}

export type ReadList =
  | ({ readonly outcome: 'read'; readonly chunks: ChunkRef[] } & SubmissionRef)
  | ({
      readonly outcome: 'refused';
      readonly code: RefusalCode;
      readonly key: string;
      readonly receivedAt: string;
    } & SubmissionRef);

/** Reads a list into chunks of checked rows in the work bucket. A file that is no list is an outcome, not an error. */
export async function readList(ports: Ports, ref: SubmissionRef, chunkRows: number): Promise<ReadList> {
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const { data } = await ports.references.version(submission.referenceVersion);
  const bytes = await ports.inbox.bytes(submission.key, submission.versionId ?? undefined);
  const context = { unit: ref.unit, period: ref.period, referenceData: data, limits: DEFAULT_LIMITS };
  try {
    const chunks = await packChunks(ports, ref, readListFile(bytes, context), chunkRows);
    return { outcome: 'read', ...ref, chunks: chunkRefs(ref, chunks) };
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    return { outcome: 'refused', ...ref, code: error.code, key: submission.key, receivedAt: submission.receivedAt };
  }
}

/** Packs rows as they come, so that memory holds one chunk whatever the list's length. @returns how many chunks. */
async function packChunks(
  { work }: Pick<Ports, 'work'>,
  ref: SubmissionRef,
  parts: AsyncIterable<ListPart>,
  chunkRows: number,
): Promise<number> {
  const columns: ColumnReading[] = [];
  const read = { rows: 0, amount: 0 };
  let list: Pick<ReadSummary, 'kind' | 'purpose' | 'file' | 'notes'> | undefined;
  let chunk = 0;
  let pending: CheckedRow[] = [];
  const flush = async (rows: CheckedRow[]) => {
    const content: CheckedChunk = { start: read.rows - pending.length, rows };
    await work.pack(checkedKey({ ...ref, chunk }), content);
    chunk += 1;
    pending = pending.slice(rows.length);
  };
  for await (const part of parts) {
    if (part.part === 'columns') {
      columns.push(...part.columns);
      continue;
    }
    if (part.part === 'list') {
      const { part: _, ...reading } = part;
      list = { ...reading, notes: [...reading.notes] };
      continue;
    }
    for (const row of part.rows) read.amount += row.values.amount ?? 0;
    read.rows += part.rows.length;
    pending.push(...part.rows);
    while (pending.length >= chunkRows) await flush(pending.slice(0, chunkRows));
  }
  if (pending.length > 0) await flush(pending);
  if (list === undefined) throw new Error('A list that was read says what it is');
  const summary: ReadSummary = { ...list, chunks: chunk, read, columns };
  await work.pack(summaryKey(ref), summary);
  return chunk;
}

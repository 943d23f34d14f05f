import type { ColumnReading, ListKind } from '../domain/lists/list-facts.ts';
import type { CheckedRow } from '../domain/lists/list-row.ts';
import type { RefusalCode, RefusalDetails } from '../domain/lists/refusal-catalogue.ts';
import type { Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import {
  type CheckedChunk,
  type ChunkRef,
  checkedKey,
  chunkRefs,
  type ReadSummary,
  type SubmissionRef,
  summaryKey,
} from '../domain/rolls/submission-chunks.ts';
import { DEFAULT_LIMITS, type ListPart, ListRefused, readList as readListFile } from '../formats/lists/list-reader.ts';
import { meetStandingRoll, NoRoll, RollUnderWay } from './meet-standing-roll.ts';

export interface Ports {
  readonly inbox: Pick<Objects, 'bytes'>;
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: Pick<Submissions, 'get' | 'note' | 'turn' | 'roll' | 'ofUnit'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
}

export type ReadList =
  | ({ readonly outcome: 'read'; readonly chunks: ChunkRef[] } & SubmissionRef)
  | ({
      readonly outcome: 'refused';
      readonly code: RefusalCode;
      readonly details?: RefusalDetails;
      readonly kind?: ListKind;
      readonly key: string;
      readonly receivedAt: string;
    } & SubmissionRef);

/**
 * Reads a list into chunks of checked rows in the work bucket; the rows of a change list as they meet the unit's roll.
 * A file that is no list is an outcome, not an error. Throws `RollUnderWay` where a change list must wait for the roll; once it
 * has `waited` long enough, that is a refusal too.
 *
 * @param clock milliseconds from some moment on, by which reading is ended that takes too long.
 */
export async function readList(
  ports: Ports,
  { waited = false, ...ref }: SubmissionRef & { readonly waited?: boolean | undefined },
  chunkRows: number,
  clock?: () => number,
): Promise<ReadList> {
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const { data } = await ports.references.version(submission.referenceVersion);
  const bytes = await ports.inbox.bytes(submission.key, submission.versionId ?? undefined);
  const limits = { ...DEFAULT_LIMITS, ...data.intake.limits };
  const context = { unit: ref.unit, period: ref.period, referenceData: data, limits, ...(clock && { clock }) };
  const refused = (code: RefusalCode, more: { details?: RefusalDetails; kind?: ListKind }): ReadList => {
    const { key, receivedAt } = submission;
    return { outcome: 'refused', ...ref, code, ...more, key, receivedAt };
  };
  try {
    const summary = await layRead(ports, ref, readListFile(bytes, context), chunkRows);
    return { outcome: 'read', ...ref, chunks: chunkRefs(ref, summary.chunks) };
  } catch (error) {
    if (error instanceof NoRoll || (waited && error instanceof RollUnderWay))
      return refused('changes-without-roll', { kind: 'changes' });
    if (!(error instanceof ListRefused)) throw error;
    return refused(error.code, { details: error.details });
  }
}

/** Lays what was read where the next task finds it, and records what the list turned out to be. */
export async function layRead(
  ports: Pick<Ports, 'work' | 'submissions' | 'rolls'>,
  ref: SubmissionRef,
  parts: AsyncIterable<ListPart>,
  chunkRows: number,
): Promise<ReadSummary> {
  const read = await packChunks(ports, ref, parts, chunkRows);
  const { kind, purpose } = read;
  const summary = kind === 'changes' ? await meetStandingRoll(ports, ref, read) : read;
  const before = await ports.submissions.get(ref.unit, ref.period, ref.id);
  // Only now is it known which roll it is about: had it been ended together with the other's older lists, it lives on.
  // Nobody else is woken: a try that was given up and goes on may come here long after the list was closed.
  if (before.status === 'superseded' && before.purpose !== purpose)
    await ports.submissions.turn(ref, 'superseded', 'reading');
  await ports.submissions.note(ref, { kind, purpose });
  await ports.work.pack(summaryKey(ref), summary);
  return summary;
}

/** Packs rows as they come, so that memory holds one chunk whatever the list's length. */
async function packChunks(
  { work }: Pick<Ports, 'work'>,
  ref: SubmissionRef,
  parts: AsyncIterable<ListPart>,
  chunkRows: number,
): Promise<ReadSummary> {
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
  return { ...list, chunks: chunk, read, columns, readAgainst: [] };
}

import type { z } from 'zod';
import { newAccounts } from '../domain/answers/account-feed.ts';
import { accountFeedKey, cleanedListKey, worklistKey, worklistsKey } from '../domain/answers/answer-keys.ts';
import { type WaitingLists, waitingLists, waitingListsOf } from '../domain/answers/waiting.ts';
import { worklistsOf } from '../domain/answers/worklist.ts';
import type { ListPurpose } from '../domain/list-purpose.ts';
import { dayOf, type Period } from '../domain/period.ts';
import type { Clock, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Programme } from '../domain/programme.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import type { RollPointer, Submission } from '../domain/rolls/submission.ts';
import { linesOfRoll } from '../domain/rolls/unit-roll.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { accountFeedCsv } from '../formats/answers/account-feed.ts';
import { cleanedListCsv } from '../formats/answers/cleaned-list-csv.ts';
import { cleanedListWorkbook } from '../formats/answers/cleaned-list-xlsx.ts';
import { writeWorklist } from '../formats/answers/worklist-xlsx.ts';
import { CSV, XLSX } from '../formats/content-types.ts';
import { type RecoveryPorts, recoveries } from './recoveries.ts';

export interface PaperPorts {
  readonly outbox: Pick<Objects, 'put' | 'putJson' | 'json'>;
  readonly submissions: Pick<Submissions, 'roll' | 'rollBefore'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly payments: RecoveryPorts['payments'];
  readonly exceptions: RecoveryPorts['exceptions'];
}

/** A unit's rolls of a month as they stand: the regular one, and that of emergency help where there is one. */
interface Standing extends Pick<RollRead, 'lines'> {
  readonly purpose: ListPurpose;
}

/** A roll that was read: a revision is never written over, so its lines stay true while the pointer names it. */
export interface RollRead {
  readonly pointer: RollPointer;
  readonly lines: readonly Entitlement[];
}

/**
 * Publishes what a unit's rolls as a whole give: worklists, cleaned lists, the feed of new accounts. Of two that publish
 * at once the later may overwrite the newer with the older; so each looks again when it is done.
 *
 * @param read the roll that the list is part of, as it was read for the receipt.
 * @returns how many people stand on the worklists; undefined where a roll has moved on: then receipt and papers are to
 *   be made again.
 */
export async function publishUnitPapers(
  ports: PaperPorts,
  about: Submission,
  read: RollRead,
): Promise<number | undefined> {
  const { unit, period: month } = about;
  const { data } = await ports.references.version(about.referenceVersion);
  const now = await ports.clock.now();
  const pointers = await pointersOf(ports, unit, month);
  if (versionIn(pointers, read.pointer.purpose) !== read.pointer.version) return undefined;
  const standing = await rollsOf(ports, pointers, read);
  const waiting = await publishWorklists(ports, { unit, month, data }, standing, now);
  for (const { purpose, lines } of standing) await publishCleanedList(ports, { unit, month, data }, purpose, lines);
  await publishAccounts(ports, { unit, month }, standing);
  const after = await pointersOf(ports, unit, month);
  const moved = after.some(({ purpose, version }) => versionIn(pointers, purpose) !== version);
  return moved ? undefined : waiting;
}

interface About {
  readonly unit: UnitCode;
  readonly month: Period;
  readonly data: ReferenceData;
}

const PURPOSES = ['regular', 'emergency'] as const;

async function pointersOf({ submissions }: PaperPorts, unit: UnitCode, month: Period): Promise<RollPointer[]> {
  const found = await Promise.all(PURPOSES.map((purpose) => submissions.roll(unit, month, purpose)));
  return found.filter((pointer) => pointer !== undefined);
}

function rollsOf(
  { rolls }: Pick<PaperPorts, 'rolls'>,
  pointers: readonly RollPointer[],
  read: RollRead,
): Promise<Standing[]> {
  return Promise.all(
    pointers.map(async (pointer) => ({
      purpose: pointer.purpose,
      lines: pointer.purpose === read.pointer.purpose ? read.lines : await linesOfRoll(rolls, pointer),
    })),
  );
}

function versionIn(pointers: readonly RollPointer[], purpose: ListPurpose): number | undefined {
  return pointers.find((one) => one.purpose === purpose)?.version;
}

/**
 * The JSON stands before the sheets, since it is the memory of what was ever published: a crash between them leaves no
 * sheet that nobody remembers to empty.
 */
async function publishWorklists(
  ports: PaperPorts,
  { unit, month, data }: About,
  standing: readonly Standing[],
  now: Date,
): Promise<number> {
  const names = new Map(data.programmes.map(({ code, name }) => [code, name]));
  const programmeName = (programme: Programme | null) =>
    programme === null ? 'Chưa rõ chế độ' : (names.get(programme) ?? programme);
  const lines = standing.flatMap((one) => one.lines);
  const entries = worklistsOf(lines, month, programmeName);
  const thisPeriod = await earlier(ports, unit, month);
  const before = thisPeriod === undefined ? await ports.submissions.rollBefore(unit, month) : undefined;
  const lastPeriod = before === undefined ? undefined : await earlier(ports, unit, before.period);
  const known = (thisPeriod ?? lastPeriod)?.lists.find(({ kind }) => kind === 'recovery')?.people ?? [];
  const toRecover = await recoveries(ports, known, { lines, month, now, programmeName });
  if (toRecover.length > 0) entries.set('recovery', toRecover);
  const published = waitingListsOf({ unit, period: month }, entries, { thisPeriod, lastPeriod }, dayOf(now));
  await ports.outbox.putJson(worklistsKey(unit, month), published);
  const unitName = unitIn(data.units, unit, month)?.name ?? unit;
  for (const { kind, people } of published.lists) {
    const sheet = await writeWorklist({ kind, unit, unitName, period: month, people });
    await ports.outbox.put(worklistKey(unit, month, kind), sheet, XLSX);
  }
  return published.lists.reduce((sum, { people }) => sum + people.length, 0);
}

function earlier({ outbox }: PaperPorts, unit: UnitCode, month: Period): Promise<WaitingLists | undefined> {
  return jsonIfThere(outbox, worklistsKey(unit, month), waitingLists);
}

async function jsonIfThere<Schema extends z.ZodType>(
  outbox: Pick<Objects, 'json'>,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return await outbox.json(key, schema);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function publishCleanedList(
  { outbox }: PaperPorts,
  { unit, month, data }: About,
  purpose: ListPurpose,
  lines: readonly Entitlement[],
): Promise<void> {
  const unitName = unitIn(data.units, unit, month)?.name ?? unit;
  const workbook = await cleanedListWorkbook({ unit, unitName, period: month, purpose, lines, data });
  await outbox.put(cleanedListKey(unit, month, purpose, 'xlsx'), workbook, XLSX);
  await outbox.put(cleanedListKey(unit, month, purpose, 'csv'), cleanedListCsv(lines, data), CSV);
}

/** An empty feed too: whoever collects the feeds sees that this unit has no new account, or none any more. */
async function publishAccounts(
  { outbox }: PaperPorts,
  { unit, month }: Pick<About, 'unit' | 'month'>,
  standing: readonly Standing[],
): Promise<void> {
  const accounts = newAccounts(standing.flatMap(({ lines }) => lines));
  await outbox.put(accountFeedKey(unit, month, 'csv'), accountFeedCsv(month, accounts), CSV);
  await outbox.putJson(accountFeedKey(unit, month, 'json'), { schemaVersion: 1, unit, period: month, accounts });
}

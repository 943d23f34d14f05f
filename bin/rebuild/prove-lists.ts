import { receipt } from '../../lambdas/domain/answers/receipt.ts';
import { totalsOf } from '../../lambdas/domain/answers/receipt-of.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { type RollPointer, readListKey, type Submission } from '../../lambdas/domain/rolls/submission.ts';
import { type UnitCode, unitCode } from '../../lambdas/domain/unit.ts';
import { Looking, type Proof, type ToProve } from './to-prove.ts';

type Lists = Pick<ToProve, 'submissions' | 'rolls' | 'inbox' | 'outbox'>;

/** Every list in the inbox is known or was refused; every list says what its receipt says; every roll is whole. */
export async function proveLists(to: Lists): Promise<Proof[]> {
  const known = new Looking('Mỗi danh sách đã nhận đều có trong hệ thống hoặc đã bị từ chối');
  const told = new Looking('Số dòng, số tiền của danh sách = biên nhận mới nhất');
  const whole = new Looking('Số dòng, số tiền của danh sách hiện hành = các dòng của nó');
  const received = Map.groupBy(await to.inbox.keys('lists/'), folderOf);
  const answered = Map.groupBy(await to.outbox.keys('receipts/'), folderOf);
  for (const folder of new Set([...received.keys(), ...answered.keys()])) {
    const [month, unit] = placeIn(folder) ?? [];
    if (month === undefined || unit === undefined) continue;
    const submissions = await to.submissions.ofUnit(unit, month);
    const receipts = (answered.get(folder) ?? []).filter((key) => key.endsWith('.json'));
    for (const key of received.get(folder) ?? []) {
      if (readListKey(key) === undefined) continue;
      known.look(await isKnown(to, key, submissions, receipts), folder);
    }
    for (const one of submissions) {
      if (one.receiptKey !== null) told.look(await saysTheSame(to, one, receipts), folder);
    }
    for (const purpose of ['regular', 'emergency'] as const) {
      const pointer = await to.submissions.roll(unit, month, purpose);
      if (pointer) whole.look(await isWhole(to, pointer), folder);
    }
  }
  return [known.told(), told.told(), whole.told()];
}

/** Known by its key, or by its bytes where it repeats another; one that nobody could take has a receipt that names it. */
async function isKnown(
  { inbox, outbox }: Lists,
  key: string,
  submissions: readonly Submission[],
  receipts: readonly string[],
): Promise<boolean> {
  if (submissions.some((one) => one.key === key)) return true;
  const { etag } = await inbox.facts(key);
  if (submissions.some(({ fingerprint }) => fingerprint === etag)) return true;
  const taken = new Set<string>(submissions.map(({ id }) => id));
  const others = receipts.filter((one) => !taken.has(one.split('/')[3] ?? ''));
  for (const one of others) if ((await outbox.json(one, receipt)).submission?.key === key) return true;
  return false;
}

async function saysTheSame(
  { outbox }: Lists,
  { receiptKey, said }: Submission,
  receipts: readonly string[],
): Promise<boolean> {
  if (receiptKey === null) return true;
  if (!receipts.includes(receiptKey)) return false;
  const { totals } = await outbox.json(receiptKey, receipt);
  return said === null || JSON.stringify(said.totals) === JSON.stringify(totals);
}

async function isWhole({ rolls }: Lists, pointer: RollPointer): Promise<boolean> {
  const lines = await Array.fromAsync(rolls.ofRoll(pointer));
  return JSON.stringify(totalsOf(lines)) === JSON.stringify(pointer.totals);
}

/** `{root}/{period}/{unit}/…` is `{period}/{unit}`. */
function folderOf(key: string): string {
  return key.split('/').slice(1, 3).join('/');
}

function placeIn(folder: string): [Period, UnitCode] | undefined {
  const [month, code] = folder.split('/');
  const [parsedMonth, parsedUnit] = [period.safeParse(month), unitCode.safeParse(code)];
  return parsedMonth.success && parsedUnit.success ? [parsedMonth.data, parsedUnit.data] : undefined;
}

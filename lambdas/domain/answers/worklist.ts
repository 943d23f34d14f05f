import { z } from 'zod';
import type { RowNote } from '../lists/list-row.ts';
import { messageOf } from '../lists/note-catalogue.ts';
import { day, type Period } from '../period.ts';
import { type Channel, channel as channelSchema, personalId } from '../person.ts';
import type { Programme } from '../programme.ts';
import { folded } from '../readings/folded-text.ts';
import type { Entitlement } from '../rolls/entitlement.ts';
import { recovery } from '../settlement/recovery.ts';

/**
 * The worklists of a unit, each for whoever can mend what keeps a person from being paid as the law wants: the police
 * (no-personal-id), the registry office (no-birth-certificate), providers (no-account), a bank's branch (branch), the
 * commune itself (identity-mismatch, deceased, account-question), both units of a conflict. On `recovery` stands who was
 * paid for months after their death, until a person decides that the money came back.
 */
export const worklistKind = z.enum([
  'no-personal-id',
  'no-birth-certificate',
  'no-account',
  'branch',
  'identity-mismatch',
  'deceased',
  'conflict',
  'account-question',
  'recovery',
]);
export type WorklistKind = z.infer<typeof worklistKind>;

/** Somebody on a worklist. `group` parts a list by who takes it: the wished way of payment, where providers differ. */
const worklistEntry = z.object({
  /** Null where the list gives no usable one. Never on the sheets that are handed on. */
  personalId: personalId.nullable(),
  fullName: z.string().nullable(),
  birthDate: z.string().nullable(),
  village: z.string().nullable(),
  /** As officers call them, all that the person draws. */
  programmes: z.array(z.string()),
  group: z.string().nullable(),
  reason: z.string(),
  nextStep: z.string(),
  /** Where the row stands in the unit's own list, so that what was mended finds its way back. */
  sheet: z.string().nullable(),
  /** Null of somebody who has left the unit's list. */
  row: z.number().int().positive().nullable(),
  /** On the list of that kind only. */
  recovery: recovery.exactOptional(),
});
export type WorklistEntry = z.infer<typeof worklistEntry>;

/** With the day since which the person waits for this. */
export const waitingPerson = worklistEntry.extend({ since: day });
export type WaitingPerson = z.infer<typeof waitingPerson>;

/** Below this age a child has a birth certificate and no identity card (Law 26/2023/QH15 art. 19: the card from 14). */
const CARD_AGE = 14;
/** Below it nobody opens an account online (domain notes; Civil Code 2015 art. 21). */
const ADULT_AGE = 18;

const CONFLICTS: readonly string[] = [
  'claimed-elsewhere',
  'incompatible-programme',
  'decided-elsewhere',
  'also-listed',
];
const DEATHS: readonly string[] = ['deceased', 'died-this-month'];
const MISMATCHES: readonly string[] = [
  'identity-mismatch',
  'identity-not-found',
  'id-contradicts-sex',
  'id-contradicts-birth-year',
];
const ACCOUNT_QUESTIONS: readonly string[] = ['account-differs', 'payee-not-found', 'payee-mismatch', 'payee-deceased'];
const NO_ACCOUNT: readonly string[] = ['no-account-cash', 'no-account-deferred'];

const WISHES: Readonly<Record<Channel, string>> = {
  account: 'Tài khoản ngân hàng',
  wallet: 'Ví điện tử',
  'mobile-money': 'Tiền di động',
  cash: 'Tiền mặt',
};

const NEXT_STEPS: Readonly<Record<Exclude<WorklistKind, 'recovery'>, string>> = {
  'no-personal-id': 'Công an cấp xã cấp hoặc cung cấp số định danh cá nhân; đơn vị bổ sung vào danh sách',
  'no-birth-certificate': 'Cấp hoặc cấp lại giấy khai sinh, số định danh cá nhân; đơn vị bổ sung vào danh sách',
  'no-account': 'Hỗ trợ mở tài khoản theo nguyện vọng; đơn vị ghi số tài khoản vào danh sách',
  branch: 'Người đại diện mang giấy tờ ra chi nhánh mở tài khoản; không mở trực tuyến được',
  'identity-mismatch':
    'Đối chiếu thẻ căn cước hoặc giấy khai sinh rồi sửa danh sách; nếu CSDL sai thì đề nghị Công an cấp xã điều chỉnh',
  deceased: 'Lập thủ tục thôi hưởng và đưa ra khỏi danh sách',
  conflict: 'Hai đơn vị thống nhất nơi chi trả; nếu không thống nhất được thì báo cán bộ cấp tỉnh quyết định',
  'account-question': 'Hỏi lại người hưởng hoặc người nhận thay; sửa danh sách nếu sai',
};

/**
 * Who of a unit's rolls stands on which worklist, in the order of the rolls. A person stands once on a list, however
 * many programmes they draw; those without an id are told apart row by row (ruling 14). Who died, or is paid
 * elsewhere, needs neither an account nor a card from this unit. What was paid after a death the rolls do not say.
 *
 * @param programmeName what officers call a programme.
 */
export function worklistsOf(
  lines: Iterable<Entitlement>,
  month: Period,
  programmeName: (programme: Programme | null) => string,
): Map<WorklistKind, WorklistEntry[]> {
  const lists = new Map<WorklistKind, Map<string, WorklistEntry>>();
  for (const line of lines) {
    const { values } = line;
    for (const { kind, reason, group } of tasksOf(line, month)) {
      const list = lists.get(kind) ?? new Map<string, WorklistEntry>();
      lists.set(kind, list);
      const key = values.personalId ?? `${line.revision}#${line.position}`;
      const known = list.get(key);
      const programmes = new Set([...(known?.programmes ?? []), programmeName(values.programme)]);
      const reasons = new Set([...(known?.reason.split(SEPARATOR) ?? []), reason]);
      list.set(key, {
        personalId: values.personalId,
        fullName: values.fullName,
        birthDate: values.birthDate,
        village: values.village,
        sheet: line.sheet,
        row: line.row,
        group: group ?? null,
        ...known,
        programmes: [...programmes],
        reason: [...reasons].join(SEPARATOR),
        nextStep: NEXT_STEPS[kind],
      });
    }
  }
  return new Map(worklistKind.options.flatMap((kind) => [...named(kind, lists.get(kind))]));
}

function named(
  kind: WorklistKind,
  list: ReadonlyMap<string, WorklistEntry> | undefined,
): [kind: WorklistKind, entries: WorklistEntry[]][] {
  return list === undefined ? [] : [[kind, [...list.values()]]];
}

const SEPARATOR = '; ';

interface Task {
  readonly kind: keyof typeof NEXT_STEPS;
  readonly reason: string;
  readonly group?: string;
}

function tasksOf(line: Entitlement, month: Period): Task[] {
  const notes = [...line.notes, ...line.findings];
  const of = (codes: readonly string[]) => notes.filter(({ code }) => codes.includes(code));
  const deaths = of(DEATHS);
  if (deaths.length > 0) return [{ kind: 'deceased', reason: deaths.map(deathReason).join(SEPARATOR) }];
  const mismatches = of(MISMATCHES);
  const questions = of(ACCOUNT_QUESTIONS);
  const tasks: Task[] = of(CONFLICTS).map((note) => ({ kind: 'conflict', reason: meaningOf(note) }));
  if (line.claim.standing === 'elsewhere') return tasks;
  if (line.values.personalId === null) tasks.push(withoutId(line, month));
  tasks.push(...withoutAccount(line, month));
  if (mismatches.length > 0) tasks.push({ kind: 'identity-mismatch', reason: joined(mismatches) });
  if (questions.length > 0) {
    tasks.push({ kind: 'account-question', reason: withPayee(joined(questions), line.values) });
  }
  return tasks;
}

function withoutId({ notes, values }: Entitlement, month: Period): Task {
  if (isUnder(CARD_AGE, values.birthDate, month)) {
    return { kind: 'no-birth-certificate', reason: 'Trẻ dưới 14 tuổi, danh sách chưa có số định danh cá nhân' };
  }
  const codes = new Set(notes.filter(({ field }) => field === 'personalId').map(({ code }) => code));
  if (codes.has('id-missing')) return { kind: 'no-personal-id', reason: 'Danh sách chưa có số định danh cá nhân' };
  if (codes.has('id-old-card')) return { kind: 'no-personal-id', reason: 'Danh sách mới có số giấy tờ cũ (CMND)' };
  return { kind: 'no-personal-id', reason: 'Số định danh ghi trong danh sách không dùng được' };
}

/** Nobody whose account is only misspelt: theirs exists, and is mended in the list. */
function withoutAccount({ values, notes }: Entitlement, month: Period): Task[] {
  const missing = notes.find(({ code }) => NO_ACCOUNT.includes(code));
  if (values.accountNumber !== null || (missing === undefined && values.channel !== 'cash')) return [];
  if (isUnder(ADULT_AGE, values.birthDate, month)) {
    return [{ kind: 'branch', reason: withPayee('Người chưa đủ 18 tuổi, chưa có tài khoản', values) }];
  }
  if (values.payeeRole === 'guardian') {
    return [{ kind: 'branch', reason: withPayee('Người có người giám hộ, chưa có tài khoản', values) }];
  }
  const reason = values.atHome === true ? 'Chưa có tài khoản, đang nhận tiền tại nhà' : 'Chưa có tài khoản';
  return [{ kind: 'no-account', reason, group: wishOf(values.channel, missing) }];
}

/** The list names who comes to the branch, or whom to ask, in the beneficiary's place: the sheet says it too. */
function withPayee(reason: string, { payeeName }: Entitlement['values']): string {
  return payeeName === null ? reason : `${reason}; người nhận thay: ${payeeName}`;
}

/** The way of payment that the list asks for; the note about the missing account says it where the list does. */
function wishOf(channel: Entitlement['values']['channel'], missing: RowNote | undefined): string {
  const wish = missing === undefined ? channel : channelSchema.safeParse(missing.taken).data;
  return wish == null ? 'Chưa nêu' : WISHES[wish];
}

function joined(notes: readonly RowNote[]): string {
  return [...new Set(notes.map(meaningOf))].join(SEPARATOR);
}

/** What is wrong, without the advice that the receipt's message ends in: the worklist has a column of its own for it. */
function meaningOf(note: RowNote): string {
  const message = messageOf(note, 'vi');
  const advice = message.indexOf(' Hãy ');
  return (advice < 0 ? message : message.slice(0, advice)).replace(/\.$/, '');
}

function deathReason({ code, read = '' }: RowNote): string {
  const date = read.split('-').reverse().join('/');
  return code === 'deceased'
    ? `Mất ngày ${date}, trước kỳ chi trả`
    : `Mất ngày ${date}, trong kỳ: vẫn chi kỳ này, thôi hưởng từ kỳ sau`;
}

/** Whether somebody is certainly younger on the first day of a month; who gives no birth date is taken as older. */
export function isUnder(age: number, birthDate: string | null, month: Period): boolean {
  if (birthDate === null) return false;
  const limit = `${Number(month.slice(0, 4)) - age}${month.slice(4)}-01`;
  // A year or a month alone may be any of its days: the earliest counts.
  return birthDate.padEnd(10, '-01').slice(0, 10) > limit;
}

/** By what somebody without an id is known again. Two of the same name and birth date share their day. */
export function nameKey({ fullName, birthDate }: WorklistEntry): string {
  return `${folded(fullName ?? '')}#${birthDate ?? ''}`;
}

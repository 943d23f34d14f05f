import type { WaitingLists } from '../../lambdas/domain/answers/waiting.ts';
import type { WorklistKind } from '../../lambdas/domain/answers/worklist.ts';
import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatDay } from '../../lambdas/formats/papers/office-sheet.ts';
import { sayIn, type Words } from './officer.ts';
import { table } from './table.ts';

/** What a worklist is about. */
export const WORKLIST_WORDS: Readonly<Record<WorklistKind, Words>> = {
  'no-personal-id': { vi: 'chưa có số định danh dùng được', en: 'no usable personal id' },
  'no-birth-certificate': { vi: 'trẻ em cần giấy khai sinh, số định danh', en: 'children without an id' },
  'no-account': { vi: 'chưa có tài khoản', en: 'no account' },
  branch: { vi: 'cần mở tài khoản tại quầy', en: 'accounts to be opened at a branch' },
  'identity-mismatch': { vi: 'thông tin chưa khớp dân cư', en: 'differs from the population database' },
  deceased: { vi: 'đã mất', en: 'deceased' },
  conflict: { vi: 'có tên ở nhiều nơi', en: 'listed in several places' },
  'account-question': { vi: 'hỏi lại tài khoản, người nhận', en: 'questions about accounts and payees' },
  recovery: { vi: 'thu hồi tiền đã chi sau khi mất', en: 'paid after death, to be recovered' },
};

const COMMUNE: Words = { vi: 'cán bộ xã', en: 'the commune' };
/** Into whose hands a worklist goes. */
export const WORKLIST_HANDS: Readonly<Record<WorklistKind, Words>> = {
  'no-personal-id': { vi: 'Công an cấp xã', en: 'the commune police' },
  'no-birth-certificate': { vi: 'tư pháp - hộ tịch', en: 'the registry office' },
  'no-account': { vi: 'tổ chức chi trả', en: 'the providers' },
  branch: { vi: 'chi nhánh ngân hàng', en: 'a bank’s branch' },
  conflict: { vi: 'hai đơn vị', en: 'both units' },
  'identity-mismatch': COMMUNE,
  deceased: COMMUNE,
  'account-question': COMMUNE,
  recovery: COMMUNE,
};

/** How many wait for what, whose work it is, and since when the first of them waits. Nobody's name stands here. */
export function worklistLines({ lists }: WaitingLists, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (lists.every(({ people }) => people.length === 0)) return [say('Không còn việc nào.', 'Nothing is left to do.')];
  return table(
    [
      { title: say('Việc', 'What') },
      { title: say('Giao cho', 'For') },
      { title: say('Số người', 'People'), align: 'right' },
      { title: say('Chờ từ', 'Since') },
      { title: say('Tệp', 'File') },
    ],
    lists.map(({ kind, people }) => [
      WORKLIST_WORDS[kind][language],
      WORKLIST_HANDS[kind][language],
      formatDong(people.length),
      firstDay(people),
      `${kind}.xlsx`,
    ]),
    width,
  );
}

function firstDay(people: WaitingLists['lists'][number]['people']): string {
  const [first] = people.map(({ since }) => since).toSorted();
  return first === undefined ? '' : formatDay(first);
}

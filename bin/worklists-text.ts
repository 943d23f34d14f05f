import { formatDong } from '../lambdas/domain/money.ts';
import type { Language } from '../lambdas/domain/refusal-catalogue.ts';
import type { WaitingLists } from '../lambdas/domain/waiting.ts';
import type { WorklistKind } from '../lambdas/domain/worklist.ts';
import { formatDay } from '../lambdas/formats/office-sheet.ts';
import { sayIn, type Words } from './officer-text.ts';
import { table } from './text-table.ts';

/** What a worklist is about, and into whose hands it goes. */
const WORKLISTS: Readonly<Record<WorklistKind, { readonly what: Words; readonly to: Words }>> = {
  'no-personal-id': {
    what: { vi: 'chưa có số định danh dùng được', en: 'no usable personal id' },
    to: { vi: 'Công an cấp xã', en: 'the commune police' },
  },
  'no-birth-certificate': {
    what: { vi: 'trẻ em chưa có số định danh, giấy khai sinh', en: 'children without an id or birth certificate' },
    to: { vi: 'tư pháp - hộ tịch', en: 'the registry office' },
  },
  'no-account': {
    what: { vi: 'chưa có tài khoản', en: 'no account' },
    to: { vi: 'tổ chức chi trả', en: 'the providers' },
  },
  branch: {
    what: { vi: 'cần mở tài khoản tại quầy', en: 'accounts to be opened at a branch' },
    to: { vi: 'chi nhánh ngân hàng', en: 'a bank’s branch' },
  },
  'identity-mismatch': {
    what: { vi: 'thông tin chưa khớp dân cư', en: 'differs from the population database' },
    to: { vi: 'cán bộ xã', en: 'the commune' },
  },
  deceased: { what: { vi: 'đã mất', en: 'deceased' }, to: { vi: 'cán bộ xã', en: 'the commune' } },
  conflict: {
    what: { vi: 'có tên ở nhiều nơi', en: 'listed in several places' },
    to: { vi: 'hai đơn vị', en: 'both units' },
  },
  'account-question': {
    what: { vi: 'hỏi lại tài khoản, người nhận', en: 'questions about accounts and payees' },
    to: { vi: 'cán bộ xã', en: 'the commune' },
  },
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
      WORKLISTS[kind].what[language],
      WORKLISTS[kind].to[language],
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

import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatDay } from '../../lambdas/formats/papers/office-sheet.ts';
import type { WaitingFor } from '../month/month-waiting.ts';
import { sayIn, type Words } from './officer.ts';
import { table } from './table.ts';
import { WORKLIST_HANDS, WORKLIST_WORDS } from './worklists.ts';

const OFFICE: Words = { vi: 'cán bộ tỉnh', en: 'the province office' };

/** What waits, and for whom, besides what stands on units' worklists. */
const WAITING: Readonly<
  Record<Exclude<WaitingFor['what'], keyof typeof WORKLIST_WORDS>, { what: Words; whom: Words }>
> = {
  'list-missing': { what: { vi: 'gửi danh sách', en: 'send their lists' }, whom: { vi: 'đơn vị', en: 'units' } },
  'list-reading': {
    what: { vi: 'đọc danh sách', en: 'lists are being read' },
    whom: { vi: 'hệ thống', en: 'the system' },
  },
  'list-confirmation': { what: { vi: 'xác nhận danh sách của', en: 'confirm the list of' }, whom: OFFICE },
  approval: { what: { vi: 'phê duyệt đợt', en: 'approve the run' }, whom: { vi: 'người phê duyệt', en: 'approvers' } },
  exception: { what: { vi: 'quyết định ngoại lệ', en: 'decide exceptions' }, whom: OFFICE },
  answer: { what: { vi: 'trả kết quả chi', en: 'answer about payments' }, whom: { vi: '', en: '' } },
};

/**
 * What waits for whom, since when, until when. Nobody's name stands here.
 * @param nameOf what officers call a unit or a provider.
 */
export function waitingLines(
  waiting: readonly WaitingFor[],
  nameOf: (code: string) => string,
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  if (waiting.length === 0) return [say('Không có việc gì đang chờ.', 'Nothing is waiting.')];
  const day = (on: WaitingFor['since']) => (on === null ? '' : formatDay(on));
  return table(
    [
      { title: say('Đang chờ', 'Waiting') },
      { title: say('Chờ ai', 'For whom') },
      { title: say('Số lượng', 'Count'), align: 'right' },
      { title: say('Đồng', 'Đồng'), align: 'right' },
      { title: say('Từ ngày', 'Since'), align: 'right' },
      { title: say('Hạn', 'By'), align: 'right' },
      { title: '', align: 'right' },
    ],
    waiting.map((one) => [
      ...whatAndWhom(one, nameOf, language),
      formatDong(one.count),
      one.amount === null ? '' : formatDong(one.amount),
      day(one.since),
      day(one.by),
      one.isOverdue ? say('QUÁ HẠN', 'OVERDUE') : '',
    ]),
    width,
  );
}

function whatAndWhom(
  { what, about }: WaitingFor,
  nameOf: (code: string) => string,
  language: Language,
): [what: string, whom: string] {
  switch (what) {
    case 'answer':
      return [WAITING.answer.what[language], about === null ? '' : nameOf(about)];
    case 'list-confirmation':
    case 'approval':
      return [`${WAITING[what].what[language]} ${about === null ? '' : nameOf(about)}`, WAITING[what].whom[language]];
    case 'list-missing':
    case 'list-reading':
    case 'exception':
      return [WAITING[what].what[language], WAITING[what].whom[language]];
    default:
      return [WORKLIST_WORDS[what][language], WORKLIST_HANDS[what][language]];
  }
}

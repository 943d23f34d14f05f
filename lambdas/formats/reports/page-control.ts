import { formatDong } from '../../domain/money.ts';
import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import { EXCEPTION_WORDS } from '../../domain/settlement/exception-words.ts';
import { formatDay, formatInstant } from '../papers/office-sheet.ts';
import { type Html, html, shownName } from './page-html.ts';
import type { PageModel } from './page-model.ts';
import { table } from './page-table.ts';
import { formatShare, noteInWords, sentence, TIMELINESS } from './page-words.ts';

/** What stands behind the figures: each section with the one sentence of it that stands in the page's summary too. */
export interface ControlSection {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Whether the summary says something that somebody must look into. */
  readonly isAlarming: boolean;
  readonly body: Html;
}

export function controlSections({ control }: PageModel): ControlSection[] {
  return [lateness(control), exceptions(control), quality(control), duplicates(control), controlTotals(control)];
}

const ORDER = ['none', 'late', 'on-time'] as const;

function lateness({ lateness: units, deadline }: ControlSheet): ControlSection {
  const [missing = 0, late = 0, onTime = 0] = ORDER.map(
    (kind) => units.filter(({ timeliness }) => timeliness === kind).length,
  );
  const rows = ORDER.flatMap((kind) => units.filter(({ timeliness }) => timeliness === kind));
  const [only] = units;
  const said =
    only !== undefined && units.length === 1
      ? `Đơn vị: ${TIMELINESS[only.timeliness].toLowerCase()}.`
      : `${onTime} đơn vị gửi đúng hạn, ${late} đơn vị gửi trễ, ${missing} đơn vị chưa gửi.`;
  return {
    id: 'lateness',
    title: 'Thời hạn gửi danh sách',
    summary: `Hạn gửi danh sách: hết ngày ${formatDay(deadline)}. ${said}`,
    isAlarming: missing + late > 0,
    body: table(
      'lateness-table',
      'Từng đơn vị: gửi lúc nào',
      [
        { title: 'Đơn vị', cell: ({ name }) => shownName(name) },
        {
          title: 'Tình trạng',
          cell: ({ timeliness, carriedOver }) =>
            carriedOver ? `${TIMELINESS[timeliness]}; dùng danh sách tháng trước` : TIMELINESS[timeliness],
        },
        {
          title: 'Các lần gửi',
          cell: ({ lists }) =>
            lists.length === 0 ? '–' : html`<ol class="plain">${lists.map((list) => listSent(list))}</ol>`,
        },
      ],
      rows,
    ),
  };
}

const STANDINGS: Readonly<Record<ControlSheet['lateness'][number]['lists'][number]['status'], string>> = {
  reading: 'đang đọc',
  'awaiting-confirmation': 'chờ xác nhận',
  current: 'đang dùng',
  superseded: 'đã được thay',
  refused: 'bị từ chối',
};

function listSent(list: ControlSheet['lateness'][number]['lists'][number]): Html {
  const kind = list.kind === 'changes' ? 'tăng, giảm, điều chỉnh' : 'toàn bộ';
  return html`<li>${formatInstant(list.receivedAt)} (${kind}; ${STANDINGS[list.status]}${list.late ? '; trễ hạn' : ''})</li>`;
}

function exceptions({ exceptions: codes }: ControlSheet): ControlSection {
  const open = codes.filter((one) => one.open > 0);
  const all = open.reduce((sum, one) => sum + one.open, 0);
  return {
    id: 'exceptions',
    title: 'Ngoại lệ chờ xử lý',
    summary:
      all === 0
        ? 'Không có khoản chi nào đang chờ người xử lý.'
        : `${formatDong(all)} khoản chi đang chờ người có thẩm quyền quyết định.`,
    isAlarming: all > 0,
    body: table(
      'exceptions-table',
      'Theo loại',
      [
        { title: 'Việc phải xử lý', cell: ({ code }) => sentence(EXCEPTION_WORDS[code].vi) },
        { title: 'Số khoản', figure: true, cell: (one) => one.open },
      ],
      open.toSorted((one, other) => other.open - one.open),
    ),
  };
}

function quality({ quality: units }: ControlSheet): ControlSection {
  const rows = units.reduce((sum, unit) => sum + unit.rows, 0);
  const held = units.reduce((sum, unit) => sum + unit.held.rows, 0);
  const notes = notesOf(units);
  const repaired = notes.filter(({ severity }) => severity === 'warning').reduce((sum, note) => sum + note.rows, 0);
  return {
    id: 'quality',
    title: 'Chất lượng dữ liệu',
    summary:
      rows === 0
        ? 'Chưa có dòng danh sách nào để đánh giá.'
        : `${formatDong(held)} trong ${formatDong(rows)} dòng (${formatShare(held / rows)}) đang bị tạm giữ; ` +
          `${formatDong(repaired)} chỗ đã được hệ thống sửa hoặc lưu ý.`,
    isAlarming: held > 0,
    body: html`${table(
      'quality-table',
      'Theo đơn vị',
      [
        { title: 'Đơn vị', cell: ({ name }) => shownName(name) },
        { title: 'Số dòng', figure: true, cell: (unit) => unit.rows },
        { title: 'Tạm giữ', figure: true, cell: (unit) => unit.held.rows },
        {
          title: 'Tỷ lệ tạm giữ',
          figure: true,
          cell: (unit) => (unit.rows === 0 ? '–' : formatShare(unit.held.rows / unit.rows)),
        },
        { title: 'Số tiền tạm giữ (đồng)', figure: true, cell: (unit) => unit.held.amount },
      ],
      units,
    )}${table(
      'notes-table',
      'Vì sao: các lưu ý hay gặp nhất',
      [
        { title: 'Lưu ý', cell: ({ code }) => sentence(noteInWords(code)) },
        {
          title: 'Mức',
          cell: ({ severity }) => (severity === 'error' ? 'Giữ hoặc loại dòng' : 'Đã sửa hoặc lưu ý'),
        },
        { title: 'Số dòng', figure: true, cell: (note) => note.rows },
      ],
      notes,
    )}`,
  };
}

type Note = ControlSheet['quality'][number]['notes'][number];

/** The notes of all units together, whichever field they stand on, most frequent first. */
function notesOf(units: ControlSheet['quality']): Pick<Note, 'code' | 'severity' | 'rows'>[] {
  const byCode = new Map<string, Pick<Note, 'code' | 'severity' | 'rows'>>();
  for (const { notes } of units) {
    for (const { code, severity, rows } of notes) {
      const key = `${severity} ${code}`;
      byCode.set(key, { code, severity, rows: (byCode.get(key)?.rows ?? 0) + rows });
    }
  }
  return [...byCode.values()].toSorted((one, other) => other.rows - one.rows || (one.code < other.code ? -1 : 1));
}

function duplicates({ duplicates: units, notPaidTwice }: ControlSheet): ControlSection {
  const found = units.filter(({ claimedElsewhere, repeated }) => claimedElsewhere.rows + repeated.rows > 0);
  const rows = found.reduce((sum, unit) => sum + unit.claimedElsewhere.rows + unit.repeated.rows, 0);
  return {
    id: 'duplicates',
    title: 'Trùng lặp',
    summary:
      rows === 0
        ? 'Không phát hiện người nào được lập danh sách hai lần.'
        : `Phát hiện ${formatDong(rows)} dòng trùng; ${formatDong(notPaidTwice)} đồng không bị chi hai lần.`,
    isAlarming: false,
    body: table(
      'duplicates-table',
      'Theo đơn vị',
      [
        { title: 'Đơn vị', cell: ({ name }) => shownName(name) },
        { title: 'Đơn vị khác đã khai (dòng)', figure: true, cell: (unit) => unit.claimedElsewhere.rows },
        { title: 'Số tiền (đồng)', figure: true, cell: (unit) => unit.claimedElsewhere.amount },
        { title: 'Lặp trong danh sách (dòng)', figure: true, cell: (unit) => unit.repeated.rows },
        { title: 'Số tiền lặp (đồng)', figure: true, cell: (unit) => unit.repeated.amount },
      ],
      found,
    ),
  };
}

function controlTotals({ controlTotals: totals }: ControlSheet): ControlSection {
  const broken = totals.filter(({ holds }) => !holds);
  return {
    id: 'control-totals',
    title: 'Đối chiếu số liệu',
    summary:
      totals.length === 0
        ? 'Chưa có đối chiếu nào của kỳ này.'
        : broken.length === 0
          ? `Tất cả ${formatDong(totals.length)} phép đối chiếu đều khớp.`
          : `${formatDong(broken.length)} trong ${formatDong(totals.length)} phép đối chiếu KHÔNG khớp: chưa dùng số liệu này để ký.`,
    isAlarming: broken.length > 0,
    body: table(
      'totals-table',
      'Hai vế của từng phép đối chiếu',
      [
        {
          title: 'Đối chiếu',
          cell: ({ name, from }) => html`${shownName(name)}<br><small>${shownName(from, 300)}</small>`,
        },
        { title: 'Vế trái', figure: true, cell: ({ left }) => left },
        { title: 'Vế phải', figure: true, cell: ({ right }) => right },
        {
          title: 'Kết quả',
          cell: ({ holds, left, right }) =>
            holds ? 'Khớp' : html`<strong>Lệch ${formatDong(Math.abs(left - right))}</strong>`,
        },
      ],
      [...broken, ...totals.filter(({ holds }) => holds)],
    ),
  };
}

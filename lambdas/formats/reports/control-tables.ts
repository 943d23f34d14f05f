import { messageOf, partedMessage } from '../../domain/lists/note-catalogue.ts';
import { formatDong } from '../../domain/money.ts';
import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import type { ListSent, NoteCount } from '../../domain/reports/unit-controls.ts';
import { EXCEPTION_WORDS } from '../../domain/settlement/exception-words.ts';
import { fieldName } from '../answers/field-names.ts';
import { formatDay, formatInstant } from '../papers/office-sheet.ts';
import { sentence, TIMELINESS } from './page-words.ts';
import { printedName, type ReportTable, type TableColumn, type TableRow } from './report-table.ts';

/** A sheet of the control sheet: what it says in a sentence, and its table. */
export interface ControlTable {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly table: ReportTable;
}

/** A column, of its title, width in characters and what it holds. */
const column = (title: string, width: number, holds: TableColumn['holds']): TableColumn => ({ title, width, holds });

/** All that stands behind the month's figures, in the words of an office. */
export function controlTables(sheet: ControlSheet): ControlTable[] {
  return [totals(sheet), lateness(sheet), quality(sheet), duplicates(sheet), exceptions(sheet)];
}

function totals({ controlTotals }: ControlSheet): ControlTable {
  const broken = controlTotals.filter(({ holds }) => !holds).length;
  return {
    name: 'Đối chiếu',
    title: 'ĐỐI CHIẾU SỐ LIỆU',
    summary:
      broken === 0
        ? `Cả ${controlTotals.length} phép đối chiếu đều khớp.`
        : `${broken} trong ${controlTotals.length} phép đối chiếu KHÔNG KHỚP: không dùng số liệu liên quan cho đến khi xử lý xong.`,
    table: {
      columns: [
        column('STT', 6, 'order'),
        column('Nội dung đối chiếu', 62, 'text'),
        column('Vế trái', 20, 'count'),
        column('Vế phải', 20, 'count'),
        column('Kết quả', 15, 'word'),
        column('Nguồn số liệu hai vế', 50, 'text'),
      ],
      rows: controlTotals.map(({ name, left, right, holds, from }, index) => ({
        look: holds ? 'line' : 'alert',
        values: [index + 1, printedName(name, 250), left, right, holds ? 'Khớp' : 'Không khớp', printedName(from, 250)],
      })),
    },
  };
}

const LIST_KINDS: Readonly<Record<ListSent['kind'], string>> = { full: 'Đầy đủ', changes: 'Tăng, giảm' };
const LIST_STATES: Readonly<Record<ListSent['status'], string>> = {
  reading: 'Đang đọc',
  'awaiting-confirmation': 'Chờ xác nhận',
  current: 'Đang dùng',
  superseded: 'Đã được thay thế',
  refused: 'Bị từ chối',
};

function lateness({ lateness: units, deadline }: ControlSheet): ControlTable {
  const count = (which: (typeof units)[number]['timeliness']) => units.filter((one) => one.timeliness === which).length;
  return {
    name: 'Thời hạn',
    title: 'THỜI HẠN GỬI DANH SÁCH',
    summary: `Hạn gửi: hết ngày ${formatDay(deadline)}. Đúng hạn: ${count('on-time')} đơn vị; gửi trễ: ${count('late')}; chưa gửi: ${count('none')}.`,
    table: {
      columns: [
        column('STT', 6, 'order'),
        column('Đơn vị', 34, 'text'),
        column('Mã', 9, 'word'),
        column('Tình trạng', 18, 'word'),
        column('Nhận lúc', 30, 'word'),
        column('Loại danh sách', 14, 'word'),
        column('Trạng thái', 18, 'word'),
        column('Số dòng', 11, 'count'),
        column('Chấp nhận', 11, 'count'),
        column('Tạm giữ', 11, 'count'),
        column('Từ chối', 11, 'count'),
      ],
      rows: units.flatMap((unit, index) => latenessRows(unit, index + 1)),
    },
  };
}

/** A row for each list that a unit sent; one that sent none has a row all the same. */
function latenessRows(unit: ControlSheet['lateness'][number], order: number): TableRow[] {
  const { timeliness, carriedOver, lists } = unit;
  const look = timeliness === 'on-time' ? 'line' : 'alert';
  const standing = carriedOver ? `${TIMELINESS[timeliness]}, dùng danh sách tháng trước` : TIMELINESS[timeliness];
  const first = [order, printedName(unit.name), unit.unit, standing];
  if (lists.length === 0) return [{ look, values: [...first, null, null, null, null, null, null, null] }];
  return lists.map(({ receivedAt, late, kind, status, totals: said }, index) => ({
    look: index === 0 ? look : 'line',
    values: [
      ...(index === 0 ? first : [null, null, null, null]),
      `${formatInstant(receivedAt)}${late ? ' (trễ)' : ''}`,
      LIST_KINDS[kind],
      LIST_STATES[status],
      said?.read.rows ?? null,
      said?.accepted.rows ?? null,
      said?.held.rows ?? null,
      said?.rejected.rows ?? null,
    ],
  }));
}

const SEVERITIES: Readonly<Record<NoteCount['severity'], string>> = { error: 'Tạm giữ', warning: 'Lưu ý' };

function quality({ quality: units }: ControlSheet): ControlTable {
  const rows = units.reduce((sum, one) => sum + one.rows, 0);
  const held = units.reduce((sum, one) => sum + one.held.rows, 0);
  return {
    name: 'Chất lượng dữ liệu',
    title: 'CHẤT LƯỢNG DỮ LIỆU DANH SÁCH',
    summary: `Tạm giữ ${formatDong(held)} trong ${formatDong(rows)} dòng. Đơn vị có nhiều dòng tạm giữ nhất đứng đầu. “Tạm giữ”: dòng chưa được chi cho đến khi xử lý xong; “Lưu ý”: dòng đã được sửa hoặc cần kiểm tra, vẫn được chi.`,
    table: {
      columns: [
        column('STT', 6, 'order'),
        column('Đơn vị, nội dung', 56, 'text'),
        column('Mức', 11, 'word'),
        column('Cột', 24, 'text'),
        column('Số dòng', 11, 'count'),
        column('Tạm giữ (dòng)', 11, 'count'),
        column('Tạm giữ (đồng)', 18, 'count'),
        column('Việc cần làm', 50, 'text'),
      ],
      rows: units.flatMap((unit, index) => [
        {
          look: 'group',
          values: [
            index + 1,
            `${printedName(unit.name)} (${unit.unit})`,
            null,
            null,
            unit.rows,
            unit.held.rows,
            unit.held.amount,
            null,
          ],
        },
        ...unit.notes.map(noteRow),
      ]),
    },
  };
}

function noteRow({ code, severity, field, rows }: NoteCount): TableRow {
  const { meaning, remedy } = wordsOf(code, field);
  const where = field === 'row' ? 'Cả dòng' : fieldName(field);
  return {
    look: 'line',
    values: [null, `${meaning} [${code}]`, SEVERITIES[severity], where, rows, null, null, remedy],
  };
}

/** A note's words are made once: a province has the same few on thousands of lines. What a row says is an ellipsis. */
const WORDS = new Map<string, { meaning: string; remedy: string | null }>();

function wordsOf(code: string, field: NoteCount['field']): { meaning: string; remedy: string | null } {
  const key = `${code} ${field}`;
  const words = WORDS.get(key) ?? partedMessage(messageOf({ code, field, read: '…', taken: '…' }, 'vi'));
  WORDS.set(key, words);
  return words;
}

function duplicates({ duplicates: units, notPaidTwice }: ControlSheet): ControlTable {
  return {
    name: 'Trùng lặp',
    title: 'TRÙNG LẶP ĐÃ PHÁT HIỆN',
    summary: `Số tiền không chi trùng: ${formatDong(notPaidTwice)} đồng.`,
    table: {
      columns: [
        column('STT', 6, 'order'),
        column('Đơn vị', 40, 'text'),
        column('Mã', 9, 'word'),
        column('Đơn vị khác đang chi (dòng)', 16, 'count'),
        column('Đơn vị khác đang chi (đồng)', 22, 'count'),
        column('Lặp trong danh sách (dòng)', 16, 'count'),
        column('Lặp trong danh sách (đồng)', 22, 'count'),
        column('Không chi trùng (đồng)', 22, 'count'),
      ],
      rows: [
        ...units.map(
          ({ unit, name, claimedElsewhere, repeated }, index): TableRow => ({
            look: 'line',
            values: [
              index + 1,
              printedName(name),
              unit,
              claimedElsewhere.rows,
              claimedElsewhere.amount,
              repeated.rows,
              repeated.amount,
              claimedElsewhere.amount + repeated.amount,
            ],
          }),
        ),
        { look: 'total', values: [null, 'Tổng số', null, ...sums(units), notPaidTwice] },
      ],
    },
  };
}

function sums(units: ControlSheet['duplicates']): number[] {
  const sum = (of: (unit: ControlSheet['duplicates'][number]) => number) =>
    units.reduce((all, unit) => all + of(unit), 0);
  return [
    sum(({ claimedElsewhere }) => claimedElsewhere.rows),
    sum(({ claimedElsewhere }) => claimedElsewhere.amount),
    sum(({ repeated }) => repeated.rows),
    sum(({ repeated }) => repeated.amount),
  ];
}

function exceptions({ exceptions: waiting }: ControlSheet): ControlTable {
  const open = waiting.reduce((sum, one) => sum + one.open, 0);
  return {
    name: 'Ngoại lệ',
    title: 'NGOẠI LỆ CHỜ XỬ LÝ',
    summary: open === 0 ? 'Không có ngoại lệ nào chờ xử lý.' : `${open} ngoại lệ chờ người có thẩm quyền quyết định.`,
    table: {
      columns: [
        column('STT', 6, 'order'),
        column('Mã', 30, 'text'),
        column('Nội dung, việc cần làm', 90, 'text'),
        column('Số đang chờ', 14, 'count'),
      ],
      rows: waiting.map(({ code, open: count }, index) => ({
        look: 'line',
        values: [index + 1, code, sentence(EXCEPTION_WORDS[code].vi), count],
      })),
    },
  };
}

import type { Programme } from '../../lambdas/domain/programme.ts';
import { isWorkbook, type Medium, type MessyCell } from './messy-cells.ts';
import { type ColumnGroup, columnsOf, headerCell, type MessyColumn } from './messy-columns.ts';
import type { Layout, RollPerson } from './messy-list.ts';

export interface MessyRow {
  readonly cells: readonly (MessyCell | null)[];
  readonly hidden: boolean;
  /** Whose row it is, and the notes that reading it must give; null for everything that is no person. */
  readonly answer: { readonly person: RollPerson; readonly fullName: string; readonly codes: readonly string[] } | null;
}

interface MessyMerge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface MessySheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly MessyRow[];
  /** Rows and columns from 0, corners included. */
  readonly merges: readonly MessyMerge[];
}

const GROUP_TITLES: Readonly<Record<Programme, readonly string[]>> = {
  BTXH: ['Đối tượng bảo trợ xã hội', 'Bảo trợ xã hội'],
  NCC: ['Người có công với cách mạng', 'Đối tượng người có công'],
  HTXH: ['Trợ cấp hưu trí xã hội', 'Hưu trí xã hội'],
  BHXH: ['Lương hưu và trợ cấp BHXH hằng tháng', 'Đối tượng hưởng lương hưu'],
  KHAC: ['Đối tượng khác', 'Các đối tượng khác'],
};
const TITLES = ['DANH SÁCH CHI TRẢ TRỢ CẤP HÀNG THÁNG', 'Tháng 6 năm 2026', '(Kèm theo Tờ trình số 12/TTr-UBND)'];
const ROMAN = ['I', 'II', 'III', 'IV', 'V'];

/** What a text can do where a workbook has sheets: groups, or tables below each other. */
const WITHOUT_SHEETS = { column: 'column', group: 'group', sheet: 'group', title: 'table', table: 'table' } as const;

/** Writes a roll down as an office would: the sheets of a workbook, or the one table of a text. */
export function writeDown(people: readonly RollPerson[], asked: Layout, medium: Medium): MessySheet[] {
  const layout: Layout = isWorkbook(medium)
    ? asked
    : { ...asked, programmeBy: WITHOUT_SHEETS[asked.programmeBy], otherSheets: [] };
  const tables = tablesOf(people, layout, medium).map((sheet) => placed(sheet, layout));
  return [...layout.otherSheets.map((kind) => otherSheet(kind, tables)), ...tables];
}

function tablesOf(people: readonly RollPerson[], layout: Layout, medium: Medium): MessySheet[] {
  if (layout.programmeBy === 'column' || layout.programmeBy === 'group') {
    return [tableSheet('Danh sách', people, layout, medium)];
  }
  const programmes = [...new Set(people.map(({ programme }) => programme))];
  const tables = programmes.map((programme, index) => {
    const own = people.filter((person) => person.programme === programme);
    const name = layout.programmeBy === 'sheet' ? programme : `Trang ${index + 1}`;
    // Tables on one sheet need not have their columns in the same order.
    const shuffle =
      layout.programmeBy === 'table' ? layout.shuffle.map((one) => (one * (index + 1)) % 997) : layout.shuffle;
    return tableSheet(name, own, { ...layout, shuffle }, medium);
  });
  return layout.programmeBy === 'table' ? [tables.reduce(stacked)] : tables;
}

/** Two tables below each other on one sheet. */
function stacked(above: MessySheet, below: MessySheet): MessySheet {
  const down = above.rows.length + 1;
  return {
    ...above,
    rows: [...above.rows, EMPTY, ...below.rows],
    merges: [
      ...above.merges,
      ...below.merges.map((merge) => ({ ...merge, top: merge.top + down, bottom: merge.bottom + down })),
    ],
  };
}

function otherSheet(kind: Layout['otherSheets'][number], tables: readonly MessySheet[]): MessySheet {
  const empty = { hidden: false, rows: [], merges: [] };
  switch (kind) {
    case 'cover':
      return {
        ...empty,
        name: 'Bìa',
        rows: [textRow('UBND XÃ ĐÔNG THÀNH'), textRow('BÁO CÁO CHI TRẢ THÁNG 6 NĂM 2026')],
      };
    case 'empty':
      return { ...empty, name: 'Sheet9' };
    case 'hidden':
      // Last month's list, usually: nobody is paid from what nobody sees.
      return {
        ...empty,
        name: 'Tháng trước',
        hidden: true,
        rows: (tables[0]?.rows ?? []).map((row) => ({ ...row, answer: null })),
      };
  }
}

function textRow(...texts: readonly (string | null)[]): MessyRow {
  return { cells: texts.map((text) => (text === null ? null : { text })), hidden: false, answer: null };
}

const EMPTY = textRow();

function tableSheet(name: string, people: readonly RollPerson[], layout: Layout, medium: Medium): MessySheet {
  const groups = columnsOf(layout);
  const width = groups.reduce((sum, { columns }) => sum + columns.length, 0);
  const nameAt = groups.flatMap(({ columns }) => columns).findIndex(({ isName }) => isName);
  const header = headerRows(groups, layout);
  const rows: MessyRow[] = [...titleRows(people, layout)];
  const merges: MessyMerge[] = [];
  const addHeader = (): void => {
    merges.push(
      ...header.merges.map((merge) => ({ ...merge, top: merge.top + rows.length, bottom: merge.bottom + rows.length })),
    );
    rows.push(...header.rows);
  };
  addHeader();
  if (layout.withNumbering) rows.push(textRow(...Array.from({ length: width }, (_, index) => `(${index + 1})`)));
  let onPage = 0;
  let ordinal = 0;
  let group: string | null = null;
  let village: string | null = null;
  let groupNumber = 0;
  const ordered = orderedBy(people, layout);
  for (const [index, person] of ordered.entries()) {
    if (layout.programmeBy === 'group' && person.programme !== group) {
      if (group !== null && layout.withSubtotals) rows.push(textRow(null, 'Cộng', null));
      group = person.programme;
      village = null;
      if (layout.ordinals === 'by-group') ordinal = 0;
      const title = GROUP_TITLES[person.programme][layout.wording % 2] ?? '';
      if (layout.groupStyle === 'across')
        merges.push({ top: rows.length, bottom: rows.length, left: 0, right: width - 1 });
      rows.push(groupRow(title, ROMAN[groupNumber++] ?? '', layout, nameAt));
    }
    if (layout.villageBy === 'group' && person.village !== village) {
      village = person.village;
      rows.push(textRow(...Array.from({ length: nameAt }, () => null), village));
    }
    for (let count = 0; count < person.mess.emptyRowsBefore; count++) rows.push(EMPTY);
    rows.push(personRow(person, ordinalCell(++ordinal, layout), groups, medium));
    onPage += 1;
    if (onPage === layout.pageLength && index < ordered.length - 1) {
      onPage = 0;
      addHeader();
    }
  }
  rows.push(
    ...endRows(
      people,
      layout,
      groups.flatMap(({ columns }) => columns),
    ),
  );
  return { name, hidden: false, rows, merges };
}

function groupRow(title: string, number: string, { groupStyle }: Layout, nameAt: number): MessyRow {
  const before = (cells: number): null[] => Array.from({ length: cells }, () => null);
  switch (groupStyle) {
    case 'first-cell':
    case 'across':
      return textRow(`${number}. ${title}`);
    case 'numbered':
      return textRow(number, ...before(nameAt - 1), title);
    case 'bare':
      return textRow(...before(nameAt), title.toUpperCase());
  }
}

function orderedBy(people: readonly RollPerson[], { programmeBy, villageBy }: Layout): readonly RollPerson[] {
  const key = ({ programme, village }: RollPerson): string =>
    `${programmeBy === 'group' ? programme : ''} ${villageBy === 'group' ? village : ''}`;
  return people.toSorted((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

function titleRows(people: readonly RollPerson[], layout: Layout): MessyRow[] {
  const rows = layout.withHeading
    ? [
        textRow('UBND XÃ ĐÔNG THÀNH', null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'),
        textRow('Số: 12/DS-UBND', null, null, 'Độc lập - Tự do - Hạnh phúc'),
        EMPTY,
      ]
    : [];
  const titles = TITLES.slice(0, layout.titles);
  const [first] = people;
  if ((layout.programmeBy === 'title' || layout.programmeBy === 'table') && first !== undefined) {
    titles[0] = `DANH SÁCH CHI TRẢ: ${GROUP_TITLES[first.programme][0]?.toUpperCase()}`;
  }
  return [...rows, ...titles.map((title) => textRow(title))];
}

/** One, two or three rows: columns, halves below a head, groups of columns above. */
function headerRows(groups: readonly ColumnGroup[], layout: Layout): { rows: MessyRow[]; merges: MessyMerge[] } {
  const hasHalves = groups.some(({ head }) => head !== null);
  const upper: (MessyCell | null)[] = [];
  const heads: (MessyCell | null)[] = [];
  const halves: (MessyCell | null)[] = [];
  const merges: MessyMerge[] = [];
  const top = layout.overHeads;
  for (const { head, columns } of groups) {
    const left = heads.length;
    for (const [index, { headers }] of columns.entries()) {
      const own = headerCell(headers[layout.wording % headers.length] ?? '', layout);
      heads.push(head === null ? own : index === 0 ? headerCell(head, layout) : null);
      halves.push(head === null ? null : own);
      upper.push(null);
      if (head === null && hasHalves) merges.push({ top, left: left + index, bottom: top + 1, right: left + index });
    }
    if (head !== null) merges.push({ top, left, bottom: top, right: heads.length - 1 });
  }
  const row = (cells: readonly (MessyCell | null)[]): MessyRow => ({ cells, hidden: false, answer: null });
  if (top === 1) {
    upper[0] = headerCell('Thông tin chung', layout);
    merges.push({ top: 0, left: 0, bottom: 0, right: upper.length - 1 });
  }
  return { rows: [...(top === 1 ? [row(upper)] : []), row(heads), ...(hasHalves ? [row(halves)] : [])], merges };
}

function ordinalCell(ordinal: number, { ordinals }: Layout): MessyCell | null {
  if (ordinals === 'none') return null;
  return ordinals === 'text' ? { text: `${ordinal}.` } : { text: String(ordinal), number: ordinal };
}

function personRow(
  person: RollPerson,
  ordinal: MessyCell | null,
  groups: readonly ColumnGroup[],
  medium: Medium,
): MessyRow {
  const [, ...written] = groups.flatMap(({ columns }) => columns.map(({ write }) => write(person, medium)));
  const isHidden = person.mess.hidden && isWorkbook(medium);
  return {
    cells: [ordinal, ...written.map(({ cell }) => cell)],
    hidden: isHidden,
    answer: {
      person,
      fullName: person.mess.name === 1 ? person.fullName.toUpperCase() : person.fullName,
      codes: [...(isHidden ? ['hidden-row'] : []), ...written.flatMap(({ codes }) => codes)].toSorted(),
    },
  };
}

function endRows(people: readonly RollPerson[], layout: Layout, columns: readonly MessyColumn[]): MessyRow[] {
  const sum = people.reduce((total, { amount }) => total + amount, 0);
  const right = columns.length - 3;
  const total = columns.map(({ isSummed }, column) =>
    column === 0 ? `Tổng cộng: ${people.length} người` : isSummed ? String(sum) : null,
  );
  const at = (column: number, text: string): (string | null)[] => [...Array.from({ length: column }, () => null), text];
  return [
    ...(layout.withTotal ? [textRow(...total)] : []),
    ...(layout.withWords ? [textRow('Bằng chữ: Một triệu hai trăm nghìn đồng./.')] : []),
    ...(layout.withSignatures
      ? [
          textRow(...at(right, 'Đông Thành, ngày 02 tháng 6 năm 2026')),
          textRow(null, 'NGƯỜI LẬP BIỂU', ...at(right - 2, 'TM. ỦY BAN NHÂN DÂN')),
          textRow(null, '(Ký, ghi rõ họ tên)', ...at(right - 2, 'CHỦ TỊCH')),
          EMPTY,
          textRow(null, 'Lê Thị Hoa', ...at(right - 2, 'Phạm Văn Minh')),
        ]
      : []),
  ];
}

/** The table moved right and down, as when somebody left the first column and rows empty. */
function placed(sheet: MessySheet, { left, above }: Layout): MessySheet {
  const indent = Array.from({ length: left }, () => null);
  return {
    ...sheet,
    rows: [
      ...Array.from({ length: above }, () => EMPTY),
      ...sheet.rows.map((row) => (row.cells.length === 0 ? row : { ...row, cells: [...indent, ...row.cells] })),
    ],
    merges: sheet.merges.map((merge) => ({
      top: merge.top + above,
      bottom: merge.bottom + above,
      left: merge.left + left,
      right: merge.right + left,
    })),
  };
}

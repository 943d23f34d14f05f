import {
  accountCell,
  amountCell,
  bankCell,
  birthCell,
  idCell,
  type Medium,
  type MessyCell,
  nameCell,
  type Written,
} from './messy-cells.ts';
import { extraCell } from './messy-extras.ts';
import type { Layout, RollPerson } from './messy-list.ts';

/** One column of a messy table: its wordings, and what it holds of a person. */
export interface MessyColumn {
  readonly headers: readonly string[];
  /** Whether totals stand under it. */
  readonly isSummed?: true;
  /** Whether the names of people stand in it, and so those of groups. */
  readonly isName?: true;
  readonly write: (person: RollPerson, medium: Medium) => Written;
}

/** Columns that stay together, under a head of their own where they have one. */
export interface ColumnGroup {
  readonly head: string | null;
  readonly columns: readonly MessyColumn[];
}

const NOTHING: Written = { cell: null, codes: [] };
const text =
  (of: (person: RollPerson) => string | null) =>
  (person: RollPerson): Written => {
    const written = of(person);
    return written === null ? NOTHING : { cell: { text: written }, codes: [] };
  };
const alone = (headers: readonly string[], write: MessyColumn['write']): ColumnGroup => ({
  head: null,
  columns: [{ headers, write }],
});

/** The columns of a layout in its order, the number of the row first. */
export function columnsOf(layout: Layout): ColumnGroup[] {
  const groups = [
    ...nameGroups(layout),
    ...birthGroups(layout),
    ...payeeGroups(layout),
    alone(['Số CCCD', 'CCCD/CMND', 'Mã định danh cá nhân', 'Số định danh', 'ĐDCN'], ({ personalId, mess }, medium) =>
      idCell(personalId, mess.id, medium),
    ),
    {
      head: null,
      columns: [
        {
          headers: ['Số tiền', 'Mức hưởng (đồng)', 'Trợ cấp tháng', 'Số tiền tháng này', 'Thành tiền'],
          isSummed: true as const,
          write: ({ amount, mess }: RollPerson) => amountCell(amount, mess.amount),
        },
      ],
    },
    alone(['Truy lĩnh', 'Tiền truy lĩnh'], ({ arrears, mess }) => amountCell(arrears, mess.amount)),
    alone(['Số tài khoản', 'STK', 'Số TK'], ({ account, mess }) => accountCell(account, mess.account)),
    alone(['Ngân hàng', 'Mở tại ngân hàng', 'Tên ngân hàng'], ({ account, mess }) => ({
      cell: bankCell(account, mess.account),
      codes: [],
    })),
    ...(layout.villageBy === 'column'
      ? [
          alone(
            ['Thôn', 'Thôn/xóm', 'Tổ dân phố'],
            text(({ village }) => village),
          ),
        ]
      : []),
    ...(layout.programmeBy === 'column'
      ? [
          alone(
            ['Chế độ', 'Chính sách', 'Loại trợ cấp'],
            text(({ programme }) => programme),
          ),
        ]
      : []),
    ...layout.extras.map((extra) => alone([extra], (person, medium) => extraCell(extra, person, medium))),
  ];
  const order = (index: number): number => layout.shuffle[index % layout.shuffle.length] ?? 0;
  const shuffled = groups
    .map((group, index) => ({ group, at: order(index) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ group }) => group);
  return [alone(['STT', 'TT', 'Số TT'], () => NOTHING), ...shuffled];
}

function nameGroups({ nameBy }: Layout): ColumnGroup[] {
  if (nameBy === 'one') {
    return [
      {
        head: null,
        columns: [
          {
            headers: ['Họ và tên', 'Họ tên', 'Họ tên người hưởng', 'Họ và tên đối tượng'],
            isName: true,
            write: ({ fullName, mess }, medium) => nameCell(fullName, mess.name, medium),
          },
        ],
      },
    ];
  }
  const part =
    (which: 'family' | 'given'): MessyColumn['write'] =>
    ({ fullName, mess }, medium) => {
      const at = fullName.lastIndexOf(' ');
      return nameCell(which === 'family' ? fullName.slice(0, at) : fullName.slice(at + 1), mess.name, medium);
    };
  const columns = [
    { headers: ['Họ và tên đệm', 'Họ đệm'], isName: true as const, write: part('family') },
    { headers: ['Tên'], write: part('given') },
  ];
  return [{ head: null, columns }];
}

const sexColumn = alone(
  ['Giới tính', 'GT', 'Nam/Nữ'],
  text(({ sex }) => (sex === 'male' ? 'Nam' : 'Nữ')),
);

function birthGroups({ birthBy }: Layout): ColumnGroup[] {
  switch (birthBy) {
    case 'one':
      return [alone(['Ngày sinh', 'Ngày, tháng, năm sinh', 'Năm sinh'], birthCell), sexColumn];
    case 'sex': {
      const only =
        (sex: RollPerson['sex']): MessyColumn['write'] =>
        (person, medium) =>
          person.sex === sex ? birthCell(person, medium) : NOTHING;
      return [
        {
          head: 'Năm sinh',
          columns: [
            { headers: ['Nam'], write: only('male') },
            { headers: ['Nữ'], write: only('female') },
          ],
        },
      ];
    }
    case 'parts': {
      const part =
        (index: number): MessyColumn['write'] =>
        ({ birthDate }) => {
          const parts = birthDate.split('-');
          const number = parts[index];
          const codes = index > 0 ? [] : ([[], ['birth-year-only'], ['birth-month-only'], []][parts.length] ?? []);
          return number === undefined
            ? { cell: null, codes }
            : { cell: { text: number, number: Number(number) }, codes };
        };
      const columns = [
        ['Ngày', 2],
        ['Tháng', 1],
        ['Năm', 0],
      ] as const;
      return [
        { head: 'Ngày sinh', columns: columns.map(([header, index]) => ({ headers: [header], write: part(index) })) },
        sexColumn,
      ];
    }
  }
}

function payeeGroups({ payeeBy }: Layout): ColumnGroup[] {
  const role = text(({ payee }) =>
    payee === null ? null : payee.role === 'guardian' ? 'Người giám hộ' : 'Được ủy quyền',
  );
  const name = text(({ payee }) => payee?.name ?? null);
  const id = text(({ payee }) => payee?.id ?? null);
  if (payeeBy === 'under-one-head') {
    const columns = [
      { headers: ['Họ và tên', 'Họ tên'], write: name },
      { headers: ['Số CCCD', 'Số định danh'], write: id },
      { headers: ['Quan hệ', 'Tư cách'], write: role },
    ];
    return [{ head: 'Người nhận thay', columns }];
  }
  return [
    alone(['Người nhận thay', 'Họ tên người nhận thay'], name),
    alone(['Số CCCD người nhận thay'], id),
    alone(['Quan hệ', 'Tư cách', 'Vai trò'], role),
  ];
}

/** A header's words as this office writes them. */
export function headerCell(words: string, layout: Layout): MessyCell {
  const { headerCase, headerMarks, headerForm, headerSpace, headerEnd } = layout;
  const cased = headerCase === 'written' ? words : headerCase === 'upper' ? words.toUpperCase() : words.toLowerCase();
  const marked = headerMarks
    ? cased
    : cased.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  return { text: (marked.replaceAll(' ', headerSpace) + headerEnd).normalize(headerForm) };
}

import { z } from 'zod';
import { dong } from '../money.ts';
import { day } from '../period.ts';
import { bankBin, birthDate, channel, payeeRole, personalId, sex } from '../person.ts';
import { category, programme } from '../programme.ts';

/** What a row of a list says, after repair of what is certain. `null` is "the list does not give it, or not readably". */
export const rowValues = z.object({
  personalId: personalId.nullable(),
  /** NFC with single spaces, otherwise as written. */
  fullName: z.string().nullable(),
  birthDate: birthDate.nullable(),
  sex: sex.nullable(),
  programme: programme.nullable(),
  category: category.nullable(),
  /** This period's, in whole đồng; arrears stand apart. */
  amount: dong.nullable(),
  arrears: dong.nullable(),
  /** A bank account, a wallet or a mobile-money number: a digit string, never a number. */
  accountNumber: z.string().nullable(),
  bank: bankBin.nullable(),
  channel: channel.nullable(),
  /** Paid at home, because the list says so (ốm đau, bệnh nặng: chi trả tại nhà). */
  atHome: z.boolean().nullable().default(null),
  payeeName: z.string().nullable(),
  payeeRole: payeeRole.nullable(),
  payeeId: personalId.nullable(),
  /** From when and until when an authorisation (giấy ủy quyền) holds; `payeeUntil` includes its day. */
  payeeFrom: day.nullable().default(null),
  payeeUntil: day.nullable().default(null),
  phone: z.string().nullable(),
  village: z.string().nullable(),
  address: z.string().nullable(),
  /** Số quyết định hưởng, số sổ lĩnh tiền: columns of the post-office paying list. */
  decisionNumber: z.string().nullable(),
  bookNumber: z.string().nullable(),
  /** Lý do tăng, giảm, điều chỉnh, as the list words it. */
  changeReason: z.string().nullable().default(null),
});
export type RowValues = z.infer<typeof rowValues>;

/** A field of a row, as notes name it; `row` is for notes about the row as a whole. */
export const rowField = z.enum(['row', ...rowValues.keyof().options]);
export type RowField = z.infer<typeof rowField>;

/** What a row of a change list does to the unit's roll: tăng, giảm, điều chỉnh. */
export const rowChange = z.enum(['increase', 'decrease', 'adjust']);
export type RowChange = z.infer<typeof rowChange>;

/** accepted: paid if the registry agrees; held: somebody must mend or decide; rejected: never paid from this row. */
export const rowOutcome = z.enum(['accepted', 'held', 'rejected']);
export type RowOutcome = z.infer<typeof rowOutcome>;

/**
 * A remark on one field of a row. `code` is a key of the catalogue in `note-catalogue.ts`, which holds severity and
 * wording. `read` and `taken` are, for a repair, what stood in the cell and what was made of it.
 */
export const rowNote = z.object({
  code: z.string(),
  field: rowField,
  read: z.string().optional(),
  taken: z.string().optional(),
});
export type RowNote = z.infer<typeof rowNote>;

/** A row of a list after the checks that need nobody else: no registry, no other unit. */
export const checkedRow = z.object({
  /** Null in CSV. */
  sheet: z.string().nullable(),
  /** The number that Excel shows; in CSV the line on which the record starts. */
  row: z.number().int().positive(),
  outcome: rowOutcome,
  /** Null in a full list, and where a change list does not say. In an adjustment, a value of null is not changed. */
  change: rowChange.nullable().default(null),
  /** Of an adjustment that met its line of the roll: the fields that the list itself gives; the others are the roll's. */
  given: z.array(rowField).default([]),
  notes: z.array(rowNote),
  values: rowValues,
  /** The officer's own cells as text, in the order of the columns, so that the receipt can show their row as it was. */
  cells: z.array(z.string()),
});
export type CheckedRow = z.infer<typeof checkedRow>;

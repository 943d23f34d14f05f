import { z } from 'zod';
import { dong, toDong } from './money.ts';
import { type Day, day, type Period, period } from './period.ts';
import { bankBin, channel } from './person.ts';
import { category, formGroup, programme } from './programme.ts';
import { unit, unitCode } from './unit.ts';

/**
 * Reference data: everything that a deployment changes without a release. Officers edit the files under
 * `reference/`; publishing them parses and gathers them into one versioned bundle, and every run records its version.
 */
const programmes = z.object({
  programmes: z.array(
    z.object({
      code: programme,
      name: z.string(),
      /** The column of Form 1 in which its people count. */
      formGroup,
      /** ISO 20022 external purpose code: PENS, SSBE or GOVT. */
      purpose: z.enum(['PENS', 'SSBE', 'GOVT']),
    }),
  ),
  categories: z.array(z.object({ code: category, name: z.string() })),
  /** Rates only warn: an amount is paid as listed (ruling 8). Lawful amounts are `standard` × one of `coefficients`. */
  rates: z.array(
    z.object({
      programme,
      standard: dong,
      coefficients: z.array(z.number().positive()).min(1),
      from: day,
      to: day.nullable(),
    }),
  ),
  /** Pairs that nobody may receive together; the same programme twice is always such a pair. */
  incompatible: z.array(z.tuple([programme, programme])),
});

/** The layouts in which a provider takes instructions. */
const instructionFormat = z.enum(['pain.001.001.09', 'payroll-xlsx', 'transfer-csv', 'paying-list-xlsx']);
export type InstructionFormat = z.infer<typeof instructionFormat>;

/** The layouts in which a provider answers. */
const resultFormat = z.enum(['pain.002', 'csv', 'xlsx']);

export const providerId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .brand<'ProviderId'>();
export type ProviderId = z.infer<typeof providerId>;

/** A payment provider (tổ chức dịch vụ chi trả) as a deployment has contracted it. */
export const provider = z.object({
  id: providerId,
  name: z.string().min(1),
  channels: z.array(channel).min(1),
  /** The banks whose accounts it pays into; null where that means nothing (cash, mobile money) or is any bank. */
  banks: z.array(bankBin).nullable(),
  instructionFormat,
  resultFormat,
  /** The office's account at the provider, from which it pays. */
  debtor: z.object({ name: z.string().min(1), account: z.string().min(1), bank: bankBin }),
  /** Units it may pay for, in time; `*` is every unit. */
  contracts: z.array(z.object({ units: z.union([z.literal('*'), z.array(unitCode)]), from: day, to: day.nullable() })),
  limits: z.object({
    paymentMax: dong,
    linesPerFile: z.number().int().positive(),
    /** The most that one file may pay together; null where the provider sets no such limit. */
    fileAmountMax: dong.nullable().default(null),
    nameMax: z.number().int().positive(),
  }),
  /** Files that come by this hour (`HH:MM`, Viet Nam) are paid on the same day; null where any hour will do. */
  cutOffTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null),
  /** Whether it pays on Saturdays, Sundays and holidays too, as post offices do. */
  paysEveryDay: z.boolean().default(false),
  /** Some systems take no tone marks. */
  plainLetters: z.boolean(),
  /** The provider's own column names and status codes for CSV and XLSX results, where they differ from the contract. */
  resultColumns: z.record(z.string(), z.string()),
  resultStatuses: z.record(z.string(), z.enum(['paid', 'failed', 'returned', 'pending'])),
  /** The provider's own reason codes, beside those of ISO 20022; `uncollected` says that nobody came for the money. */
  resultReasons: z
    .record(z.string(), z.strictObject({ meaning: z.string().min(1), uncollected: z.boolean().default(false) }))
    .default({}),
});
export type Provider = z.infer<typeof provider>;

const calendar = z.object({
  /** Lists are on time until the end of the day before this one ("trước ngày 05" is strict). */
  listsBeforeDay: z.number().int().min(2).max(28),
  payoutDay: z.number().int().min(1).max(28),
  resultsByDay: z.number().int().min(1).max(28),
  /** A run that pays after that day: its answers are due so many days after it pays. */
  resultsWithinDays: z.number().int().min(1).max(60).default(12),
  /** Uncollected so many months, payment is suspended until a person decides (NĐ 20/2021). */
  suspendAfterMonths: z.number().int().min(1).max(12).default(3),
  /** Days on which banks do not pay, besides Saturdays and Sundays. */
  holidays: z.array(day).default([]),
  monthlyReportBeforeDay: z.number().int().min(2).max(28),
  /** Cash is paid up to and including the period; the first entry that names the unit counts, `*` is every unit. */
  cashUntil: z.array(z.object({ units: z.union([z.literal('*'), z.array(unitCode)]), period: period.nullable() })),
});

const targets = z.array(
  z.object({
    name: z.string(),
    programmes: z.array(programme).min(1),
    /** Share of people paid by account that is aimed at, 0 to 1. */
    share: z.number().min(0).max(1),
    from: day,
    to: day.nullable(),
  }),
);

const share = z.number().min(0).max(1);
const limit = z.number().int().positive().exactOptional();

/**
 * How lists are taken in. A deployment that says nothing gets these; what it says of the reader's limits goes before
 * the reader's own.
 */
const intake = z.strictObject({
  /** Beyond these a list waits until an officer confirms it: both the share and the least must be passed. */
  swing: z
    .strictObject({
      peopleShare: share.default(0.2),
      leastPeople: z.number().int().nonnegative().default(10),
      /** Share of the people before of whom so many may leave at once, whoever joins. */
      leftShare: share.default(0.4),
      amountShare: share.default(0.3),
      /** Whole đồng. */
      leastAmount: dong.default(toDong(10_000_000)),
    })
    .prefault({}),
  limits: z
    .strictObject({
      bytes: limit,
      inflatedBytes: limit,
      ratio: limit,
      entries: limit,
      sheets: limit,
      rows: limit,
      columns: limit,
      cellLength: limit,
      milliseconds: limit,
    })
    .prefault({}),
});

export const referenceData = z.object({
  schemaVersion: z.literal(1),
  units: z.array(unit).min(1),
  ...programmes.shape,
  providers: z.array(provider).min(1),
  calendar,
  targets,
  intake: intake.prefault({}),
});
export type ReferenceData = z.infer<typeof referenceData>;

/** The sources of a bundle as officers edit them, each in its file; `units` comes from `units.csv`. */
export const referenceFiles = { programmes, providers: z.array(provider).min(1), calendar, targets, intake };

/** Whether something dated holds on a day; `to` includes its day. */
export function holdsOn(span: { from: Day; to: Day | null }, on: Day): boolean {
  return span.from <= on && (span.to === null || on <= span.to);
}

/** Whether a unit may still pay cash in a period. A unit that no entry names may. */
export function cashAllowed(data: ReferenceData, code: string, month: Period): boolean {
  const entry = data.calendar.cashUntil.find((one) => one.units === '*' || one.units.some((named) => named === code));
  return entry === undefined || entry.period === null || month <= entry.period;
}

import type { MeasuredSample, PlayedMonth } from './measured-month.ts';

/** How large a month is, in everything that a figure of it grows with. */
export interface MonthSize {
  readonly people: number;
  /** Each sends one list, or has one carried over. */
  readonly communes: number;
  readonly providers: PlayedMonth['providers'];
  readonly chunkRows: number;
  readonly unitsPerBatch: number;
  readonly shardRanges: number;
  /** Reports are published so often: each counts rolls and payments anew. */
  readonly publications: number;
  /** Months of the year whose payments each of them counts. */
  readonly monthsCounted: number;
  /** Of them those that are read from the table; the closed ones are read from objects. */
  readonly monthsRead: number;
  /** The unpaid list of the 20th, and the closing: both walk the month's payments. */
  readonly closings: number;
  /** Looks of the hourly watch, and the months whose exceptions it reads. */
  readonly hours: number;
  readonly monthsWatched: number;
}

/** Of NĐ 20/2021's shape of a year: four or five Wednesdays, the 14th, and the day on which the month settles. */
const PUBLICATIONS = 365.25 / 12 / 7 + 2;
/** From January to the month itself: in the mean of a year. */
const MONTHS_COUNTED = 6.5;
/** The month itself, and the one before until it is closed. */
const MONTHS_OPEN = 1.5;
/** A month, when it has been closed; and five closed ones every 90 days, when their objects have expired. */
const MONTHS_READ_ANEW = 1 + 5 / 3;
const HOURS = 730;
/** The watch looks a year back. */
const MONTHS_WATCHED = 13;

/** What was measured: one publication, one look. The second of two months is counted together with the first. */
export function sizeOfMeasured(sample: MeasuredSample, month: 'lists' | 'carried'): MonthSize {
  const { people, communes, chunkRows, unitsPerBatch, shardRanges, months } = sample;
  const monthsKnown = month === 'lists' ? 1 : 2;
  return {
    people,
    communes,
    providers: months[month].providers,
    chunkRows,
    unitsPerBatch,
    shardRanges,
    publications: 1,
    monthsCounted: monthsKnown,
    monthsRead: monthsKnown,
    closings: 1,
    hours: 1,
    monthsWatched: monthsKnown,
  };
}

/** A real month of so many people in so many communes, with the providers' shares of what was measured. */
export function sizeOfReal(measured: MonthSize, people: number, communes: number, chunkRows: number): MonthSize {
  const times = people / measured.people;
  return {
    ...measured,
    people,
    communes,
    chunkRows,
    providers: Object.fromEntries(
      Object.entries(measured.providers).map(([id, { lines, linesPerFile }]) => [
        id,
        { lines: Math.round(lines * times), linesPerFile },
      ]),
    ),
    publications: PUBLICATIONS,
    monthsCounted: MONTHS_COUNTED,
    monthsRead: MONTHS_OPEN + MONTHS_READ_ANEW / PUBLICATIONS,
    closings: 2,
    hours: HOURS,
    monthsWatched: MONTHS_WATCHED,
  };
}

/** What figures grow with. The names say it; each is a count, or a product of two or three. */
export function driversOf(size: MonthSize) {
  const { people, communes, chunkRows, unitsPerBatch, shardRanges, publications, closings, hours } = size;
  const batches = Math.ceil(communes / unitsPerBatch);
  const files = Object.values(size.providers).map(({ lines, linesPerFile }) => Math.ceil(lines / linesPerFile));
  const chunksOfResults = Object.values(size.providers).map(({ lines, linesPerFile }) => {
    const full = Math.floor(lines / linesPerFile);
    return full * Math.ceil(linesPerFile / chunkRows) + Math.ceil((lines % linesPerFile) / chunkRows);
  });
  const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
  return {
    month: 1,
    communes,
    people,
    chunks: communes * Math.ceil(people / communes / chunkRows),
    batches,
    files: sum(files),
    resultChunks: sum(chunksOfResults),
    'payments walked': walked(sum(files), people),
    publications,
    'publications × communes': publications * communes,
    'publications × batches': publications * batches,
    'publications × ranges': publications * shardRanges,
    'publications × people': publications * people,
    'publications × people × months': publications * people * size.monthsCounted,
    'publications × people × months read': publications * people * size.monthsRead,
    'publications × months': publications * size.monthsCounted,
    closings,
    'closings × communes': closings * communes,
    'closings × people': closings * people,
    'closings × ranges': closings * shardRanges,
    hours,
    'hours × communes': hours * communes,
    'hours × months': hours * size.monthsWatched,
  };
}
/** Of so many answers of a period each adds it up (lambdas/close-settlement); of more, four do and the last one. */
const FEW_FILES = 8;
const ADDING_UP = 5;
/** The others read the first pages of the shards that they begin with: eight of a megabyte, some 1,200 payments each. */
const FIRST_PAGES = 8 * 1200;

function walked(files: number, people: number): number {
  const whole = files <= FEW_FILES ? files : ADDING_UP;
  return whole * people + (files - whole) * Math.min(people, FIRST_PAGES);
}

export type Driver = keyof ReturnType<typeof driversOf>;
export type Drivers = Readonly<Record<Driver, number>>;

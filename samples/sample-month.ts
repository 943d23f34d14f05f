import type { Period } from '../lambdas/domain/period.ts';
import type { Channel, PayeeRole, Sex } from '../lambdas/domain/person.ts';
import type { Category, Programme } from '../lambdas/domain/programme.ts';

/** The reference data of a sample, as the files that an officer would edit: name → content. */
export type ReferenceSources = Readonly<
  Record<'units.csv' | 'programmes.json' | 'providers.json' | 'calendar.json' | 'targets.json', string> & {
    'intake.json'?: string;
  }
>;

/** One list as a commune sends it. */
export interface SampleList {
  readonly unit: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Whether it arrives after the deadline of the period's calendar. */
  readonly late: boolean;
  /** When it arrives: an instant in UTC. */
  readonly receivedAt: string;
}

/** What was put into a list on purpose. Every one is on the row that carries it. */
export type Fault =
  /** The id's leading zeros are gone, in a text cell. */
  | 'lost-zeros'
  /** The id is a number in Excel, shown with zeros by its format: the whole column of one commune. */
  | 'numeric-id'
  /** No account: paid in cash. */
  | 'missing-account'
  | 'missing-id'
  /** A nine-digit number of the old card stands where the id should. */
  | 'old-card-number'
  /** The birth year was typed wrongly, so that the id contradicts it. */
  | 'id-contradicts-birth-year'
  /** A second row for the same person and programme, later in the same list. */
  | 'repeated'
  /** The same person and programme on another commune's list too: on both rows. */
  | 'listed-elsewhere'
  /** The registry spells the name otherwise. */
  | 'spelled-otherwise'
  /** Typed with no mark at all. */
  | 'name-without-marks'
  /** Moved away, under an id that this registry does not know. */
  | 'moved'
  | 'died-before-period'
  | 'died-in-period'
  /** The citizen registered another account. */
  | 'account-differs'
  /** Listed at a former rate. */
  | 'former-rate';

/** What becomes of a row. `contested`: listed by several communes, accepted in the first to arrive, held elsewhere. */
export type Expected = 'accepted' | 'held' | 'rejected' | 'contested';

/** A row of a list, and the truth about it. */
export interface TruthRow {
  readonly unit: string;
  /** Null in CSV. */
  readonly sheet: string | null;
  /** As Excel shows it; in CSV the line on which the record starts. */
  readonly row: number;
  /** The person's real id, whatever the list says. */
  readonly person: string;
  /** The id that can be read from the list, mended where that is certain; null where it cannot. */
  readonly personalId: string | null;
  /** As the list writes it (capitals, the tone's place), but NFC. */
  readonly fullName: string;
  /** As much as the list gives. */
  readonly birthDate: string;
  /** Null where the list does not say. */
  readonly sex: Sex | null;
  readonly programme: Programme;
  readonly category: Category | null;
  readonly village: string;
  readonly amount: number;
  readonly arrears: number;
  readonly channel: Channel;
  readonly bank: string | null;
  readonly accountNumber: string | null;
  readonly payeeName: string | null;
  readonly payeeRole: PayeeRole | null;
  readonly faults: readonly Fault[];
  readonly expected: Expected;
}

/** The month counted from what it was made of, without any reader: what the pipeline's figures must come to. */
interface Truth {
  /** Distinct people on the lists, held ones included: a row without a usable id is a person of its own (ruling 14). */
  readonly people: number;
  readonly rows: readonly TruthRow[];
}

/** Everything that a month of a sample consists of. */
export interface SampleMonth {
  readonly name: string;
  readonly period: Period;
  /** The unit at the top of the reports: the district, or the commune that sends for itself. */
  readonly topUnit: string;
  /** The units that send lists. */
  readonly units: readonly string[];
  readonly reference: ReferenceSources;
  readonly lists: readonly SampleList[];
  /** The registry's people, payees too (contract *Own month*). */
  readonly populationCsv: string;
  readonly truth: Truth;
}

import type { ControlTotal } from '../control-total.ts';
import type { Day, Period } from '../period.ts';
import type { ReferenceData } from '../reference-data.ts';
import type { ExceptionCode } from '../settlement/payment-exception.ts';
import type { Unit } from '../unit.ts';
import type { ProgressReport, ReportOccasion } from './progress.ts';
import type { UnitControls } from './unit-controls.ts';
import type { UnitFigures } from './unit-figures.ts';

/** A unit as reports see it: what was counted of it and of all below it, and what its own lists were like. */
export interface ReportedUnit {
  readonly unit: Unit;
  /** Undefined where neither it nor a unit below it has a roll. */
  readonly figures: UnitFigures | undefined;
  /** Of its own lists; undefined of a unit that sends none. */
  readonly controls: UnitControls | undefined;
}

/** All that the reports of one unit are made of: the same input always gives the same bytes. */
export interface ReportInput {
  readonly occasion: ReportOccasion;
  readonly period: Period;
  /** The day in Viet Nam on which it was counted. */
  readonly asOf: Day;
  readonly data: ReferenceData;
  readonly own: ReportedUnit & { readonly figures: UnitFigures };
  /** The unit above, if it has reports too: for links. */
  readonly above: Unit | undefined;
  /** The units directly below that are valid in the period, by code, those without a roll too. */
  readonly below: readonly ReportedUnit[];
  /** This unit and every unit below it, at any depth, that may send lists, by code. */
  readonly senders: readonly ReportedUnit[];
  /** Identities that concern the unit, with both sides and where they come from, in Vietnamese. */
  readonly controlTotals: readonly (ControlTotal & { readonly from: string })[];
  /** Exceptions that wait for a person about payments of the unit and those below it. */
  readonly exceptions: readonly { readonly code: ExceptionCode; readonly open: number }[];
  /** The unit's progress as it was published for the month before, and last on the same occasion. */
  readonly before: {
    readonly lastMonth: ProgressReport | undefined;
    readonly lastOfOccasion: ProgressReport | undefined;
  };
}

/** A file of a report, named as it lies in the unit's folder of the publication, for example `form-1.xlsx`. */
export interface ReportFile {
  readonly file: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A report: the files that say it of one unit; none where the unit or the occasion has no such report. */
export type Report = (input: ReportInput) => Promise<readonly ReportFile[]>;

/** A report from what it says and the shapes in which it says it. Adding one is such a definition, in the catalogue. */
export function defineReport<Model>(
  make: (input: ReportInput) => Model | undefined,
  files: readonly {
    readonly file: string;
    readonly contentType: string;
    write(model: Model): Promise<Uint8Array> | Uint8Array;
  }[],
): Report {
  return async (input) => {
    const model = make(input);
    if (model === undefined) return [];
    const written: ReportFile[] = [];
    for (const { file, contentType, write } of files) written.push({ file, contentType, body: await write(model) });
    return written;
  };
}

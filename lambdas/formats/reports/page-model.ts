import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import type { ProgressReport, TargetProgress } from '../../domain/reports/progress.ts';
import type { Unit, UnitCode } from '../../domain/unit.ts';

/** All that one page says. */
export interface PageModel {
  readonly progress: ProgressReport;
  readonly control: ControlSheet;
  /** The unit above, where it has a page too. */
  readonly above: Pick<Unit, 'code' | 'name'> | undefined;
  /** Units directly below that have a page: a unit of which nothing was counted has none. */
  readonly withPage: ReadonlySet<UnitCode>;
}

/** A target with what the page needs to speak of it. */
export interface ShownTarget {
  readonly target: TargetProgress;
  /** For the anchors of the page, `target-1`. */
  readonly id: string;
  readonly name: string;
  /** Where it stands among the report's targets: two of them may bear one name. */
  readonly index: number;
}

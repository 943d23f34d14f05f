import { addMonths, dayOf, type Period } from '../domain/period.ts';
import type { Objects, Submissions } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { lastDueReports, SCHEDULED } from '../domain/reports/due-reports.ts';
import type { ReportOccasion } from '../domain/reports/progress.ts';
import { type PeriodManifest, periodManifest } from '../domain/reports/publication-manifest.ts';
import { type PublicationRef, periodManifestKey, type ReportPlan } from '../domain/reports/report-objects.ts';
import { unitCodesIn } from '../domain/unit.ts';

/** A publication that a schedule should have made: what its execution is called and started with. */
export interface MissedReport {
  readonly name: string;
  readonly input: { readonly period: Period; readonly occasion: ReportOccasion };
}

interface Ports {
  readonly outbox: Pick<Objects, 'jsonIfThere'>;
  readonly submissions: Pick<Submissions, 'rolls'>;
}

interface Begun extends PublicationRef {
  readonly occasion: ReportOccasion;
  readonly publishedAt: string;
}

/** How far back a publication of the same occasion is looked for: a yearly one is twelve months old. */
const MONTHS_BACK = 12;

/** What was published before, by the periods' manifests: each is read once. */
export class EarlierPublications {
  readonly #ports: Ports;
  readonly #read = new Map<Period, Promise<PeriodManifest | undefined>>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** What progress is compared with: of the month before, and the newest on the same occasion. Never itself. */
  async before(begun: Begun): Promise<ReportPlan['before']> {
    const lastMonth = await this.#of(addMonths(begun.period, -1));
    return {
      lastMonth: lastMonth ? { period: lastMonth.period, publication: lastMonth.publication } : null,
      lastOfOccasion: await this.#lastOf(begun),
    };
  }

  async #lastOf({ period: month, publication, occasion }: Begun): Promise<PublicationRef | null> {
    for (let back = 0; back <= MONTHS_BACK; back++) {
      const earlier = addMonths(month, -back);
      const found = (await this.#of(earlier))?.versions
        .filter((one) => one.occasion === occasion && one.publication < publication)
        .toSorted((a, b) => (a.publication < b.publication ? -1 : 1))
        .at(-1);
      if (found) return { period: earlier, publication: found.publication };
    }
    return null;
  }

  /**
   * What schedules missed: EventBridge Scheduler tries for some hours only. Of each occasion the last that was due before
   * today, where that month has a roll and no such report. The names are of this publication, so that a second try
   * starts nothing twice, and the next schedule may start again what came to nothing.
   */
  async missed({ publication, publishedAt, occasion }: Begun, data: ReferenceData): Promise<MissedReport[]> {
    if (!SCHEDULED.some((one) => one === occasion)) return [];
    const missed: MissedReport[] = [];
    for (const due of lastDueReports(dayOf(new Date(publishedAt)), data.calendar)) {
      const standing = await this.#of(due.period);
      if (standing?.versions.some((one) => one.occasion === due.occasion && one.asOf >= due.notBefore)) continue;
      const codes = unitCodesIn(data.units, due.period);
      if ((await this.#ports.submissions.rolls(codes, due.period)).length === 0) continue;
      missed.push({
        name: `catch-up-${due.occasion}-${due.period}-${publication}`,
        input: { period: due.period, occasion: due.occasion },
      });
    }
    return missed;
  }

  #of(month: Period): Promise<PeriodManifest | undefined> {
    const reading = this.#read.get(month) ?? this.#ports.outbox.jsonIfThere(periodManifestKey(month), periodManifest);
    this.#read.set(month, reading);
    return reading;
  }
}

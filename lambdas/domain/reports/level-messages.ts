import { type Day, formatPeriod, type Period } from '../period.ts';
import type { Message } from '../ports.ts';
import { type Unit, type UnitCode, unitIn, unitsIn } from '../unit.ts';
import type { ReportOccasion } from './progress.ts';

/** What one level is told. `unit` and `level` are attributes of the message: whoever subscribes takes only their own. */
export interface LevelMessage extends Message {
  readonly level: Unit['level'];
  /** Whose units it is about: a district, a province; `all` where nobody stands above the communes. */
  readonly unit: string;
}

/** What happened. Everything is codes, names of units, days and counts. */
export interface LevelNews {
  readonly units: readonly Unit[];
  readonly period: Period;
  /** Units that are asked for a list and have sent none, once the day is past; before it, nobody. */
  readonly late: readonly UnitCode[];
  readonly deadline: Day;
  /** Null where nothing was published: then only who is late is told. */
  readonly published: {
    readonly occasion: ReportOccasion;
    readonly asOf: Day;
    readonly version: number;
    readonly units: readonly UnitCode[];
    readonly files: number;
    readonly unplaced: readonly UnitCode[];
  } | null;
}

/** One level's part of the units. */
interface Part {
  readonly level: Unit['level'];
  readonly unit: string;
  readonly codes: ReadonlySet<UnitCode>;
}

const OCCASIONS: Readonly<Record<ReportOccasion, string>> = {
  weekly: 'báo cáo tuần',
  monthly: 'báo cáo tháng',
  yearly: 'báo cáo năm',
  settled: 'báo cáo khi đủ kết quả chi trả',
  'by-hand': 'báo cáo theo yêu cầu',
};

/**
 * One message for each level: the province, each district, and where communes stand directly below the province, one for
 * them together. Where nothing was published and nobody of a level is late, that level is told nothing.
 */
export function levelMessages(news: LevelNews): LevelMessage[] {
  const late = new Set(news.late);
  return partsOf(news.units, news.period).flatMap(({ level, unit, codes }) => {
    const lateHere = [...codes].filter((code) => late.has(code)).sort();
    if (news.published === null && lateHere.length === 0) return [];
    const what = news.published === null ? 'lists late' : 'reports published';
    return [
      {
        level,
        unit,
        subject: `ansinh: ${what} for ${news.period}, ${unit === 'all' ? 'communes' : unit} (${level})`,
        body: [...publishedSentences(news, codes), ...lateSentences(news, lateHere)].join('\n'),
      },
    ];
  });
}

function publishedSentences({ period, published }: LevelNews, codes: ReadonlySet<UnitCode>): string[] {
  if (published === null) return [];
  const { occasion, asOf, version, units, files, unplaced } = published;
  const outside = unplaced.filter((code) => codes.has(code));
  return [
    `Đã phát hành ${OCCASIONS[occasion]}, kỳ ${formatPeriod(period)}, lần ${version}, số liệu đến ngày ${dayText(asOf)}: ` +
      `${units.filter((code) => codes.has(code)).length} đơn vị (cả lần phát hành: ${units.length} đơn vị, ${files} tệp).`,
    `Xem và tải về: ansinh reports --period ${period}`,
    ...(outside.length > 0
      ? [`Chưa có đơn vị cấp trên trong danh mục nên không cộng vào cấp trên: ${outside.join(', ')}.`]
      : []),
  ];
}

function lateSentences({ units, period, deadline }: LevelNews, late: readonly UnitCode[]): string[] {
  if (late.length === 0) return [];
  const named = late
    .slice(0, NAMED_AT_MOST)
    .map((code) => `${code} ${[...(unitIn(units, code, period)?.name ?? '')].slice(0, NAME_LENGTH).join('')}`);
  const others = late.length - named.length;
  return [
    `Quá hạn ngày ${dayText(deadline)} chưa gửi danh sách kỳ ${formatPeriod(period)}: ${late.length} đơn vị: ` +
      `${named.join('; ')}${others > 0 ? `; và ${others} đơn vị khác` : ''}.`,
  ];
}

/** A message must stay below 256 KB, and so must all of a publication's together, which pass through the state machine. */
const NAMED_AT_MOST = 100;
const NAME_LENGTH = 40;

/** The levels, from the top down. A unit is of the part of every unit above it. */
function partsOf(units: readonly Unit[], month: Period): Part[] {
  const valid = new Map(unitsIn(units, month).map((unit) => [unit.code, unit]));
  const parts = new Map<string, { level: Unit['level']; unit: string; codes: Set<UnitCode> }>();
  const add = (level: Unit['level'], unit: string, code: UnitCode) => {
    const part = parts.get(`${level} ${unit}`) ?? { level, unit, codes: new Set<UnitCode>() };
    part.codes.add(code);
    parts.set(`${level} ${unit}`, part);
  };
  for (const { code, level, parent } of valid.values()) {
    if (level !== 'commune') add(level, code, code);
    const superior = valid.get(parent ?? code);
    if (level === 'commune' && superior?.level !== 'district') {
      add('commune', superior === undefined || superior.code === code ? 'all' : superior.code, code);
    }
    const seen = new Set([code]);
    for (
      let above = valid.get(parent ?? code);
      above && !seen.has(above.code);
      above = valid.get(above.parent ?? code)
    ) {
      if (above.level !== 'commune') add(above.level, above.code, code);
      seen.add(above.code);
    }
  }
  const order: readonly Unit['level'][] = ['province', 'district', 'commune'];
  return [...parts.values()].sort(
    (a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.unit < b.unit ? -1 : 1),
  );
}

function dayText(someDay: Day): string {
  return someDay.split('-').reverse().join('/');
}

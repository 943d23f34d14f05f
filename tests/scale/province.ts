import { type Period, period } from '../../lambdas/domain/period.ts';
import { generateMonth } from '../../samples/generate.ts';
import { PROVINCES_OF_BIRTH } from '../../samples/personal-ids.ts';
import { referenceOf } from '../../samples/reference.ts';
import type { ReferenceSources, SampleMonth } from '../../samples/sample-month.ts';

/** A commune has some 4,000 beneficiaries: half a million in 124 communes. */
const PEOPLE_PER_COMMUNE = 4_000;
/** Communes whose lists are made together. */
const COMMUNES_AT_ONCE = 5;
export const SCALE_PERIOD: Period = period.parse('2025-08');
const HEADER = 'code,name,level,parent,valid_from,valid_to';
const FIRST_CODE = 10_201;

/** Some communes whose lists are made together; nobody of theirs is born in the province of another part's people, or few. */
export interface Part {
  readonly communes: readonly string[];
  readonly people: number;
  readonly province: string;
  readonly seed: string;
}

/** A province without districts, as since 1 July 2025: synthetic names and ids, so many people. */
export interface Province {
  readonly people: number;
  readonly reference: ReferenceSources;
  readonly parts: readonly Part[];
}

/** @param communes as many as its people need, unless a number is given. */
export function provinceOf(people: number, communes = Math.ceil(people / PEOPLE_PER_COMMUNE)): Province {
  const codes = Array.from({ length: communes }, (_, index) => String(FIRST_CODE + index));
  const parts: Part[] = [];
  let given = 0;
  for (let from = 0; from < communes; from += COMMUNES_AT_ONCE) {
    const own = codes.slice(from, from + COMMUNES_AT_ONCE);
    const until = Math.round((people * (from + own.length)) / communes);
    const born = PROVINCES_OF_BIRTH[parts.length % PROVINCES_OF_BIRTH.length] ?? '001';
    parts.push({ communes: own, people: until - given, province: born.slice(1), seed: `scale/${parts.length}` });
    given = until;
  }
  return { people, reference: referenceWith('01', codes), parts };
}

function referenceWith(province: string, communes: readonly string[]): ReferenceSources {
  const rows = communes.map((code) => `${code},Xã ${code},commune,${province},2025-07-01,`);
  const target = (name: string, programmes: string[], share: number) => {
    return { name, programmes, share, from: '2025-01-01', to: '2025-12-31' };
  };
  return {
    ...referenceOf('thanh-oai'),
    'units.csv': [HEADER, `${province},Tỉnh ${province},province,,2008-08-01,`, ...rows, ''].join('\n'),
    'targets.json': JSON.stringify([
      target('Người có công hưởng qua tài khoản', ['NCC'], 0.95),
      target('Bảo trợ xã hội hưởng qua tài khoản', ['BTXH', 'HTXH'], 0.8),
    ]),
  };
}

/** What the offices of a part send, and whom the registry knows: a fifth are người có công, six in ten have accounts. */
export function monthOf({ communes, people, province, seed }: Part): Promise<SampleMonth> {
  const merit = Math.round(people / 5);
  const share = (count: number) => ({ people: count, withAccount: Math.round(count * 0.6) });
  return generateMonth({
    name: seed,
    seed,
    period: SCALE_PERIOD,
    reference: referenceWith(province, communes),
    counts: { NCC: share(merit), BTXH: share(people - merit) },
    drawBoth: 0,
    villages: [3, 9],
  });
}

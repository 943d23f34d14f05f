import { describe, expect, it } from 'vitest';
import { day } from '../../../lambdas/domain/period.ts';
import { unitsWithoutList } from '../../../lambdas/domain/reports/late-units.ts';
import { levelMessages } from '../../../lambdas/domain/reports/level-messages.ts';
import { type Unit, unit, unitCode } from '../../../lambdas/domain/unit.ts';
import { CU_KHE, JUNE, KIM_BAI } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

const DEADLINE = day.parse('2023-06-04');
const published = {
  occasion: 'monthly',
  asOf: day.parse('2023-06-14'),
  version: 2,
  units: [CU_KHE, unitCode.parse('278'), unitCode.parse('01')],
  files: 42,
  unplaced: [],
} as const;

function unitOf(code: string, level: Unit['level'], parent: string | null, name = `Đơn vị ${code}`): Unit {
  return unit.parse({ code, name, level, parent, validFrom: '2020-01-01', validTo: null });
}

/** A province as it is since July 2025: communes stand directly below it. */
const WITHOUT_DISTRICTS = [
  unitOf('38', 'province', null),
  unitOf('16033', 'commune', '38'),
  unitOf('16034', 'commune', '38'),
];

describe('One message for each level', () => {
  const messages = (units: readonly Unit[], given: Partial<Parameters<typeof levelMessages>[0]> = {}) =>
    levelMessages({ units, period: JUNE, late: [], deadline: DEADLINE, published, ...given });

  it('goes to the province and to each district', () => {
    expect(messages(THANH_OAI.units).map(({ level, unit: about }) => [level, about])).toEqual([
      ['province', '01'],
      ['district', '278'],
    ]);
  });

  it('goes to the communes together where there are no districts', () => {
    expect(messages(WITHOUT_DISTRICTS).map(({ level, unit: about }) => [level, about])).toEqual([
      ['province', '38'],
      ['commune', '38'],
    ]);
  });

  it('goes to communes that nobody stands above', () => {
    const orphans = [unitOf('16033', 'commune', null), unitOf('16034', 'commune', '99')];
    expect(messages(orphans).map(({ level, unit: about }) => [level, about])).toEqual([['commune', 'all']]);
  });

  it('names who is late with the day, and only to those above them', () => {
    const [province, district] = messages(THANH_OAI.units, { late: [KIM_BAI] });
    for (const told of [province, district]) expect(told?.body).toContain(`04/06/2023`);
    expect(district?.body).toContain('10114 ');
    expect(district?.body).toContain('Đã phát hành báo cáo tháng, kỳ 06/2023, lần 2');
  });

  it('is not sent where nothing was published and nobody is late', () => {
    expect(messages(THANH_OAI.units, { published: null })).toEqual([]);
  });

  it('has a subject as SNS takes it, and stays far below 256 KB with names of 10,000 letters', () => {
    const endless = Array.from({ length: 400 }, (_, index) =>
      unitOf(String(10000 + index), 'commune', '278', 'Ố'.repeat(10_000)),
    );
    const units = [unitOf('01', 'province', null), unitOf('278', 'district', '01'), ...endless];
    const all = messages(units, { late: endless.map(({ code }) => code) });
    for (const { subject } of all) expect(subject).toMatch(/^[!-~][ -~]{0,98}$/);
    expect(Buffer.byteLength(JSON.stringify(all))).toBeLessThan(60_000);
    expect(all[1]?.body).toContain('400 đơn vị');
    expect(all[1]?.body).toContain('và 300 đơn vị khác');
  });
});

describe('Who has sent no list', () => {
  const communes = THANH_OAI.units.filter(({ level }) => level === 'commune').map(({ code }) => code);

  it('are the communes that sent none; nobody waits for those above them', () => {
    const late = unitsWithoutList(THANH_OAI.units, JUNE, new Set([CU_KHE]));
    expect(late).toEqual(communes.filter((code) => code !== CU_KHE).sort());
  });

  it('is nobody where the district sent one for all of its communes', () => {
    expect(unitsWithoutList(THANH_OAI.units, JUNE, new Set([unitCode.parse('278')]))).toEqual([]);
  });
});

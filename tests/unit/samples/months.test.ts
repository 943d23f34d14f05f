import { describe, expect, it } from 'vitest';
import { withTonesOnLastVowel } from '../../../samples/names.ts';
import { ageOf } from '../../../samples/people.ts';
import { PROVINCES_OF_BIRTH } from '../../../samples/personal-ids.ts';
import { PROFILES } from '../../../samples/profiles.ts';
import type { Fault, SampleMonth, TruthRow } from '../../../samples/sample-month.ts';
import { sampleMonth } from '../../../samples/samples.ts';

const thanhOai = await sampleMonth('thanh-oai');
const dongThanh = await sampleMonth('dong-thanh');
const registry = new Map([...registryOf(thanhOai), ...registryOf(dongThanh)]);

interface Registered {
  readonly fullName: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly deceasedOn: string;
  readonly bank: string;
  readonly accountNumber: string;
}

function registryOf(month: SampleMonth): [string, Registered][] {
  return month.populationCsv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id = '', fullName = '', birthDate = '', sex = '', deceasedOn = '', bank = '', accountNumber = ''] =
        line.split(',');
      return [id, { fullName, birthDate, sex, deceasedOn, bank, accountNumber }];
    });
}

/** Everybody whom the rows are about, by their real ids: the count that needs no list. */
function realPeople(rows: readonly TruthRow[]): Set<string> {
  return new Set(rows.map(({ person }) => person));
}

function drawing(month: SampleMonth, ...programmes: TruthRow['programme'][]): TruthRow[] {
  return month.truth.rows.filter(({ programme }) => programmes.includes(programme));
}

/** A name without what layouts change: case, and where the tone stands in oa, oe, uy. */
function comparable(name: string): string {
  return withTonesOnLastVowel(name.toLocaleLowerCase('vi'));
}

function withFault(fault: Fault, month = thanhOai): TruthRow[] {
  return month.truth.rows.filter(({ faults }) => faults.includes(fault));
}

describe('Thanh Oai, June 2023', () => {
  it('has 13,463 people on the lists: 2,645 người có công and 10,818 on social assistance', () => {
    expect(thanhOai.truth.people).toBe(13_463);
    expect(realPeople(thanhOai.truth.rows).size).toBe(13_463);
    expect(realPeople(drawing(thanhOai, 'NCC')).size).toBe(2645);
    expect(realPeople(drawing(thanhOai, 'BTXH')).size).toBe(10_818);
  });

  it('counts the same people by what the lists show: readable ids, and rows without one', () => {
    const { rows } = thanhOai.truth;
    const readable = new Set(rows.flatMap(({ personalId }) => personalId ?? []));
    const without = rows.filter(({ personalId }) => personalId === null).length;
    expect(readable.size + without).toBe(13_463);
  });

  it('has one list from each of the 21 communes, one of them late', () => {
    expect(new Set(thanhOai.lists.map(({ unit }) => unit)).size).toBe(21);
    expect(thanhOai.topUnit).toBe('278');
    const late = thanhOai.lists.filter((list) => list.late);
    expect(late).toHaveLength(1);
    expect(late.every(({ receivedAt }) => receivedAt > '2023-06-04T17:00:00.000Z')).toBe(true);
  });

  it('has twenty workbooks and one CSV', () => {
    expect(thanhOai.lists.filter(({ fileName }) => fileName.endsWith('.csv'))).toHaveLength(1);
    expect(thanhOai.lists.filter(({ fileName }) => fileName.endsWith('.xlsx'))).toHaveLength(20);
  });
});

describe('Đông Thành, June 2026', () => {
  const accounts = (rows: readonly TruthRow[]) => realPeople(rows.filter(({ channel }) => channel !== 'cash')).size;

  it('has 2,301 people on social assistance and social pension, 1,380 of them with an account', () => {
    const rows = drawing(dongThanh, 'BTXH', 'HTXH');
    expect(realPeople(rows).size).toBe(2301);
    expect(accounts(rows)).toBe(1380);
  });

  it('has 498 người có công, 211 of them with an account', () => {
    const rows = drawing(dongThanh, 'NCC');
    expect(realPeople(rows).size).toBe(498);
    expect(accounts(rows)).toBe(211);
  });

  it('has 25 villages, and some people who lawfully draw two programmes', () => {
    expect(new Set(dongThanh.truth.rows.map(({ village }) => village)).size).toBe(25);
    const merit = realPeople(drawing(dongThanh, 'NCC'));
    expect([...realPeople(drawing(dongThanh, 'BTXH'))].filter((person) => merit.has(person))).toHaveLength(27);
  });
});

describe.each([thanhOai, dongThanh])('people of $name', (month) => {
  const { rows } = month.truth;

  it('have ids of twelve digits that agree with sex and birth year in the registry', () => {
    const wrong = [...realPeople(rows)].filter((id) => {
      const known = registry.get(id);
      if (known === undefined) return false;
      const century = Number(known.birthDate.slice(0, 2)) - 19;
      const expected = `${century * 2 + (known.sex === 'female' ? 1 : 0)}${known.birthDate.slice(2, 4)}`;
      return !/^\d{12}$/.test(id) || !PROVINCES_OF_BIRTH.includes(id.slice(0, 3)) || id.slice(3, 6) !== expected;
    });
    expect(wrong).toEqual([]);
  });

  it('are 75 or older on the social pension, and born before 1970 in the wars', () => {
    const born = (row: TruthRow) => registry.get(row.person)?.birthDate ?? row.birthDate;
    expect(drawing(month, 'HTXH').filter((row) => ageOf(born(row), month.period) < 75)).toEqual([]);
    const soldiers = rows.filter(({ category }) => category === 'ncc-5' || category === 'ncc-6');
    expect(soldiers.length).toBeGreaterThan(100);
    expect(soldiers.filter((row) => born(row) >= '1970')).toEqual([]);
  });

  it('have a guardian as long as they are children', () => {
    const children = rows.filter(
      ({ birthDate }) => Number(birthDate.slice(0, 4)) > Number(month.period.slice(0, 4)) - 16,
    );
    expect(children.length).toBeGreaterThan(20);
    expect(children.filter(({ payeeRole }) => payeeRole !== 'guardian')).toEqual([]);
  });

  it('are written in NFC with single spaces, in all the tones', () => {
    const names = rows.map(({ fullName }) => fullName);
    expect(names.filter((name) => name !== name.normalize('NFC').replace(/\s+/g, ' ').trim())).toEqual([]);
    for (const letter of ['ẵ', 'ỡ', 'ự', 'ỵ', 'Đ']) expect(names.join()).toContain(letter);
  });

  it('share a number only with those whose guardian holds the account', () => {
    const holders = Map.groupBy(
      rows.filter(({ accountNumber }) => accountNumber !== null),
      ({ accountNumber }) => accountNumber,
    );
    const shared = [...holders.values()].filter((held) => new Set(held.map(({ person }) => person)).size > 1);
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.flat().filter(({ payeeRole }) => payeeRole !== 'guardian')).toEqual([]);
  });

  it('draw amounts of whole đồng, by the rates in force', () => {
    const wrong = drawing(month, 'BTXH').filter(({ amount, faults }) => {
      const standard = month.name === 'thanh-oai' ? 360_000 : 500_000;
      return !faults.includes('former-rate') && ![1, 1.5, 2, 2.5, 3].includes(amount / standard);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the faults', () => {
  const faults: Fault[] = [
    'lost-zeros',
    'numeric-id',
    'missing-account',
    'missing-id',
    'old-card-number',
    'id-contradicts-birth-year',
    'repeated',
    'listed-elsewhere',
    'spelled-otherwise',
    'name-without-marks',
    'moved',
    'died-before-period',
    'died-in-period',
    'account-differs',
    'former-rate',
  ];

  it.each(faults)('%s is there, and recorded', (fault) => {
    expect(withFault(fault).length).toBeGreaterThan(0);
  });

  it('puts a person listed elsewhere on two communes’ lists for the same programme', () => {
    const pairs = [...Map.groupBy(withFault('listed-elsewhere'), ({ person }) => person).values()];
    expect(pairs.every((pair) => pair.length === 2 && pair[0]?.unit !== pair[1]?.unit)).toBe(true);
    expect(pairs.every((pair) => pair[0]?.programme === pair[1]?.programme)).toBe(true);
  });

  it('puts a repeated row after the first, on the same sheet', () => {
    for (const { person, unit, sheet, row } of withFault('repeated')) {
      const first = thanhOai.truth.rows.find((one) => one.person === person && !one.faults.includes('repeated'));
      expect(first).toMatchObject({ unit, sheet });
      expect(first?.row).toBeLessThan(row);
    }
  });

  it('makes the whole id column of one commune numeric', () => {
    expect(new Set(withFault('numeric-id').map(({ unit }) => unit)).size).toBe(1);
  });

  it('lets two people die: one in the month before, one within the month', () => {
    const [before] = withFault('died-before-period');
    const [within] = withFault('died-in-period');
    expect(registry.get(before?.person ?? '')?.deceasedOn).toMatch(/^2023-05/);
    expect(registry.get(within?.person ?? '')?.deceasedOn).toMatch(/^2023-06/);
    const dead = registryOf(thanhOai).filter(([, { deceasedOn }]) => deceasedOn !== '');
    expect(dead).toHaveLength(2);
  });

  it('leaves who moved out of the registry, and nobody else', () => {
    const unknown = [...realPeople(thanhOai.truth.rows)].filter((person) => !registry.has(person));
    expect(new Set(unknown)).toEqual(realPeople(withFault('moved')));
  });

  it('spells a name otherwise in the registry only where that is recorded', () => {
    const differing = thanhOai.truth.rows.filter(({ person, fullName }) => {
      const known = registry.get(person);
      return known !== undefined && comparable(known.fullName) !== comparable(fullName);
    });
    expect(realPeople(differing)).toEqual(
      realPeople([...withFault('spelled-otherwise'), ...withFault('name-without-marks')]),
    );
  });

  it('registers another account only where that is recorded', () => {
    const differing = thanhOai.truth.rows.filter(({ person, accountNumber }) => {
      const registered = registry.get(person)?.accountNumber ?? '';
      return registered !== '' && registered !== accountNumber;
    });
    expect(realPeople(differing)).toEqual(realPeople(withFault('account-differs')));
  });

  it('has another account registered only of people with a bank account of their own', () => {
    const rows = withFault('account-differs');
    expect(rows.filter(({ channel, payeeName }) => channel !== 'account' || payeeName !== null)).toEqual([]);
  });

  it('leaves no readable id where there is none, or an old card’s number', () => {
    const without = thanhOai.truth.rows.filter(({ personalId }) => personalId === null);
    expect(without).toHaveLength(withFault('missing-id').length + withFault('old-card-number').length);
  });

  it('spoils a row in one way at most', () => {
    const spoiling = ({ faults: own }: TruthRow) =>
      own.filter((one) => one !== 'missing-account' && one !== 'numeric-id');
    expect(thanhOai.truth.rows.filter((row) => spoiling(row).length > 1)).toEqual([]);
  });
});

describe('profiles', () => {
  it('give a guardian to everybody who is a child', () => {
    const children = Object.values(PROFILES)
      .flat()
      .filter(({ age }) => age !== undefined && age[0] < 16);
    expect(children.every(({ payee }) => payee[0] === 1 && payee[1] === 'guardian')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { VerificationAnswer } from '../../../lambdas/domain/identity/identity.ts';
import { type RowValues, rowValues } from '../../../lambdas/domain/lists/list-row.ts';
import { day } from '../../../lambdas/domain/period.ts';
import { figureContext } from '../../../lambdas/domain/reports/figure-context.ts';
import { countRoll, EarlierPeople, type RollLine } from '../../../lambdas/domain/reports/roll-counting.ts';
import { type UnitFigures, unitFigures } from '../../../lambdas/domain/reports/unit-figures.ts';
import type { ClaimAnswer } from '../../../lambdas/domain/rolls/entitlement.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { ALL, ASSISTED, CU_KHE, IN_JUNE, JUNE, MAY, WITH_MERIT } from './counted.ts';

const BICH_HOA = unitCode.parse('10126');
const AN = '001045000001';
const BINH = '001145000002';
const MATCHED: VerificationAnswer = { outcome: 'matched', nameWithoutMarks: false, account: null };
const HERE: ClaimAnswer = { standing: 'here' };

interface Given {
  outcome?: RollLine['outcome'];
  registry?: VerificationAnswer | null;
  claim?: ClaimAnswer;
  values?: Partial<Record<keyof RowValues, string | number | null>>;
}

/** A matched, accepted line of An on social assistance without an account, but for what is given. */
function line({ outcome = 'accepted', registry = MATCHED, claim = HERE, values = {} }: Given = {}): RollLine {
  const nothing = Object.fromEntries(Object.keys(rowValues.shape).map((field) => [field, null]));
  const own = { fullName: 'Nguyễn Văn An', birthDate: '1945', programme: 'BTXH', personalId: AN, amount: 360_000 };
  return { outcome, registry, claim, values: rowValues.parse({ ...nothing, ...own, ...values }) };
}

const withoutId = (fullName: string): RollLine =>
  line({ outcome: 'held', registry: null, claim: { standing: 'none' }, values: { personalId: null, fullName } });

function count(lines: RollLine[], previous: EarlierPeople | null = null): UnitFigures {
  return unitFigures.parse(countRoll(CU_KHE.code, lines, previous, IN_JUNE));
}

/** The people of the roll before, whose lines come in pages. */
function may(lines: RollLine[]): EarlierPeople {
  const people = new EarlierPeople(IN_JUNE, MAY);
  for (const one of lines) people.add([one]);
  return people;
}

const onRoll = (lines: RollLine[], previous: EarlierPeople | null = null) => count(lines, previous).groups.BTXH.onRoll;

describe('Who stands on the roll (ruling 2)', () => {
  it('counts people of accepted and of held rows', () => {
    expect(onRoll([line(), line({ outcome: 'held', values: { personalId: BINH } })]).cumulative).toBe(2);
  });

  it('does not count rejected rows', () => {
    expect(onRoll([line({ outcome: 'rejected' })]).cumulative).toBe(0);
  });

  it('counts somebody only where the claim stands', () => {
    const claim: ClaimAnswer = { standing: 'elsewhere', unit: BICH_HOA, programme: 'BTXH' };
    expect(onRoll([line({ outcome: 'held', claim })]).cumulative).toBe(0);
  });

  it('counts a row that is held because another programme elsewhere does not go with it', () => {
    const claim: ClaimAnswer = { standing: 'elsewhere', unit: BICH_HOA, programme: 'BHXH' };
    expect(onRoll([line({ outcome: 'held', claim, values: { programme: 'HTXH' } })]).cumulative).toBe(1);
  });

  it.each([
    ['2023-05-31', 0],
    ['2023-06-01', 1],
    ['2023-06-30', 1],
  ])('of somebody who died on %s counts %i', (deceasedOn, expected) => {
    const registry: VerificationAnswer = { outcome: 'deceased', deceasedOn: day.parse(deceasedOn) };
    const lines = [line({ outcome: 'held', registry })];
    expect([onRoll(lines).cumulative, count(lines).distinctPeople]).toEqual([expected, expected]);
  });

  it('counts somebody once in a column, whatever the number of their rows and programmes there', () => {
    const figures = count([line(), line({ values: { programme: 'HTXH' } })]);
    expect([figures.groups.BTXH.onRoll.cumulative, figures.distinctPeople]).toEqual([1, 1]);
  });

  it('counts somebody with two programmes in both columns, and as one distinct person (ruling 5)', () => {
    const figures = count([line(), line({ values: { programme: 'NCC', category: 'ncc-5' } })]);
    expect([figures.groups.BTXH.onRoll.cumulative, figures.groups.NCC.onRoll.cumulative]).toEqual([1, 1]);
    expect(figures.distinctPeople).toBe(1);
  });

  it('counts each row without a usable id as one person (ruling 14)', () => {
    const figures = count([withoutId('Trần Thị Tư'), withoutId('Trần Thị Tư')]);
    expect([figures.groups.BTXH.onRoll.cumulative, figures.distinctPeople]).toEqual([2, 2]);
  });

  it('counts a row of unknown programme under other groups until it is mended', () => {
    const figures = count([line({ outcome: 'held', values: { programme: null } })]);
    expect(figures.groups.KHAC.onRoll.cumulative).toBe(1);
  });
});

describe('Who joined in the period (ruling 2)', () => {
  it('is everybody in a unit’s first period', () => {
    expect(onRoll([line(), withoutId('Trần Thị Tư')])).toEqual({ cumulative: 2, inPeriod: 2 });
  });

  it('is who was not on the last roll', () => {
    expect(onRoll([line(), line({ values: { personalId: BINH } })], may([line()]))).toEqual({
      cumulative: 2,
      inPeriod: 1,
    });
  });

  it('is who was rejected or claimed elsewhere on the last roll', () => {
    const claim: ClaimAnswer = { standing: 'elsewhere', unit: BICH_HOA, programme: 'BTXH' };
    expect(onRoll([line()], may([line({ outcome: 'held', claim }), line({ outcome: 'rejected' })])).inPeriod).toBe(1);
  });

  it('is not who only moved between programmes of one column', () => {
    expect(onRoll([line({ values: { programme: 'HTXH' } })], may([line()])).inPeriod).toBe(0);
  });

  it('is, in its column, who took up a second programme', () => {
    const figures = count([line(), line({ values: { programme: 'NCC' } })], may([line()]));
    expect([figures.groups.BTXH.onRoll.inPeriod, figures.groups.NCC.onRoll.inPeriod]).toEqual([0, 1]);
  });

  it('is not who stood there on two programmes, and stands on both still', () => {
    const both = [line(), line({ values: { programme: 'NCC', category: 'ncc-5' } })];
    const { groups, targets } = count(both, may(both));
    expect([groups.BTXH, groups.NCC].map(({ onRoll: { inPeriod } }) => inPeriod)).toEqual([0, 0]);
    expect(targets.map(({ figures }) => figures.onRoll.inPeriod)).toEqual([0, 0, 0]);
  });

  it('is not who stood there by name and birth date alone, nor who has got an id since', () => {
    const last = may([withoutId('Trần Thị Tư'), withoutId('Nguyễn Văn An')]);
    expect(onRoll([withoutId('TRẦN THỊ TƯ'.normalize('NFD')), line()], last).inPeriod).toBe(0);
  });

  it('is not who stood there by any one of their rows', () => {
    const otherName = line({ values: { programme: 'HTXH', fullName: 'Nguyễn Văn Ân' } });
    expect(onRoll([line(), otherName], may([withoutId('Nguyễn Văn An')])).inPeriod).toBe(0);
  });

  it('counts who joined also among the reviewed and those with an account', () => {
    const joined = line({ values: { personalId: BINH, accountNumber: '1500205123456' } });
    const { reviewed, withAccount } = count([line(), joined], may([line()])).groups.BTXH;
    expect([reviewed, withAccount]).toEqual([
      { cumulative: 2, inPeriod: 1 },
      { cumulative: 1, inPeriod: 1 },
    ]);
  });
});

describe('Part II (ruling 3)', () => {
  it('counts as reviewed about whom the registry answered, whatever it said', () => {
    const figures = count([
      line({ outcome: 'held', registry: { outcome: 'not-found' } }),
      line({ values: { personalId: BINH }, registry: { outcome: 'mismatched', fields: ['sex'], account: null } }),
      withoutId('Trần Thị Tư'),
    ]);
    expect(figures.groups.BTXH.reviewed.cumulative).toBe(2);
  });

  it('counts who has a usable number of any kind, whether held or not', () => {
    const figures = count([
      line({ outcome: 'held', values: { channel: 'account', accountNumber: '1500205123456' } }),
      line({ values: { personalId: BINH, channel: 'mobile-money', accountNumber: '0912345678' } }),
      line({ values: { personalId: '001145000003', channel: 'cash' } }),
    ]);
    expect(figures.groups.BTXH.withAccount.cumulative).toBe(2);
  });

  it('counts somebody with two rows, one with an account, once', () => {
    const figures = count([
      line({ values: { accountNumber: '1500205123456' } }),
      line({ values: { programme: 'HTXH' } }),
    ]);
    expect(figures.groups.BTXH.withAccount.cumulative).toBe(1);
  });
});

describe('Columns and lines', () => {
  const lineOf = (programme: string, category: string | null) => {
    const { lines } = count([line({ values: { programme, category } })]);
    return Object.entries(lines).flatMap(
      ([
        name,
        {
          onRoll: { cumulative },
        },
      ]) => (cumulative > 0 ? [name] : []),
    );
  };

  it('follow the mapping of the reference data', () => {
    const context = figureContext(JUNE, {
      programmes: [{ code: 'HTXH', name: 'Trợ cấp hưu trí xã hội', formGroup: 'KHAC', purpose: 'PENS' }],
      targets: [],
    });
    const { groups } = countRoll(CU_KHE.code, [line({ values: { programme: 'HTXH' } })], null, context);
    expect([groups.BTXH.onRoll.cumulative, groups.KHAC.onRoll.cumulative]).toEqual([0, 1]);
  });

  it('put a person with merit on the line of the category', () => {
    expect(lineOf('NCC', 'ncc-10')).toEqual(['ncc-10']);
  });

  it('put a person with merit of no named category on a line of its own (ruling 7)', () => {
    expect(lineOf('NCC', null)).toEqual(['unclassified']);
  });

  it('put the three decisions in part II of Form 2 and in "Đối tượng khác" of Form 1', () => {
    expect(lineOf('KHAC', 'decision-62')).toEqual(['decision-62']);
    expect(
      count([line({ values: { programme: 'KHAC', category: 'decision-62' } })]).groups.KHAC.onRoll.cumulative,
    ).toBe(1);
  });

  it('leave social assistance out of Form 2', () => {
    expect(lineOf('BTXH', null)).toEqual([]);
  });
});

describe('Targets', () => {
  const both = [line(), line({ values: { programme: 'NCC', category: 'ncc-5', accountNumber: '1500205123456' } })];

  it('are all programmes together and those that hold at the end of the period, whatever their names', () => {
    expect(count([]).targets.map(({ name }) => name)).toEqual(['all', 'Người có công', '__proto__']);
  });

  it('count somebody once in each target that has one of their programmes', () => {
    const { targets, distinctPeople } = count([...both, line({ values: { programme: 'HTXH' } })]);
    expect(targets.map(({ figures }) => figures.onRoll.cumulative)).toEqual([1, 1, 1]);
    expect(distinctPeople).toBe(1);
  });

  it('count an account where the row of the target gives one', () => {
    const { targets } = count(both);
    expect([ALL, WITH_MERIT, ASSISTED].map((at) => targets[at]?.figures.withAccount.cumulative)).toEqual([1, 1, 0]);
  });

  it('leave a row of unknown programme to all programmes', () => {
    const { targets } = count([line({ outcome: 'held', values: { programme: null } })]);
    expect(targets.map(({ figures }) => figures.onRoll.cumulative)).toEqual([1, 0, 0]);
  });
});

describe('Villages', () => {
  const inVillage = (village: string | null, personalId = AN) => line({ values: { village, personalId } });
  const villagesOf = (lines: RollLine[], previous: EarlierPeople | null = null) =>
    count(lines, previous).villages.map(({ village, targets }) => [village, targets[ALL]?.onRoll.cumulative]);

  it('are one village however the row spells it', () => {
    const rows = [inVillage('Thôn  Đông'), inVillage('THÔN ĐÔNG'.normalize('NFD'), BINH)];
    expect(villagesOf(rows)).toEqual([['Thôn Đông', 2]]);
  });

  it('differ by a tone mark', () => {
    expect(villagesOf([inVillage('Hòa Bình'), inVillage('Hoa Bình', BINH)])).toHaveLength(2);
  });

  it('stand by name, and rows without one last', () => {
    expect(villagesOf([inVillage(null), inVillage('B', BINH), inVillage('A', '001145000003')])).toEqual([
      ['A', 1],
      ['B', 1],
      [null, 1],
    ]);
  });

  it('are cut after sixty letters, as payments keep them', () => {
    expect(villagesOf([inVillage('Đ'.repeat(10_000))])).toEqual([['Đ'.repeat(60), 1]]);
  });

  it('may bear any name', () => {
    expect(villagesOf([inVillage('__proto__'), inVillage('constructor', BINH)])).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
    ]);
  });

  it('take somebody who moved within the unit for nobody who joined', () => {
    const last = may([inVillage('A')]);
    expect(count([inVillage('B')], last).villages[0]?.targets[ALL]?.onRoll).toEqual({ cumulative: 1, inPeriod: 0 });
  });
});

describe('The cube of the roll', () => {
  it('has every row that counts, by what it is and how it would be paid, with what the list gives', () => {
    const { cube } = count([
      line({ values: { channel: 'account', arrears: 5 } }),
      line({ outcome: 'held', registry: null, values: { personalId: BINH, programme: 'NCC', category: 'ncc-5' } }),
    ]);
    expect(cube.roll).toEqual([
      {
        programme: 'BTXH',
        category: null,
        channel: 'account',
        outcome: 'accepted',
        reviewed: true,
        joined: true,
        people: 1,
        amount: 360_005,
      },
      {
        programme: 'NCC',
        category: 'ncc-5',
        channel: null,
        outcome: 'held',
        reviewed: false,
        joined: true,
        people: 1,
        amount: 360_000,
      },
    ]);
  });

  it('is the same for the same rows in any order', () => {
    const rows = [line(), line({ values: { personalId: BINH, programme: 'NCC' } }), withoutId('Trần Thị Tư')];
    expect(count(rows.toReversed()).cube).toEqual(count(rows).cube);
  });

  it('leaves out who is claimed elsewhere and who died before the period, and says how many', () => {
    const claim: ClaimAnswer = { standing: 'elsewhere', unit: BICH_HOA, programme: 'BTXH' };
    const registry: VerificationAnswer = { outcome: 'deceased', deceasedOn: day.parse('2023-05-31') };
    const { cube, rows } = count([
      line({ outcome: 'held', claim }),
      line({ outcome: 'held', registry, values: { personalId: BINH, amount: 100 } }),
    ]);
    expect(cube.roll).toEqual([]);
    expect(rows).toEqual({
      read: { rows: 2, amount: 360_100 },
      elsewhere: { rows: 1, amount: 360_000 },
      died: { rows: 1, amount: 100 },
      again: 0,
    });
  });

  it('counts a second row of somebody in the same group, and says that it is one', () => {
    const { cube, rows } = count([
      line(),
      line({ values: { programme: 'HTXH' } }),
      line({ values: { programme: 'NCC' } }),
    ]);
    expect([cube.roll.reduce((sum, { people }) => sum + people, 0), rows.again]).toEqual([3, 1]);
  });
});

import { controlSheet } from '../../lambdas/domain/reports/control-sheet.ts';
import { progressReport } from '../../lambdas/domain/reports/progress.ts';
import { type UnitCode, unitCode } from '../../lambdas/domain/unit.ts';
import type { PageModel } from '../../lambdas/formats/reports/page-model.ts';

/*
 * Pages' models of the size and the look of the sample month: the district of Thanh Oai in June 2023, and its commune
 * Cự Khê. The figures are made up, the same ones at every call.
 */

const COMMUNES = [
  '10114 Thị trấn Kim Bài',
  '10120 Xã Cự Khê',
  '10126 Xã Bích Hòa',
  '10129 Xã Mỹ Hưng',
  '10132 Xã Cao Viên',
  '10135 Xã Bình Minh',
  '10138 Xã Tam Hưng',
  '10141 Xã Thanh Cao',
  '10144 Xã Thanh Thùy',
  '10147 Xã Thanh Mai',
  '10150 Xã Thanh Văn',
  '10153 Xã Đỗ Động',
  '10156 Xã Kim An',
  '10159 Xã Kim Thư',
  '10162 Xã Phương Trung',
  '10165 Xã Tân Ước',
  '10168 Xã Dân Hòa',
  '10171 Xã Liên Châu',
  '10174 Xã Cao Dương',
  '10177 Xã Xuân Dương',
  '10180 Xã Hồng Dương',
].map((line) => ({ unit: unitCode.parse(line.slice(0, 5)), name: line.slice(6) }));

const VILLAGES = ['Cự Đà', 'Khúc Thủy', 'Khê Tang', 'Thượng', 'Tổ dân phố Thanh Hà A', 'Tổ dân phố Thanh Hà B', null];
const ALL = 'Tất cả các chế độ';
const GOAL = '100% người có công và đối tượng bảo trợ xã hội có nhu cầu được mở tài khoản, chi trả qua tài khoản';

/** Figures that look like chance and are the same each time. */
function figure(seed: number, below: number): number {
  return ((seed * 7919 + 104_729) % 1009) % below;
}

export function line(people: number, paidByAccount: number) {
  const share = people === 0 ? null : paidByAccount / people;
  const withAccount = Math.max(paidByAccount, Math.min(people, paidByAccount + 40));
  return { people, withAccount, paidByAccount, paidAmount: paidByAccount * 503_000, share };
}

function sum(lines: readonly { people: number; paidByAccount: number }[]) {
  return line(
    lines.reduce((all, { people }) => all + people, 0),
    lines.reduce((all, { paidByAccount }) => all + paidByAccount, 0),
  );
}

const PROVIDERS = { byProvider: [], byChannel: [] };

function paid(accounts: number) {
  return {
    byProvider: [
      {
        provider: 'agribank',
        name: 'Ngân hàng Nông nghiệp và Phát triển nông thôn',
        paid: accounts,
        amount: accounts * 503_000,
      },
      { provider: 'vnpost', name: 'Tổng công ty Bưu điện Việt Nam', paid: 2381, amount: 1_204_880_000 },
    ],
    byChannel: [
      { channel: 'account', paid: accounts, amount: accounts * 503_000 },
      { channel: 'wallet', paid: 214, amount: 98_200_000 },
      { channel: 'mobile-money', paid: 97, amount: 41_700_000 },
      { channel: 'cash', paid: 2381, amount: 1_204_880_000 },
    ],
  };
}

const MONTHS = [
  '2022-06',
  '2022-07',
  '2022-08',
  '2022-09',
  '2022-10',
  '2022-11',
  '2022-12',
  '2023-01',
  '2023-02',
  '2023-03',
  '2023-04',
  '2023-05',
];

/** The months before, from a fifth of the share that stands now. */
function historyOf(names: readonly string[], now: ReturnType<typeof line>) {
  const earlier = MONTHS.map((month, index) => ({
    period: month,
    totals: names.map((name) => ({
      name,
      ...line(now.people, Math.round((now.paidByAccount * (3 + index + figure(index, 2))) / 16)),
    })),
  }));
  return [...earlier, { period: '2023-06', totals: names.map((name) => ({ name, ...now })) }];
}

/** A page's model made of lines of what is below the unit: the communes of a district, or the villages of a commune. */
function progressOf(
  unit: { unit: string; unitName: string; unitLevel: 'district' | 'commune' },
  below: { byUnit: object[]; byVillage: object[] },
  total: ReturnType<typeof line>,
) {
  const since = {
    asOf: '2023-05-31',
    period: '2023-05',
    people: 12,
    withAccount: 61,
    paidByAccount: 53,
    share: 0.0231,
  };
  const target = (name: string, share: number | null, programmes: string[]) => ({
    name,
    programmes,
    target: share,
    total,
    since,
    ...below,
    ownLists: null,
    byProgramme: [
      {
        programme: 'BTXH',
        name: 'Trợ cấp bảo trợ xã hội',
        ...line(Math.round(total.people * 0.8), Math.round(total.paidByAccount * 0.8)),
      },
      {
        programme: 'NCC',
        name: 'Ưu đãi người có công',
        ...line(Math.round(total.people * 0.2), Math.round(total.paidByAccount * 0.2)),
      },
    ],
    ...paid(total.paidByAccount),
  });
  return {
    schemaVersion: 1,
    report: 'progress',
    occasion: 'monthly',
    ...unit,
    period: '2023-06',
    asOf: '2023-06-14',
    distinctPeople: total.people - 31,
    targets: [target(ALL, null, ['BTXH', 'NCC', 'KHAC']), target(GOAL, 1, ['NCC', 'BTXH'])],
    history: historyOf([ALL, GOAL], total),
  };
}

function controlOf(unit: { unit: string; unitName: string; unitLevel: string }, senders: typeof COMMUNES) {
  const rows = senders.map(({ unit: code, name }, index) => ({ code, name, index, rows: 400 + figure(index, 500) }));
  return {
    schemaVersion: 1,
    report: 'control',
    ...unit,
    period: '2023-06',
    asOf: '2023-06-14',
    deadline: '2023-06-04',
    controlTotals: [
      {
        name: 'Số người trên danh sách, Huyện Thanh Oai: báo cáo = tổng các đơn vị trực thuộc',
        left: 13_463,
        right: 13_463,
        holds: true,
        from: 'vế trái: biểu 1 của huyện, dòng I; vế phải: biểu 1 của 21 xã, thị trấn',
      },
      {
        name: 'Số tiền đã chi trả: tệp lệnh chi = kết quả đối soát (đồng)',
        left: 6_771_889_000,
        right: 6_771_889_000,
        holds: true,
        from: 'vế trái: bảng kê lệnh chi đã chuyển; vế phải: sổ của kỳ',
      },
    ],
    lateness: rows.map(({ code, name, index, rows: read }) => ({
      unit: code,
      name,
      timeliness: index % 9 === 7 ? 'none' : index % 6 === 4 ? 'late' : 'on-time',
      carriedOver: index % 9 === 7,
      lists:
        index % 9 === 7
          ? []
          : [
              {
                id: `20230602T080500Z-${String(index).padStart(8, '0')}`,
                receivedAt: index % 6 === 4 ? '2023-06-06T02:41:00.000Z' : '2023-06-02T08:05:00.000Z',
                late: index % 6 === 4,
                kind: 'full',
                status: 'current',
                totals: {
                  read: { rows: read, amount: read * 500_000 },
                  accepted: { rows: read - 9, amount: (read - 9) * 500_000 },
                  held: { rows: 8, amount: 4_000_000 },
                  rejected: { rows: 1, amount: 500_000 },
                },
              },
            ],
    })),
    quality: rows.map(({ code, name, index, rows: read }) => ({
      unit: code,
      name,
      rows: read,
      held: { rows: figure(index, 23), amount: figure(index, 23) * 500_000 },
      notes: [
        { code: 'id-zeros-restored', severity: 'warning', field: 'personalId', rows: 30 + figure(index, 40) },
        { code: 'id-missing', severity: 'error', field: 'personalId', rows: figure(index, 12) },
        { code: 'name-letter-mended', severity: 'warning', field: 'fullName', rows: figure(index, 9) },
      ],
    })),
    duplicates: rows.slice(0, 4).map(({ code, name, index }) => ({
      unit: code,
      name,
      claimedElsewhere: { rows: index + 1, amount: (index + 1) * 360_000 },
      repeated: { rows: 2, amount: 720_000 },
    })),
    notPaidTwice: 6_480_000,
    exceptions: [
      { code: 'no-answer', open: 14 },
      { code: 'wrong-amount', open: 2 },
    ],
  };
}

/** The district with its 21 communes, most of them on the way to the target, one without a list, one that reached it. */
export function districtPage(): PageModel {
  const byUnit = COMMUNES.map(({ unit, name }, index) => {
    const people = index === 12 ? 0 : 420 + figure(index, 400);
    const paidByAccount = index === 3 ? people : Math.round((people * (35 + figure(index + 3, 55))) / 100);
    return { unit, name, level: 'commune', hasRoll: index !== 12, ...line(people, paidByAccount) };
  });
  const unit = { unit: '278', unitName: 'Huyện Thanh Oai', unitLevel: 'district' } as const;
  return {
    progress: progressReport.parse(progressOf(unit, { byUnit, byVillage: [] }, sum(byUnit))),
    control: controlSheet.parse(controlOf(unit, COMMUNES)),
    above: { code: unitCode.parse('01'), name: 'Thành phố Hà Nội' },
    withPage: new Set<UnitCode>(COMMUNES.filter((_, index) => index !== 12).map((one) => one.unit)),
  };
}

/** A commune with its villages, two of them with names that are longer than a chart's label. */
export function communePage(): PageModel {
  const byVillage = VILLAGES.map((village, index) => {
    const people = 60 + figure(index, 60);
    return { village, ...line(people, Math.round((people * (40 + figure(index + 2, 55))) / 100)) };
  });
  const unit = { unit: '10120', unitName: 'Xã Cự Khê', unitLevel: 'commune' } as const;
  return {
    progress: progressReport.parse(progressOf(unit, { byUnit: [], byVillage }, sum(byVillage))),
    control: controlSheet.parse(controlOf(unit, COMMUNES.slice(1, 2))),
    above: { code: unitCode.parse('278'), name: 'Huyện Thanh Oai' },
    withPage: new Set(),
  };
}

/** A unit of whose month nothing is known: no list, nobody, no payment, no earlier report. */
export function emptyPage(): PageModel {
  const nobody = line(0, 0);
  const unit = { unit: '10156', unitName: 'Xã Kim An', unitLevel: 'commune' } as const;
  const target = (name: string, share: number | null) => ({
    name,
    programmes: ['NCC'],
    target: share,
    total: nobody,
    since: null,
    byUnit: [],
    ownLists: null,
    byVillage: [],
    byProgramme: [],
    ...PROVIDERS,
  });
  return {
    progress: progressReport.parse({
      ...progressOf(unit, { byUnit: [], byVillage: [] }, nobody),
      distinctPeople: 0,
      targets: [target(ALL, null), target(GOAL, 1)],
      history: [{ period: '2023-06', totals: [{ name: ALL, ...nobody }] }],
    }),
    control: controlSheet.parse({
      ...controlOf(unit, []),
      controlTotals: [],
      exceptions: [],
      notPaidTwice: 0,
      lateness: [{ unit: '10156', name: 'Xã Kim An', timeliness: 'none', carriedOver: false, lists: [] }],
    }),
    above: undefined,
    withPage: new Set(),
  };
}

/** A unit of so many communes, as provinces have them since 2025; the first has the most people paid by account. */
export function pageOfCommunes(count: number): PageModel {
  const model = districtPage();
  const byUnit = Array.from({ length: count }, (_, index) => ({
    unit: String(20_000 + index),
    name: `Xã số ${index + 1}`,
    level: 'commune',
    hasRoll: true,
    ...line(1000, 1000 - index),
  }));
  const targets = model.progress.targets.map((target) => ({ ...target, total: sum(byUnit), byUnit }));
  return { ...model, progress: progressReport.parse({ ...model.progress, targets }) };
}

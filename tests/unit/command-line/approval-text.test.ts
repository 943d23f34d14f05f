import { describe, expect, it } from 'vitest';
import { approvalLines } from '../../../bin/text/approval.ts';
import { type RunToApprove, summaryOf } from '../../../bin/text/approval-summary.ts';
import { widthOf } from '../../../bin/text/table.ts';
import { manifest, payoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { JUNE } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

const HASH = 'c'.repeat(64);
const PROVIDERS = THANH_OAI.providers.slice(0, 2).map(({ id }) => id);
/** Fourteen communes, of which the one of index n is paid n million more than the month before, the first one less. */
const UNITS = THANH_OAI.units.filter(({ level }) => level === 'commune').slice(0, 14);
const sum = (people: number, amount: number) => ({ people, amount });
const million = (count: number) => count * 1_000_000;

const listed = manifest.parse({
  schemaVersion: 1,
  run: '2023-06-regular-1',
  period: JUNE,
  cutOffAt: '2023-06-08T05:00:00Z',
  payOn: '2023-06-10',
  referenceVersion: 'v1',
  startedBy: 'can-bo-tinh',
  approveBy: '2023-06-10T08:30:00Z',
  files: PROVIDERS.map((provider, index) => ({
    provider,
    key: `files/${provider}`,
    count: index,
    controlSum: 0,
    sha256: 'd'.repeat(64),
  })),
  payable: sum(1500, million(900)),
  instructed: sum(1400, million(850)),
  deferred: [
    { reason: 'identity', ...sum(60, million(30)) },
    { reason: 'no-channel', ...sum(40, million(20)) },
  ],
  byUnit: UNITS.map(({ code }, index) => ({
    unit: code,
    payable: sum(100, million(60)),
    instructed: sum(100 + index, million(50 + index)),
    deferred: sum(0, 0),
    lines: [],
    deferralsKey: 'deferrals',
  })),
  byProvider: [
    { provider: PROVIDERS[0], ...sum(1000, million(600)), payOn: '2023-06-12' },
    { provider: PROVIDERS[1], ...sum(400, million(250)), payOn: '2023-06-10' },
  ],
  byProgramme: [{ programme: 'BTXH', ...sum(1400, million(850)) }],
  transferRequests: [
    {
      provider: PROVIDERS[0],
      requested: sum(1000, million(595)),
      fromBalance: million(5),
      byProgramme: [],
      documents: [],
    },
  ],
  before: {
    period: '2023-05',
    total: sum(1390, million(852)),
    byUnit: [
      { unit: UNITS[0]?.code, ...sum(130, million(90)) },
      ...UNITS.slice(1).map(({ code }) => ({ unit: code, ...sum(100, million(50)) })),
      { unit: '99999', ...sum(7, million(20)) },
    ],
    byProvider: [{ provider: PROVIDERS[0], ...sum(1390, million(852)) }],
    byProgramme: [
      { programme: 'BTXH', ...sum(1300, million(800)) },
      { programme: 'NCC', ...sum(90, million(52)) },
    ],
  },
  controlTotals: [{ name: 'Tổng', left: 1, right: 1, holds: true }],
});

const run = payoutRun.parse({
  schemaVersion: 1,
  run: '2023-06-regular-1',
  period: JUNE,
  kind: 'regular',
  startedBy: 'can-bo-tinh',
  startedAt: '2023-06-08T05:00:00Z',
  status: 'awaiting-approval',
  manifestHash: HASH,
  manifestKey: 'key',
  taskTokens: ['a secret'],
  decisions: [
    { by: 'lanh-dao-2', at: '2023-06-08T05:30:00Z', verdict: 'approved', manifestHash: 'e'.repeat(64), reason: null },
    { by: 'lanh-dao-1', at: '2023-06-08T06:00:00Z', verdict: 'approved', manifestHash: HASH, reason: null },
    { by: 'lanh-dao-1', at: '2023-06-08T07:00:00Z', verdict: 'withdrawn', manifestHash: HASH, reason: 'Chờ đối chiếu' },
    { by: 'lanh-dao-3', at: '2023-06-08T08:00:00Z', verdict: 'approved', manifestHash: HASH, reason: null },
  ],
});

const toApprove: RunToApprove = {
  run,
  manifest: listed,
  data: THANH_OAI,
  openExceptions: [
    { period: JUNE, code: 'wrong-amount', count: 3 },
    { period: period.parse('2023-05'), code: 'no-answer', count: 12 },
  ],
};
const textOf = (changes: Partial<RunToApprove> = {}, width = 100) =>
  approvalLines({ ...toApprove, ...changes }, 'vi', width).join('\n');

describe('What a leader is asked to approve', () => {
  it.each(['vi', 'en'] as const)('fits a terminal of 100 columns (%s)', (language) => {
    const wide = approvalLines(toApprove, language, 100).filter((line) => widthOf(line) > 100);
    expect(wide).toEqual([]);
  });

  it('says what is paid, in words too, by when to decide, and what is not paid and why', () => {
    const text = textOf();
    expect(text).toContain('Đợt chi trả 2023-06-regular-1 (thường kỳ), kỳ 06/2023: chờ phê duyệt');
    expect(text).toMatch(/chi trả đợt này +1\.400 +850\.000\.000/);
    expect(text).toContain('Tám trăm năm mươi triệu đồng');
    expect(text).toMatch(/trước 15 giờ 30 ngày 10\/06\/2023/);
    expect(text).toMatch(/chưa chi: chưa khớp CSDL dân cư +60 +30\.000\.000/);
  });

  it('compares with the month before, the programmes that are gone as well', () => {
    const text = textOf();
    expect(text).toContain('So với kỳ 05/2023 (1.390 khoản, 852.000.000 đồng): +10 khoản, −2.000.000 đồng.');
    expect(text).toMatch(/bảo trợ xã hội.* 1\.400 +850\.000\.000 +\+100 +\+50\.000\.000/i);
    expect(text).toMatch(/người có công.* 0 +0 +−90 +−52\.000\.000/i);
  });

  it('says on which day each provider is asked to pay', () => {
    const [first, second] = THANH_OAI.providers;
    expect(textOf()).toMatch(
      new RegExp(`${first?.name} +12/06/2023 +1\\.000 +600\\.000\\.000 +−390 +−252\\.000\\.000 +1`),
    );
    expect(textOf()).toMatch(
      new RegExp(`${second?.name} +10/06/2023 +400 +250\\.000\\.000 +\\+400 +\\+250\\.000\\.000 +1`),
    );
  });

  it('shows the units that change most, and how many more there are', () => {
    const text = textOf();
    const names = UNITS.map(({ name }) => name);
    expect(text.indexOf(names[0] ?? '')).toBeLessThan(text.indexOf(names[13] ?? ''));
    expect(text).toMatch(new RegExp(`${names[13]} +113 +63\\.000\\.000 +\\+13 +\\+13\\.000\\.000`));
    expect(text).toMatch(/99999 +0 +0 +−7 +−20\.000\.000/);
    expect(text).not.toContain(names[1]);
    expect(text).toContain('… và 5 đơn vị khác (xem đủ bằng --json)');
  });

  it('says what is asked of the Treasury, and what is paid from money that is there', () => {
    expect(textOf()).toMatch(new RegExp(`${THANH_OAI.providers[0]?.name} +595\\.000\\.000 +5\\.000\\.000`));
  });

  it('names the payment exceptions of both months that nobody has decided', () => {
    expect(textOf()).toContain('3 trường hợp, kỳ 06/2023: số tiền khác với lệnh chi');
    expect(textOf()).toContain('12 trường hợp, kỳ 05/2023: quá hạn');
    expect(textOf({ openExceptions: [] })).toContain('Không có bất thường nào');
  });

  it('says who stands by it, who took it back and why, and what is about an earlier manifest', () => {
    const text = textOf();
    expect(text).toContain('Đã phê duyệt (1/2): lanh-dao-3');
    expect(text).toMatch(/lanh-dao-1 rút lại phê duyệt: Chờ đối chiếu/);
    expect(text).toMatch(/lanh-dao-2 phê duyệt \(bảng tổng hợp trước đó, không còn tính\)/);
    expect(text).toContain(HASH);
  });

  it('says so where there is nothing to compare with', () => {
    const alone = { ...listed, before: null };
    expect(textOf({ manifest: alone })).toContain('Kỳ trước: chưa có đợt nào để so sánh.');
    expect(textOf({ manifest: alone })).not.toContain('± đồng');
    const supplementary = { ...run, kind: 'supplementary' } as const;
    expect(textOf({ manifest: alone, run: supplementary })).toContain('không so sánh với kỳ trước');
  });

  it('shows a control total that does not hold', () => {
    const [total] = listed.controlTotals;
    if (!total) throw new Error('There is one');
    const controlTotals = [{ ...total, left: 1, right: 2, holds: false }];
    expect(textOf({ manifest: { ...listed, controlTotals } })).toContain('✗ Tổng: 1 ≠ 2');
  });
});

describe('The summary for programs', () => {
  it('has every unit of either month with its change, and the sum of the changes is the whole one', () => {
    const { byUnit, instructed } = summaryOf({
      ...toApprove,
      manifest: {
        ...listed,
        instructed: listed.byUnit.reduce((all, one) => addedUp(all, one.instructed), sum(0, 0)),
        before: listed.before && { ...listed.before, total: listed.before.byUnit.reduce(addedUp, sum(0, 0)) },
      },
    });
    expect(byUnit).toHaveLength(15);
    expect(byUnit.map(({ change }) => change ?? sum(0, 0)).reduce(addedUp, sum(0, 0))).toEqual(instructed.change);
  });

  it('keeps the task token to itself: it would let its holder resume the run', () => {
    expect(JSON.stringify(summaryOf(toApprove))).not.toContain('a secret');
  });
});

function addedUp(one: { people: number; amount: number }, other: { people: number; amount: number }) {
  return sum(one.people + other.people, one.amount + other.amount);
}

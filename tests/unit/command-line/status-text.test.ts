import { describe, expect, it } from 'vitest';
import type { MonthStatus, UnitStatus } from '../../../bin/month/month-status.ts';
import { statusLines } from '../../../bin/text/status.ts';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import { day, period } from '../../../lambdas/domain/period.ts';

const totals = {
  read: { rows: 10, amount: 10_000 },
  accepted: { rows: 8, amount: 8_000 },
  held: { rows: 2, amount: 2_000 },
  rejected: { rows: 0, amount: 0 },
};
const sent: UnitStatus = {
  unit: '10114',
  name: 'Thị trấn Kim Bài',
  list: 'on-time',
  newest: null,
  totals,
  comparison: null,
};
const missing: UnitStatus = {
  unit: '10120',
  name: 'Xã Cự Khê',
  list: 'missing',
  newest: null,
  totals: null,
  comparison: null,
};
const run: MonthStatus['runs'][number] = {
  run: runId.parse('2023-06-regular-1'),
  kind: 'regular',
  status: 'awaiting-approval',
  startedBy: 'can-bo-tinh',
  startedAt: '2023-06-08T05:00:00Z',
  decisions: [{ by: 'lanh-dao-1', at: '2023-06-08T06:00:00Z', verdict: 'approved', manifestHash: 'abc', reason: null }],
  manifestHash: 'abc',
};
const month: MonthStatus = {
  period: period.parse('2023-06'),
  status: 'open',
  deadline: day.parse('2023-06-04'),
  deadlinePassed: false,
  units: [sent, missing],
  runs: [],
  payments: [],
  deadlines: [
    { what: 'lists', day: day.parse('2023-06-04'), daysLeft: 2, isDone: false, isMissed: false },
    { what: 'payout', day: day.parse('2023-06-08'), daysLeft: 6, isDone: false, isMissed: false },
    { what: 'results', day: day.parse('2023-06-20'), daysLeft: 18, isDone: false, isMissed: false },
  ],
  waiting: [],
  reports: null,
};

const textOf = (status: Partial<MonthStatus>) => statusLines({ ...month, ...status }, 'vi', 120).join('\n');

describe('a month at a glance', () => {
  it('says who has sent, who has not, and how much is held', () => {
    const text = textOf({});
    expect(text).toContain('Danh sách: 1/2 đơn vị đã gửi; tạm giữ 2 dòng (2.000 đồng)');
    expect(text).toMatch(/10114 +Thị trấn Kim Bài +đúng hạn +10 +8 +2 +0 +8\.000/);
    expect(text).toMatch(/10120 +Xã Cự Khê +CHƯA GỬI/);
    expect(text).toContain('Đôn đốc 1 đơn vị');
  });

  it('says that the deadline has passed', () => {
    const [lists] = month.deadlines;
    if (!lists) throw new Error('There is no deadline');
    expect(textOf({ deadlines: [{ ...lists, daysLeft: -2, isMissed: true }] })).toMatch(/04\/06\/2023 +QUÁ HẠN 2 ngày/);
    expect(textOf({ deadlines: [{ ...lists, daysLeft: -2, isDone: true }] })).toMatch(/04\/06\/2023 +xong/);
    expect(textOf({ deadlines: [{ ...lists, daysLeft: 0 }] })).toContain('HÔM NAY');
    expect(textOf({ deadlinePassed: true })).toContain('Quá hạn: đôn đốc 1 đơn vị');
  });

  it('shows who has decided, the hash that waits, and how many approvals are missing', () => {
    const text = textOf({ runs: [run] });
    expect(text).toContain('lanh-dao-1 phê duyệt');
    expect(text).toContain('mã cần phê duyệt: abc');
    expect(text).toContain('còn chờ 1 người phê duyệt');
  });

  it('does not count an approval of a manifest that has changed since', () => {
    expect(textOf({ runs: [{ ...run, manifestHash: 'def' }] })).toContain('còn chờ 2 người phê duyệt');
  });

  it('names what is outstanding, and never says to pay again what is unknown', () => {
    const text = textOf({
      runs: [{ ...run, status: 'released' }],
      payments: [
        { state: 'instructed', people: 51, amount: 54_536_000 },
        { state: 'unknown', people: 1, amount: 360_000 },
      ],
    });
    expect(text).toMatch(/chờ kết quả +51 +54\.536\.000/);
    expect(text).toContain('Còn 51 khoản chờ kết quả');
    expect(text).toContain('không chi lại khi chưa có trả lời');
  });

  it('shows what changed since the month before, and lists that wait to be confirmed', () => {
    const comparison = {
      before: { period: period.parse('2023-05'), people: 12, amount: 12_000 },
      joined: { people: 1, amount: 1_000 },
      left: { people: 3, amount: 3_000 },
      adjusted: { people: 2, amount: 500 },
      after: { people: 10, amount: 10_500 },
      accountChanged: 0,
      payeeChanged: 0,
    };
    const text = textOf({ units: [{ ...sent, comparison, newest: 'awaiting-confirmation' }] });
    expect(text).toMatch(/10114 +Thị trấn Kim Bài +12 +1 +3 +2 +10 +−1\.500/);
    expect(text).toContain('đúng hạn (tệp mới: CHỜ XÁC NHẬN)');
    expect(text).toContain('ansinh confirm --unit 10114 --period 2023-06');
  });

  it('says what waits for whom, since when, and what is overdue', () => {
    const waits = { about: null, amount: null, since: day.parse('2023-06-02'), by: null, isOverdue: false };
    const text = textOf({
      waiting: [
        { ...waits, what: 'list-missing', count: 3, by: day.parse('2023-06-04'), isOverdue: true },
        { ...waits, what: 'list-confirmation', about: '10114', count: 1 },
        {
          ...waits,
          what: 'answer',
          about: 'agribank',
          count: 51,
          amount: 54_536_000,
          since: null,
          by: day.parse('2023-06-20'),
        },
        { ...waits, what: 'no-personal-id', count: 7 },
      ],
    });
    expect(text).toMatch(/gửi danh sách +đơn vị +3 +02\/06\/2023 +04\/06\/2023 +QUÁ HẠN/);
    expect(text).toMatch(/xác nhận danh sách của 10114 +cán bộ tỉnh +1/);
    expect(text).toMatch(/trả kết quả chi +agribank +51 +54\.536\.000 +20\/06\/2023/);
    expect(text).toMatch(/chưa có số định danh dùng được +Công an cấp xã +7 +02\/06\/2023/);
  });

  it('says which reports are out', () => {
    const reports = {
      version: 2,
      occasion: 'weekly',
      asOf: day.parse('2023-06-07'),
      publishedAt: '2023-06-07T00:00:00Z',
    } as const;
    expect(textOf({ reports })).toContain('đã phát hành lần 2 (báo cáo tuần), tính đến ngày 07/06/2023');
    expect(textOf({})).toContain('Báo cáo: chưa phát hành');
  });

  it('says that a newer file was refused while an older list stands', () => {
    expect(textOf({ units: [{ ...sent, newest: 'refused' }] })).toContain('đúng hạn (tệp mới: TỆP BỊ TỪ CHỐI)');
  });
});

import { describe, expect, it } from 'vitest';
import { receiptLines } from '../../../bin/text/receipt.ts';
import { type Receipt, type ReceiptRow, receipt } from '../../../lambdas/domain/answers/receipt.ts';
import { day, period } from '../../../lambdas/domain/period.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';

const nothing = { rows: 0, amount: 0 };
const row = (number: number, outcome: ReceiptRow['outcome'], notes: ReceiptRow['notes'] = []): ReceiptRow => ({
  sheet: 'BTXH',
  row: number,
  outcome,
  notes,
});
const warning = (message: string) => ({
  code: 'birth-year-only',
  severity: 'warning' as const,
  field: 'birthDate' as const,
  message,
});
const error = (message: string) => ({
  code: 'id-missing',
  severity: 'error' as const,
  field: 'personalId' as const,
  message,
});

function listed(rows: ReceiptRow[], more: Partial<Receipt> = {}): Receipt {
  const count = (outcome: ReceiptRow['outcome']) => ({
    rows: rows.filter((one) => one.outcome === outcome).length,
    amount: 0,
  });
  return receipt.parse({
    schemaVersion: 1,
    unit: unitCode.parse('10114'),
    unitName: 'Thị trấn Kim Bài',
    period: period.parse('2023-06'),
    outcome: rows.every(({ outcome }) => outcome === 'accepted') ? 'accepted' : 'accepted-with-exceptions',
    kind: 'full',
    totals: {
      read: { rows: rows.length, amount: 1_000_000 },
      accepted: count('accepted'),
      held: count('held'),
      rejected: count('rejected'),
    },
    columns: [{ sheet: 'BTXH', column: 'A', header: 'Họ tên', field: 'fullName' }],
    rows,
    ...more,
  });
}

const textOf = (of: Receipt, all = false) => receiptLines(of, { language: 'vi', width: 200, all }).join('\n');

describe('a receipt on the terminal', () => {
  it('shows columns as an officer calls them', () => {
    expect(textOf(listed([row(5, 'accepted')]))).toMatch(/BTXH +A +Họ tên +Họ và tên/);
  });

  it('names sheet and row of what must be mended, what holds it before what only warns', () => {
    const text = textOf(listed([row(7, 'held', [warning('chỉ có năm'), error('thiếu số')])]));
    expect(text).toContain('Dòng 7 (trang tính “BTXH”): TẠM GIỮ\n    - thiếu số\n    - (lưu ý) chỉ có năm');
  });

  it('says a warning once for all accepted rows that share it', () => {
    const text = textOf(
      listed(Array.from({ length: 300 }, (_, index) => row(index + 2, 'accepted', [warning('chỉ có năm')]))),
    );
    expect(text.match(/chỉ có năm/g)).toHaveLength(1);
    expect(text).toContain('300 dòng: chỉ có năm');
    expect(text).toContain('Dòng 2, 3, 4, 5, 6, 7, 8, 9, …');
  });

  it('shows the first forty rows to mend, says how many are left, and all of them when asked', () => {
    const many = listed(Array.from({ length: 100 }, (_, index) => row(index + 2, 'held', [error('thiếu số')])));
    expect(textOf(many).match(/TẠM GIỮ/g)).toHaveLength(40);
    expect(textOf(many)).toContain('còn 60 dòng nữa');
    expect(textOf(many, true).match(/TẠM GIỮ/g)).toHaveLength(100);
  });

  it('tells a late unit to send again as soon as it can, and one in time by when', () => {
    const sent = (late: boolean) =>
      listed([row(7, 'held', [error('thiếu số')])], {
        submission: {
          id: 'x',
          key: 'lists/2023-06/10114/ds.xlsx',
          receivedAt: '2023-06-03T05:00:00Z',
          deadline: day.parse('2023-06-04'),
          late,
          version: 1,
          standing: 'current',
        },
      });
    expect(textOf(sent(false))).toContain('trước khi hết ngày 04/06/2023');
    expect(textOf(sent(true))).toContain('NỘP MUỘN');
    expect(textOf(sent(true))).toContain('càng sớm càng tốt');
  });

  const submitted = (standing: 'current' | 'superseded' | 'awaiting-confirmation') => ({
    id: '20230603T050000Z-aaaaaaaa',
    key: 'lists/2023-06/10114/ds.xlsx',
    receivedAt: '2023-06-03T05:00:00Z',
    deadline: day.parse('2023-06-04'),
    late: false,
    version: 1,
    standing,
  });

  it('of a list that changes too much says that it does not count yet, why, and how it is confirmed', () => {
    const text = textOf(
      listed([row(7, 'accepted')], {
        submission: submitted('awaiting-confirmation'),
        confirmationReasons: [{ code: 'swing-people', message: 'Từ 300 thành 1.' }],
      }),
    );
    expect(text).toContain('DANH SÁCH CHỜ XÁC NHẬN');
    expect(text).not.toContain('DANH SÁCH ĐƯỢC CHẤP NHẬN');
    expect(text).toContain('  - Từ 300 thành 1.');
    expect(text).toContain('--list 20230603T050000Z-aaaaaaaa --as whole-roll');
    expect(text).not.toContain('Không phải sửa dòng nào');
  });

  it('of a list that a later one replaced asks for nothing, whatever its rows are', () => {
    const text = textOf(listed([row(7, 'held', [error('thiếu số')])], { submission: submitted('superseded') }));
    expect(text).toContain('DANH SÁCH ĐÃ ĐƯỢC THAY BẰNG DANH SÁCH GỬI SAU');
    expect(text).not.toContain('gửi lại cả danh sách');
  });

  it('shows the month beside the one before, in people and in đồng', () => {
    const text = textOf(
      listed([row(7, 'accepted')], {
        submission: submitted('current'),
        monthOnMonth: {
          before: { people: 300, amount: 108_000_000, period: period.parse('2023-05') },
          joined: { people: 2, amount: 720_000 },
          left: { people: 1, amount: 360_000 },
          adjusted: { people: 1, amount: -180_000 },
          after: { people: 301, amount: 108_180_000 },
          accountChanged: 3,
          payeeChanged: 0,
          moves: [],
        },
      }),
    );
    expect(text).toMatch(/Danh sách trước \(05\/2023\) +300 +108\.000\.000/);
    expect(text).toMatch(/± Đổi mức hưởng +1 +-180\.000/);
    expect(text).toMatch(/= Danh sách này +301 +108\.180\.000/);
    expect(text).toContain('Đổi tài khoản: 3 người');
  });

  it('of a change list asks for the change list again, never for the whole roll', () => {
    const text = textOf(listed([row(7, 'held', [error('thiếu số')])], { kind: 'changes' }));
    expect(text).toContain('gửi lại danh sách tăng, giảm, điều chỉnh');
    expect(text).not.toContain('cả danh sách');
  });

  it('of a refused file shows the reason and no empty table', () => {
    const text = textOf(
      listed([], {
        outcome: 'refused',
        refusal: { code: 'empty', message: 'Tệp trống.' },
        totals: { read: nothing, accepted: nothing, held: nothing, rejected: nothing },
      }),
    );
    expect(text).toContain('TỆP BỊ TỪ CHỐI');
    expect(text).toContain('1. Tệp trống.');
    expect(text).not.toContain('Số dòng');
  });
});

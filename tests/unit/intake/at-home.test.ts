import { describe, expect, it } from 'vitest';
import { codesOf, readTestList, testContext } from '../../support/read-test-list.ts';
import { type TestCell, workbookOf } from '../../support/workbook-builder.ts';

const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000];
const HEADER = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền'];

/** How one row is paid whose list has these columns besides: at home, channel, account, and what is remarked. */
async function read(columns: Readonly<Record<string, TestCell>>, month?: string) {
  const { rows } = await readTestList(
    workbookOf([
      [...HEADER, ...Object.keys(columns)],
      [...LAN, ...Object.values(columns)],
    ]),
    testContext(month),
  );
  const { atHome, channel, accountNumber } = rows[0]?.values ?? {};
  return [atHome, channel, accountNumber, ...codesOf(rows[0])];
}

describe('paid at home', () => {
  it.each([
    ['Chi trả tại nhà', 'x'],
    ['Nhận tại nhà', 'Có'],
    ['Tại nhà', 'yes'],
    ['Đối tượng chi trả tại nhà', '1'],
    ['Chi trả tại nhà (ốm đau, bệnh nặng)', 'X'],
    ['Hình thức chi trả', 'Chi trả tại nhà'],
    ['Hình thức chi trả', 'Tiền mặt (tại nhà)'],
    ['Ghi chú', 'Ốm nặng không đi lại được, chi trả tại nhà'],
    ['Ghi chú', 'Bưu điện trả tiền tại nhà'],
  ])('is whoever has under “%s” “%s”: in cash, and nothing is missing', async (header, text) => {
    expect(await read({ [header]: text })).toEqual([true, 'cash', null]);
  });

  it.each([
    ['Ghi chú', 'Ốm nặng, nằm liệt giường'],
    ['Ghi chú', 'Không trả tại nhà nữa'],
    ['Ghi chú', 'Chăm sóc tại nhà'],
  ])('is not whoever has under “%s” only “%s”', async (header, text) => {
    expect(await read({ [header]: text })).toEqual([null, 'cash', null, 'no-account-cash']);
  });

  it('can be denied in its own column, which goes before a remark', async () => {
    const columns = { 'Chi trả tại nhà': 'Không', 'Ghi chú': 'Tháng trước chi trả tại nhà' };

    expect(await read(columns)).toEqual([false, 'cash', null, 'no-account-cash']);
  });

  it('is not guessed from an unclear mark', async () => {
    expect(await read({ 'Chi trả tại nhà': 'hỏi lại' })).toEqual([
      null,
      'cash',
      null,
      'at-home-unreadable',
      'no-account-cash',
    ]);
  });

  it.each([
    ['Chi trả tại nhà', 'x'],
    ['Hình thức chi trả', 'Tại nhà'],
    ['Ghi chú', 'Chi trả tại nhà'],
  ])('comes after an account, and the officer is told: “%s”', async (header, text) => {
    const columns = { 'Số tài khoản': '1234567890123', 'Ngân hàng': 'BIDV', [header]: text };

    expect(await read(columns)).toEqual([true, 'account', '1234567890123', 'at-home-has-account']);
  });

  it('is cash like any other: deferred once cash has ended', async () => {
    expect(await read({ 'Chi trả tại nhà': 'x' }, '2026-07')).toEqual([true, 'cash', null, 'cash-ended']);
  });

  it('goes before an account where the list asks for cash in so many words', async () => {
    const columns = {
      'Số tài khoản': '1234567890123',
      'Ngân hàng': 'BIDV',
      'Hình thức chi trả': 'Tiền mặt',
      'Chi trả tại nhà': 'x',
    };

    expect((await read(columns)).slice(0, 2)).toEqual([true, 'cash']);
  });
});

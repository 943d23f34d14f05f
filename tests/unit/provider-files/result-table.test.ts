import { describe, expect, it } from 'vitest';
import { providerOf } from './batches.ts';
import { OTHER, REFERENCE, readAll, workbookOf } from './results.ts';

const wallet = providerOf({ id: 'momo', resultFormat: 'csv' });
const post = providerOf({ id: 'vnpost', resultFormat: 'xlsx' });
const HEADER = 'reference,status,amount,paid_on,reason_code,reason';

describe('A result in CSV', () => {
  it('is read by the columns of the contract', async () => {
    const csv = `${HEADER}\r\n${REFERENCE},failed,360000,2023-06-08,AC04,"Tài khoản đã đóng, không dùng"\r\n`;
    expect(await readAll(csv, wallet)).toEqual([
      {
        reference: REFERENCE,
        status: 'failed',
        amount: 360_000,
        paidOn: '2023-06-08',
        reasonCode: 'AC04',
        reason: 'Tài khoản đã đóng, không dùng',
        line: 1,
      },
    ]);
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('is read with %s, and with other columns between', async (_, delimiter) => {
    const rows = [
      ['note', 'amount', 'reference', 'status'],
      ['a,b', '1', REFERENCE, 'paid'],
    ];
    const csv = rows.map((row) => row.join(delimiter)).join('\n');
    expect(await readAll(csv, wallet)).toMatchObject([{ reference: REFERENCE, status: 'paid', amount: 1 }]);
  });

  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without one', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16 with the larger byte first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('is read in %s', async (_, encode) => {
    const csv = encode(`${HEADER}\n${REFERENCE},returned,1,,,Hoàn trả\n`);
    expect(await readAll(csv, wallet)).toMatchObject([{ status: 'returned', reason: 'Hoàn trả' }]);
  });

  it('in the old Vietnamese code page gives its references and amounts all the same', async () => {
    const csv = Buffer.from(`${HEADER}\n${REFERENCE},paid,360000,,,Hoàn\n`, 'latin1');
    expect(await readAll(csv, wallet)).toMatchObject([{ reference: REFERENCE, amount: 360_000 }]);
  });

  it('is read under Vietnamese headers, whatever their case and marks', async () => {
    const csv = `MÃ THAM CHIẾU;Trạng thái;Số tiền;Ngày chi trả;Mã lý do;Lý do\n${REFERENCE};paid;360.000;08/06/2023;;\n`;
    expect(await readAll(csv, wallet)).toMatchObject([{ status: 'paid', amount: 360_000, paidOn: '2023-06-08' }]);
  });

  it("is read by the provider's own columns and statuses", async () => {
    const own = providerOf({
      resultFormat: 'csv',
      resultColumns: { 'Client ref': 'reference', Outcome: 'status', 'Net VND': 'amount' },
      resultStatuses: { '00': 'paid', '05': 'failed' },
    });
    const csv = `Client ref,Outcome,Net VND,amount\n${REFERENCE},00,360000,1\n${OTHER},05,2,1\n`;
    expect(await readAll(csv, own)).toMatchObject([
      { status: 'paid', amount: 360_000 },
      { status: 'failed', amount: 2 },
    ]);
  });

  it('leaves a status that nobody knows pending, and says so', async () => {
    const [line] = await readAll(`${HEADER}\n${REFERENCE},Thành công,1,,,\n`, wallet);
    expect(line).toMatchObject({ status: 'pending', reason: 'Trạng thái chưa có trong cấu hình: “Thành công”.' });
  });

  it('leaves a line without a status pending', async () => {
    const [line] = await readAll(`${HEADER}\n${REFERENCE},,1,,,\n`, wallet);
    expect(line).toMatchObject({ status: 'pending', reason: 'Không ghi trạng thái.' });
  });

  it('keeps a line whose reference is damaged, to be seen', async () => {
    expect(await readAll(`${HEADER}\n7.5E+15,paid,1,,,\n`, wallet)).toMatchObject([{ reference: '7.5E+15' }]);
  });

  it('keeps the same reference twice: which one holds is decided later', async () => {
    const csv = `${HEADER}\n${REFERENCE},paid,1,,,\n${REFERENCE},failed,1,,,\n`;
    expect((await readAll(csv, wallet)).map(({ status, line }) => [status, line])).toEqual([
      ['paid', 1],
      ['failed', 2],
    ]);
  });

  it('passes over titles, totals, empty rows and signatures', async () => {
    const csv = `KẾT QUẢ CHI TRẢ\n\n${HEADER}\n${REFERENCE},paid,1,,,\n,,,,,\nTổng cộng,,1,,,\n${HEADER}\n${OTHER},paid,2,,,\nNgười lập,,,,,Thủ trưởng\n`;
    expect((await readAll(csv, wallet)).map(({ reference }) => reference)).toEqual([REFERENCE, OTHER]);
  });
});

describe('A result in XLSX', () => {
  const header = HEADER.split(',');

  it('is read from every sheet, each with its own header', async () => {
    const file = await workbookOf({
      Bìa: [['Kết quả chi trả tháng 6']],
      'Xã Cự Khê': [['Danh sách'], [], header, [REFERENCE, 'paid', 360_000, '08/06/2023', null, null]],
      'Xã Bích Hòa': [
        ['status', 'reference'],
        ['failed', OTHER],
      ],
    });
    expect(await readAll(file, post)).toMatchObject([
      { reference: REFERENCE, amount: 360_000, paidOn: '2023-06-08', line: 1 },
      { reference: OTHER, status: 'failed', amount: null, line: 2 },
    ]);
  });

  it('is read with dates as Excel keeps them', async () => {
    const file = await workbookOf({ A: [header, [REFERENCE, 'paid', 1, new Date(Date.UTC(2023, 5, 8))]] });
    expect(await readAll(file, post)).toMatchObject([{ paidOn: '2023-06-08' }]);
  });

  it('never takes the fraction of a number for thousands', async () => {
    const file = await workbookOf({ A: [header, [REFERENCE, 'paid', 360.125], [OTHER, 'paid', '360.125']] });
    expect((await readAll(file, post)).map(({ amount }) => amount)).toEqual([null, 360_125]);
  });

  it('is read even where CSV is expected, and the other way about', async () => {
    const file = await workbookOf({ A: [header, [REFERENCE, 'paid', 1]] });
    expect(await readAll(file, wallet)).toHaveLength(1);
    expect(await readAll(`${HEADER}\n${REFERENCE},paid,1,,,\n`, post)).toHaveLength(1);
  });
});

describe('A table of results is refused as', () => {
  const own = `${HEADER}\n${REFERENCE},paid,1,,,\n`;
  it.each([
    ['not-a-result', 'an instruction file', 'reference,account_number,account_name,amount,note\n'],
    ['not-a-result', 'a text', 'Kính gửi Quý cơ quan\n'],
    ['not-a-result', 'empty', ''],
    ['not-a-result', 'two columns for the amount', `reference,status,Số tiền,Tổng số tiền\n${REFERENCE},paid,1,2\n`],
    ['not-a-result', 'results above the header', `${OTHER},paid,1,,,\n${own}`],
    ['no-lines', 'a header alone', `${HEADER}\n`],
    ['unreadable', 'a quote that does not close', `${own}${OTHER},paid,1,,,"Lý do\n`],
    ['unreadable', 'a workbook cut short', Buffer.from('PK\u0003\u0004…')],
  ])('%s: %s', async (code, _, file) => {
    await expect(readAll(file, wallet)).rejects.toMatchObject({ name: 'ResultsRefused', code });
  });

  it('not-a-result: a sheet whose results stand under no header', async () => {
    const file = await workbookOf({ A: [HEADER.split(','), [REFERENCE, 'paid', 1]], B: [[OTHER, 'paid', 1]] });
    await expect(readAll(file, post)).rejects.toMatchObject({ code: 'not-a-result' });
  });
});

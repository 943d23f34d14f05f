import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { providerOf } from './batches.ts';
import { OTHER, REFERENCE, readAll, statusReport, transaction } from './results.ts';

const bank = providerOf();
const AMOUNT = '<OrgnlTxRef><Amt><InstdAmt Ccy="VND">360000</InstdAmt></Amt></OrgnlTxRef>';
const ACCEPTED = '<AccptncDtTm>2023-06-08T16:30:00+07:00</AccptncDtTm>';
const CLOSED =
  '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Tài khoản</AddtlInf><AddtlInf>đã đóng</AddtlInf></StsRsnInf>';

describe('A pain.002', () => {
  it('as these tests write it is valid against the published schema', async () => {
    const report = statusReport(
      transaction(REFERENCE, 'ACSC', ACCEPTED + AMOUNT) + transaction(OTHER, 'RJCT', CLOSED + AMOUNT),
      { version: '11', group: '<GrpSts>PART</GrpSts>' },
    );
    const schema = readFileSync(new URL('../../fixtures/xsd/pain.002.001.11.xsd', import.meta.url), 'utf8');
    const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: report }], schema: [schema] });
    expect(errors).toEqual([]);
  });

  it('gives a settled payment as paid, with its amount and the day in Viet Nam', async () => {
    const late = '<AccptncDtTm>2023-06-08T20:30:00Z</AccptncDtTm>';
    expect(await readAll(statusReport(transaction(REFERENCE, 'ACSC', late + AMOUNT)), bank)).toEqual([
      {
        reference: REFERENCE,
        status: 'paid',
        amount: 360_000,
        paidOn: '2023-06-09',
        reasonCode: null,
        reason: null,
        line: 1,
      },
    ]);
  });

  it('gives a rejected payment as failed, with code and reason and no day of payment', async () => {
    const report = statusReport(transaction(REFERENCE, 'RJCT', CLOSED + ACCEPTED));
    expect(await readAll(report, bank)).toMatchObject([
      { status: 'failed', amount: null, paidOn: null, reasonCode: 'AC04', reason: 'Tài khoản đã đóng' },
    ]);
  });

  it.each([
    ['ACSC', 'paid'],
    ['ACCC', 'paid'],
    ['ACSP', 'pending'],
    ['ACCP', 'pending'],
    ['ACTC', 'pending'],
    ['PDNG', 'pending'],
    ['RJCT', 'failed'],
  ])('reads status %s as %s', async (code, status) => {
    expect(await readAll(statusReport(transaction(REFERENCE, code)), bank)).toMatchObject([{ status, reason: null }]);
  });

  it('leaves a status that nobody knows pending, and says so', async () => {
    const [line] = await readAll(statusReport(transaction(REFERENCE, 'XYZ9')), bank);
    expect(line).toMatchObject({ status: 'pending', reason: 'Trạng thái chưa có trong cấu hình: “XYZ9”.' });
  });

  it("heeds the provider's configuration before the standard", async () => {
    const final = providerOf({ resultStatuses: { ACSP: 'paid' } });
    expect(await readAll(statusReport(transaction(REFERENCE, 'ACSP')), final)).toMatchObject([{ status: 'paid' }]);
  });

  it.each(['03', '08', '14'])('is read in version .%s', async (version) => {
    expect(await readAll(statusReport(transaction(REFERENCE, 'ACSC'), { version }), bank)).toHaveLength(1);
  });

  it('is read with prefixed names and inside an envelope', async () => {
    const report = statusReport(transaction(REFERENCE, 'ACSC'))
      .replace(/^<\?xml.*?\?>/, '')
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1p:')
      .replace('xmlns=', 'xmlns:p=');
    expect(await readAll(`<Envelope>${report}</Envelope>`, bank)).toMatchObject([{ status: 'paid' }]);
  });

  it('is read in UTF-16', async () => {
    const report = statusReport(transaction(REFERENCE, 'RJCT', CLOSED)).replace('UTF-8', 'UTF-16');
    const lines = await readAll(Buffer.from(`\uFEFF${report}`, 'utf16le'), bank);
    expect(lines).toMatchObject([{ reason: 'Tài khoản đã đóng' }]);
  });

  it('falls back on the instruction id where the end-to-end id is missing', async () => {
    const report = statusReport(`<TxInfAndSts><OrgnlInstrId>${OTHER}</OrgnlInstrId><TxSts>ACSC</TxSts></TxInfAndSts>`);
    expect(await readAll(report, bank)).toMatchObject([{ reference: OTHER }]);
  });

  it.each([
    ['another currency', '<InstdAmt Ccy="USD">360000</InstdAmt>'],
    ['a fraction', '<InstdAmt Ccy="VND">360000.5</InstdAmt>'],
    ['thousands separators', '<InstdAmt Ccy="VND">360,000</InstdAmt>'],
  ])('gives no amount rather than one in doubt: %s', async (_, amount) => {
    const report = statusReport(transaction(REFERENCE, 'ACSC', `<OrgnlTxRef><Amt>${amount}</Amt></OrgnlTxRef>`));
    expect(await readAll(report, bank)).toMatchObject([{ amount: null }]);
  });

  it('reads a point in an amount as the decimal point it is', async () => {
    const amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="VND">360.000</InstdAmt></Amt></OrgnlTxRef>';
    expect(await readAll(statusReport(transaction(REFERENCE, 'ACSC', amount)), bank)).toMatchObject([{ amount: 360 }]);
  });

  it('comes in batches of at most 500, in its order', async () => {
    const references = Array.from({ length: 1_201 }, (_, index) => `7T${String(index).padStart(14, '0')}`);
    const lines = await readAll(statusReport(references.map((one) => transaction(one, 'ACSC')).join('\n')), bank);
    expect(lines.map(({ reference }) => reference)).toEqual(references);
    expect(lines.map(({ line }) => line)).toEqual(references.map((_, index) => index + 1));
  });
});

describe('A pain.002 with transactions', () => {
  it.each(['ACSC', 'RJCT'])('is read by them, whatever the whole is said to be: %s', async (status) => {
    const whole = { group: `<GrpSts>${status}</GrpSts>`, block: `<PmtInfSts>${status}</PmtInfSts>` };
    const report = statusReport(transaction(REFERENCE, 'ACSC') + transaction(OTHER, 'RJCT'), whole);
    expect((await readAll(report, bank)).map((line) => line.status)).toEqual(['paid', 'failed']);
  });
});

describe('A pain.002 without transactions', () => {
  it.each([
    ['the group', { group: '<GrpSts>RJCT</GrpSts>' }],
    ['the payment information', { block: '<PmtInfSts>RJCT</PmtInfSts>' }],
  ])('that rejects %s is named as a rejection of the whole file', async (_, changes) => {
    await expect(readAll(statusReport('', changes), bank)).rejects.toMatchObject({ code: 'whole-file-rejected' });
  });

  const WHY = '<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn><AddtlInf>Sai định dạng</AddtlInf></StsRsnInf>';
  const SIZE = '<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>720000.00</OrgnlCtrlSum>';
  it.each([
    ['in the group', { group: `${SIZE}<GrpSts>RJCT</GrpSts>${WHY}` }],
    ['in the payment information', { group: SIZE, block: `<PmtInfSts>RJCT</PmtInfSts>${WHY}` }],
  ])('that rejects says which file, why, and how large it was: %s', async (_, changes) => {
    const report = statusReport('', { ...changes, messageId: '2023-06-regular-1.agribank.1' });
    await expect(readAll(report, bank)).rejects.toMatchObject({
      rejection: {
        messageId: '2023-06-regular-1.agribank.1',
        reasonCode: 'FF01',
        reason: 'Sai định dạng',
        count: 2,
        controlSum: 720_000,
      },
    });
  });

  it.each([
    [
      'a rejected whole whose block was settled',
      { group: '<GrpSts>RJCT</GrpSts>', block: '<PmtInfSts>ACSC</PmtInfSts>' },
    ],
    ['one rejected block of two', { block: '<PmtInfSts>RJCT</PmtInfSts>' }],
  ])('that contradicts itself says of no file that it was rejected: %s', async (about, changes) => {
    const other = '<OrgnlPmtInfAndSts><OrgnlPmtInfId>2</OrgnlPmtInfId><PmtInfSts>ACTC</PmtInfSts></OrgnlPmtInfAndSts>';
    const report = statusReport('', changes);
    const file = about.includes('two') ? report.replace('</CstmrPmtStsRpt>', `${other}</CstmrPmtStsRpt>`) : report;
    const refused: unknown = await readAll(file, bank).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'whole-file-rejected' });
    expect(refused).not.toHaveProperty('rejection');
  });

  it('that only confirms receipt gives no lines', async () => {
    expect(await readAll(statusReport('', { group: '<GrpSts>ACTC</GrpSts>' }), bank)).toEqual([]);
  });

  it.each([
    ['a settlement of the whole', { group: '<GrpSts>ACSC</GrpSts>' }],
    ['nothing at all', {}],
  ])('that says %s is refused: every payment needs its line', async (_, changes) => {
    await expect(readAll(statusReport('', changes), bank)).rejects.toMatchObject({ code: 'no-lines' });
  });

  it('in one block of several is refused, though the others have theirs', async () => {
    const report = statusReport(transaction(REFERENCE, 'ACSC')).replace(
      '</CstmrPmtStsRpt>',
      '<OrgnlPmtInfAndSts><OrgnlPmtInfId>2</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>',
    );
    await expect(readAll(report, bank)).rejects.toMatchObject({ code: 'no-lines' });
  });
});

describe('A pain.002 is refused as', () => {
  const bomb = `<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(10)}"><!ENTITY c "${'&b;'.repeat(10)}">]>`;
  it.each([
    ['hostile', 'with entities that expand', statusReport(transaction('&c;', 'ACSC'), { doctype: bomb })],
    [
      'hostile',
      'with an entity that names a file',
      statusReport(transaction('&x;', 'ACSC'), {
        doctype: '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      }),
    ],
    ['hostile', 'with any DOCTYPE', statusReport(transaction(REFERENCE, 'ACSC'), { doctype: '<!DOCTYPE Document>' })],
    ['hostile', 'nested without end', '<a>'.repeat(100_000)],
    ['unreadable', 'cut short', statusReport(transaction(REFERENCE, 'ACSC')).slice(0, -20)],
    ['unreadable', 'with an unknown entity', statusReport(transaction('&c;', 'ACSC'))],
    ['unreadable', 'empty', ''],
    ['unreadable', 'no XML at all', 'reference,status\n'],
    ['unreadable', 'in another encoding', Buffer.from(statusReport(transaction('Ngân', 'ACSC')), 'latin1')],
    ['not-a-result', 'another message', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"/>'],
    ['not-a-result', 'a version that nobody has', statusReport(transaction(REFERENCE, 'ACSC'), { version: '99' })],
    ['too-large', 'too large', Buffer.alloc(64 * 1024 * 1024 + 1, ' ')],
  ])('%s: %s', async (code, _, file) => {
    await expect(readAll(file, bank)).rejects.toMatchObject({ name: 'ResultsRefused', code });
  });

  it('and the officer is told in Vietnamese what to do, without what stands in the file', async () => {
    const report = statusReport(transaction('Nguyễn Thị Hoà', 'ACSC')).slice(0, -20);
    const error: unknown = await readAll(report, bank).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/Hãy đề nghị tổ chức chi trả xuất lại/);
    expect(JSON.stringify(error)).not.toContain('Hoà');
  });
});

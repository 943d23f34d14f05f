import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import { resultLine } from '../../../lambdas/domain/payouts/instruction.ts';
import { referenceData } from '../../../lambdas/domain/reference-data.ts';
import { resultLinesKey, settlementKey } from '../../../lambdas/domain/settlement/settlement.ts';
import { readResults } from '../../../lambdas/read-results/read-results.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { statusReport, transaction } from '../provider-files/results.ts';
import { codes, paymentOf, RUN } from './answers.ts';

// Nobody reads the papers here, and each costs more than all the rest of a month.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({
  pdfBytes: async (paper: object) => Buffer.from(JSON.stringify(paper)),
}));

const CASH = { channel: 'cash', accountNumber: null, bank: null };

/** Agribank's files have one line each: An of Kim Bài in the first, Bình of Cự Khê in the second. Chi is paid in cash. */
async function released(): Promise<Province> {
  const province = new Province();
  const providers = THANH_OAI.providers.map((one) =>
    one.id === 'agribank' ? { ...one, limits: { ...one.limits, linesPerFile: 1 } } : one,
  );
  province.references.publish('v2', referenceData.parse({ ...THANH_OAI, providers }));
  await takeIn(province, { unit: KIM_BAI, at: '2023-06-01T03:00:00Z', rows: [row(AN)] });
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(BINH), row(CHI, CASH)] });
  await payOut(province, RUN);
  province.clock.set('2023-06-10T03:00:00Z');
  return province;
}

const FIRST = '2023-06-regular-1.agribank.1';

/** A rejection of a file of Agribank's, as it lands in a folder of the inbox. */
async function reject(
  province: Province,
  { messageId = FIRST, code = 'FF01', size = '', month = '2023-06', ports = {} }: Partial<Rejected> = {},
) {
  const why = code === '' ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn><AddtlInf>Sai</AddtlInf></StsRsnInf>`;
  const key = `results/${month}/agribank/tu-choi.xml`;
  const report = statusReport('', { messageId, group: `${size}<GrpSts>RJCT</GrpSts>${why}` });
  await province.inbox.put(key, report, 'application/xml');
  return readResults({ ...province, ...ports }, { key, versionId: undefined }, 100);
}

interface Rejected {
  readonly messageId: string;
  readonly code: string;
  readonly size: string;
  readonly month: string;
  readonly ports: object;
}

/** The lines that a rejection was read into. */
async function linesOf(province: Province, read: Awaited<ReturnType<typeof reject>>) {
  if (read.outcome === 'refused') throw new Error(read.message.body);
  const packed = z.object({ lines: z.array(resultLine) });
  const chunks = await Promise.all(read.chunks.map((chunk) => province.work.unpack(resultLinesKey(chunk), packed)));
  return chunks.flatMap(({ lines }) => lines);
}

describe('A file that its provider turned down as a whole', () => {
  it('gives a failed line for each of its payments, and for no other', async () => {
    const province = await released();
    const { reference } = paymentOf(province, AN);
    expect(await linesOf(province, await reject(province))).toEqual([
      { reference, status: 'failed', amount: 360_000, paidOn: null, reasonCode: 'FF01', reason: 'Sai', line: 1 },
    ]);
    const second = await linesOf(province, await reject(province, { messageId: '2023-06-regular-1.agribank.2' }));
    expect(second.map((one) => one.reference)).toEqual([paymentOf(province, BINH).reference]);
  });

  it('fails its payments once they are applied', async () => {
    const province = await released();
    const read = await reject(province);
    if (read.outcome === 'refused') throw new Error(read.message.body);
    for (const chunk of read.chunks) expect(codes(await applyResults(province, chunk))).toEqual([]);
    expect(paymentOf(province, AN)).toMatchObject({ state: 'failed', reasonCode: 'FF01' });
    expect([paymentOf(province, BINH).state, paymentOf(province, CHI).state]).toEqual(['instructed', 'instructed']);
  });

  it('is found by its run’s month, in whatever folder the answer lies', async () => {
    const province = await released();
    expect(await linesOf(province, await reject(province, { month: '2023-08' }))).toHaveLength(1);
  });

  it('is found though the reference data has changed since', async () => {
    const province = await released();
    province.references.publish('v3', THANH_OAI);
    expect(await linesOf(province, await reject(province))).toHaveLength(1);
  });

  it('is believed without a reason, and with the size that it had', async () => {
    const province = await released();
    const size = '<OrgnlNbOfTxs>1</OrgnlNbOfTxs><OrgnlCtrlSum>360000</OrgnlCtrlSum>';
    expect(await linesOf(province, await reject(province, { code: '', size }))).toMatchObject([{ reasonCode: null }]);
  });
});

describe('A rejection of a whole file is refused, with what to do, and changes nothing', () => {
  const expired = {
    async unpackSealed() {
      throw Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
    },
  };
  it.each<[string, Partial<Rejected>, string]>([
    ['because the file is there already', { code: 'AM05' }, 'không lập lại lệnh chi'],
    ['for a reason that nobody configured', { code: 'XX99' }, 'thêm vào resultReasons'],
    ['of a file that is nobody’s', { messageId: 'M1' }, 'kiểm tra lại mã tệp gốc'],
    ['of a file after the last', { messageId: '2023-06-regular-1.agribank.3' }, 'kiểm tra lại mã tệp gốc'],
    ['of another provider’s file', { messageId: '2023-06-regular-1.vnpost.1' }, 'kiểm tra lại mã tệp gốc'],
    ['of another number of payments', { size: '<OrgnlNbOfTxs>2</OrgnlNbOfTxs>' }, 'đối chiếu với tổ chức chi trả'],
    ['of another sum', { size: '<OrgnlCtrlSum>360001</OrgnlCtrlSum>' }, 'đối chiếu với tổ chức chi trả'],
  ])('%s', async (_, given, toDo) => {
    const province = await released();
    const read = await reject(province, given);
    expect(read).toMatchObject({ outcome: 'refused', code: 'whole-file-rejected' });
    expect('message' in read && read.message.body).toContain(toDo);
    expect(province.work.keys().filter((key) => key.startsWith('results/'))).toEqual([]);
  });

  it('when its lines are kept no longer', async () => {
    const province = await released();
    const work = { pack: province.work.pack.bind(province.work), ...expired };
    const read = await reject(province, { ports: { work } });
    expect('message' in read && read.message.body).toContain('đã hết hạn lưu');
  });

  it('and the office finds the refusal in the outbox', async () => {
    const province = await released();
    await reject(province, { code: 'AM05' });
    const [key = ''] = province.outbox.keys().filter((one) => one.startsWith('settlements/'));
    const record: unknown = JSON.parse(new TextDecoder().decode(await province.outbox.bytes(key)));
    expect(record).toMatchObject({ provider: 'agribank', refused: { code: 'whole-file-rejected' } });
    expect(key).toMatch(/^settlements\/2023-06\/agribank\//);
  });
});

describe('An answer with transactions', () => {
  it('is read by them, whatever the whole is said to be', async () => {
    const province = await released();
    const key = 'results/2023-06/agribank/ket-qua.xml';
    const { reference } = paymentOf(province, AN);
    const report = statusReport(transaction(reference, 'ACSC'), { messageId: FIRST, group: '<GrpSts>RJCT</GrpSts>' });
    await province.inbox.put(key, report, 'application/xml');
    const read = await readResults(province, { key, versionId: undefined }, 100);
    expect(await linesOf(province, read)).toMatchObject([{ reference, status: 'paid' }]);
    expect(province.outbox.keys()).not.toContain(read.outcome === 'read' ? settlementKey(read) : undefined);
  });

  it('comes in chunks of the size that is configured', async () => {
    const province = await released();
    const key = 'results/2023-06/agribank/ket-qua.xml';
    const { reference } = paymentOf(province, AN);
    await province.inbox.put(key, statusReport(transaction(reference, 'ACSC').repeat(5)), 'application/xml');
    const read = await readResults(province, { key, versionId: undefined }, 2);
    expect(read.outcome === 'read' && read.chunks).toHaveLength(3);
    expect((await linesOf(province, read)).map((one) => one.line)).toEqual([1, 2, 3, 4, 5]);
  });
});

import { describe, expect, it } from 'vitest';
import { writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { batchOf, lineOf, providerOf } from './batches.ts';
import { csvRecords } from './independent-readers.ts';

const wallet = providerOf({ id: 'momo', instructionFormat: 'transfer-csv' });

async function recordsOf(changes: Parameters<typeof lineOf>[1]): Promise<string[][]> {
  return csvRecords((await writeInstructionFile(batchOf([lineOf(1, changes)], wallet))).bytes);
}

describe('A transfer list', () => {
  it('has the columns that wallets take, one record a payment', async () => {
    const line = lineOf(1, { channel: 'wallet', accountNumber: '0912345678', bank: null });
    const { bytes } = await writeInstructionFile(batchOf([line], wallet));
    expect(csvRecords(bytes)).toEqual([
      ['reference', 'account_number', 'account_name', 'amount', 'note'],
      [
        line.reference,
        '0912345678',
        'Nguyễn Thị Hoà',
        '360000',
        `Chi tra an sinh xa hoi thang 06/2023 ${line.reference}`,
      ],
    ]);
  });

  it('begins with the first column, not with a byte order mark', async () => {
    const { bytes } = await writeInstructionFile(batchOf([lineOf(1)], wallet));
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toMatch(/^reference,/);
  });

  it('pays the guardian where one receives', async () => {
    const [, record] = await recordsOf({ payeeName: 'Trần Văn Ưỡn', payeeRole: 'guardian' });
    expect(record?.[2]).toBe('Trần Văn Ưỡn');
  });

  it('keeps a name with commas and quotes in one cell', async () => {
    const [, record] = await recordsOf({ beneficiaryName: 'Lê "Ba", Thị' });
    expect(record?.[2]).toBe('Lê "Ba", Thị');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '\t=1', '\r=1'])('never lets %j run', async (beneficiaryName) => {
    const [, record] = await recordsOf({ beneficiaryName });
    expect(record?.[2]).toMatch(/^'[=+\-@＝]/);
  });

  it('says nothing of a bank it does not need', async () => {
    await expect(recordsOf({ bank: null })).resolves.toHaveLength(2);
  });
});

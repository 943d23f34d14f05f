import { describe, expect, it } from 'vitest';
import { splitIntoBatches, writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { InstructionUnwritable } from '../../../lambdas/formats/instructions/prepared-batch.ts';
import { batchOf, lineOf, providerOf } from './batches.ts';

const limits = { paymentMax: 100_000_000, linesPerFile: 3, nameMax: 70 };
const FORMATS = ['pain.001.001.09', 'payroll-xlsx', 'transfer-csv', 'paying-list-xlsx'] as const;

describe('An instruction file', () => {
  it.each(FORMATS)('in %s is the same bytes for the same batch', async (instructionFormat) => {
    const batch = batchOf([lineOf(1), lineOf(2)], providerOf({ instructionFormat }));
    const [first, second] = [await writeInstructionFile(batch), await writeInstructionFile(batch)];
    expect(Buffer.from(second.bytes).equals(first.bytes)).toBe(true);
  });

  it('is named after run, provider and sequence', async () => {
    const { fileName } = await writeInstructionFile(batchOf([lineOf(1)], providerOf(), { sequence: 12 }));
    expect(fileName).toBe('2023-06-regular-1.agribank.012.xml');
  });

  it('counts its lines and sums benefit and arrears', async () => {
    const file = await writeInstructionFile(batchOf([lineOf(1, { arrears: 720_000 }), lineOf(2, { amount: 1 })]));
    expect(file).toMatchObject({ count: 2, controlSum: 1_080_001 });
  });
});

describe('A batch that would pay wrongly is not written:', () => {
  const repeated = lineOf(1);
  it.each([
    ['no-account', [lineOf(1, { accountNumber: null, phone: '0912345678' })]],
    ['account-characters', [lineOf(1, { accountNumber: '+84912345678' })]],
    ['no-bank', [lineOf(1, { bank: null })]],
    ['no-name', [lineOf(1, { beneficiaryName: ' \u200b ' })]],
    ['nothing-to-pay', [lineOf(1, { amount: 0 })]],
    ['over-payment-limit', [lineOf(1, { amount: 99_999_999, arrears: 2 })]],
    ['repeated-reference', [repeated, repeated]],
    ['too-many-lines', [lineOf(1), lineOf(2), lineOf(3), lineOf(4)]],
  ] as const)('%s', async (code, lines) => {
    const writing = writeInstructionFile(batchOf([...lines], providerOf({ limits })));
    await expect(writing).rejects.toMatchObject({ name: 'InstructionUnwritable', code });
  });

  it('and the error names the payment, not the person', async () => {
    const line = lineOf(1, { accountNumber: '+84912345678' });
    const error = await writeInstructionFile(batchOf([line])).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InstructionUnwritable);
    expect(String(error)).toContain(line.reference);
    expect(String(error)).not.toMatch(/Nguyễn|8491/);
  });
});

describe('The lines of a run', () => {
  it('go into files in their order, none longer than the provider takes', () => {
    const lines = [1, 2, 3, 4, 5, 6, 7].map((number) => lineOf(number));
    const files = splitIntoBatches(lines, providerOf({ limits }));
    expect(files.map((file) => file.length)).toEqual([3, 3, 1]);
    expect(files.flat()).toEqual(lines);
  });

  it('go into a new file when the next would pass what one file may pay', () => {
    const lines = [400, 600, 1, 999, 1_000].map((amount, number) => lineOf(number, { amount }));
    const files = splitIntoBatches(lines, providerOf({ limits: { ...limits, fileAmountMax: 1_000 } }));
    expect(files.map((file) => file.map(({ amount }) => amount))).toEqual([[400, 600], [1, 999], [1_000]]);
  });

  it('count arrears and what earlier months owe among what a file pays', () => {
    const carried = [{ period: '2023-05', amount: 300, uncollected: false }];
    const lines = [lineOf(1, { amount: 400, arrears: 300, carried }), lineOf(2, { amount: 1 })];
    expect(splitIntoBatches(lines, providerOf({ limits: { ...limits, fileAmountMax: 1_000 } }))).toHaveLength(2);
  });

  it('make no file when there are none', () => {
    expect(splitIntoBatches([], providerOf())).toEqual([]);
  });
});

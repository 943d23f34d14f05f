import { describe, expect, it } from 'vitest';
import type { InstructionLine } from '../../../lambdas/domain/payouts/instruction.ts';
import { writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { batchOf, lineOf, providerOf } from './batches.ts';
import { readBackPain001, schemaErrors, textsIn } from './independent-readers.ts';

/** The message as text; every one that these tests make is held against the published schema. */
async function messageOf(
  lines: readonly InstructionLine[],
  paidBy = providerOf(),
  changes: Parameters<typeof batchOf>[2] = {},
): Promise<string> {
  const { bytes } = await writeInstructionFile(batchOf(lines, paidBy, changes));
  expect(await schemaErrors([bytes])).toEqual([]);
  return new TextDecoder().decode(bytes);
}

describe('A pain.001.001.09', () => {
  it('states in both headers the count and sum of its transactions', async () => {
    const { bytes } = await writeInstructionFile(batchOf([lineOf(1), lineOf(2, { arrears: 5 })]));
    const { references, amounts, stated } = readBackPain001(bytes);
    expect(references).toHaveLength(2);
    expect(stated).toEqual({ count: 2, sum: 720_005 });
    expect(amounts).toEqual([360_000, 360_005]);
  });

  it('names the beneficiary as ultimate creditor when a guardian receives', async () => {
    const message = await messageOf([lineOf(1, { payeeName: 'Trần Văn Ưỡn', payeeRole: 'guardian' })]);
    expect(message).toContain('<Cdtr><Nm>Trần Văn Ưỡn</Nm></Cdtr>');
    expect(message).toContain('<UltmtCdtr><Nm>Nguyễn Thị Hoà</Nm></UltmtCdtr>');
  });

  it('has no ultimate creditor when the beneficiary receives', async () => {
    const message = await messageOf([lineOf(1)]);
    expect(message).toContain('<Cdtr><Nm>Nguyễn Thị Hoà</Nm></Cdtr>');
    expect(message).not.toContain('UltmtCdtr');
  });

  it('gives one purpose for all as the category', async () => {
    const message = await messageOf([lineOf(1), lineOf(2)]);
    expect(message).toContain('<CtgyPurp><Cd>SSBE</Cd></CtgyPurp>');
    expect(message).not.toContain('<Purp>');
  });

  it('gives different purposes with each transaction', async () => {
    const message = await messageOf([lineOf(1, { purpose: 'PENS' }), lineOf(2, { purpose: 'GOVT' })]);
    expect(message).not.toContain('CtgyPurp');
    expect([...message.matchAll(/<Purp><Cd>(.*?)<\/Cd>/g)].map(([, code]) => code)).toEqual(['PENS', 'GOVT']);
  });

  it('carries the reference as instruction and end-to-end id, and in the text that the receiver sees', async () => {
    const line = lineOf(7);
    const message = await messageOf([line]);
    expect(textsIn(message, 'InstrId')).toEqual([line.reference]);
    expect(textsIn(message, 'EndToEndId')).toEqual([line.reference]);
    expect(textsIn(message, 'Ustrd')).toEqual([`Chi tra an sinh xa hoi thang 06/2023 ${line.reference}`]);
  });

  it('is created at the cut-off and executed on the day of payment', async () => {
    const message = await messageOf([lineOf(1)]);
    expect(textsIn(message, 'CreDtTm')).toEqual(['2023-06-06T17:00:00.000Z']);
    expect(message).toContain('<ReqdExctnDt><Dt>2023-06-08</Dt></ReqdExctnDt>');
  });

  it('keeps the zeros of an account number', async () => {
    expect(await messageOf([lineOf(1)])).toContain('<CdtrAcct><Id><Othr><Id>003000000013</Id></Othr></Id></CdtrAcct>');
  });

  it('shortens a long message id to 35 characters and keeps it apart for each sequence', async () => {
    const long = { run: `2023-06-${'supplementary-'.repeat(2)}1` };
    const paidBy = providerOf({ id: 'ngan-hang-chinh-sach-xa-hoi' });
    const ids = [1, 2].map(async (sequence) =>
      textsIn(await messageOf([lineOf(1)], paidBy, { ...long, sequence }), 'MsgId'),
    );
    const [[first = ''] = [], [second = ''] = []] = await Promise.all(ids);
    expect(first).toHaveLength(35);
    expect(second).toHaveLength(35);
    expect(first).not.toBe(second);
  });

  it('escapes what would be markup', async () => {
    const name = `</Nm><Amt>"&'`;
    expect(textsIn(await messageOf([lineOf(1, { beneficiaryName: name })]), 'Nm')).toContain(name);
  });

  it('drops control characters, which XML cannot hold', async () => {
    const message = await messageOf([lineOf(1, { beneficiaryName: 'Lê\u0000 Thị\u0007\tẴn\uFFFE\uD800' })]);
    expect(textsIn(message, 'Nm')).toContain('Lê Thị Ẵn');
  });
});

describe('Names as the provider takes them', () => {
  it.each(['Đặng Thuỳ Trưởng', 'Nguyễn Ẵm', 'Lỡ Thị Tự', 'Huỳnh Thị Kỵ', "Y Bhiăo H'Đơk Ƀuôn Krông"])(
    'keep the letters of %s',
    async (beneficiaryName) => {
      expect(textsIn(await messageOf([lineOf(1, { beneficiaryName })]), 'Nm')).toContain(beneficiaryName);
    },
  );

  it('are composed (NFC) however they were typed', async () => {
    const message = await messageOf([lineOf(1, { beneficiaryName: 'Nguyễn Thị Hoà'.normalize('NFD') })]);
    expect(textsIn(message, 'Nm')).toContain('Nguyễn Thị Hoà');
  });

  it.each([
    ['Đặng Thuỳ Ưỡn', 'Dang Thuy Uon'],
    ['NGUYỄN THỊ ĐỠ', 'NGUYEN THI DO'],
    ['Hoà Ẵm Lự Kỵ', 'Hoa Am Lu Ky'],
    ['Y Bhiăo H’Đơk Ƀuôn', "Y Bhiao H'Dok Buon"],
    ['Lê Thị 好', 'Le Thi ?'],
  ])('lose their marks where the provider takes none: %s', async (beneficiaryName, plain) => {
    const message = await messageOf([lineOf(1, { beneficiaryName })], providerOf({ plainLetters: true }));
    expect(textsIn(message, 'Nm')).toContain(plain);
    expect(message).toMatch(/^[\n -~]*$/);
  });

  it('are cut to the length that the provider takes', async () => {
    const paidBy = providerOf({ limits: { paymentMax: 100_000_000, linesPerFile: 10, nameMax: 10 } });
    const message = await messageOf([lineOf(1, { beneficiaryName: 'Nguyễn Thị Hoà Bình' })], paidBy);
    expect(message).toContain('<Cdtr><Nm>Nguyễn Thị</Nm></Cdtr>');
  });

  it('are never longer than the schema takes', async () => {
    const paidBy = providerOf({ limits: { paymentMax: 100_000_000, linesPerFile: 10, nameMax: 5000 } });
    const message = await messageOf([lineOf(1, { beneficiaryName: 'Ẵ'.repeat(10_000) })], paidBy);
    expect(textsIn(message, 'Nm')).toContain('Ẵ'.repeat(140));
  });
});

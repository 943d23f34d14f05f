import { describe, expect, it } from 'vitest';
import {
  type InstructionBatch,
  instructionBatch,
  type ResultLine,
} from '../../../lambdas/domain/payouts/instruction.ts';
import { referenceOf as paymentReferenceOf } from '../../../lambdas/domain/payouts/payment.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { type Provider, referenceFiles } from '../../../lambdas/domain/reference-data.ts';
import { writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { readResults } from '../../../lambdas/formats/results/result-file.ts';
import { answerInstructions } from '../../../samples/answers.ts';
import { referenceOf } from '../../../samples/reference.ts';

const june = period.parse('2023-06');
const providers = referenceFiles.providers.parse(JSON.parse(referenceOf('thanh-oai')['providers.json']));
const LINES = 600;

/** A batch for a provider: two communes, a guardian here and there, a name with a comma. */
function batchFor(provider: Provider): InstructionBatch {
  const [channel] = provider.channels;
  return instructionBatch.parse({
    run: '2023-06-regular-1',
    period: june,
    provider,
    sequence: 1,
    cutOffAt: '2023-06-07T10:00:00Z',
    payOn: '2023-06-08',
    lines: Array.from({ length: LINES }, (_, index) => ({
      reference: paymentReferenceOf(june, personalId.parse(String(1040000000 + index).padStart(12, '0')), 'BTXH', 1),
      unit: index < 400 ? '10114' : '10120',
      unitName: index < 400 ? 'Thị trấn Kim Bài' : 'Xã Cự Khê',
      village: null,
      beneficiaryName: index === 7 ? 'Nguyễn Thị Sẵn, Nhỡ' : 'Đỗ Thị Ngẫm',
      birthYear: '1940',
      payeeName: index % 9 === 0 ? 'Đỗ Văn Tự' : null,
      payeeRole: index % 9 === 0 ? 'guardian' : null,
      channel,
      accountNumber: channel === 'cash' ? null : '0381842378',
      bank: channel === 'account' ? (provider.banks?.[0] ?? null) : null,
      phone: null,
      purpose: 'SSBE',
      amount: 360_000 + index * 1000,
      arrears: index % 50 === 0 ? 360_000 : 0,
      decisionNumber: null,
      bookNumber: null,
    })),
  });
}

async function answered(provider: Provider, perfect: boolean): Promise<{ name: string; lines: ResultLine[] }> {
  const file = await writeInstructionFile(batchFor(provider));
  const answer = await answerInstructions(provider, file.fileName, file.bytes, { paidOn: '2023-06-08', perfect });
  const lines: ResultLine[] = [];
  for await (const batch of readResults(answer.bytes, provider)) lines.push(...batch);
  return { name: answer.name, lines };
}

describe.each(providers.map((provider) => ({ id: provider.id, provider })))('$id', ({ provider }) => {
  it('answers every line of its file with the reference and the amount that it was told', async () => {
    const { lines } = await answered(provider, false);
    const told = batchFor(provider).lines.map(({ reference, amount, arrears }) => [reference, amount + arrears]);
    expect(lines.map(({ reference, amount }) => [reference, amount])).toEqual(told);
  });

  it('pays everything on the day when it is perfect', async () => {
    const { lines } = await answered(provider, true);
    expect(new Set(lines.map(({ status, paidOn }) => `${status} ${paidOn}`))).toEqual(new Set(['paid 2023-06-08']));
  });

  it('otherwise fails or returns a small share, each with its reason', async () => {
    const { lines } = await answered(provider, false);
    const unpaid = lines.filter(({ status }) => status !== 'paid');
    expect(unpaid.length).toBeGreaterThan(0);
    expect(unpaid.length).toBeLessThan(LINES * 0.06);
    expect(unpaid.filter(({ reason, reasonCode }) => !reason || !reasonCode)).toEqual([]);
  });

  it('gives the same answer again', async () => {
    const file = await writeInstructionFile(batchFor(provider));
    const [one, other] = await Promise.all(
      [1, 2].map(() => answerInstructions(provider, file.fileName, file.bytes, { paidOn: '2023-06-08' })),
    );
    expect(one).toEqual(other);
  });
});

describe('the post office', () => {
  it('returns what nobody came for, and fails nothing', async () => {
    const cash = providers.find(({ channels }) => channels.includes('cash'));
    if (cash === undefined) throw new Error('The sample has no provider for cash');
    const { lines } = await answered(cash, false);
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(['paid', 'returned']));
  });
});

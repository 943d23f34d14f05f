import {
  type InstructionBatch,
  type InstructionLine,
  instructionBatch,
  instructionLine,
} from '../../../lambdas/domain/payouts/instruction.ts';
import { type Provider, provider } from '../../../lambdas/domain/reference-data.ts';

/** A provider as a deployment would configure it; every value can be another. */
export function providerOf(changes: Partial<Record<keyof Provider, unknown>> = {}): Provider {
  return provider.parse({
    id: 'agribank',
    name: 'Agribank',
    channels: ['account'],
    banks: null,
    instructionFormat: 'pain.001.001.09',
    resultFormat: 'pain.002',
    debtor: { name: 'Phòng LĐ-TB&XH huyện Thanh Oai', account: '2206201000018', bank: '970405' },
    contracts: [{ units: '*', from: '2020-01-01', to: null }],
    limits: { paymentMax: 100_000_000, linesPerFile: 1000, nameMax: 70 },
    plainLetters: false,
    resultColumns: {},
    resultStatuses: {},
    ...changes,
  });
}

/** A line that every layout takes. References count up from `number`. */
export function lineOf(number: number, changes: Partial<Record<keyof InstructionLine, unknown>> = {}): InstructionLine {
  return instructionLine.parse({
    reference: `7T${String(number).padStart(14, '0')}`,
    unit: '10120',
    unitName: 'Xã Cự Khê',
    village: null,
    beneficiaryName: 'Nguyễn Thị Hoà',
    birthYear: '1948',
    payeeName: null,
    payeeRole: null,
    channel: 'account',
    accountNumber: '003000000013',
    bank: '970405',
    phone: null,
    purpose: 'SSBE',
    amount: 360_000,
    arrears: 0,
    decisionNumber: '123/QĐ-UBND',
    bookNumber: 'CK-0012',
    ...changes,
  });
}

export function batchOf(
  lines: readonly InstructionLine[],
  paidBy: Provider = providerOf(),
  changes: Partial<Record<keyof InstructionBatch, unknown>> = {},
): InstructionBatch {
  return instructionBatch.parse({
    run: '2023-06-regular-1',
    period: '2023-06',
    provider: paidBy,
    sequence: 1,
    cutOffAt: '2023-06-06T17:00:00.000Z',
    payOn: '2023-06-08',
    lines,
    ...changes,
  });
}

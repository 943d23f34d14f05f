import { z } from 'zod';
import { dong } from '../money.ts';
import { day, period } from '../period.ts';
import { bankBin, channel, payeeRole } from '../person.ts';
import { provider } from '../reference-data.ts';
import { unitCode } from '../unit.ts';
import { carriedPart, paymentReference, runId } from './payment.ts';

/**
 * One payment as a provider is told of it. It says nothing of why somebody is entitled: categories of illness and
 * disability never leave the system (NĐ 20/2021 art. 8), so there is no field for them.
 */
export const instructionLine = z.object({
  reference: paymentReference,
  unit: unitCode,
  unitName: z.string(),
  village: z.string().nullable(),
  beneficiaryName: z.string(),
  birthYear: z.string().nullable(),
  /** Who receives in the beneficiary's place; null when nobody does. */
  payeeName: z.string().nullable(),
  payeeRole: payeeRole.nullable(),
  channel,
  accountNumber: z.string().nullable(),
  bank: bankBin.nullable(),
  phone: z.string().nullable(),
  purpose: z.enum(['PENS', 'SSBE', 'GOVT']),
  /** This period's benefit; `arrears` as the list gives them. The provider pays their sum and what is carried. */
  amount: dong,
  arrears: dong,
  /** What earlier months still owe, each part for its own (chưa trả tháng trước). */
  carried: z.array(carriedPart).default([]),
  /** Paid at home for illness or frailty (chi trả tại nhà). */
  atHome: z.boolean().default(false),
  decisionNumber: z.string().nullable(),
  bookNumber: z.string().nullable(),
});
export type InstructionLine = z.infer<typeof instructionLine>;

/** Everything that one instruction file is made from: the same input always gives the same bytes. */
export const instructionBatch = z.object({
  run: runId,
  period,
  provider,
  /** 1, 2, … where the provider's limit of lines splits the run over several files. */
  sequence: z.number().int().positive(),
  /** The instant the run was cut off, ISO 8601 UTC: the files' creation time, so that a repeat gives the same bytes. */
  cutOffAt: z.iso.datetime(),
  payOn: day,
  lines: z.array(instructionLine).min(1),
});
export type InstructionBatch = z.infer<typeof instructionBatch>;

/** One line of a provider's answer, read but not yet believed. */
export const resultLine = z.object({
  /** As the file gives it; whether it is one of ours is not yet known. */
  reference: z.string(),
  status: z.enum(['paid', 'failed', 'returned', 'pending']),
  /** Null where the format does not carry it for this line. */
  amount: dong.nullable(),
  paidOn: day.nullable(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
  /** Where in the file: the record's number, from 1. */
  line: z.number().int().positive(),
});
export type ResultLine = z.infer<typeof resultLine>;

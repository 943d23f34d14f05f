import { createHash } from 'node:crypto';
import { type Dong, sumDong } from '../../domain/money.ts';
import type { InstructionBatch, InstructionLine } from '../../domain/payouts/instruction.ts';
import { totalOf } from '../../domain/payouts/payment.ts';
import type { Provider } from '../../domain/reference-data.ts';
import { providerName, remittanceText } from './provider-text.ts';

/** A line with everything that all layouts share worked out once. */
export interface PreparedLine {
  readonly line: InstructionLine;
  /** The person entitled, as the provider takes names. */
  readonly beneficiary: string;
  /** Who receives instead; null when the beneficiary does. */
  readonly payee: string | null;
  /** `payee`, or else `beneficiary`: the holder of the account, or who comes to the counter. */
  readonly receiver: string;
  /** This period's benefit, the arrears and what is carried over: what the provider pays. */
  readonly total: Dong;
  readonly remittance: string;
}

/** A batch ready to be laid out. Count and sum are taken from the lines here and nowhere else. */
export interface PreparedBatch {
  readonly batch: InstructionBatch;
  readonly lines: readonly PreparedLine[];
  readonly count: number;
  readonly controlSum: Dong;
  /** At most 35 characters, the same for the same run, provider and sequence: `MsgId` of pain.001. */
  readonly messageId: string;
}

export type InstructionFault =
  | 'no-account'
  | 'account-characters'
  | 'no-bank'
  | 'no-name'
  | 'nothing-to-pay'
  | 'over-payment-limit'
  | 'repeated-reference'
  | 'too-many-lines'
  | 'over-file-limit';

/**
 * A batch that must not become a file: paying it would pay wrongly, twice, or nobody. Drafting defers such payments
 * with a reason, so this stops the run. It names the payment by its reference only: no personal data.
 */
export class InstructionUnwritable extends Error {
  override readonly name = 'InstructionUnwritable';
  readonly code: InstructionFault;

  constructor(code: InstructionFault, reference: string) {
    super(`${code}: ${reference}`);
    this.code = code;
  }
}

/** Checks a batch and works out what every layout needs of it. Throws {@link InstructionUnwritable}. */
export function prepareBatch(batch: InstructionBatch): PreparedBatch {
  const seen = new Set<string>();
  const lines = batch.lines.map((line) => {
    if (seen.has(line.reference)) throw new InstructionUnwritable('repeated-reference', line.reference);
    seen.add(line.reference);
    return prepareLine(batch, line);
  });
  if (lines.length > batch.provider.limits.linesPerFile) {
    throw new InstructionUnwritable('too-many-lines', messageIdOf(batch));
  }
  const controlSum = sumDong(lines.map(({ total }) => total));
  const { fileAmountMax } = batch.provider.limits;
  if (fileAmountMax !== null && controlSum > fileAmountMax) {
    throw new InstructionUnwritable('over-file-limit', messageIdOf(batch));
  }
  return {
    batch,
    lines,
    count: lines.length,
    controlSum,
    messageId: messageIdOf(batch),
  };
}

function prepareLine({ provider, period }: InstructionBatch, line: InstructionLine): PreparedLine {
  const beneficiary = providerName(line.beneficiaryName, provider);
  if (beneficiary === '') throw new InstructionUnwritable('no-name', line.reference);
  const payee = (line.payeeName !== null && providerName(line.payeeName, provider)) || null;
  const total = totalOf(line);
  if (total === 0) throw new InstructionUnwritable('nothing-to-pay', line.reference);
  if (total > provider.limits.paymentMax) throw new InstructionUnwritable('over-payment-limit', line.reference);
  const remittance = remittanceText(period, line.reference);
  return { line, beneficiary, payee, receiver: payee ?? beneficiary, total, remittance };
}

/** Max34Text of pain.001. Letters too: Vietnamese banks sell accounts with names for numbers. */
const ACCOUNT = /^[0-9A-Za-z]{1,34}$/;

/** The account, wallet or mobile-money number to pay into. Never guessed from a contact phone number. */
export function accountOf({ line }: PreparedLine): string {
  if (line.accountNumber === null) throw new InstructionUnwritable('no-account', line.reference);
  if (!ACCOUNT.test(line.accountNumber)) throw new InstructionUnwritable('account-characters', line.reference);
  return line.accountNumber;
}

/** The BIN of the bank that keeps the account. */
export function bankOf({ line }: PreparedLine): string {
  if (line.bank === null) throw new InstructionUnwritable('no-bank', line.reference);
  return line.bank;
}

const MESSAGE_ID_MAX = 35;
const HASH_LENGTH = 12;

/** Run, provider and sequence; where they are too long, their beginning and 48 bits of their hash. */
export function messageIdOf({
  run,
  provider,
  sequence,
}: Pick<InstructionBatch, 'run' | 'sequence'> & { provider: Pick<Provider, 'id'> }): string {
  const whole = `${run}.${provider.id}.${sequence}`;
  if (whole.length <= MESSAGE_ID_MAX) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, HASH_LENGTH);
  return `${whole.slice(0, MESSAGE_ID_MAX - HASH_LENGTH - 1)}.${hash}`;
}

import type { Provider } from '../lambdas/domain/reference-data.ts';
import { newWorkbook, workbookBytes } from '../lambdas/formats/papers/workbook.ts';
import { elementIn, type Instruction, readInstructions, textOf } from './instructions.ts';
import { hash32 } from './random.ts';

export interface AnswerOptions {
  /** The day on which the provider paid, `YYYY-MM-DD`. */
  readonly paidOn: string;
  /** Every instruction is paid. Otherwise a small share fails or comes back, always the same ones. */
  readonly perfect?: boolean;
}

/** What became of an instruction, in the words of the result contract. */
interface Answer extends Instruction {
  readonly status: 'paid' | 'failed' | 'returned';
  readonly paidOn: string;
  readonly reasonCode: string;
  readonly reason: string;
}

export interface AnswerFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const HEADER = ['reference', 'status', 'amount', 'paid_on', 'reason_code', 'reason'];

/** ISO 20022 external status reasons, as a bank's clerk would write them out. */
const ACCOUNT_REASONS: readonly (readonly [code: string, reason: string])[] = [
  ['AC01', 'Số tài khoản không đúng'],
  ['AC04', 'Tài khoản đã đóng'],
  ['AC06', 'Tài khoản bị phong tỏa'],
  ['MD07', 'Chủ tài khoản đã chết'],
];
const NOT_COLLECTED = ['UNCOLLECTED', 'Không đến nhận trong kỳ chi trả'] as const;

/** In ten thousand instructions. Cash that nobody came for goes back (NĐ 20/2021, art. 34). */
const SHARES = {
  account: { failed: 100, returned: 30 },
  cash: { failed: 0, returned: 300 },
} as const;

/**
 * Plays the provider's clerk: reads an instruction file and answers every line of it in the provider's own format.
 * The same file always gives the same answer.
 */
export async function answerInstructions(
  provider: Provider,
  fileName: string,
  bytes: Uint8Array,
  options: AnswerOptions,
): Promise<AnswerFile> {
  const instructions = await readInstructions(provider.instructionFormat, bytes);
  const answers = instructions.map((instruction) => answer(instruction, provider, options));
  const base = fileName.replace(/\.[^.]+$/, '');
  switch (provider.resultFormat) {
    case 'pain.002':
      return { name: `${base}.ket-qua.xml`, bytes: encode(statusReport(textOf(bytes), answers, options)) };
    case 'csv':
      return { name: `${base}.ket-qua.csv`, bytes: encode(csv(answers)) };
    case 'xlsx':
      return { name: `${base}.ket-qua.xlsx`, bytes: await workbook(answers) };
  }
}

function answer(instruction: Instruction, { channels }: Provider, { paidOn, perfect }: AnswerOptions): Answer {
  const luck = hash32(`answer/${instruction.reference}`);
  const isCash = channels.includes('cash');
  const { failed, returned } = SHARES[isCash ? 'cash' : 'account'];
  const place = luck % 10_000;
  if (perfect === true || place >= failed + returned) {
    return { ...instruction, status: 'paid', paidOn, reasonCode: '', reason: '' };
  }
  const [reasonCode, reason] = isCash
    ? NOT_COLLECTED
    : (ACCOUNT_REASONS[Math.floor(luck / 10_000) % ACCOUNT_REASONS.length] ?? NOT_COLLECTED);
  return { ...instruction, status: place < failed ? 'failed' : 'returned', paidOn: '', reasonCode, reason };
}

function fields({ reference, status, amount, paidOn, reasonCode, reason }: Answer): (string | number)[] {
  return [reference, status, amount, paidOn, reasonCode, reason];
}

/** No field holds a comma or a quote. */
function csv(answers: readonly Answer[]): string {
  return [HEADER, ...answers.map(fields)].map((record) => `${record.join(',')}\r\n`).join('');
}

async function workbook(answers: readonly Answer[]): Promise<Uint8Array> {
  const book = newWorkbook();
  const sheet = book.addWorksheet('Kết quả');
  sheet.columns = HEADER.map((header) => ({ header, width: header === 'reason' ? 34 : 20 }));
  sheet.addRows(answers.map(fields));
  return await workbookBytes(book);
}

/**
 * ISO 20022 pain.002.001.10. It knows no "returned": money that comes back later is reported there as rejected, too.
 * Amounts are those of the original instruction.
 */
function statusReport(original: string, answers: readonly Answer[], { paidOn }: AnswerOptions): string {
  const at = `${paidOn}T16:30:00+07:00`;
  const messageId = elementIn(original, 'MsgId');
  const sum = answers.reduce((total, { amount }) => total + amount, 0);
  const isWhole = answers.every(({ status }) => status === 'paid');
  const transactions = answers.map(({ reference, status, amount, reasonCode, reason }) => {
    const why = `<StsRsnInf><Rsn><Cd>${reasonCode}</Cd></Rsn><AddtlInf>${reason}</AddtlInf></StsRsnInf>`;
    const ids = `<OrgnlInstrId>${reference}</OrgnlInstrId><OrgnlEndToEndId>${reference}</OrgnlEndToEndId>`;
    const result =
      status === 'paid' ? `<TxSts>ACSC</TxSts><AccptncDtTm>${at}</AccptncDtTm>` : `<TxSts>RJCT</TxSts>${why}`;
    const told = `<OrgnlTxRef><Amt><InstdAmt Ccy="VND">${amount}</InstdAmt></Amt></OrgnlTxRef>`;
    return `<TxInfAndSts>${ids}${result}${told}</TxInfAndSts>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">',
    '<CstmrPmtStsRpt>',
    `<GrpHdr><MsgId>KQ${hash32(messageId)}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>`,
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>` +
      `<OrgnlNbOfTxs>${answers.length}</OrgnlNbOfTxs><OrgnlCtrlSum>${sum}</OrgnlCtrlSum>` +
      `<GrpSts>${isWhole ? 'ACSC' : 'PART'}</GrpSts></OrgnlGrpInfAndSts>`,
    `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${elementIn(original, 'PmtInfId')}</OrgnlPmtInfId>`,
    ...transactions,
    '</OrgnlPmtInfAndSts>',
    '</CstmrPmtStsRpt>',
    '</Document>',
    '',
  ].join('\n');
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

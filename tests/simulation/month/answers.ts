import type { Provider } from '../../../lambdas/domain/reference-data.ts';
import type { Instruction } from '../../../samples/instructions.ts';
import type { Random } from '../../../samples/random.ts';
import type { ReceivedFile, Rejections } from './rejections.ts';

/** One line of a provider's answer, and whether it deserves belief: asked of that provider, for that amount. */
export interface AnsweredLine extends Instruction {
  readonly status: 'paid' | 'failed' | 'returned' | 'pending';
  readonly reason: string;
  readonly isTrue: boolean;
}

/** A file of answers, as the provider sends it. */
export interface AnswerFile {
  readonly provider: string;
  readonly name: string;
  /** Whether it says what became of each payment, or of a whole file of ours; or nothing that may be believed. */
  readonly tells: 'payments' | 'whole file' | 'nothing';
  /** Of a whole file that is turned down: what that says of each of its payments. */
  readonly lines: readonly AnsweredLine[];
  readonly bytes: Uint8Array;
}

/**
 * What providers' clerks make of the instructions of a run: whole or in parts, once or twice, out of order, with wrong
 * amounts, references that are nobody's, reasons that nobody knows, and answers that contradict earlier ones. Where
 * `isHonest` every line is true. Nobody ever comes for what is `idle`. Files that are turned down as a whole are not
 * answered line by line, unless somebody is mistaken.
 */
export function answersOf(
  instructions: ReadonlyMap<Provider, readonly ReceivedFile[]>,
  tag: string,
  { isHonest, idle, rejections }: { isHonest: boolean; idle: ReadonlySet<string>; rejections: Rejections },
  random: Random,
): AnswerFile[] {
  const files: AnswerFile[] = [];
  for (const [provider, received] of instructions) {
    const turnedDown = rejections.turnedDown(provider, received);
    files.push(...turnedDown.map((file) => rejections.answer(provider, file)));
    files.push(...rejections.unbelievable(provider, received));
    const isCash = provider.channels.includes('cash');
    const taken = received.filter((file) => !turnedDown.includes(file) || (!isHonest && random.chance(0.3)));
    let answered = taken
      .flatMap(({ lines }) => lines)
      .map((line): AnsweredLine => {
        if (!idle.has(line.reference)) return { ...line, ...(isCash ? cashOutcome(random) : outcome(random)) };
        return { ...line, status: 'failed', reason: isCash ? 'KHONG_NHAN' : 'UNCOLLECTED', isTrue: true };
      });
    if (!isHonest) answered = answered.flatMap((line) => disturbed(line, random));
    const parts = random.integer(1, isCash ? 2 : 3);
    for (let part = 0; part < parts; part++) {
      const own = answered.filter((_, index) => index % parts === part);
      const file = written(provider, `${tag}-${part}`, own);
      files.push(file);
      if (!isHonest && random.chance(0.2)) files.push({ ...file, name: `lai-${file.name}` });
    }
    const stranger = [...instructions].find(([other]) => other !== provider)?.[1][0]?.lines[0];
    if (!isHonest && stranger && random.chance(0.2)) {
      files.push(written(provider, `${tag}-nham`, [{ ...stranger, status: 'paid', reason: '', isTrue: false }]));
    }
  }
  return random.shuffled(files);
}

type Outcome = Pick<AnsweredLine, 'status' | 'reason' | 'isTrue'>;

function outcome(random: Random): Outcome {
  return random.weighted<Outcome>([
    [{ status: 'paid', reason: '', isTrue: true }, 32],
    [{ status: 'failed', reason: 'AC04', isTrue: true }, 5],
    [{ status: 'failed', reason: 'UNCOLLECTED', isTrue: true }, 2],
    // A code that nobody knows decides nothing; that it is a repetition says nothing of the first.
    [{ status: 'failed', reason: random.pick(['XX99', 'AM05']), isTrue: false }, 1],
    [{ status: 'returned', reason: 'AC06', isTrue: true }, 2],
  ]);
}

/** At the counter of the post office, or at somebody's door, with reasons in its own codes. */
function cashOutcome(random: Random): Outcome {
  return random.weighted<Outcome>([
    [{ status: 'paid', reason: '', isTrue: true }, 32],
    [{ status: 'returned', reason: 'KHONG_NHAN', isTrue: true }, 4],
    [{ status: 'failed', reason: 'VANG_NHA', isTrue: true }, 2],
    [{ status: 'failed', reason: 'SAI_GIAY_TO', isTrue: true }, 2],
    [{ status: 'returned', reason: 'UNCOLLECTED', isTrue: true }, 1],
    [{ status: 'failed', reason: 'MAT_DIEN', isTrue: false }, 1],
  ]);
}

function disturbed(line: AnsweredLine, random: Random): AnsweredLine[] {
  const luck = random.fraction();
  if (luck < 0.05) return [{ ...line, amount: line.amount + 1000, isTrue: false }];
  if (luck < 0.1) return [{ ...line, amount: line.amount * 10, status: 'paid', isTrue: false }, line];
  // What was paid comes back, or was never so.
  if (luck < 0.12 && line.status === 'paid') return [line, { ...line, status: 'returned', reason: 'AC06' }];
  if (luck < 0.14) return [line, { ...line, ...outcome(random) }];
  if (luck < 0.17) return [{ ...line, status: 'pending', isTrue: false }, line];
  if (luck < 0.2) return [{ ...line, reference: `ZZ${line.reference.slice(2)}`, isTrue: false }];
  if (luck < 0.3) return [];
  return [line];
}

function written(provider: Provider, tag: string, lines: readonly AnsweredLine[]): AnswerFile {
  const text = provider.resultFormat === 'pain.002' ? statusReport(tag, lines) : table(lines);
  const extension = provider.resultFormat === 'pain.002' ? 'xml' : 'csv';
  const bytes = new TextEncoder().encode(text);
  return { provider: provider.id, name: `${tag}.${extension}`, tells: 'payments', lines, bytes };
}

function table(lines: readonly AnsweredLine[]): string {
  const rows = lines.map(({ reference, status, amount, reason }) => `${reference},${status},${amount},,${reason},`);
  return ['reference,status,amount,paid_on,reason_code,reason', ...rows, ''].join('\r\n');
}

/** ISO 20022 knows no "returned": it is told as rejected. */
const ISO = { paid: 'ACSC', failed: 'RJCT', returned: 'RJCT', pending: 'PDNG' } as const;

/** What a line says in the format of its provider. */
export function statusTold({ status }: AnsweredLine, name: string): AnsweredLine['status'] {
  return status === 'returned' && name.endsWith('.xml') ? 'failed' : status;
}

function statusReport(tag: string, lines: readonly AnsweredLine[]): string {
  const transactions = lines.map(({ reference, status, amount, reason }) => {
    const code = reason.length === 4 ? `<Cd>${reason}</Cd>` : `<Prtry>${reason}</Prtry>`;
    const why = ISO[status] === 'RJCT' && reason !== '' ? `<StsRsnInf><Rsn>${code}</Rsn></StsRsnInf>` : '';
    const told = `<OrgnlTxRef><Amt><InstdAmt Ccy="VND">${amount}</InstdAmt></Amt></OrgnlTxRef>`;
    return `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${ISO[status]}</TxSts>${why}${told}</TxInfAndSts>`;
  });
  return (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>' +
    `<GrpHdr><MsgId>${tag}</MsgId><CreDtTm>2023-06-12T09:00:00+07:00</CreDtTm></GrpHdr>` +
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${tag}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>` +
    `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${tag}</OrgnlPmtInfId>${transactions.join('')}</OrgnlPmtInfAndSts>` +
    '</CstmrPmtStsRpt></Document>'
  );
}

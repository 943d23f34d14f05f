import type { Provider } from '../../../lambdas/domain/reference-data.ts';
import type { Instruction } from '../../../samples/instructions.ts';
import type { Random } from '../../../samples/random.ts';
import type { AnswerFile } from './answers.ts';

/** A file of ours as its provider's clerk has it before them. */
export interface ReceivedFile {
  /** Empty where its format has none. */
  readonly messageId: string;
  readonly lines: readonly Instruction[];
}

/** Providers that turn files down as a whole, in some seeds: rightly, or in a way that decides nothing. */
export class Rejections {
  readonly #random: Random;
  readonly #happen: boolean;
  #told = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#happen = random.chance(0.4);
  }

  /** Files whose payments all fail because the provider takes none of them. */
  turnedDown({ resultFormat }: Provider, files: readonly ReceivedFile[]): ReceivedFile[] {
    if (!this.#happen || resultFormat !== 'pain.002') return [];
    return files.filter(() => this.#random.chance(0.35));
  }

  /** The answer that fails every payment of a file: with a reason that is known, or with none. */
  answer({ id }: Provider, file: ReceivedFile): AnswerFile {
    const reason = this.#random.pick(['FF01', 'AM04', 'TM01', '']);
    const lines = file.lines.map((line) => ({ ...line, status: 'failed', reason, isTrue: true }) as const);
    return { ...this.#written(id, file.messageId, reason, this.#sizeOf(file)), tells: 'whole file', lines };
  }

  /** Answers that must move nothing: the file is there already, nobody knows the reason, or it is another file. */
  unbelievable({ id, resultFormat }: Provider, files: readonly ReceivedFile[]): AnswerFile[] {
    if (!this.#happen || resultFormat !== 'pain.002') return [];
    const random = this.#random;
    return files
      .filter(() => random.chance(0.25))
      .map((file): AnswerFile => {
        const { messageId } = file;
        const size = this.#sizeOf(file);
        const told = random.weighted([
          [{ messageId, reason: random.pick(['AM05', 'DU01', 'DUPL']), size }, 4],
          [{ messageId, reason: 'XX99', size }, 1],
          [{ messageId, reason: 'FF01', size: `<OrgnlNbOfTxs>${file.lines.length + 1}</OrgnlNbOfTxs>` }, 1],
          [{ messageId: `${messageId}0`, reason: 'FF01', size }, 1],
        ] as const);
        return { ...this.#written(id, told.messageId, told.reason, told.size), tells: 'nothing', lines: [] };
      });
  }

  #sizeOf({ lines }: ReceivedFile): string {
    if (this.#random.chance(0.3)) return '';
    const sum = lines.reduce((total, { amount }) => total + amount, 0);
    return `<OrgnlNbOfTxs>${lines.length}</OrgnlNbOfTxs><OrgnlCtrlSum>${sum}</OrgnlCtrlSum>`;
  }

  #written(provider: string, messageId: string, reason: string, size: string): Omit<AnswerFile, 'tells' | 'lines'> {
    const name = `tu-choi-${++this.#told}.xml`;
    const why = reason === '' ? '' : `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>`;
    const report =
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>' +
      `<GrpHdr><MsgId>${name}</MsgId><CreDtTm>2023-06-12T09:00:00+07:00</CreDtTm></GrpHdr>` +
      `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${size}` +
      `<GrpSts>RJCT</GrpSts>${why}</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`;
    return { provider, name, bytes: new TextEncoder().encode(report) };
  }
}

import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { ResultLine } from '../../domain/payouts/instruction.ts';
import type { Provider } from '../../domain/reference-data.ts';
import { ISO_STATUSES, reasonText, statusReader } from './result-status.ts';
import { amountFromDecimal, dayFromText } from './result-values.ts';
import { type Rejection, ResultsRefused, WholeFileRejected } from './results-refused.ts';
import { encodingOf, textChunks } from './text-chunks.ts';

/** Versions .03 to .14 differ little in what is read here, and all by the same local names. */
const NAMESPACE = /:pain\.002\.001\.(?:0[3-9]|1[0-4])$/;
/** The schema nests about a dozen deep, an envelope around it a few more. */
const DEPTH_MAX = 32;

const REPORT = 'CstmrPmtStsRpt';
const PAYMENT_INFORMATION = 'OrgnlPmtInfAndSts';
const TRANSACTION = 'TxInfAndSts';
const AMOUNT = 'OrgnlTxRef/Amt/InstdAmt';
const ADDITIONAL = 'StsRsnInf/AddtlInf';
const GROUP = 'OrgnlGrpInfAndSts';
/** Where outside of transactions stands what is read of a rejection, in either of its two places. */
const WHOLE_FIELDS: ReadonlySet<string> = new Set([
  'OrgnlMsgId',
  'OrgnlNbOfTxs',
  'OrgnlCtrlSum',
  'StsRsnInf/Rsn/Cd',
  'StsRsnInf/Rsn/Prtry',
  ADDITIONAL,
]);
/** Where in a transaction stands what is read of it. */
const FIELDS: ReadonlySet<string> = new Set([
  'OrgnlInstrId',
  'OrgnlEndToEndId',
  'TxSts',
  'StsRsnInf/Rsn/Cd',
  'StsRsnInf/Rsn/Prtry',
  ADDITIONAL,
  'AccptncDtTm',
  AMOUNT,
]);

/**
 * The lines of a payment status report, ISO 20022 pain.002, in the order of the file. They come while the file is
 * being read: they count only when the generator has ended without {@link ResultsRefused}. A receipt for the whole
 * file without transactions (`GrpSts` ACTC, ACCP, PDNG …) gives no lines. {@link WholeFileRejected} where the file that
 * it answers was turned down as a whole.
 */
export function* readPain002(bytes: Uint8Array, provider: Provider): Generator<ResultLine> {
  const encoding = encodingOf(bytes);
  if (encoding === 'windows-1258') throw new ResultsRefused('unreadable', 'XML that is not in UTF-8 or UTF-16');
  const report = new StatusReport(provider);
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    // A status report has none. With one come entities, which may expand without end or name files.
    throw new ResultsRefused('hostile', 'DOCTYPE');
  });
  parser.on('error', (error) => {
    throw new ResultsRefused('unreadable', `XML, line ${parser.line}`, { cause: error });
  });
  parser.on('opentag', (tag) => report.open(tag));
  parser.on('text', (text) => report.write(text));
  parser.on('cdata', (text) => report.write(text));
  parser.on('closetag', () => report.close());
  for (const chunk of textChunks(bytes, encoding)) {
    parser.write(chunk);
    yield* report.taken();
  }
  parser.close();
  yield* report.taken();
  report.end();
}

/** A status for many payments at once, and how many transactions stand under it. */
interface Whole {
  status: string;
  transactions: number;
}

/** A transaction while its elements are being read: how deep it stands, its texts by path, the amount's currency. */
interface OpenTransaction {
  readonly depth: number;
  readonly fields: Map<string, string>;
  currency: string;
}

/** What has been read so far. */
class StatusReport {
  readonly #read: ReturnType<typeof statusReader>;
  #lines: ResultLine[] = [];
  #path: string[] = [];
  #text = '';
  #seen = false;
  readonly #group: Whole = { status: '', transactions: 0 };
  /** One for each payment information of the original file. */
  readonly #blocks: Whole[] = [];
  /** Of the whole, or of its payment information: whichever comes first. */
  readonly #whole = new Map<string, string>();
  #transaction: OpenTransaction | null = null;

  constructor(provider: Provider) {
    this.#read = statusReader(provider, ISO_STATUSES);
  }

  open({ local, uri, attributes }: SaxesTagNS): void {
    this.#path.push(local);
    this.#text = '';
    if (this.#path.length > DEPTH_MAX) throw new ResultsRefused('hostile', `deeper than ${DEPTH_MAX} elements`);
    if (local === REPORT) {
      if (!NAMESPACE.test(uri)) throw new ResultsRefused('not-a-result', `namespace of ${REPORT}`);
      this.#seen = true;
    }
    if (!this.#seen) return;
    if (local === PAYMENT_INFORMATION) this.#blocks.push({ status: '', transactions: 0 });
    if (local === TRANSACTION && this.#transaction === null) {
      this.#transaction = { depth: this.#path.length, fields: new Map(), currency: '' };
    }
    if (this.#transaction && local === 'InstdAmt') this.#transaction.currency = attributes.Ccy?.value ?? '';
  }

  write(text: string): void {
    this.#text += text;
  }

  close(): void {
    const text = this.#text.trim();
    const transaction = this.#transaction;
    if (transaction) this.#closeInTransaction(transaction, text);
    else this.#closeOutside(text);
    this.#path.pop();
    this.#text = '';
  }

  /** The lines finished since the last call. */
  taken(): ResultLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  /** After the last element: refuses what gives no answer for each payment. */
  end(): void {
    if (!this.#seen) throw new ResultsRefused('not-a-result', `no ${REPORT}`);
    const group = this.#group;
    const wholes = [
      ...(group.transactions === 0 ? [group] : []),
      ...this.#blocks.filter((one) => one.transactions === 0),
    ];
    const answers = wholes.map(({ status }) => this.#read(status).status);
    if (group.transactions === 0 && answers.includes('failed')) {
      const isWhole =
        answers[0] === 'failed' || (answers.length > 1 && answers.slice(1).every((one) => one === 'failed'));
      if (!isWhole || answers.includes('paid')) {
        throw new ResultsRefused('whole-file-rejected', 'rejected in part, without transactions');
      }
      throw new WholeFileRejected(this.#rejection());
    }
    const silent = group.transactions === 0 && wholes.every(({ status }) => status === '');
    if (silent || answers.some((answer) => answer !== 'pending')) {
      throw new ResultsRefused('no-lines', 'a final status without transactions');
    }
  }

  #closeOutside(text: string): void {
    const parent = this.#path.at(-2);
    const local = this.#path.at(-1);
    const block = this.#blocks.at(-1);
    if (parent === GROUP && local === 'GrpSts') this.#group.status = text;
    if (parent === PAYMENT_INFORMATION && local === 'PmtInfSts' && block) block.status = text;
    const at = this.#path.findIndex((one) => one === GROUP || one === PAYMENT_INFORMATION);
    const field = this.#path.slice(at + 1).join('/');
    if (at >= 0 && text !== '' && WHOLE_FIELDS.has(field) && !this.#whole.has(field)) this.#whole.set(field, text);
  }

  #rejection(): Rejection {
    const field = (name: string) => this.#whole.get(name) ?? '';
    const count = field('OrgnlNbOfTxs');
    return {
      messageId: field('OrgnlMsgId'),
      reasonCode: field('StsRsnInf/Rsn/Cd') || field('StsRsnInf/Rsn/Prtry') || null,
      reason: field(ADDITIONAL) || null,
      count: /^\d{1,15}$/.test(count) ? Number(count) : null,
      controlSum: amountFromDecimal(field('OrgnlCtrlSum')),
    };
  }

  #closeInTransaction(transaction: OpenTransaction, text: string): void {
    const { depth, fields } = transaction;
    if (this.#path.length === depth) {
      this.#finish(fields, transaction.currency);
      return;
    }
    const field = this.#path.slice(depth).join('/');
    if (!FIELDS.has(field) || text === '') return;
    const before = fields.get(field);
    if (before === undefined) fields.set(field, text);
    else if (field === ADDITIONAL) fields.set(field, `${before} ${text}`);
  }

  #finish(fields: ReadonlyMap<string, string>, currency: string): void {
    this.#transaction = null;
    this.#group.transactions += 1;
    if (this.#path.includes(PAYMENT_INFORMATION)) {
      const block = this.#blocks.at(-1);
      if (block) block.transactions += 1;
    }
    const field = (name: string) => fields.get(name) ?? '';
    const reading = this.#read(field('TxSts'));
    this.#lines.push({
      reference: field('OrgnlEndToEndId') || field('OrgnlInstrId'),
      status: reading.status,
      amount: currency === 'VND' ? amountFromDecimal(field(AMOUNT)) : null,
      // Of a payment that was not made it is the time of a refusal.
      paidOn: reading.status === 'paid' ? dayFromText(field('AccptncDtTm')) : null,
      reasonCode: field('StsRsnInf/Rsn/Cd') || field('StsRsnInf/Rsn/Prtry') || null,
      reason: reasonText(reading, field('TxSts'), field(ADDITIONAL)),
      line: this.#group.transactions,
    });
  }
}

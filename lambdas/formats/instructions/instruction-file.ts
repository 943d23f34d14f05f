import type { Dong } from '../../domain/money.ts';
import type { InstructionBatch, InstructionLine } from '../../domain/payouts/instruction.ts';
import { totalOf } from '../../domain/payouts/payment.ts';
import type { InstructionFormat, Provider } from '../../domain/reference-data.ts';
import { XLSX } from '../content-types.ts';
import { writePain001 } from './pain001.ts';
import { writePayingList } from './paying-list-xlsx.ts';
import { writePayroll } from './payroll-xlsx.ts';
import { type PreparedBatch, prepareBatch } from './prepared-batch.ts';
import { writeTransfers } from './transfer-csv.ts';

export interface InstructionFile {
  /** Safe in an object key and on a clerk's disk: run, provider and sequence. */
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Lines in the file, and what they pay together: equal to what the file's own header says. */
  readonly count: number;
  readonly controlSum: Dong;
}

const EXTENSIONS: Readonly<Record<InstructionFormat, { extension: string; contentType: string }>> = {
  'pain.001.001.09': { extension: 'xml', contentType: 'application/xml' },
  'payroll-xlsx': workbook(),
  'transfer-csv': { extension: 'csv', contentType: 'text/csv; charset=utf-8' },
  'paying-list-xlsx': workbook(),
};

/**
 * The file by which a provider is told to pay, in the layout its configuration names. The same batch always gives the
 * same bytes. Throws `InstructionUnwritable` for a batch that would pay wrongly (see `prepared-batch.ts`).
 */
export async function writeInstructionFile(batch: InstructionBatch): Promise<InstructionFile> {
  const prepared = prepareBatch(batch);
  const format = batch.provider.instructionFormat;
  const { extension, contentType } = EXTENSIONS[format];
  return {
    fileName: `${batch.run}.${batch.provider.id}.${String(batch.sequence).padStart(3, '0')}.${extension}`,
    contentType,
    bytes: await layOut(prepared, format),
    count: prepared.count,
    controlSum: prepared.controlSum,
  };
}

/**
 * Puts the lines of a run into the files they go into: in their order, none with more lines, or paying more together, than
 * the provider takes. Drafting has deferred what passes the limit of a file by itself. Only one file is held at a time.
 */
export class FileSplitter {
  readonly #linesPerFile: number;
  readonly #most: number;
  #last: InstructionLine[] = [];
  #sum = 0;

  constructor({ limits: { linesPerFile, fileAmountMax } }: Provider) {
    this.#linesPerFile = linesPerFile;
    this.#most = fileAmountMax ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the next lines, and gives the files that are full now. */
  take(lines: readonly InstructionLine[]): InstructionLine[][] {
    const full: InstructionLine[][] = [];
    for (const line of lines) {
      const total = totalOf(line);
      const isFull = this.#last.length === this.#linesPerFile || this.#sum + total > this.#most;
      if (isFull && this.#last.length > 0) full.push(...this.rest());
      this.#last.push(line);
      this.#sum += total;
    }
    return full;
  }

  /** The last file, when no line comes any more; none where no line came. */
  rest(): InstructionLine[][] {
    const last = this.#last;
    this.#last = [];
    this.#sum = 0;
    return last.length > 0 ? [last] : [];
  }
}

/** All lines at once. */
export function splitIntoBatches(lines: readonly InstructionLine[], provider: Provider): InstructionLine[][] {
  const splitter = new FileSplitter(provider);
  return [...splitter.take(lines), ...splitter.rest()];
}

async function layOut(prepared: PreparedBatch, format: InstructionFormat): Promise<Uint8Array> {
  switch (format) {
    case 'pain.001.001.09':
      return writePain001(prepared);
    case 'payroll-xlsx':
      return writePayroll(prepared);
    case 'transfer-csv':
      return writeTransfers(prepared);
    case 'paying-list-xlsx':
      return writePayingList(prepared);
  }
}

function workbook(): { extension: string; contentType: string } {
  return { extension: 'xlsx', contentType: XLSX };
}

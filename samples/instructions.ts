import type { InstructionFormat } from '../lambdas/domain/reference-data.ts';
import { readXlsxRows } from '../lambdas/formats/tables/xlsx-reader.ts';

/** An instruction as the provider's clerk reads it: the reference to answer with, and what to pay, in whole đồng. */
export interface Instruction {
  readonly reference: string;
  readonly amount: number;
}

/**
 * Reads an instruction file the plain way, sharing no code with what wrote it: a sample's provider must stumble over
 * a file that only its writer understands.
 */
export async function readInstructions(format: InstructionFormat, bytes: Uint8Array): Promise<Instruction[]> {
  switch (format) {
    case 'pain.001.001.09':
      return readTransfers(textOf(bytes));
    case 'transfer-csv':
      return readCsv(textOf(bytes));
    case 'payroll-xlsx':
    case 'paying-list-xlsx':
      return await readWorkbook(bytes);
  }
}

/** What a file of ours is to be read as, by its name; undefined of a format that we know nothing of. */
export function formatOf(name: string): InstructionFormat | undefined {
  if (name.endsWith('.xml')) return 'pain.001.001.09';
  if (name.endsWith('.csv')) return 'transfer-csv';
  return name.endsWith('.xlsx') ? 'payroll-xlsx' : undefined;
}

/** The text of the first element of that name, or an empty text. */
export function elementIn(xml: string, name: string): string {
  return new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readTransfers(xml: string): Instruction[] {
  return xml
    .split('<CdtTrfTxInf>')
    .slice(1)
    .map((transfer) => ({
      reference: elementIn(transfer, 'EndToEndId'),
      amount: Number(elementIn(transfer, 'InstdAmt')),
    }));
}

/** The reference stands first and the amount fourth; a quoted name may hold a comma. */
function readCsv(text: string): Instruction[] {
  const [, ...records] = text.split('\r\n').filter((record) => record !== '');
  return records.map((record) => {
    const cells = record.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,)/g) ?? [];
    return { reference: cells[0] ?? '', amount: Number(cells[3]) };
  });
}

/** On each sheet, the column headed "Mã tham chiếu" and the one of the sum to pay: "Tổng số tiền", else "Số tiền". */
async function readWorkbook(bytes: Uint8Array): Promise<Instruction[]> {
  const instructions: Instruction[] = [];
  const headers = new Map<string, { reference: number; amount: number }>();
  for await (const { sheet, cells } of readXlsxRows(bytes)) {
    const reference = cells.indexOf('Mã tham chiếu');
    const header = headers.get(sheet);
    if (reference >= 0) {
      const whole = cells.indexOf('Tổng số tiền');
      headers.set(sheet, { reference, amount: whole >= 0 ? whole : cells.indexOf('Số tiền') });
    } else if (header !== undefined) {
      const found = cells[header.reference] ?? '';
      if (/^[A-Z0-9]{16}$/.test(found)) instructions.push({ reference: found, amount: Number(cells[header.amount]) });
    }
  }
  return instructions;
}

import ExcelJS from 'exceljs';
import type { InstructionFormat } from '../lambdas/domain/reference-data.ts';

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
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bufferOf(bytes));
  return workbook.worksheets.flatMap((sheet) => {
    const instructions: Instruction[] = [];
    let columns: { reference: number; amount: number } | null = null;
    sheet.eachRow((row) => {
      const reference = columnOf(row, 'Mã tham chiếu');
      if (reference > 0) {
        columns = { reference, amount: columnOf(row, 'Tổng số tiền') || columnOf(row, 'Số tiền') };
        return;
      }
      if (columns === null) return;
      const found = row.getCell(columns.reference).text;
      const amount = row.getCell(columns.amount).value;
      if (/^[A-Z0-9]{16}$/.test(found)) instructions.push({ reference: found, amount: Number(amount) });
    });
    return instructions;
  });
}

function columnOf(row: ExcelJS.Row, header: string): number {
  let at = 0;
  row.eachCell((cell, column) => {
    if (at === 0 && cell.text === header) at = column;
  });
  return at;
}

/** exceljs asks for an ArrayBuffer of its own. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

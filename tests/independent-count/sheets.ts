import ExcelJS from 'exceljs';

/** A sheet as somebody reads it who knows nothing of the system: its name, and what its cells say. */
export interface Sheet {
  readonly name: string;
  /** Row by row, from the left; an empty cell is an empty text, a merged one repeats the text of the whole. */
  readonly rows: readonly (readonly string[])[];
}

/** Reads a workbook (.xlsx), or a CSV with `;` or `,`, the plain way. */
export async function readSheets(fileName: string, bytes: Uint8Array): Promise<Sheet[]> {
  return fileName.endsWith('.csv') ? [{ name: '', rows: csvRows(bytes) }] : workbookSheets(bytes);
}

async function workbookSheets(bytes: Uint8Array): Promise<Sheet[]> {
  const workbook = new ExcelJS.Workbook();
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  await workbook.xlsx.load(copy);
  return workbook.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: Array.from({ length: sheet.rowCount }, (_, index) => {
      const row = sheet.getRow(index + 1);
      return Array.from({ length: sheet.columnCount }, (__, column) => textOf(row.getCell(column + 1).value));
    }),
  }));
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'object') throw new Error('Nobody writes formulas or links into these files');
  return String(value).trim();
}

function csvRows(bytes: Uint8Array): string[][] {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  const separator = text.split('\n', 1)[0]?.includes(';') ? ';' : ',';
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => csvCells(line, separator));
}

/** One record on one line; a quoted cell may hold the separator, and a doubled quote is a quote. */
function csvCells(line: string, separator: string): string[] {
  const cells = [''];
  let quoted = false;
  for (const [at, sign] of [...line].entries()) {
    const last = cells.length - 1;
    if (sign === '"') {
      if (!quoted && line[at - 1] === '"') cells[last] += '"';
      quoted = !quoted;
    } else if (sign === separator && !quoted) cells.push('');
    else cells[last] += sign;
  }
  return cells.map((cell) => cell.trim());
}

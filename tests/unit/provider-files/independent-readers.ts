import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { validateXML } from 'xmllint-wasm';

/** What a provider's own system would make of a file: written here with nothing of the code that wrote the file. */
export interface ReadBack {
  readonly references: string[];
  readonly amounts: number[];
  /** As the file itself states them; null where its layout has no place for them. */
  readonly stated: { readonly count: number; readonly sum: number } | null;
}

export function readBackPain001(bytes: Uint8Array): ReadBack {
  const xml = new TextDecoder().decode(bytes);
  const group = /<GrpHdr>(.*?)<\/GrpHdr>/s.exec(xml)?.[1] ?? '';
  const block = /<PmtInf>(.*?)<CdtTrfTxInf>/s.exec(xml)?.[1] ?? '';
  const stated = [group, block].map((header) => `${textsIn(header, 'NbOfTxs')}/${textsIn(header, 'CtrlSum')}`);
  if (stated[0] !== stated[1]) throw new Error(`The two headers differ: ${stated.join(', ')}`);
  return {
    references: textsIn(xml, 'EndToEndId'),
    amounts: textsIn(xml, 'InstdAmt').map(Number),
    stated: { count: Number(textsIn(group, 'NbOfTxs')[0]), sum: Number(textsIn(group, 'CtrlSum')[0]) },
  };
}

/** The texts of all elements of a name, entities resolved. */
export function textsIn(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  );
}

const SCHEMA = readFileSync(new URL('../../fixtures/xsd/pain.001.001.09.xsd', import.meta.url), 'utf8');

/** What the published schema has against these messages; nothing when all are valid. */
export async function schemaErrors(messages: readonly Uint8Array[]): Promise<string[]> {
  const { errors } = await validateXML({
    xml: messages.map((bytes, index) => ({ fileName: `${index}.xml`, contents: new TextDecoder().decode(bytes) })),
    schema: [SCHEMA],
    maxMemoryPages: 4096,
  });
  return errors.map(({ message }) => message);
}

/** RFC 4180, character by character. */
export function csvRecords(bytes: Uint8Array): string[][] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quoted && sign === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ',') {
      record.push(cell);
      cell = '';
    } else if (!quoted && text.startsWith('\r\n', at)) {
      records.push([...record, cell]);
      record = [];
      cell = '';
      at++;
    } else cell += sign;
  }
  if (quoted || cell !== '' || record.length > 0) throw new Error('The last record does not end');
  return records;
}

export function readBackTransfers(bytes: Uint8Array): ReadBack {
  const [header = [], ...records] = csvRecords(bytes);
  const column = (name: string) => records.map((record) => record[header.indexOf(name)] ?? '');
  return { references: column('reference'), amounts: column('amount').map(Number), stated: null };
}

export async function openWorkbook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  return workbook;
}

export async function readBackPayroll(bytes: Uint8Array): Promise<ReadBack> {
  const sheet = (await openWorkbook(bytes)).worksheets[0];
  if (!sheet) throw new Error('No sheet');
  const { references, amounts } = linesOfSheet(sheet, 'Mã tham chiếu', 'Số tiền');
  const stated = /Số dòng: (\d+) - Tổng số tiền: ([\d.]+) đồng/.exec(sheet.getCell('A4').text);
  return {
    references,
    amounts,
    stated: { count: Number(stated?.[1]), sum: Number(stated?.[2]?.replaceAll('.', '')) },
  };
}

export async function readBackPayingList(bytes: Uint8Array): Promise<ReadBack> {
  const [summary, ...communes] = (await openWorkbook(bytes)).worksheets;
  const lines = communes.map((sheet) => linesOfSheet(sheet, 'Mã tham chiếu', 'Tổng số tiền'));
  const total = rowsOf(summary).find((row) => row[1] === 'Tổng cộng');
  return {
    references: lines.flatMap(({ references }) => references),
    amounts: lines.flatMap(({ amounts }) => amounts),
    stated: { count: Number(total?.[3]), sum: Number(total?.[4]) },
  };
}

/** All rows of a sheet as their cells' values, from column A; what is merged stands in each of its cells. */
export function rowsOf(sheet: ExcelJS.Worksheet | undefined): ExcelJS.CellValue[][] {
  const rows: ExcelJS.CellValue[][] = [];
  sheet?.eachRow((row) => {
    rows.push(Array.from({ length: sheet.columnCount }, (_, index) => row.getCell(index + 1).value));
  });
  return rows;
}

function linesOfSheet(sheet: ExcelJS.Worksheet, reference: string, amount: string) {
  const rows = rowsOf(sheet);
  const header = rows.find((row) => row.includes(reference)) ?? [];
  const lines = rows.filter((row) => /^[A-Z0-9]{16}$/.test(String(row[header.indexOf(reference)])));
  return {
    references: lines.map((row) => String(row[header.indexOf(reference)])),
    amounts: lines.map((row) => Number(row[header.indexOf(amount)])),
  };
}

import { readSheets } from './sheets.ts';

/** A file as it went to a provider or came from it. */
export interface ProviderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Told {
  readonly reference: string;
  /** In whole đồng. */
  readonly money: number;
  /** Empty in a paying list: it pays cash. */
  readonly account: string;
}

/** Every instruction in a file: pain.001, a workbook with a column "Mã tham chiếu", or a CSV that begins with `reference`. */
export async function readInstructions({ name, bytes }: ProviderFile): Promise<Told[]> {
  if (name.endsWith('.xml')) {
    return transactions(bytes, 'CdtTrfTxInf').map((xml) => ({
      reference: inside(xml, 'EndToEndId'),
      money: Number(inside(xml, 'InstdAmt')),
      account: inside(inside(xml, 'CdtrAcct', '.*?'), 'Id', '[^<]*'),
    }));
  }
  const records = await readRecords(name, bytes, ['Mã tham chiếu', 'reference']);
  return records.map(({ reference, cell }) => ({
    reference,
    money: Number(cell('Tổng số tiền') || cell('Số tiền') || cell('amount')),
    account: cell('Số tài khoản') || cell('account_number'),
  }));
}

/** The references that an answer says are paid. */
export async function readPaid({ name, bytes }: ProviderFile): Promise<string[]> {
  if (name.endsWith('.xml')) {
    const paid = transactions(bytes, 'TxInfAndSts').filter((xml) => inside(xml, 'TxSts') === 'ACSC');
    return paid.map((xml) => inside(xml, 'OrgnlEndToEndId'));
  }
  const records = await readRecords(name, bytes, ['reference']);
  return records.filter(({ cell }) => cell('status') === 'paid').map(({ reference }) => reference);
}

function transactions(bytes: Uint8Array, element: string): string[] {
  return new TextDecoder().decode(bytes).match(new RegExp(`<${element}>.*?</${element}>`, 'gs')) ?? [];
}

/** What stands in the first element of that name. */
function inside(xml: string, element: string, content = '[^<]*'): string {
  return new RegExp(`<${element}(?: [^>]*)?>(${content})</${element}>`, 's').exec(xml)?.[1] ?? '';
}

interface Record {
  readonly reference: string;
  readonly cell: (header: string) => string;
}

/** The rows under the header row that has a column of references, where a reference stands. */
async function readRecords(name: string, bytes: Uint8Array, referenceHeaders: readonly string[]): Promise<Record[]> {
  return (await readSheets(name, bytes)).flatMap(({ rows }) => {
    let headers: readonly string[] = [];
    return rows.flatMap((cells) => {
      if (cells.some((text) => referenceHeaders.includes(text))) headers = cells;
      const cell = (header: string) => cells[headers.indexOf(header)] ?? '';
      const reference = referenceHeaders.map(cell).find((text) => /^[A-Z0-9]{16}$/.test(text));
      return reference === undefined ? [] : [{ reference, cell }];
    });
  });
}

import type { ResultLine } from '../../../lambdas/domain/payouts/instruction.ts';
import type { Provider } from '../../../lambdas/domain/reference-data.ts';
import { newWorkbook, workbookBytes } from '../../../lambdas/formats/papers/workbook.ts';
import { readResults } from '../../../lambdas/formats/results/result-file.ts';

export const REFERENCE = '7T0A0123456789AB';
export const OTHER = '7T0A0123456789AC';

/** All lines of a result file. */
export async function readAll(bytes: Uint8Array | string, from: Provider): Promise<ResultLine[]> {
  const lines: ResultLine[] = [];
  for await (const batch of readResults(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, from)) {
    lines.push(...batch);
  }
  return lines;
}

/** A pain.002 with these transactions, as a bank's system writes it. */
export function statusReport(
  transactions: string,
  changes: { version?: string; messageId?: string; group?: string; block?: string; doctype?: string } = {},
): string {
  const namespace = `urn:iso:std:iso:20022:tech:xsd:pain.002.001.${changes.version ?? '10'}`;
  return `<?xml version="1.0" encoding="UTF-8"?>${changes.doctype ?? ''}
<Document xmlns="${namespace}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>KQ1</MsgId><CreDtTm>2023-06-08T16:30:00+07:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${changes.messageId ?? 'M1'}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${changes.group ?? ''}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>M1</OrgnlPmtInfId>${changes.block ?? ''}${transactions}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>`;
}

/** A transaction of a pain.002; `more` follows its status. */
export function transaction(reference: string, status: string, more = ''): string {
  return `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${more}</TxInfAndSts>`;
}

/** A workbook with these rows on each of its sheets. */
export async function workbookOf(
  sheets: Readonly<Record<string, readonly (readonly (string | number | Date | null)[])[]>>,
): Promise<Uint8Array> {
  const workbook = newWorkbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows(rows.map((row) => [...row]));
  return workbookBytes(workbook);
}

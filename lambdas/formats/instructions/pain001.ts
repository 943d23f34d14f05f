import { accountOf, bankOf, type PreparedBatch, type PreparedLine } from './prepared-batch.ts';
import { providerName } from './provider-text.ts';
import { element, lines, textElement, type Xml, xmlDocument } from './xml-writer.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

/**
 * A customer credit transfer initiation, ISO 20022 pain.001.001.09: one group, one payment information, one credit
 * transfer a line. The office's account is debited once for the file (`BtchBookg`), so that the bank's statement shows
 * the very sum that the Treasury transferred. Elements stand in the order of the schema.
 */
export function writePain001(prepared: PreparedBatch): Uint8Array {
  const { batch, messageId } = prepared;
  const office = element('InitgPty', textElement('Nm', providerName(batch.provider.debtor.name, batch.provider)));
  const header = element(
    'GrpHdr',
    textElement('MsgId', messageId),
    textElement('CreDtTm', batch.cutOffAt),
    ...totals(prepared),
    office,
  );
  return xmlDocument('Document', NAMESPACE, element('CstmrCdtTrfInitn', lines([header, paymentInformation(prepared)])));
}

function paymentInformation(prepared: PreparedBatch): Xml {
  const { batch, messageId } = prepared;
  const { provider } = batch;
  const purpose = commonPurpose(prepared.lines);
  return element(
    'PmtInf',
    textElement('PmtInfId', messageId),
    textElement('PmtMtd', 'TRF'),
    textElement('BtchBookg', 'true'),
    ...totals(prepared),
    purpose === undefined ? undefined : element('PmtTpInf', element('CtgyPurp', textElement('Cd', purpose))),
    element('ReqdExctnDt', textElement('Dt', batch.payOn)),
    element('Dbtr', textElement('Nm', providerName(provider.debtor.name, provider))),
    account('DbtrAcct', provider.debtor.account),
    agent('DbtrAgt', provider.debtor.bank),
    lines(prepared.lines.map((line) => transfer(line, purpose === undefined))),
  );
}

/** The count and sum as both headers of the message give them. */
function totals({ count, controlSum }: PreparedBatch): [count: Xml, sum: Xml] {
  return [textElement('NbOfTxs', String(count)), textElement('CtrlSum', String(controlSum))];
}

/** With a guardian as creditor, the person entitled is the ultimate creditor. */
function transfer(prepared: PreparedLine, withPurpose: boolean): Xml {
  const { line, beneficiary, payee, receiver, total, remittance } = prepared;
  return element(
    'CdtTrfTxInf',
    element('PmtId', textElement('InstrId', line.reference), textElement('EndToEndId', line.reference)),
    element('Amt', textElement('InstdAmt', String(total), { Ccy: 'VND' })),
    agent('CdtrAgt', bankOf(prepared)),
    element('Cdtr', textElement('Nm', receiver)),
    account('CdtrAcct', accountOf(prepared)),
    payee === null ? undefined : element('UltmtCdtr', textElement('Nm', beneficiary)),
    withPurpose ? element('Purp', textElement('Cd', line.purpose)) : undefined,
    element('RmtInf', textElement('Ustrd', remittance)),
  );
}

/** The purpose of all lines if they share one: then it stands once, as their category. */
function commonPurpose(all: readonly PreparedLine[]): string | undefined {
  const purposes = new Set(all.map(({ line }) => line.purpose));
  return purposes.size === 1 ? [...purposes][0] : undefined;
}

function account(name: string, number: string): Xml {
  return element(name, element('Id', element('Othr', textElement('Id', number))));
}

/** Banks are known by their BIN, the member number of the national switch (NAPAS). */
function agent(name: string, bin: string): Xml {
  return element(name, element('FinInstnId', element('ClrSysMmbId', textElement('MmbId', bin))));
}

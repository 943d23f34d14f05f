import type { ResultLine } from '../../domain/payouts/instruction.ts';
import type { Provider } from '../../domain/reference-data.ts';

type Status = ResultLine['status'];

/** What became of a payment. `known` is false for a word that neither the contract nor the configuration has. */
export interface StatusReading {
  readonly status: Status;
  readonly known: boolean;
}

/** The words of the contract, for CSV and XLSX. */
export const CONTRACT_STATUSES: Readonly<Record<string, Status>> = {
  paid: 'paid',
  failed: 'failed',
  returned: 'returned',
  pending: 'pending',
};

/**
 * ISO 20022 external payment transaction status codes. Paid only when settlement is completed (on the debtor's account
 * ACSC, on the creditor's ACCC); accepted, in process or partly checked is not yet paid.
 */
export const ISO_STATUSES: Readonly<Record<string, Status>> = {
  ACSC: 'paid',
  ACCC: 'paid',
  RJCT: 'failed',
  ACSP: 'pending',
  ACCP: 'pending',
  ACTC: 'pending',
  ACWC: 'pending',
  ACWP: 'pending',
  ACFC: 'pending',
  PATC: 'pending',
  PDNG: 'pending',
  RCVD: 'pending',
};

/**
 * How to read a provider's statuses: its own configuration before the standard's. A status that neither knows is
 * pending: it moves no money, pays nobody again, and the payment stays on the list of what is outstanding.
 */
export function statusReader(
  provider: Provider,
  standard: Readonly<Record<string, Status>>,
): (text: string) => StatusReading {
  const statuses = new Map<string, Status>();
  for (const table of [standard, provider.resultStatuses]) {
    for (const [word, status] of Object.entries(table)) statuses.set(comparable(word), status);
  }
  return (text) => {
    const status = statuses.get(comparable(text));
    return { status: status ?? 'pending', known: status !== undefined };
  };
}

const REASON_MAX = 500;

/** What the provider says of the reason, for people to read; first that the status was not understood, if so. */
export function reasonText(reading: StatusReading, status: string, reason: string): string | null {
  const unknown = status === '' ? 'Không ghi trạng thái.' : `Trạng thái chưa có trong cấu hình: “${status}”.`;
  const whole = [reading.known ? '' : unknown, reason].filter((part) => part !== '').join(' ');
  return whole === '' ? null : whole.slice(0, REASON_MAX);
}

function comparable(word: string): string {
  return word.normalize('NFC').trim().toLowerCase();
}

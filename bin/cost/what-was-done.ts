import type { BillLine } from './bill.ts';

/** What was done about what is dear, by its price and the beginning of its line; where nothing was, why. */
const DONE: readonly (readonly [price: string, begins: string, done: string])[] = [
  [
    'dynamodb.readUnit',
    'reading payments by count-payments',
    'Each publication counts every month since January. A closed month is read from the table once, then from objects: of 6.5 months 1.9 are left',
  ],
  [
    'dynamodb.readUnit',
    'reading payments by close-settlement',
    'Of many answers only four and the last add the month up: it was files × payments',
  ],
  ['dynamodb.readUnit', 'reading', 'Strongly consistent on purpose: what is read decides about money'],
  [
    'dynamodb.writeUnit',
    'writing entitlements by settle-conflicts',
    'A roll is stored anew when one line of it changes: one revision however many people moved, in pages of 250 lines (ADR 33)',
  ],
  [
    'dynamodb.writeUnit',
    'writing entitlements',
    'A twelfth of a unit a line: 250 are one gzipped item (ADR 33). A test holds the units of a person’s month',
  ],
  [
    'dynamodb.writeUnit',
    'writing claims',
    'One conditional write, read back only where it loses; it is what keeps anybody from being paid twice',
  ],
  [
    'dynamodb.writeUnit',
    'writing payments',
    'Drafted, instructed, settled: three writes under a kilobyte, each of them a promise. None of them is a transaction, which would cost double',
  ],
  ['dynamodb.storage', 'keeping entitlements', '250 lines are one gzipped item (ADR 33)'],
  [
    'dynamodb.storage',
    'keeping',
    'Sealed texts under a kilobyte. What has been closed for long could move to the table class for rare access',
  ],
  ['dynamodb.recovery', 'point-in-time', 'Kept: it restores a table within minutes; the journal does so from objects'],
  [
    'cloudwatch.metric',
    'metrics',
    '26 with one dimension, where one for each task and unit were thousands (ADR 27). Charged by the hour in which they are sent: the 10 of events cost less than this',
  ],
  [
    'kms.key',
    'keys',
    'One for each zone of trust and one that signs (ADR 22, 23). Each of the four that turn over costs a dollar more after its first and second year',
  ],
  ['cloudwatch.alarm', 'alarms', 'Two for each machine and one for each thing that people mind'],
  ['cloudwatch.dashboard', 'dashboard', 'One for everything'],
  ['lambda.gigabyteSecond', 'running', 'arm64; processor time is what it costs, whatever the memory'],
  ['s3.dataOut', 'downloading', 'Everything that is published is taken once, and compressed where the format allows'],
];

/** What was done about a line of the bill. */
export function doneAbout({ price, what }: BillLine): string {
  return DONE.find(([of, begins]) => of === price && what.startsWith(begins))?.[2] ?? '–';
}

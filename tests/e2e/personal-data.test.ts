import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { period } from '../../lambdas/domain/period.ts';
import { type Emitted, emitted, openMailbox } from '../support/emitted.ts';
import {
  answersTo,
  approveAndRelease,
  joinCloud,
  landAndWait,
  onDay,
  paymentsOf,
  receiptOf,
  startRun,
  stubBucket,
  untilReported,
} from '../support/local-month.ts';
import { AMOUNT, type ListedPerson } from '../support/local-people.ts';
import { marksIn } from '../support/marked.ts';
import { textsIn } from '../support/published-texts.ts';
import { rawWorkbook, rowsXml } from '../support/workbook-builder.ts';

/*
 * A month of people with unmistakable marks, in rows that go well and rows that fail in every way. Then everything
 * that was emitted outside lists, receipts, worklists and files to providers is searched for them.
 */

const MONTH = period.parse('2021-04');
const UNIT = '10135';
const MARKED = ['Quỳnh Xoan', 'Khuyết Đĩnh', 'Ngoạn Vượng', 'Thuần Uyển', 'Hoãn Quyến', 'Trước Nguyệt'] as const;
const PEOPLE: readonly ListedPerson[] = MARKED.map((given, index) => ({
  fullName: `Đặng Thị ${given}`,
  personalId: `00115188877${index}`,
  birthDate: `1951-0${index + 1}-17`,
  sex: 'female',
  accountNumber: `220620777333${index}`,
}));
const PHONE = '0977733991';
const ADDRESS = 'Ngõ Hàng Khoai Sọ';
/** What an officer called the file. Keys bear it, and so do the events of landing; nothing else may. */
const FILE_NAME = 'Đặng Thị Xuyến Chi 001151888799';
const IN_FILE_NAME = ['Xuyến Chi', '001151888799'];
const MARKS = [
  ...MARKED,
  ...PEOPLE.flatMap(({ personalId, accountNumber }) => [personalId, accountNumber]),
  PHONE,
  ADDRESS,
];

const HEADER = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Số CCCD',
  'Địa chỉ',
  'Điện thoại',
  'Số tiền',
  'Số tài khoản',
  'Ngân hàng',
  'Chế độ',
];
type Cells = readonly (string | number)[];
function row(index: number, changes: Partial<Record<'name' | 'id' | 'amount' | 'account', string>> = {}): Cells {
  const { fullName, personalId, birthDate, accountNumber } = PEOPLE[index] ?? fail('No such person');
  const born = birthDate.split('-').reverse().join('/');
  const { name = fullName, id = personalId, amount = AMOUNT, account = accountNumber } = changes;
  return [index + 1, name, born, id, ADDRESS, PHONE, amount, account, 'Agribank', 'BTXH'];
}
function listOf(rows: readonly Cells[], sheet = 'BTXH', header: Cells = HEADER): Uint8Array {
  return rawWorkbook({ sheets: [{ name: sheet, rows: rowsXml([header, ...rows]) }] });
}
const bytesOf = (text: string) => new TextEncoder().encode(text);
function fail(why: string): never {
  throw new Error(why);
}

/** Two are paid or fail; the others cannot be taken as they stand. */
const LIST = listOf(
  [
    row(0),
    row(1),
    row(2, { name: `${PEOPLE[2]?.fullName} (khác tên)` }),
    row(3, { id: '00115188877X' }),
    row(4, { amount: `${PEOPLE[4]?.fullName} chưa rõ` }),
    row(5, { account: '22O62O7773335' }),
    row(0),
    row(1, { account: 'không nhớ, hỏi bà Quỳnh Xoan' }),
  ],
  'Bà Ngoạn Vượng',
  HEADER.with(4, `Địa chỉ (${ADDRESS})`),
);
const table = (rows: readonly Cells[]) => rows.map((cells) => cells.join(';')).join('\n');
/** Files that are refused as a whole, each with people in it. */
const REFUSED: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['khong-tieu-de.xlsx', listOf([row(0), row(1)], 'BTXH', row(2))],
  ['ngoac-kep.csv', bytesOf(`${table([HEADER, row(0)])}\n"${PEOPLE[1]?.fullName};${table([row(1)])}`)],
  ['hai-cot-ten.xlsx', listOf([row(0).with(4, 'Khuyết Đĩnh'), row(1)], 'BTXH', HEADER.with(4, 'Họ tên'))],
  ['van-ban.docx', bytesOf(`PK\u0003\u0004${PEOPLE.map(({ fullName }) => fullName).join()}`)],
];

const cloud = await joinCloud(
  'thanh-oai',
  PEOPLE.map(
    ({ personalId, fullName, birthDate, accountNumber }, index) =>
      `${personalId},${index === 2 ? 'Đặng Thị Khác' : fullName},${birthDate},female,${index === 5 ? '2021-01-31' : ''},970405,${accountNumber}\n`,
  ).join(''),
);
const { at, executions } = cloud;

let texts: Emitted;

beforeAll(async () => {
  const since = new Date(Date.now() - 1000);
  const mailbox = await openMailbox('personal-data');
  await stubBucket(at).put('population/faults.json', '{"nonsenseShare":0.3,"strangerShare":0.2}', 'application/json');
  await onDay(cloud, MONTH, 2);
  // Errors that are thrown with somebody in the hand: what is thrown is told by the machine.
  const rows = MARKS;
  const missing = await executions.start(at.outputs.SettleResultsMachine, {
    object: { key: `results/${MONTH}/agribank/${FILE_NAME}, không có.xml` },
    rows,
  });
  const malformed = await executions.start(at.outputs.IngestListMachine, { confirmed: { unit: FILE_NAME, rows } });

  const read = await landAndWait(cloud, `lists/${MONTH}/${UNIT}/${FILE_NAME}.xlsx`, LIST);
  expect((await receiptOf(cloud, read)).totals).toMatchObject({ read: { rows: 8 }, accepted: { rows: 2 } });
  await stubBucket(at).put('population/faults.json', '{}', 'application/json');
  for (const [name, bytes] of REFUSED) {
    const answered = await receiptOf(cloud, await landAndWait(cloud, `lists/${MONTH}/${UNIT}/${name}`, bytes));
    expect([name, answered.outcome]).toEqual([name, 'refused']);
  }
  await landAndWait(cloud, `lists/${FILE_NAME}.xlsx`, LIST);

  await onDay(cloud, MONTH, 8);
  const waiting = await startRun(cloud, MONTH);
  await approveAndRelease(cloud, waiting);
  const [answer] = await answersTo(cloud, waiting.run);
  if (answer === undefined) throw new Error('Nobody is paid');
  const [payment] = (await paymentsOf(cloud, MONTH)).filter(({ person }) => person === PEOPLE[1]?.personalId);
  const { key, bytes } = answer;
  const report = new TextDecoder().decode(bytes);
  // A clerk names the person in the reason, and one line is nobody's.
  const failing = report.replace(
    new RegExp(`(<OrgnlEndToEndId>${payment?.reference}</OrgnlEndToEndId>\\s*)<TxSts>ACSC</TxSts>`),
    `$1<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>Sai tên ${PEOPLE[1]?.fullName}, ${PEOPLE[1]?.accountNumber}</AddtlInf></StsRsnInf>`,
  );
  expect(failing).not.toBe(report);
  const damaged = failing.replace('</Document>', `<${MARKED[0]}>${PEOPLE[0]?.personalId}`);
  await landAndWait(cloud, key.replace('.xml', '-hong.xml'), bytesOf(damaged));
  await landAndWait(cloud, `results/${MONTH}/${FILE_NAME}.xml`, bytesOf(damaged));
  expect((await landAndWait(cloud, key, bytesOf(failing))).status).toBe('SUCCEEDED');
  expect((await paymentsOf(cloud, MONTH)).map(({ state }) => state).sort()).toEqual(['failed', 'paid']);
  expect((await untilReported(cloud, MONTH)).status).toBe('SUCCEEDED');

  const ended = [await executions.untilEnded(missing), await executions.untilEnded(malformed)];
  expect(ended.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
  texts = await emitted(cloud, { since, mailbox, prefix: `/${MONTH}/`, own: '"rows"' });
}, 300_000);

/** The least number of texts in each place: a search of nothing proves nothing. */
const PLACES: readonly (readonly [place: string, atLeast: number])[] = [
  ['the log of the cloud', 1],
  ['logs of functions', 100],
  ['metrics, in the embedded format', 5],
  ['names of executions', 10],
  ['errors and causes of executions', 2],
  ['inputs of executions', 10],
  ['outputs of executions', 10],
  ['histories of executions', 100],
  ['notices', 5],
  ['inputs of schedules', 4],
  ['outputs and template of the stack', 3],
  ['keys of objects', 50],
  ['metadata and tags of objects', 20],
];

describe('Nobody stands in what is emitted', () => {
  it.each(PLACES)('%s', async (place, atLeast) => {
    const searched = texts[place] ?? [];
    expect(searched.length, 'texts searched').toBeGreaterThanOrEqual(atLeast);
    expect(marksIn(searched, MARKS)).toEqual([]);
  });

  it('reports, of the commune and of all above it', async () => {
    const { publication } = await at.outbox.json(
      `reports/${MONTH}/manifest.json`,
      z.object({ publication: z.string() }),
    );
    const keys = await at.outbox.keys(`reports/${MONTH}/${publication}/`);
    const found: string[] = [];
    for (const key of keys) found.push(...(await textsIn(key, await at.outbox.bytes(key))));
    expect(keys.length).toBeGreaterThan(20);
    expect(marksIn(found, [...MARKS, ...IN_FILE_NAME])).toEqual([]);
  });
});

describe('The name that an officer gave to a file', () => {
  it.each(PLACES.filter(([place]) => !/^(inputs|outputs|histories) of executions$/.test(place)))(
    'stands nowhere in %s',
    (place) => {
      expect(marksIn(texts[place] ?? [], IN_FILE_NAME)).toEqual([]);
    },
  );

  it('is part of its key, which the machine is started with: it is told to name no person in it', () => {
    expect(marksIn(texts['keys of the inbox'] ?? [], IN_FILE_NAME)).toHaveLength(2);
    expect(marksIn(texts['inputs of executions'] ?? [], IN_FILE_NAME)).toHaveLength(2);
  });
});

describe('The search would find them', () => {
  it('in the receipt and in the roll of their own commune', async ({ annotate }) => {
    const keys = (await at.outbox.keys('')).filter((key) => /^(receipts|rolls)\//.test(key) && key.includes(UNIT));
    const found: string[] = [];
    for (const key of keys) found.push(...(await textsIn(key, await at.outbox.bytes(key))));
    // An id and an account stand in the list with a letter in them.
    expect(MARKS.filter((mark) => marksIn(found, [mark]).length > 0).length).toBeGreaterThanOrEqual(MARKS.length - 2);
    const searched = Object.entries(texts).map(([place, one]) => `${place} ${one.length}`);
    await annotate(`Texts searched for ${MARKS.length} marks of people: ${searched.join(', ')}`, 'figure');
  });
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { booksKey, books as booksSchema } from '../../lambdas/domain/closing/books.ts';
import { type Payment, referenceOf, totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { personalId as idOf } from '../../lambdas/domain/person.ts';
import { unpaidList, unpaidListKey } from '../../lambdas/domain/settlement/unpaid-list.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { type BankedPerson, bankedListOf, bankedPerson, populationOf } from '../support/banked-people.ts';
import { askForBooks, decideCase, openCases, readBack } from '../support/local-books.ts';
import {
  APPROVERS,
  answersTo,
  approveAndRelease,
  joinCloud,
  landAndWait,
  OFFICER,
  onDay,
  post,
  receiptOf,
  startRun,
  type Waiting,
} from '../support/local-month.ts';
import { AMOUNT } from '../support/local-people.ts';
import { ansinh } from '../support/run-ansinh.ts';

/*
 * A month in which much goes wrong, to its end: failures and their supplementary run, answers that are not believed,
 * late answers, the unpaid list, decisions, the closing of the books; then the next month, which pays what is owed.
 * Every test goes on from where the one before left the month.
 */

const MARCH = period.parse('2024-03');
const APRIL = period.parse('2024-04');
const UNIT = unitCode.parse('10126');

/** By what becomes of them in March. */
const PAID = bankedPerson(1, 'Nguyễn Thị Hạnh', 'Agribank');
const CLOSED_ACCOUNT = bankedPerson(2, 'Trần Thị Mận', 'Agribank');
const WRONG_AMOUNT = bankedPerson(3, 'Lê Thị Đào', 'Agribank');
const COLLECTED = bankedPerson(4, 'Phạm Thị Lý', null);
const UNCOLLECTED = bankedPerson(5, 'Đỗ Thị Na', null);
const UNANSWERED = bankedPerson(6, 'Vũ Thị Hồng', 'LPBank');
const EVERYBODY = [PAID, CLOSED_ACCOUNT, WRONG_AMOUNT, COLLECTED, UNCOLLECTED, UNANSWERED];

const releasedFiles = z.object({
  status: z.string(),
  files: z.array(z.object({ provider: z.string(), controlSum: z.number() })),
  saved: z.array(z.string()),
});

const verified = z.object({
  manifests: z.array(
    z.object({
      provider: z.string().nullable(),
      approvals: z.array(z.object({ by: z.string(), tokenId: z.string() })),
    }),
  ),
  problems: z.array(z.object({ code: z.string(), path: z.string() })),
});

const cloud = await joinCloud('thanh-oai', populationOf(EVERYBODY));
const { at } = cloud;
let downloads: string;
let march: Waiting;

beforeAll(async () => {
  downloads = await mkdtemp(join(tmpdir(), 'ansinh-e2e-'));
});

afterAll(async () => {
  await rm(downloads, { recursive: true, force: true });
});

describe('A month in which much goes wrong', () => {
  it('is paid out, and a second reader of its files finds what the books say', async () => {
    march = await payOut(MARCH);
    const read = await readBack(cloud, march.run, downloads);
    expect(read.differences).toEqual([]);
    expect(read.instructions).toHaveLength(6);
    expect(read.requested).toBe(6 * AMOUNT);
  });

  it('says which files the providers were given, and hands them over as they were approved', async () => {
    const folder = join(downloads, 'lenh-chi');
    const { exit, stdout } = await ansinh(['release', march.run, '--json', '--save', folder]);
    expect(exit).toBe(0);
    const { status, files, saved } = releasedFiles.parse(JSON.parse(stdout));
    expect(status).toBe('released');
    expect(files.reduce((sum, { controlSum }) => sum + controlSum, 0)).toBe(6 * AMOUNT);
    for (const path of saved) expect((await readFile(path)).length).toBeGreaterThan(0);
    // What was signed lies beside them: for the run, for each provider, and the key.
    const signed = saved.filter((path) => /manifest\.json(\.sig)?$|\.pem$/.test(path));
    expect(saved).toHaveLength(files.length + signed.length);
    expect(signed).toHaveLength(2 * (1 + new Set(files.map(({ provider }) => provider)).size) + 1);
  });

  it('hands over files that anybody can check who has the key, and finds the one byte that was changed', async () => {
    const folder = join(downloads, 'lenh-chi');
    const key = join(downloads, 'khoa-tinh.pem');
    const handedOver = await ansinh(['signing-key', '--save', key, '--json']);
    expect(handedOver.exit).toBe(0);
    const good = await ansinh(['verify', folder, '--key', key, '--json'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    const { manifests, problems } = verified.parse(JSON.parse(good.stdout));
    expect({ exit: good.exit, problems }).toEqual({ exit: 0, problems: [] });
    const approvals = manifests.flatMap((one) => (one.provider === null ? [] : [one.approvals]));
    expect(approvals.length).toBeGreaterThan(1);
    for (const both of approvals) expect(both.map(({ by }) => by).sort()).toEqual([...APPROVERS].sort());
    for (const { tokenId } of approvals.flat()) expect(tokenId).toMatch(/\S/);

    const [first] = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.xml'));
    const file = join(folder, first ?? '');
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
    await writeFile(file, bytes);
    const bad = await ansinh(['verify', folder, '--key', key, '--json']);
    expect(bad.exit).toBe(1);
    expect(verified.parse(JSON.parse(bad.stdout)).problems).toEqual([{ code: 'file-changed', path: file }]);
  });

  it('believes of an answer what was sent, and keeps the rest for a person', async () => {
    await onDay(cloud, MARCH, 10);
    await answered(MARCH, 'agribank', 'tra-loi.xml', await agribankReport());
    expect(await states(MARCH)).toEqual({
      [PAID.personalId]: ['paid'],
      [CLOSED_ACCOUNT.personalId]: ['failed'],
      [WRONG_AMOUNT.personalId]: ['instructed'],
      [COLLECTED.personalId]: ['instructed'],
      [UNCOLLECTED.personalId]: ['instructed'],
      [UNANSWERED.personalId]: ['instructed'],
    });
    expect(await openCases(cloud, MARCH)).toEqual(['unknown-reference', 'wrong-amount']);
  });

  it('pays who failed by a supplementary run, from the money that lies at the provider still', async () => {
    await onDay(cloud, MARCH, 12);
    const again = await startRun(cloud, MARCH, 'supplementary');
    await approveAndRelease(cloud, again);
    const read = await readBack(cloud, again.run, downloads);
    expect(read.differences).toEqual([]);
    expect(read.instructions).toMatchObject([{ money: AMOUNT, provider: 'agribank' }]);
    expect(read.requested).toBe(0);

    await onDay(cloud, MARCH, 14);
    const second = (await stored(MARCH)).filter(({ attempt }) => attempt === 2);
    expect(second).toMatchObject([{ person: CLOSED_ACCOUNT.personalId, fromBalance: AMOUNT }]);
    for (const { key, bytes } of await answersTo(cloud, again.run)) await settled(key, bytes);
    expect((await states(MARCH))[CLOSED_ACCOUNT.personalId]).toEqual(['failed', 'paid']);
  });

  it('takes answers that come late, and the same again changes nothing', async () => {
    await answered(MARCH, 'agribank', 'dinh-chinh.xml', await agribankReport({ corrected: true }));
    const cash = await resultsOf([
      [COLLECTED, 'paid'],
      [UNCOLLECTED, 'returned', 'UNCOLLECTED'],
    ]);
    await answered(MARCH, 'vnpost', 'buu-dien.csv', cash);
    await answered(MARCH, 'vnpost', 'buu-dien-lan-2.csv', cash);
    const now = await states(MARCH);
    expect([now[WRONG_AMOUNT.personalId], now[COLLECTED.personalId], now[UNCOLLECTED.personalId]]).toEqual([
      ['paid'],
      ['paid'],
      ['returned'],
    ]);
  });

  it('lists on the 20th who is not paid, and says of silence that it is not known', async () => {
    await onDay(cloud, MARCH, 20);
    const ended = await askForBooks(cloud, MARCH, 'unpaid-list');
    expect(ended.status).toBe('SUCCEEDED');
    expect((await states(MARCH))[UNANSWERED.personalId]).toEqual(['unknown']);
    const { lines } = await at.outbox.json(unpaidListKey(MARCH, UNIT, 'json'), unpaidList);
    expect(lines.map(({ fullName, state, amount }) => [fullName, state, amount])).toEqual([
      [UNANSWERED.fullName, 'unknown', AMOUNT],
      [UNCOLLECTED.fullName, 'returned', AMOUNT],
    ]);
    expect(await openCases(cloud, MARCH)).toEqual(['no-answer', 'unknown-reference', 'wrong-amount']);
  });

  it('does not close while a person has to decide, and closes when they have', async () => {
    await onDay(cloud, MARCH, 25);
    const refused = await askForBooks(cloud, MARCH, 'closing');
    expect(refused.status).toBe('SUCCEEDED');
    expect((await at.runs.period(MARCH))?.status).toBe('open');

    await decideCase(cloud, MARCH, 'unknown-reference', 'no-change');
    await decideCase(cloud, MARCH, 'wrong-amount', 'no-change');
    await decideCase(cloud, MARCH, 'no-answer', 'was-not-paid');
    expect((await states(MARCH))[UNANSWERED.personalId]).toEqual(['failed']);

    expect((await askForBooks(cloud, MARCH, 'closing')).status).toBe('SUCCEEDED');
    expect(await at.runs.period(MARCH)).toMatchObject({ status: 'closed' });
    const { total, balance, controlTotals, isClosed } = await at.outbox.json(booksKey(MARCH), booksSchema);
    expect(isClosed).toBe(true);
    expect(controlTotals.filter(({ holds }) => !holds)).toEqual([]);
    expect(total).toEqual({
      instructed: { people: 7, amount: 7 * AMOUNT },
      became: {
        paid: { people: 4, amount: 4 * AMOUNT },
        failed: { people: 2, amount: 2 * AMOUNT },
        returned: { people: 1, amount: AMOUNT },
        unknown: { people: 0, amount: 0 },
        instructed: { people: 0, amount: 0 },
      },
    });
    expect(balance.map(({ provider, closing: left }) => [provider, left])).toEqual([
      ['agribank', 0],
      ['lpbank', AMOUNT],
      ['vnpost', AMOUNT],
    ]);
  });

  it('is closed: a list for it is turned away', async () => {
    const read = await landAndWait(cloud, `lists/${MARCH}/${UNIT}/muon.xlsx`, bankedListOf([PAID]));
    expect(await receiptOf(cloud, read)).toMatchObject({ outcome: 'refused', refusal: { code: 'period-closed' } });
  });
});

describe('The month after', () => {
  it('pays what is owed together with its own, each part for its own month, and asks only for what is not there', async () => {
    const april = await payOut(APRIL);
    const read = await readBack(cloud, april.run, downloads);
    expect(read.differences).toEqual([]);
    expect(read.instructions.reduce((sum, { money }) => sum + money, 0)).toBe(8 * AMOUNT);
    expect(read.requested).toBe(6 * AMOUNT);
    const owed = (await stored(APRIL)).filter(({ carried }) => carried.length > 0);
    expect(new Set(owed.map(({ person }) => person))).toEqual(new Set([UNCOLLECTED.personalId, UNANSWERED.personalId]));
    for (const payment of owed) {
      expect(payment.carried).toMatchObject([{ period: MARCH, amount: AMOUNT }]);
      const [told] = read.instructions.filter(({ reference }) => reference === payment.reference);
      expect(told?.money).toBe(totalOf(payment));
      if (payment.channel === 'cash') expect(told).toMatchObject({ months: 1, besides: AMOUNT });
    }

    await onDay(cloud, APRIL, 10);
    await Promise.all((await answersTo(cloud, april.run)).map(({ key, bytes }) => settled(key, bytes)));
    expect(new Set(Object.values(await states(APRIL)).flat())).toEqual(new Set(['paid']));
  });

  it('is told when an earlier payment was made after all, once the month before is open again', async () => {
    const path = `/v1/periods/${MARCH}/reopening`;
    expect((await post(cloud, OFFICER, path, {})).status).toBeGreaterThanOrEqual(400);
    const reason = 'Ngân hàng báo lại kết quả tháng 3';
    expect((await post(cloud, OFFICER, path, { reason })).status).toBe(200);
    const steps = (await at.runs.period(MARCH))?.steps ?? [];
    expect(steps.map(({ what }) => what)).toEqual(['closing', 'not-closed', 'closing', 'closed', 'reopened']);
    expect(steps.at(-1)).toMatchObject({ by: OFFICER, reason });

    await answered(MARCH, 'lpbank', 'muon.csv', await resultsOf([[UNANSWERED, 'paid']]));
    expect(await openCases(cloud, MARCH)).toEqual(['paid-after-reinstructed']);
    expect((await states(MARCH))[UNANSWERED.personalId]).toEqual(['failed']);
    await decideCase(cloud, MARCH, 'paid-after-reinstructed', 'no-change');
    expect((await askForBooks(cloud, MARCH, 'closing')).status).toBe('SUCCEEDED');
    expect((await at.runs.period(MARCH))?.status).toBe('closed');
  });

  it('closes with nothing left at any provider', async () => {
    await onDay(cloud, APRIL, 25);
    expect((await askForBooks(cloud, APRIL, 'closing')).status).toBe('SUCCEEDED');
    const { byMonth, balance, controlTotals } = await at.outbox.json(booksKey(APRIL), booksSchema);
    expect(controlTotals.filter(({ holds }) => !holds)).toEqual([]);
    expect(byMonth.map(({ period: month, became }) => [month, became['paid']?.amount])).toEqual([
      [MARCH, 2 * AMOUNT],
      [APRIL, 6 * AMOUNT],
    ]);
    expect(balance.map(({ closing: left }) => left)).toEqual([0, 0, 0]);
  });

  it('takes note of no money given back to the Treasury that does not lie at the provider any more', async () => {
    const { kept } = await at.outbox.json(booksKey(MARCH), booksSchema);
    const provider = kept[0]?.provider ?? 'agribank';
    const entry = { period: MARCH, provider, amount: 100 * AMOUNT, document: 'CT-1', returnedOn: `${APRIL}-25` };
    const answer = await post(cloud, OFFICER, '/v1/treasury-returns', entry);
    expect(answer).toMatchObject({ status: 409, body: { error: 'not-enough' } });
  });
});

/** The unit's list for a month, and its regular run up to the release. */
async function payOut(month: Period): Promise<Waiting> {
  await onDay(cloud, month, 3);
  const list = await landAndWait(cloud, `lists/${month}/${UNIT}/danh-sach.xlsx`, bankedListOf(EVERYBODY));
  expect((await receiptOf(cloud, list)).totals.accepted.rows).toBe(6);
  await onDay(cloud, month, 8);
  const waiting = await startRun(cloud, month);
  await approveAndRelease(cloud, waiting);
  return waiting;
}

async function settled(key: string, bytes: Uint8Array): Promise<void> {
  const { status, failures } = await landAndWait(cloud, key, bytes);
  expect([status, failures]).toEqual(['SUCCEEDED', []]);
}

async function answered(month: Period, provider: string, name: string, content: string): Promise<void> {
  await settled(`results/${month}/${provider}/${name}`, new TextEncoder().encode(content));
}

/**
 * Agribank's report on March: one account is closed, one amount is wrong, and one reference is nobody's. Corrected, it
 * says of the wrong one what was sent.
 */
async function agribankReport({ corrected = false } = {}): Promise<string> {
  const [file] = (await answersTo(cloud, march.run)).filter(({ key }) => key.includes('/agribank/'));
  const failing = (await firstAttempt(CLOSED_ACCOUNT)).reference;
  const wrong = (await firstAttempt(WRONG_AMOUNT)).reference;
  const text = new TextDecoder().decode(file?.bytes);
  const told = text.match(/<TxInfAndSts>.*?<\/TxInfAndSts>/gs) ?? [];
  const lines = told.map((line) => {
    if (line.includes(failing)) return line.replace(/<TxSts>.*<\/AccptncDtTm>/, REJECTED);
    return line.includes(wrong) && !corrected ? line.replace(`>${AMOUNT}<`, `>${AMOUNT - 1}<`) : line;
  });
  const strange = told[0]?.replaceAll(/[A-Z0-9]{16}/g, '81000000STRANGER') ?? '';
  const all = corrected ? lines : [...lines, strange];
  return text.replace('>ACSC</GrpSts>', '>PART</GrpSts>').replace(told.join('\n'), all.join('\n'));
}

const REJECTED = '<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>';

/** What a provider tells of people's payments of March, as CSV. */
async function resultsOf(
  told: readonly (readonly [person: BankedPerson, status: 'paid' | 'returned', reason?: string])[],
): Promise<string> {
  const lines = await Promise.all(
    told.map(async ([person, status, reason = '']) => {
      const { reference } = await firstAttempt(person);
      return [reference, status, AMOUNT, status === 'paid' ? `${MARCH}-10` : '', reason, ''].join(',');
    }),
  );
  return ['reference,status,amount,paid_on,reason_code,reason', ...lines, ''].join('\r\n');
}

async function firstAttempt({ personalId }: BankedPerson): Promise<Payment> {
  const found = (await stored(MARCH)).find(({ person, attempt }) => person === personalId && attempt === 1);
  if (!found) throw new Error('They were not paid in March');
  return found;
}

/** Everybody's payments of a month, attempt by attempt. */
async function stored(month: Period): Promise<Payment[]> {
  const references = EVERYBODY.flatMap(({ personalId }) =>
    [1, 2].map((attempt) => referenceOf(month, idOf.parse(personalId), 'BTXH', attempt)),
  );
  const found = await at.payments.getAll(references);
  return [...found.values()].sort((one, other) => one.attempt - other.attempt);
}

/** The states of everybody's payments, attempt by attempt. */
async function states(month: Period): Promise<Record<string, string[]>> {
  const byPerson = Map.groupBy(await stored(month), ({ person }) => person);
  return Object.fromEntries([...byPerson].map(([person, own]) => [person, own.map(({ state }) => state)]));
}

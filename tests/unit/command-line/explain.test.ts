import { beforeAll, describe, expect, it } from 'vitest';
import { type Archive, type Story, storyOfPayment, storyOfPerson } from '../../../bin/month/payment-story.ts';
import { storyLines } from '../../../bin/text/story.ts';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { toDong } from '../../../lambdas/domain/money.ts';
import { type Payment, paymentReference, referenceOf, runId, toldOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths, type Period } from '../../../lambdas/domain/period.ts';
import { periodManifestKey, reportKey } from '../../../lambdas/domain/reports/report-objects.ts';
import { exceptionIdOf } from '../../../lambdas/domain/settlement/payment-exception.ts';
import {
  APPROVERS,
  approve,
  decide,
  instruct,
  OFFICER,
  propose,
  release,
  takeIn,
} from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { publishedMonth } from '../../support/published-month.ts';

const JULY = addMonths(JUNE, 1);
const RUN = runId.parse('2023-06-regular-1');
const FIRST = referenceOf(JUNE, AN, 'BTXH', 1);
const LATER = referenceOf(JULY, AN, 'BTXH', 1);
const RESULT = 'results/2023-06/agribank/ket-qua.csv';

function archiveOf(province: Province): Archive {
  const { outbox } = province;
  return {
    ...province,
    outbox: {
      bytes: (key) => outbox.bytes(key),
      json: (key, schema) => outbox.json(key, schema),
      jsonIfThere: (key, schema) => outbox.jsonIfThere(key, schema),
      keys: async (prefix) => outbox.keys().filter((key) => key.startsWith(prefix)),
    },
  };
}

async function one(province: Province, reference: string): Promise<Payment> {
  const parsed = paymentReference.parse(reference);
  const found = (await province.payments.getAll([parsed])).get(parsed);
  if (!found) throw new Error('There is no such payment');
  return found;
}

/**
 * An's June: listed, approved after a change of mind, released; without an answer, then decided as not paid; the books
 * closed; carried over into July and paid. Bình's is paid at once.
 */
async function summer(): Promise<Province> {
  const province = new Province();
  const ref = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
  await answerUnit(province, ref);
  const run = await propose(province, RUN);
  await decide(province, run, APPROVERS[0]);
  await decide(province, run, APPROVERS[0], { verdict: 'withdrawn', reason: 'Chờ đối chiếu' });
  await approve(province, run);
  await instruct(province, run, 1);
  await release(province, run);

  const sent = await one(province, FIRST);
  const paidOne = await one(province, referenceOf(JUNE, BINH, 'BTXH', 1));
  await province.inbox.put(RESULT, `reference,status\n${paidOne.reference},paid\n`, 'text/csv');
  const plain = { paidOn: null, reasonCode: null };
  const event = (state: Payment['state'], at: string, cause: string) => ({ state, at, cause });
  const id = exceptionIdOf('no-answer', FIRST);
  const checked = 'Sao kê Agribank ngày 21/06';
  await province.payments.transitionAll([
    {
      reference: paidOne.reference,
      to: 'paid',
      event: event('paid', '2023-06-10T03:00:00Z', RESULT),
      told: toldOf(paidOne),
      ...plain,
    },
    {
      reference: FIRST,
      to: 'unknown',
      event: event('unknown', '2023-06-20T13:00:00Z', 'no-answer'),
      told: toldOf(sent),
      ...plain,
    },
  ]);
  await province.exceptions.openAll([
    {
      schemaVersion: 1,
      id,
      period: JUNE,
      code: 'no-answer',
      reference: FIRST,
      provider: sent.provider,
      unit: CU_KHE,
      status: null,
      reasonCode: null,
      paidOn: null,
      amount: null,
      sent: 360_000,
      file: null,
      line: null,
      openedAt: '2023-06-20T13:00:00Z',
      decision: null,
    },
  ]);
  const failed = { ...event('failed', '2023-06-21T03:00:00Z', `exception/${id}`), by: OFFICER ?? '', checked };
  await province.payments.transitionAll([
    { reference: FIRST, to: 'failed', event: failed, told: toldOf(sent), ...plain, isDecided: true },
  ]);
  await province.exceptions.decide(JUNE, id, {
    by: OFFICER ?? '',
    at: '2023-06-21T03:00:00Z',
    verdict: 'was-not-paid',
    checked,
  });
  const step = (what: 'closing' | 'closed' | 'reopened', at: string, reason: string | null) => ({
    what,
    by: 'can-bo-tinh',
    at,
    reason,
  });
  await province.runs.movePeriod(JUNE, ['open'], 'closed', step('closed', '2023-06-25T03:00:00Z', null));
  await province.runs.movePeriod(JUNE, ['closed'], 'open', step('reopened', '2023-06-26T03:00:00Z', 'Kết quả về muộn'));
  await province.runs.movePeriod(JUNE, ['open'], 'closed', step('closed', '2023-06-27T03:00:00Z', null));

  const carried = [{ period: JUNE, amount: toDong(360_000), uncollected: false }];
  const next: Payment = {
    ...sent,
    reference: LATER,
    period: JULY,
    run: runId.parse('2023-07-regular-1'),
    carried,
    predecessors: [FIRST],
    fromBalance: toDong(360_000),
    state: 'paid',
    history: [
      event('drafted', '2023-07-06T03:00:00Z', '2023-07-regular-1'),
      event('paid', '2023-07-09T03:00:00Z', RESULT),
    ],
  };
  await province.payments.succeedAll([{ reference: FIRST, successor: LATER, run: next.run, instead: null }]);
  await province.payments.draftAll([next]);
  const publication = { period: JULY, publication: '20230714T000000Z-x' };
  const file = { key: reportKey(publication, CU_KHE, 'form-1.xlsx'), sha256: '0'.repeat(64), size: 0 };
  await province.outbox.putJson(periodManifestKey(JULY), publishedMonth(publication, [file]));
  return province;
}

let province: Province;
beforeAll(async () => {
  province = await summer();
});

async function told(reference: string): Promise<Story> {
  const story = await storyOfPayment(archiveOf(province), paymentReference.parse(reference));
  if (!story) throw new Error('There is no story');
  return story;
}

async function person(month: Period): Promise<Story> {
  return storyOfPerson(archiveOf(province), AN, month);
}

describe('What a payment’s story tells', () => {
  it('begins with the row of the list that it was made from', async () => {
    const { rows } = await told(FIRST);

    expect(rows).toMatchObject([{ unit: CU_KHE, file: expect.stringContaining('lists/2023-06/10120'), current: true }]);
  });

  it('names every step, and of a decision who made it and what they checked', async () => {
    const [june] = (await told(FIRST)).payments;

    expect(june?.payment.history.map(({ state, by }) => [state, by])).toEqual([
      ['drafted', undefined],
      ['instructed', undefined],
      ['unknown', undefined],
      ['failed', OFFICER],
    ]);
    expect(june?.payment.history.at(-1)?.checked).toContain('Sao kê');
  });

  it('says who approved the run and when, and who took it back; the token of its machine stays secret', async () => {
    const story = await told(FIRST);

    expect(story.payments[0]?.run?.decisions.map(({ by, verdict }) => [by, verdict])).toEqual([
      [APPROVERS[0], 'approved'],
      [APPROVERS[0], 'withdrawn'],
      [APPROVERS[0], 'approved'],
      [APPROVERS[1], 'approved'],
    ]);
    expect(JSON.stringify(story)).not.toContain('token');
  });

  it('finds it in its provider’s file, and by what the Treasury was asked for the money', async () => {
    const [june] = (await told(FIRST)).payments;

    expect(june?.instruction?.key).toMatch(/^payouts\/2023-06\/2023-06-regular-1\/agribank\//);
    expect(june?.funding).toMatchObject({ requested: { people: 2, amount: 720_000 }, fromBalance: 0 });
    expect(june?.funding?.keys.every((key) => province.outbox.keys().includes(key))).toBe(true);
    expect(june?.funding?.keys).toHaveLength(2);
  });

  it('shows what needed a person, from the exceptions, and what they decided', async () => {
    const [june] = (await told(FIRST)).payments;

    expect(june?.exceptions).toMatchObject([{ code: 'no-answer', decision: { by: OFFICER, verdict: 'was-not-paid' } }]);
  });

  it('follows what is owed over the months, whichever payment is asked about', async () => {
    const [fromJune, fromJuly] = [await told(FIRST), await told(LATER)];
    const chain = ({ payments }: Story) => payments.map(({ payment, asked }) => [payment.reference, asked]);

    expect(chain(fromJune)).toEqual([
      [FIRST, true],
      [LATER, false],
    ]);
    expect(chain(fromJuly)).toEqual([
      [FIRST, false],
      [LATER, true],
    ]);
  });

  it('is no part of the chain what only was named to be paid in its place, and never was', async () => {
    const fresh = await summer();
    const reference = referenceOf(JUNE, BINH, 'BTXH', 1);
    const stored = (await fresh.payments.getAll([reference])).get(reference);
    const other = referenceOf(JUNE, BINH, 'BTXH', 2);
    const payments = {
      ofShard: fresh.payments.ofShard.bind(fresh.payments),
      getAll: async (asked: readonly Payment['reference'][]) => {
        const found = await fresh.payments.getAll(asked);
        if (stored && found.has(reference)) found.set(reference, { ...stored, successor: other });
        if (stored && asked.includes(other)) found.set(other, { ...stored, reference: other, attempt: 2 });
        return found;
      },
    };
    const story = await storyOfPayment({ ...archiveOf(fresh), payments }, reference);

    expect(story?.payments.map(({ payment }) => payment.reference)).toEqual([reference]);
  });

  it('ends in the report’s cell, and in the books once the period is closed', async () => {
    const [june, july] = (await told(LATER)).payments;

    expect(june?.books).toEqual({ key: 'books/2023-06/books.json', provider: 'agribank', state: 'failed' });
    expect(july?.books).toBeNull();
    expect(july?.report).toMatchObject({ rows: ['III.1', 'III.2'], columns: ['4', '5', '6'] });
  });

  it('says who closed and reopened the months', async () => {
    const { periods } = await told(FIRST);

    expect(
      periods.find(({ period }) => period === JUNE)?.steps.map(({ what, by, reason }) => [what, by, reason]),
    ).toEqual([
      ['closed', 'can-bo-tinh', null],
      ['reopened', 'can-bo-tinh', 'Kết quả về muộn'],
      ['closed', 'can-bo-tinh', null],
    ]);
  });

  it('is undefined of a reference that nobody here has', async () => {
    expect(await storyOfPayment(archiveOf(province), paymentReference.parse('ZZZZZZZZZZZZZZZZ'))).toBeUndefined();
  });
});

describe('A person’s story', () => {
  it('asks about the payments of the period, and shows what came of them later', async () => {
    const story = await person(JUNE);

    expect(story.payments.map(({ payment, asked }) => [payment.period, asked])).toEqual([
      [JUNE, true],
      [JULY, false],
    ]);
    expect(story.rows).toHaveLength(1);
    expect(story.runs).toMatchObject([{ run: RUN, startedBy: OFFICER }]);
  });
});

describe('On the terminal a story', () => {
  it.each(['vi', 'en'] as const)('fits its width (%s)', async (language) => {
    const lines = storyLines(await told(LATER), language, 100);
    // A key is left whole, so that it can be copied.
    const long = lines.filter(
      (line) =>
        line.length > 100 &&
        line
          .trim()
          .split(' ')
          .every((word) => word.length < 40),
    );

    expect(long).toEqual([]);
  });

  it('says in plain words what became of the money, and who decided', async () => {
    const text = storyLines(await told(LATER), 'vi', 200).join('\n');

    for (const said of [
      `Gồm: kỳ này 360.000; chưa trả kỳ 06/2023 360.000`,
      `Chi thay cho: ${FIRST}`,
      `Được chi thay bằng: ${LATER}`,
      'lấy từ tiền còn ở tổ chức chi trả',
      `người quyết định ${OFFICER}: Sao kê Agribank ngày 21/06`,
      `khoản này chưa chi, được lập lệnh lại (${OFFICER}`,
      `${APPROVERS[0]} rút lại phê duyệt`,
      'Đề nghị Kho bạc chuyển: 720.000 đồng',
      'Sổ chi trả: books/2023-06/books.json, agribank, chi không thành công',
      'Sổ chi trả: kỳ 07/2023 chưa khóa sổ',
      'can-bo-tinh mở lại: Kết quả về muộn',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('answers first about what was asked', async () => {
    const [, , verdict] = storyLines(await told(LATER), 'vi', 200);

    expect(verdict).toContain('⇒ 720.000 đồng (BTXH): đã chi trả');
  });
});

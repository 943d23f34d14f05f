import { describe, expect, it, vi } from 'vitest';
import { countBooks } from '../../../lambdas/count-books/count-books.ts';
import { answersDueOn } from '../../../lambdas/domain/calendar.ts';
import { books, booksKey } from '../../../lambdas/domain/closing/books.ts';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import { day } from '../../../lambdas/domain/period.ts';
import { providerId } from '../../../lambdas/domain/reference-data.ts';
import { providerUnpaidKey, unpaidList, unpaidListKey } from '../../../lambdas/domain/settlement/unpaid-list.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { readSheets } from '../../independent-count/sheets.ts';
import { Crash } from '../../support/in-memory/crash.ts';
import { approve, instruct, payOut, propose, release, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { answered, begin, close, listUnpaid, paymentOf, releasedJune, THE_19TH, THE_20TH } from './closing-month.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

async function listOf(province: Province, unit: UnitCode) {
  return province.outbox.json(unpaidListKey(JUNE, unit, 'json'), unpaidList);
}

async function textsOf(province: Province, key: string): Promise<string[][]> {
  const [sheet] = await readSheets(key, await province.outbox.bytes(key));
  return (sheet?.rows ?? []).map((cells) => [...cells]);
}

const statesOf = (province: Province) => [AN, BINH, CHI].map((person) => paymentOf(province, person).state);

describe('A payment without an answer', () => {
  it('waits until the day on which answers are due', async () => {
    const province = await releasedJune();
    province.clock.set(THE_19TH);
    await listUnpaid(province);
    expect(statesOf(province)).toEqual(['instructed', 'instructed', 'instructed']);
    expect(await province.exceptions.ofPeriod(JUNE)).toEqual([]);
  });

  it('becomes unknown on that day, and a case for a person to decide', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'paid');
    province.clock.set(THE_20TH);
    await listUnpaid(province);
    expect(statesOf(province)).toEqual(['paid', 'unknown', 'unknown']);
    const cases = (await province.exceptions.ofPeriod(JUNE)).toSorted((one, other) =>
      one.provider < other.provider ? -1 : 1,
    );
    expect(cases).toMatchObject([
      { code: 'no-answer', provider: 'agribank', unit: CU_KHE, sent: 360_000, decision: null },
      { code: 'no-answer', provider: 'vnpost', unit: KIM_BAI, sent: 360_000, decision: null },
    ]);
    expect(paymentOf(province, BINH).history.at(-1)).toMatchObject({ state: 'unknown', cause: 'no-answer' });
  });

  it('is given so many days after it was told where that is later than the month’s day', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'failed', 'AC04');
    await answered(province, BINH, 'paid');
    await answered(province, CHI, 'paid');
    province.clock.set('2023-06-25T03:00:00Z');
    await payOut(province, runId.parse('2023-06-supplementary-1'), 'supplementary');
    await listUnpaid(province);
    expect(paymentOf(province, AN, 2).state).toBe('instructed');
    // The 25th is a Sunday: the bank is asked to pay on the 26th.
    province.clock.set('2023-07-07T03:00:00Z');
    await listUnpaid(province, 'unpaid-2');
    expect(paymentOf(province, AN, 2).state).toBe('instructed');
    province.clock.set('2023-07-08T03:00:00Z');
    await listUnpaid(province, 'unpaid-3');
    expect(paymentOf(province, AN, 2).state).toBe('unknown');
  });

  it('is given as long where the run was approved so late, whatever day it was to pay on', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    province.clock.set('2023-06-08T02:00:00Z');
    const run = await propose(province, '2023-06-regular-1');
    province.clock.set('2023-06-25T02:00:00Z');
    await approve(province, run);
    await instruct(province, run, 1);
    await release(province, run);
    province.clock.set('2023-07-06T03:00:00Z');
    await listUnpaid(province);
    expect(paymentOf(province, AN).state).toBe('instructed');
    province.clock.set('2023-07-07T03:00:00Z');
    await listUnpaid(province, 'unpaid-2');
    expect(paymentOf(province, AN).state).toBe('unknown');
  });

  it('is settled by a late answer as if it had come in time', async () => {
    const province = await releasedJune();
    province.clock.set(THE_20TH);
    await listUnpaid(province);
    await answered(province, AN, 'paid');
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it('gives way to an answer that lands while it is marked', async () => {
    const province = await releasedJune();
    province.clock.set(THE_20TH);
    const { payments } = province;
    let landed = false;
    const racing = new Proxy(payments, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (name !== 'transitionAll') return typeof member === 'function' ? member.bind(target) : member;
        return async (...given: Parameters<typeof payments.transitionAll>) => {
          if (!landed) {
            landed = true;
            await answered(province, AN, 'paid');
          }
          return payments.transitionAll(...given);
        };
      },
    });
    await listUnpaid({ ...province, payments: racing });
    expect(paymentOf(province, AN).state).toBe('paid');
    const { total } = await province.outbox.json(booksKey(JUNE), books);
    expect(total.became).toMatchObject({ paid: { people: 1 }, unknown: { people: 2 }, instructed: { people: 0 } });
    expect((await province.exceptions.ofPeriod(JUNE)).map(({ reference }) => reference)).not.toContain(
      paymentOf(province, AN).reference,
    );
  });

  it('is a case for a person also when who marked it was stopped before it was opened', async () => {
    const province = await releasedJune();
    province.clock.set(THE_20TH);
    const started = await begin(province, 'unpaid-1', { occasion: 'unpaid' });
    if (started.outcome === 'refused') throw new Error('It was refused');
    const { exceptions } = province;
    let stopped = 0;
    const openAll: typeof exceptions.openAll = async (cases) => {
      if (cases.length > 0 && stopped++ < 2) throw new Crash('before the cases were opened');
      return exceptions.openAll(cases);
    };
    for (const range of started.shardRanges) {
      await countBooks({ ...province, exceptions: { openAll } }, range).catch((error) =>
        expect(error).toBeInstanceOf(Crash),
      );
      await countBooks(province, range);
    }
    expect(stopped).toBeGreaterThan(0);
    expect(await province.exceptions.ofPeriod(JUNE)).toHaveLength(3);
  });
});

describe('When answers are due', () => {
  it.each([
    ['2023-06-08', '2023-06-20'],
    ['2023-06-20', '2023-06-20'],
    ['2023-06-21', '2023-07-03'],
  ])('for what is paid on %s: by %s', (paidFrom, due) => {
    expect(answersDueOn(THANH_OAI, JUNE, day.parse(paidFrom))).toBe(due);
  });
});

describe('The unpaid list', () => {
  it('is refused where nothing has been released', async () => {
    const province = await releasedJune();
    const started = await begin(province, 'unpaid-1', { occasion: 'unpaid', period: undefined });
    expect(started.outcome).toBe('unpaid');
    province.clock.set('2023-07-20T13:00:00Z');
    expect(await begin(province, 'unpaid-2', { occasion: 'unpaid', period: undefined })).toMatchObject({
      outcome: 'refused',
      period: '2023-07',
      message: { body: expect.stringContaining('chưa có đợt chi trả nào') },
    });
  });

  it('names each unit’s people, why they were not paid, and what to do', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'paid');
    await answered(province, BINH, 'failed', 'AC04');
    await answered(province, CHI, 'failed', 'UNCOLLECTED');
    await listUnpaid(province);
    expect(await listOf(province, CU_KHE)).toMatchObject({
      people: 1,
      amount: 360_000,
      lines: [
        {
          fullName: 'Nguyễn Thị Tư',
          months: [JUNE],
          reason: 'Tài khoản đã đóng',
          nextStep: expect.stringContaining('sửa danh sách'),
        },
      ],
    });
    const [line] = (await listOf(province, KIM_BAI)).lines;
    expect(line?.reason).toBe('Không đến nhận trong kỳ chi trả');
    expect(line?.nextStep).toContain('đã 1 tháng không nhận, đủ 3 tháng thì tạm dừng');
  });

  it('shows an attempt no more once another was made in its place', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'failed', 'AC04');
    for (const person of [BINH, CHI]) await answered(province, person, 'paid');
    await listUnpaid(province);
    expect((await listOf(province, CU_KHE)).people).toBe(1);
    await payOut(province, runId.parse('2023-06-supplementary-1'), 'supplementary');
    await listUnpaid(province, 'unpaid-2');
    expect((await listOf(province, CU_KHE)).lines).toMatchObject([
      { reference: paymentOf(province, AN, 2).reference, state: 'instructed' },
    ]);
  });

  it('is published empty over the one before when everybody has been paid', async () => {
    const province = await releasedJune();
    await listUnpaid(province);
    for (const person of [AN, BINH, CHI]) await answered(province, person, 'paid');
    await listUnpaid(province, 'unpaid-2');
    expect(await listOf(province, CU_KHE)).toMatchObject({ people: 0, lines: [] });
    const rows = await textsOf(province, unpaidListKey(JUNE, CU_KHE, 'xlsx'));
    expect(rows.flat()).toContain('Không còn khoản nào chưa chi trả.');
  });

  it('prints the same, provider by provider, with the total in words', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'failed', 'AC01');
    await listUnpaid(province);
    const rows = await textsOf(province, unpaidListKey(JUNE, CU_KHE, 'xlsx'));
    expect(rows.flat().some((text) => text.startsWith('Agribank') || text.includes('2 khoản, 720.000 đồng'))).toBe(
      true,
    );
    expect(rows.flat()).toContain('Bằng chữ: Bảy trăm hai mươi nghìn đồng.');
    expect(rows.filter((cells) => cells.includes('Số tài khoản không đúng'))).toHaveLength(1);
  });

  it('tells a provider of its own payments only, and nothing of who is entitled to what', async () => {
    const province = await releasedJune();
    await answered(province, AN, 'failed', 'AC01');
    await listUnpaid(province);
    const agribank = await textsOf(province, providerUnpaidKey(JUNE, providerId.parse('agribank')));
    const all = agribank.flat().join('|');
    expect(all).toContain(paymentOf(province, AN).reference);
    expect(all).not.toContain(paymentOf(province, CHI).reference);
    expect(all).not.toMatch(/BTXH|bảo trợ|001045000001/i);
  });

  it('leaves the books of a closed period alone', async () => {
    const province = await releasedJune();
    for (const person of [AN, BINH, CHI]) await answered(province, person, 'paid');
    await close(province);
    province.clock.set('2023-07-03T03:00:00Z');
    await listUnpaid(province);
    expect(await province.outbox.json(booksKey(JUNE), books)).toMatchObject({ isClosed: true });
  });
});

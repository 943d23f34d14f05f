import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import { closeSettlement } from '../../../lambdas/close-settlement/close-settlement.ts';
import { ControlTotalBroken } from '../../../lambdas/domain/control-total.ts';
import type { PaymentState } from '../../../lambdas/domain/payouts/payment.ts';
import { resultFactsKey, settledBooks, settlementKey } from '../../../lambdas/domain/settlement/settlement.ts';
import { SHARDS } from '../../../lambdas/domain/shard.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { answer, close, codes, lay, line, nameSuccessor, paymentOf, RUN, released, theException } from './answers.ts';

// Nobody reads the papers here, and each costs more than all the rest of a month.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({
  pdfBytes: async (paper: object) => Buffer.from(JSON.stringify(paper)),
}));

describe('A line of a provider’s answer', () => {
  it.each(['paid', 'failed', 'returned'] as const)('settles its payment as %s', async (status) => {
    const province = await released();
    const applied = await answer(province, [line(province, { status, reasonCode: status === 'paid' ? null : 'AC04' })]);
    expect(applied.applied[status]).toBe(1);
    expect(paymentOf(province, AN).state).toBe(status);
    expect(paymentOf(province, BINH).state).toBe('instructed');
  });

  it('that is pending, or carries no amount, is judged by its reference alone', async () => {
    const province = await released();
    expect(await answer(province, [line(province, { status: 'pending', amount: null })])).toMatchObject({ known: 1 });
    await answer(province, [line(province, { amount: null })]);
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it('that comes months late, after nobody had answered by the day, settles its payment', async () => {
    const province = await released();
    const { reference, run, provider } = paymentOf(province, AN);
    const told = { run, provider, total: 360_000, fromBalance: 0 };
    const event = { state: 'unknown', at: '2023-06-20T03:00:00Z', cause: 'no-answer' } as const;
    await province.payments.transitionAll([{ reference, to: 'unknown', event, told, paidOn: null, reasonCode: null }]);
    expect((await answer(province, [line(province)], { landed: '20230901T030000Z' })).applied.paid).toBe(1);
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it('counts with a reason code of ISO 20022, of the provider’s own, or with none', async () => {
    for (const [person, provider, reasonCode] of [
      [AN, 'agribank', 'ac04'],
      [BINH, 'agribank', null],
      [CHI, 'vnpost', 'KHONG_NHAN'],
    ] as const) {
      const province = await released();
      const { reference } = paymentOf(province, person);
      await answer(province, [line(province, { reference, status: 'failed', reasonCode })], { provider });
      expect(paymentOf(province, person)).toMatchObject({ state: 'failed', reasonCode });
    }
  });

  it('is known in lower case and with spaces around it', async () => {
    const province = await released();
    const reference = ` ${paymentOf(province, AN).reference.toLowerCase()} `;
    expect((await answer(province, [line(province, { reference })])).applied.paid).toBe(1);
  });
});

describe('A line is an exception, and changes nothing,', () => {
  const states = (province: Province): PaymentState[] => province.payments.all().map(({ state }) => state);

  it.each(['7T00AAAAAAAAAAAA', 'ZZZZAAAAAAAAAAAA', '7TZZAAAAAAAAAAAA', 'STRANGER', ''])(
    'when no payment has its reference (%j)',
    async (reference) => {
      const province = await released();
      expect(codes(await answer(province, [line(province, { reference })]))).toEqual(['unknown-reference']);
      expect(states(province)).toEqual(['instructed', 'instructed', 'instructed']);
    },
  );

  it.each([
    ['when it comes from another provider', {}, 'vnpost', 'other-provider'],
    ['when its amount differs', { amount: 359_999 }, 'agribank', 'wrong-amount'],
  ])('%s', async (_, given, provider, code) => {
    const province = await released();
    const applied = await answer(province, [line(province, given)], { provider });
    expect(applied.exceptions).toMatchObject([{ code, sent: 360_000 }]);
    expect(states(province)).toEqual(['instructed', 'instructed', 'instructed']);
  });

  it('when its payment was not released yet', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await propose(province, RUN);
    expect(codes(await answer(province, [line(province)]))).toEqual(['before-release']);
    expect(states(province)).toEqual(['drafted']);
  });

  it.each([
    ['failed', 'paid'],
    ['returned', 'paid'],
    ['paid', 'failed'],
    ['failed', 'returned'],
    ['returned', 'failed'],
  ])('when its payment has %s and it says %s', async (first, second) => {
    const province = await released();
    await answer(province, [line(province, { status: first })]);
    expect(codes(await answer(province, [line(province, { status: second })]))).toEqual(['second-outcome']);
    expect(paymentOf(province, AN).state).toBe(first);
  });

  it('when it says that what was paid came back: a bank’s word is no proof', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    const back = await answer(province, [line(province, { status: 'returned', reasonCode: 'AC04' })]);
    expect(codes(back)).toEqual(['returned-after-paid']);
    expect(paymentOf(province, AN).state).toBe('paid');
  });

  it.each(['failed', 'returned'])('when it says paid after a payment that had %s was made again', async (first) => {
    const province = await released();
    await answer(province, [line(province, { status: first })]);
    await nameSuccessor(province);
    expect(codes(await answer(province, [line(province)]))).toEqual(['paid-after-reinstructed']);
    expect(paymentOf(province, AN).state).toBe(first);
  });

  it.each([
    ['that nobody configured', 'failed', 'XX99'],
    ['of another provider', 'returned', 'KHONG_NHAN'],
    ['that every object has', 'failed', 'constructor'],
    ['that only says that the payment is there already', 'failed', 'AM05'],
  ])('when its reason code is one %s', async (_, status, reasonCode) => {
    const province = await released();
    expect(codes(await answer(province, [line(province, { status, reasonCode })]))).toEqual(['unknown-reason']);
    expect(paymentOf(province, AN).state).toBe('instructed');
  });

  it('when the month of its payment is closed, whatever month its folder names', async () => {
    const province = await released();
    await closeAtOnce(province.runs, JUNE);
    const late = await answer(province, [line(province)], { landed: '20230801T030000Z' });
    expect(late.exceptions).toMatchObject([{ code: 'period-closed', period: JUNE }]);
    expect(paymentOf(province, AN).state).toBe('instructed');
  });
});

describe('A line that decides nothing is no exception:', () => {
  it('the same outcome again, after the month was closed', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    await closeAtOnce(province.runs, JUNE);
    expect(await answer(province, [line(province)])).toMatchObject({ known: 1, exceptions: [] });
  });

  it('pending, whatever state its payment is in', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    expect(await answer(province, [line(province, { status: 'pending' })])).toMatchObject({ known: 1, exceptions: [] });
  });

  it('but pending for another amount is one', async () => {
    const province = await released();
    expect(codes(await answer(province, [line(province, { status: 'pending', amount: 1 })]))).toEqual(['wrong-amount']);
  });
});

describe('An exception', () => {
  it('says what was told and what was sent, and names nobody', async () => {
    const province = await released();
    const ref = await lay(province, [line(province, { amount: 350_000 })]);
    await applyResults(province, ref);
    const found = await theException(province);
    expect(found).toMatchObject({
      period: JUNE,
      code: 'wrong-amount',
      reference: paymentOf(province, AN).reference,
      provider: 'agribank',
      unit: CU_KHE,
      status: 'paid',
      paidOn: '2023-06-09',
      amount: 350_000,
      sent: 360_000,
      file: ref.key,
      line: 1,
      openedAt: '2023-06-10T03:00:00.000Z',
      decision: null,
    });
    expect(JSON.stringify(found)).not.toContain(AN);
  });

  it('is one, however often and in whatever file its complaint is told', async () => {
    const province = await released();
    const wrong = line(province, { amount: 350_000 });
    await answer(province, [wrong, wrong]);
    await answer(province, [line(province, { amount: 350_000, reason: 'khác' })]);
    await theException(province);
  });

  it('is another for another amount, outcome or reason', async () => {
    const province = await released();
    const lines = [
      { amount: 350_000 },
      { amount: 340_000 },
      { amount: 350_000, status: 'failed' },
      { amount: 350_000, status: 'failed', reasonCode: 'AC04' },
    ];
    await answer(
      province,
      lines.map((given) => line(province, given)),
    );
    expect(await province.exceptions.ofPeriod(JUNE)).toHaveLength(4);
  });

  it('about a blank reference is one for each line, and the same when its file comes again', async () => {
    const province = await released();
    const blank = line(province, { reference: '' });
    for (const landed of ['20230610T030000Z', '20230611T030000Z'])
      await answer(province, [blank, blank], { fingerprint: 'aaaaaaaa', landed });
    expect(await province.exceptions.ofPeriod(JUNE)).toHaveLength(2);
    await answer(province, [blank], { fingerprint: 'bbbbbbbb' });
    expect(await province.exceptions.ofPeriod(JUNE)).toHaveLength(3);
  });

  it('that was decided stays decided when its file comes again', async () => {
    const province = await released();
    await answer(province, [line(province, { amount: 1 })]);
    const { id } = await theException(province);
    const decision = {
      by: 'can-bo-tinh',
      at: '2023-06-11T03:00:00Z',
      verdict: 'no-change',
      checked: 'Sao kê',
    } as const;
    await province.exceptions.decide(JUNE, id, decision);
    await answer(province, [line(province, { amount: 1 })]);
    expect((await theException(province)).decision).toEqual(decision);
  });

  it('holds no more of a strange file than a reference has room for', async () => {
    const province = await released();
    await answer(province, [
      line(province, { reference: 'x'.repeat(5000), status: 'failed', reasonCode: 'y'.repeat(5000) }),
    ]);
    const { reference, reasonCode } = await theException(province);
    expect([reference.length, reasonCode?.length]).toEqual([35, 35]);
  });
});

describe('A line that comes again', () => {
  it('in another file is known, and changes nothing', async () => {
    const province = await released();
    await answer(province, [line(province)]);
    const before = province.payments.all();
    expect(await answer(province, [line(province)])).toMatchObject({ known: 1, applied: { paid: 0 }, exceptions: [] });
    expect(province.payments.all()).toEqual(before);
  });

  it('in the same file is known', async () => {
    const province = await released();
    expect(await answer(province, [line(province), line(province)])).toMatchObject({ applied: { paid: 1 }, known: 1 });
  });

  it('with another outcome in the same file is taken in the file’s order', async () => {
    const province = await released();
    const returned = await answer(province, [line(province), line(province, { status: 'returned' })]);
    expect(returned).toMatchObject({ applied: { paid: 1, returned: 0 }, exceptions: [{ line: 2 }] });
    const other = await released();
    const contradicted = await answer(other, [line(other, { status: 'failed' }), line(other)]);
    expect(contradicted).toMatchObject({ applied: { failed: 1 }, exceptions: [{ code: 'second-outcome', line: 2 }] });
  });

  it('because its chunk was tried again settles nothing twice', async () => {
    const province = await released();
    const ref = await lay(province, [
      line(province),
      line(province, { reference: paymentOf(province, BINH).reference }),
    ]);
    const ports = { ...province, payments: crashingOnce(province.payments, 'transitionAll', 'after') };
    await expect(applyResults(ports, ref)).rejects.toThrow(Crash);
    expect(await applyResults(ports, ref)).toMatchObject({ applied: { paid: 2 }, known: 0, exceptions: [] });
    expect(paymentOf(province, AN).history).toHaveLength(3);
  });

  it('in a file of the same name that came later is known', async () => {
    const province = await released();
    await answer(province, [line(province)], { name: 'ket-qua.xml' });
    province.clock.set('2023-06-10T03:00:00.040Z');
    const again = await answer(province, [line(province)], { name: 'ket-qua.xml', landed: '20230611T030000Z' });
    expect(again).toMatchObject({ applied: { paid: 0 }, known: 1 });
  });

  it.each([
    ['payments', 'transitionAll', 'before'],
    ['payments', 'transitionAll', 'after'],
    ['exceptions', 'openAll', 'before'],
    ['exceptions', 'openAll', 'after'],
    ['first', 'packFirst', 'after'],
    ['work', 'pack', 'before'],
    ['work', 'pack', 'after'],
  ] as const)('after a crash of %s.%s (%s) comes to the same', async (port, method, when) => {
    const lines = (province: Province) => [
      line(province),
      line(province, { reference: paymentOf(province, BINH).reference, status: 'failed', reasonCode: 'AC04' }),
      line(province, { status: 'failed' }),
      line(province),
      line(province, { reference: 'STRANGER' }),
    ];
    const province = await released();
    const ref = await lay(province, lines(province), { fingerprint: 'aaaaaaaa' });
    const crashing = {
      payments: { ...province, payments: crashingOnce(province.payments, 'transitionAll', when) },
      exceptions: { ...province, exceptions: crashingOnce(province.exceptions, 'openAll', when) },
      first: { ...province, work: crashingOnce(province.work, 'packFirst', when) },
      work: { ...province, work: crashingOnce(province.work, 'pack', when) },
    }[port];
    await expect(applyResults(crashing, ref), method).rejects.toThrow(Crash);
    province.clock.set('2023-06-10T03:00:05Z');
    const repeated = await applyResults(crashing, ref);
    const smooth = await released();
    expect(repeated).toEqual(await answer(smooth, lines(smooth), { fingerprint: 'aaaaaaaa' }));
    expect(repeated).toMatchObject({ applied: { paid: 1, failed: 1 }, known: 1 });
    expect(codes(repeated)).toEqual(['second-outcome', 'unknown-reference']);
    const ids = async (at: Province) => (await at.exceptions.ofPeriod(JUNE)).map(({ id }) => id);
    expect(await ids(province)).toEqual(await ids(smooth));
    expect(province.payments.all().map(({ state }) => state)).toEqual(smooth.payments.all().map(({ state }) => state));
  });
});

describe('Closing an answer', () => {
  it('accounts for every line and every đồng, and says what is outstanding', async () => {
    const province = await released();
    const ref = await lay(province, [line(province), line(province, { reference: 'STRANGER' })]);
    await applyResults(province, ref);
    const closed = await close(province, ref);
    expect(closed).toMatchObject({ settled: false, exceptions: 1 });
    expect(closed.message.body).toContain('Còn chờ kết quả: 2 khoản');
    expect(closed.message.body).not.toContain(AN);
  });

  it('tells how many exceptions of the month wait for a person, and how they are seen', async () => {
    const province = await released();
    await answer(province, [line(province, { amount: 1 })]);
    const ref = await lay(province, [line(province, { reference: 'STRANGER' }), line(province)]);
    await applyResults(province, ref);
    expect((await close(province, ref)).message.body).toContain(
      'Kỳ 06/2023 còn 2 ngoại lệ chờ quyết định, xem: ansinh exceptions 2023-06',
    );
    const decision = { by: 'x', at: '2023-06-11T03:00:00Z', verdict: 'no-change', checked: 'y' } as const;
    for (const { id } of await province.exceptions.ofPeriod(JUNE)) await province.exceptions.decide(JUNE, id, decision);
    expect((await close(province, ref)).message.body).not.toContain('ansinh exceptions');
  });

  it('leaves a record that names each exception by its id', async () => {
    const province = await released();
    const ref = await lay(province, [line(province, { amount: 1 })]);
    await applyResults(province, ref);
    await close(province, ref);
    const { id } = await theException(province);
    const record: unknown = JSON.parse(new TextDecoder().decode(await province.outbox.bytes(settlementKey(ref))));
    expect(record).toMatchObject({ lines: 1, exceptions: [{ id, code: 'wrong-amount', line: 1 }] });
  });

  it('settles the month when nothing is outstanding any more', async () => {
    const province = await released();
    const bank = [line(province), line(province, { reference: paymentOf(province, BINH).reference, status: 'failed' })];
    const first = await lay(province, bank);
    await applyResults(province, first);
    expect(await close(province, first)).toMatchObject({ settled: false });
    const cash = [line(province, { reference: paymentOf(province, CHI).reference })];
    const second = await lay(province, cash, { provider: 'vnpost' });
    await applyResults(province, second);
    expect(await close(province, second)).toMatchObject({ settled: true });
    expect((await province.runs.get(RUN)).status).toBe('settled');
    expect(await close(province, second)).toMatchObject({ settled: true });
  });

  it('does not settle a month of which nothing was released', async () => {
    const province = new Province();
    const nobody = {
      reference: 'STRANGER',
      status: 'paid',
      amount: null,
      paidOn: null,
      reasonCode: null,
      reason: null,
    };
    const ref = await lay(province, [nobody]);
    await applyResults(province, ref);
    expect(await close(province, ref)).toMatchObject({ settled: false, exceptions: 1 });
  });

  it('stops when a line is missing', async () => {
    const province = await released();
    const ref = await lay(province, [line(province)]);
    await applyResults(province, ref);
    await province.work.pack(resultFactsKey(ref), { lines: 2 });
    await expect(close(province, ref)).rejects.toThrow(ControlTotalBroken);
  });

  it('stops when the tables hold less than the manifest instructed', async () => {
    const province = await released();
    const ref = await lay(province, [line(province)]);
    await applyResults(province, ref);
    const payments = {
      async *booksOfShard(...given: Parameters<typeof province.payments.booksOfShard>) {
        for await (const one of province.payments.booksOfShard(...given)) if (one.state !== 'paid') yield one;
      },
    };
    const { chunk: _, ...file } = ref;
    await expect(closeSettlement({ ...province, payments }, { ...file, chunks: [ref] })).rejects.toThrow(
      ControlTotalBroken,
    );
  });
});

describe('Closing one of two thousand answers', () => {
  /** The month as it is, but released in two thousand files; counts which shards are walked. */
  async function ofManyFiles() {
    const province = await released();
    const walked: number[] = [];
    const outbox = {
      json: async <Schema extends z.ZodType>(key: string, schema: Schema) => {
        const content: unknown = JSON.parse(new TextDecoder().decode(await province.outbox.bytes(key)));
        const { files = [] } = z.looseObject({ files: z.array(z.unknown()).optional() }).parse(content);
        const many = Array.from({ length: 2000 }, () => files[0]);
        return schema.parse({ ...z.looseObject({}).parse(content), files: many });
      },
      putJson: (key: string, content: object) => province.outbox.putJson(key, content),
    };
    const payments = {
      async *booksOfShard(...given: Parameters<typeof province.payments.booksOfShard>) {
        walked.push(given[1]);
        yield* province.payments.booksOfShard(...given);
      },
    };
    const closeOne = async (lines: Parameters<typeof lay>[1], provider: 'agribank' | 'vnpost' = 'agribank') => {
      // Neither id draws the lot of adding the period up.
      const fingerprint = provider === 'agribank' ? 'aaaaaaaa' : 'bbbbbbbb';
      const ref = await lay(province, lines, { provider, fingerprint });
      await applyResults(province, ref);
      const { chunk: _, ...file } = ref;
      const closed = await closeSettlement({ ...province, outbox, payments }, { ...file, chunks: [ref] });
      return { closed, record: await province.outbox.json(settlementKey(ref), settledBooks) };
    };
    return { province, walked, closeOne };
  }

  it('looks for one payment that waits, and adds nothing up', async () => {
    const { province, walked, closeOne } = await ofManyFiles();
    const { closed, record } = await closeOne([line(province)]);
    expect(closed).toMatchObject({ settled: false });
    expect(closed.message.body).toContain('Kỳ này còn khoản chờ kết quả.');
    expect(record.books).toBeUndefined();
    expect(walked.length).toBeLessThan(SHARDS);
  });

  it('adds everything up when nothing waits any more, and settles the month', async () => {
    const { province, walked, closeOne } = await ofManyFiles();
    await closeOne([line(province), line(province, { reference: paymentOf(province, BINH).reference })]);
    walked.length = 0;
    const cash = [line(province, { reference: paymentOf(province, CHI).reference })];
    const { closed, record } = await closeOne(cash, 'vnpost');
    expect(closed).toMatchObject({ settled: true });
    expect(record.books).toHaveLength(2);
    expect(new Set(walked).size).toBe(SHARDS);
  });
});

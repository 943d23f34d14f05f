import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementResponse,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import {
  DECIDED_FROM,
  type Payment,
  type PaymentState,
  payment,
  paymentState,
  placeOf,
  REACHED_FROM,
  referenceOf,
} from '../../../lambdas/domain/payouts/payment.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import type { Transition } from '../../../lambdas/domain/ports.ts';
import { scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const payments = new PaymentsTable(store, 'payments');

const JUNE = period.parse('2023-06');
const RUN = '2023-06-regular-1';
const REFERENCE = referenceOf(JUNE, personalId.parse('001145000001'), 'BTXH', 1);
const PARTITION = `2023-06#${placeOf(REFERENCE).shard}`;

/** A payment of 500,000 đồng and 120,000 of arrears that has been through some states, a minute each. */
function paymentThrough(states: readonly PaymentState[], ending: object = {}): Payment {
  return payment.parse({
    schemaVersion: 1,
    reference: REFERENCE,
    period: JUNE,
    person: '001145000001',
    benefit: 'BTXH',
    programme: 'BTXH',
    category: null,
    attempt: 1,
    unit: '10120',
    revision: '20230602T030000Z-aaaaaaaa',
    position: 3,
    run: RUN,
    amount: 500_000,
    arrears: 120_000,
    channel: 'account',
    provider: 'bank-a',
    state: states.at(-1),
    history: states.map((state, minute) => ({ state, at: `2023-06-05T03:0${minute}:00Z`, cause: RUN })),
    paidOn: null,
    reasonCode: null,
    ...ending,
  });
}

const draft = paymentThrough(['drafted']);
const TOLD = `${RUN}|bank-a|620000|0`;

function stepTo(to: PaymentState): Transition {
  return {
    reference: REFERENCE,
    to,
    event: { state: to, at: '2023-06-06T03:00:00Z', cause: 'results/2023-06/bank-a/results.xml' },
    told: { run: draft.run, provider: draft.provider, total: 620_000, fromBalance: 0 },
    paidOn: to === 'paid' ? '2023-06-06' : null,
    reasonCode: to === 'failed' ? 'AC04' : null,
  };
}

const answers = (...responses: BatchStatementResponse[]) =>
  table.on(BatchExecuteStatementCommand).resolves({ Responses: responses });
const asked = () =>
  table.commandCalls(BatchExecuteStatementCommand).flatMap(({ args }) => args[0].input.Statements ?? []);

describe('A draft', () => {
  it('is inserted under the place that its reference carries, with what the provider is told beside it', async () => {
    answers({});
    expect(await payments.draftAll([draft])).toEqual(['done']);
    expect(asked()[0]?.Statement).toBe(
      `INSERT INTO "payments" VALUE {'pk': ?, 'sk': ?, 'successor': '', 'state': ?, 'told': ?, 'payment': ?, 'history': ?}`,
    );
    expect(
      asked()[0]
        ?.Parameters?.slice(0, 4)
        .map(({ S }) => S),
    ).toEqual([PARTITION, REFERENCE, 'drafted', TOLD]);
  });

  it('says nothing of what it does not have: each byte is kept for ten years', async () => {
    answers({});
    await payments.draftAll([draft]);
    const [, , , , facts, history] = asked()[0]?.Parameters ?? [];
    expect([facts?.S, history?.M?.['drafted']?.S].join()).not.toMatch(/null|\[\]/);
  });

  it('is refused where a payment of that reference exists', async () => {
    answers({ Error: { Code: 'DuplicateItem' } });
    expect(await payments.draftAll([draft])).toEqual(['refused']);
  });

  it('replaces one only of the abandoned run, and only while that is still a draft', async () => {
    answers({});
    expect(await payments.redraftAll([{ payment: draft, abandonedRun: '2023-06-regular-0' }])).toEqual(['done']);
    expect(asked()[0]?.Statement).toContain(
      `WHERE pk = ? AND sk = ? AND "state" = 'drafted' AND begins_with("told", ?)`,
    );
    // The bar ends the run's name: a run named `…-1` must not reach the drafts of `…-10`.
    expect(
      asked()[0]
        ?.Parameters?.slice(-3)
        .map(({ S }) => S),
    ).toEqual([PARTITION, REFERENCE, '2023-06-regular-0|']);
  });
});

describe('A step of a payment', () => {
  it.each(paymentState.options.filter((state) => state !== 'drafted'))(
    'to %s is taken only from the states that lead there, and only by the payment that was meant',
    async (to) => {
      answers({});
      expect(await payments.transitionAll([stepTo(to)])).toEqual(['done']);
      const [{ Statement, Parameters = [] } = {}] = asked();
      const marks = REACHED_FROM[to].map(() => '?').join(', ');
      expect(Statement).toBe(
        `UPDATE "payments" SET "state" = ? SET "history"."${to}" = ? ` +
          `WHERE pk = ? AND sk = ? AND "told" = ? AND "state" IN [${marks}]`,
      );
      expect(Parameters.toSpliced(1, 1).map(({ S }) => S)).toEqual([
        to,
        PARTITION,
        REFERENCE,
        TOLD,
        ...REACHED_FROM[to],
      ]);
    },
  );

  it('that a person decided is taken only from the states for that, while nothing was made in its place', async () => {
    answers({});
    await payments.transitionAll([{ ...stepTo('paid'), isDecided: true }]);
    const [{ Statement, Parameters = [] } = {}] = asked();
    expect(Statement).toMatch(/AND "state" IN \[\?, \?\] AND "successor" = ''$/);
    expect(Parameters.slice(-2).map(({ S }) => S)).toEqual(DECIDED_FROM.paid);
  });

  it('that a person decided may be taken despite a successor, while exactly that one is named', async () => {
    answers({});
    const despite = { successor: REFERENCE, run: draft.run };
    await payments.transitionAll([{ ...stepTo('paid'), isDecided: true, despite }]);
    const [{ Statement, Parameters = [] } = {}] = asked();
    expect(Statement).toMatch(/ AND "successor" = \?$/);
    expect(Parameters.at(-1)?.S).toBe(`${REFERENCE}|${RUN}`);
  });

  it('is refused where its condition does not hold, without touching the others', async () => {
    answers({}, { Error: { Code: 'ConditionalCheckFailed' } });
    const another = referenceOf(JUNE, personalId.parse('001145000002'), 'BTXH', 1);
    const steps = [stepTo('paid'), { ...stepTo('paid'), reference: another }];
    expect(await payments.transitionAll(steps)).toEqual(['done', 'refused']);
  });
});

/** Drafts a payment, takes it through steps, and gives the item as the table would hold it. */
async function itemAfter(...steps: readonly Transition[]): Promise<Record<string, unknown>> {
  answers({});
  await payments.draftAll([draft]);
  for (const step of steps) await payments.transitionAll([step]);
  const [inserted, ...updates] = asked().map(({ Parameters = [] }) => Parameters);
  const [pk, sk, drafted, told, facts, history] = inserted ?? [];
  return {
    ...{ pk, sk, told, payment: facts, successor: toParameter('') },
    state: updates.at(-1)?.[0] ?? drafted,
    // The latest steps first: a map keeps no order.
    history: {
      M: {
        ...Object.fromEntries(steps.map(({ to }, index) => [to, updates[index]?.[1]] as const).reverse()),
        ...history?.M,
      },
    },
  };
}

describe('A payment that is read', () => {
  const readBack = async (...steps: readonly Transition[]) => {
    const item = await itemAfter(...steps);
    table.on(BatchGetItemCommand).callsFake(() => ({ Responses: { payments: [item] } }));
    return (await payments.getAll([REFERENCE])).get(REFERENCE);
  };

  it('is the draft that was written', async () => {
    expect(await readBack()).toEqual(draft);
  });

  it('has the day on which it was paid', async () => {
    const paid = await readBack(stepTo('instructed'), stepTo('paid'));
    expect(paid).toMatchObject({ state: 'paid', paidOn: '2023-06-06', reasonCode: null });
  });

  it('has the reason for which it failed', async () => {
    expect(await readBack(stepTo('instructed'), stepTo('failed'))).toMatchObject({
      state: 'failed',
      reasonCode: 'AC04',
    });
  });

  it.each<PaymentState[][]>([
    [['instructed', 'unknown', 'paid', 'returned']],
    [['instructed', 'unknown', 'failed']],
    [['instructed', 'paid', 'returned']],
  ])('tells its steps in the order in which they were taken: %j', async (states) => {
    const read = await readBack(...states.map(stepTo));
    expect(read?.history.map(({ state }) => state)).toEqual(['drafted', ...states]);
  });

  it('is absent from the answer when it is not there', async () => {
    table.on(BatchGetItemCommand).resolves({ Responses: { payments: [] } });
    expect(await payments.getAll([REFERENCE])).toEqual(new Map());
  });

  it('is refused as a bug when what is stored is no payment', async () => {
    table.on(BatchGetItemCommand).resolves({ Responses: { payments: [toStored({ state: 'paid' })] } });
    await expect(payments.getAll([REFERENCE])).rejects.toThrow();
  });

  it('comes with its whole shard, over all pages', async () => {
    const item = await itemAfter();
    table
      .on(QueryCommand)
      .callsFakeOnce(() => ({ Items: [item], LastEvaluatedKey: { pk: item['pk'], sk: item['sk'] } }))
      .callsFake(() => ({ Items: [item] }));
    expect(await Array.fromAsync(payments.ofShard(JUNE, 7))).toEqual([draft, draft]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input.ExpressionAttributeValues).toEqual({
      ':pk': toParameter('2023-06#7'),
    });
  });
});

describe('What reports count of a shard', () => {
  it('is of each payment what it is, where it stands and its village, and nothing of its history', async () => {
    const given = paymentThrough(['drafted'], { village: 'Thôn Đông' });
    table.on(BatchExecuteStatementCommand).resolves({ Responses: [{}] });
    await payments.draftAll([given]);
    const [drafted] = table.commandCalls(BatchExecuteStatementCommand);
    const facts = drafted?.args[0].input.Statements?.[0]?.Parameters?.[4];
    if (facts === undefined) throw new Error('The payment has no facts');
    table.on(QueryCommand).resolves({ Items: [{ state: toParameter('paid'), payment: facts }] });
    const { person, programme, category, amount, arrears, carried, channel, provider, unit, village } = given;
    expect((await Array.fromAsync(payments.countedOfShard(JUNE, 7))).flat()).toEqual([
      {
        person,
        programme,
        category,
        amount,
        arrears,
        carried,
        channel,
        provider,
        unit,
        village,
        period: JUNE,
        state: 'paid',
      },
    ]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ProjectionExpression: '#state, payment',
      ExpressionAttributeNames: { '#state': 'state' },
    });
  });
});

describe('The books of a shard', () => {
  it('say of each payment its state, its run, its provider and the đồng it was told, arrears included', async () => {
    table.on(QueryCommand).resolves({ Items: [toStored({ state: 'instructed', told: TOLD })] });
    expect(await Array.fromAsync(payments.booksOfShard(JUNE, 7))).toEqual([
      { state: 'instructed', run: RUN, provider: 'bank-a', total: 620_000, fromBalance: 0 },
    ]);
  });

  it('read no fact about a person', async () => {
    table.on(QueryCommand).resolves({});
    await Array.fromAsync(payments.booksOfShard(JUNE, 7));
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ProjectionExpression: '#state, told',
      ExpressionAttributeNames: { '#state': 'state' },
    });
  });
});

import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { ExceptionsTable } from '../../../lambdas/adapters/exceptions-table.ts';
import { paymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { conditionFailed, scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const exceptions = new ExceptionsTable(store, 'exceptions');

const told = paymentException.parse({
  schemaVersion: 1,
  id: 'wrong-amount-1a2b3c4d5e6f',
  period: '2023-06',
  code: 'wrong-amount',
  reference: '7T0A0123456789AB',
  provider: 'agribank',
  unit: '10120',
  status: 'paid',
  reasonCode: null,
  paidOn: '2023-06-09',
  amount: 350_000,
  sent: 360_000,
  file: 'results/2023-06/agribank/ket-qua.xml',
  line: 1,
  openedAt: '2023-06-10T03:00:00Z',
  decision: null,
});
const decision = { by: 'x', at: '2023-06-12T03:00:00Z', verdict: 'no-change', checked: 'Sao kê' } as const;

describe('Exceptions that are opened', () => {
  it('are inserted under their period and id; one that is there already stays as it is', async () => {
    table.on(BatchExecuteStatementCommand).resolves({ Responses: [{ Error: { Code: 'DuplicateItem' } }] });
    await exceptions.openAll([told]);
    const [statement] = table.commandCalls(BatchExecuteStatementCommand)[0]?.args[0].input.Statements ?? [];
    expect(statement?.Statement).toMatch(/^INSERT INTO "exceptions"/);
    expect(statement?.Parameters?.slice(0, 2)).toEqual([toParameter('2023-06'), toParameter(told.id)]);
  });

  it('in one batch are one of each, the first', async () => {
    table.on(BatchExecuteStatementCommand).resolves({ Responses: [{}] });
    await exceptions.openAll([told, { ...told, line: 2 }]);
    const { Statements } = table.commandCalls(BatchExecuteStatementCommand)[0]?.args[0].input ?? {};
    expect(Statements).toHaveLength(1);
    expect(Statements?.[0]?.Parameters?.[2]).toEqual(toParameter(told));
  });

  it('are read back as they were told', async () => {
    const item = toStored({ pk: '2023-06', sk: told.id, exception: told });
    table.on(BatchGetItemCommand).resolves({ Responses: { exceptions: [item] } });
    table.on(QueryCommand).resolves({ Items: [item] });
    expect(await exceptions.find(told.period, told.id)).toEqual(told);
    expect(await exceptions.ofPeriod(told.period)).toEqual([told]);
  });
});

describe('A decision', () => {
  it('is written only where there is none', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await exceptions.decide(told.period, told.id, decision)).toBe(true);
    expect(table.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      Key: toStored({ pk: '2023-06', sk: told.id }),
      ConditionExpression: '#exception.#decision = :undecided',
    });
  });

  it('is refused where one stands', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await exceptions.decide(told.period, told.id, decision)).toBe(false);
  });
});

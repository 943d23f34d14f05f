import { BatchGetItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { paymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { invoked } from '../../support/invoked.ts';
import { keySet, POOL_KEY, signedIn, USER_POOL_CLIENT_ID, USER_POOL_ID } from '../../support/tokens.ts';

vi.hoisted(() => Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' }));

const settings = {
  REFERENCE_BUCKET: 'reference',
  PAYMENTS_TABLE: 'payments',
  EXCEPTIONS_TABLE: 'exceptions',
  RUNS_TABLE: 'runs',
  SANDBOX: 'false',
  USER_POOL_ID,
  USER_POOL_CLIENT_ID,
};
for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
vi.stubEnv('AWS_ENDPOINT_URL', undefined);
vi.spyOn(HttpClient.prototype, 'request').mockResolvedValue({ status: 200, headers: {}, text: keySet(POOL_KEY) });
afterAll(() => vi.unstubAllEnvs());
const { handler } = await import('../../../lambdas/decide-exception/handler.ts');

const told = paymentException.parse({
  schemaVersion: 1,
  id: 'unknown-reference-1a2b3c4d5e6f',
  period: '2023-06',
  code: 'unknown-reference',
  reference: 'STRANGER',
  provider: 'agribank',
  unit: null,
  status: 'paid',
  reasonCode: null,
  paidOn: null,
  amount: null,
  sent: null,
  file: 'results/2023-06/agribank/ket-qua.xml',
  line: 1,
  openedAt: '2023-06-10T03:00:00Z',
  decision: null,
});

const table = mockClient(DynamoDBClient);
beforeEach(() => {
  table.reset();
  table.on(BatchGetItemCommand).resolves({ Responses: { exceptions: [toStored({ exception: told })] } });
  table.on(UpdateItemCommand).resolves({});
});

const BODY = { verdict: 'no-change', checked: 'Agribank xác nhận gửi nhầm tệp' };

function ask(body: object, path: object = { period: told.period, id: told.id }, group = 'officers') {
  return invoked(handler, { ...signedIn('can-bo-tinh', [group]), pathParameters: path, body: JSON.stringify(body) });
}

describe('POST /v1/exceptions/{period}/{id}/decision', () => {
  it('records the decision in the name that the token gives, whatever the body says', async () => {
    const answered = await ask({ ...BODY, by: 'ai-do' });
    expect(answered).toMatchObject({ status: 200, body: { decision: { ...BODY, by: 'can-bo-tinh' } } });
    expect(table.commandCalls(UpdateItemCommand)).toHaveLength(1);
  });

  it.each([
    ['nothing that was checked', { verdict: 'no-change' }],
    ['nine characters and spaces of it', { ...BODY, checked: '  đã xem ạ   ' }],
    ['a verdict that nobody knows', { ...BODY, verdict: 'ok' }],
  ])('is refused with %s', async (_, body) => {
    expect(await ask(body)).toMatchObject({ status: 400 });
    expect(table.commandCalls(UpdateItemCommand)).toEqual([]);
  });

  it('is for officers only', async () => {
    expect(await ask(BODY, undefined, 'approvers')).toMatchObject({ status: 403 });
  });

  it('answers 404 where nothing has such a name', async () => {
    expect(await ask(BODY, { period: '2023-13', id: told.id })).toMatchObject({ status: 404 });
    table.on(BatchGetItemCommand).resolves({ Responses: { exceptions: [] } });
    expect(await ask(BODY)).toMatchObject({ status: 404, body: { error: 'no-such-exception' } });
  });

  it('answers 409 with what may be decided instead', async () => {
    expect(await ask({ ...BODY, verdict: 'was-paid' })).toMatchObject({
      status: 409,
      body: { error: 'wrong-verdict', message: expect.stringContaining('no-change (đã kiểm tra, giữ nguyên)') },
    });
  });
});

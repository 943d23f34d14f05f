import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { roleHolders } from '../../bin/security/roles.ts';
import { realDeployment, synthesised } from '../support/synthesised.ts';
import { TemplateAccess } from '../support/template-access.ts';

const access = new TemplateAccess(synthesised(realDeployment()));
const { template } = access;
const holders = roleHolders(template);
const object = (bucket: string, key: string) => access.arnOf('AWS::S3::Bucket', `Storage${bucket}`, key);
const tags = { 'aws:PrincipalTag/unit': '10201', 'aws:PrincipalTag/provider': 'agribank' };

/** Of all roles of the template, those that may. */
async function whoMay(action: string, resource: string): Promise<string[]> {
  const asked = holders.map(async ({ name, role }) =>
    (await access.mayDo(role, { action, resource, context: tags })) ? [name] : [],
  );
  return (await Promise.all(asked)).flat();
}

describe('Of all roles, nobody may write', () => {
  it.each([
    ['what providers pay by', 'Outbox', 'payouts/2026-05/2026-05-regular-1/agribank/1.xml', ['release-files']],
    ['the manifest of a payout', 'Outbox', 'payouts/2026-05/2026-05-regular-1/manifest.json', ['release-files']],
    ['what was not paid', 'Outbox', 'worklists/2026-05/10201/deferred-2026-05-regular-1.json', ['release-files']],
    ['receipts', 'Outbox', 'receipts/2026-05/10201/x/receipt.json', ['answer-unit', 'close-submission']],
    ['worklists', 'Outbox', 'worklists/2026-05/10201/worklists.json', ['answer-unit']],
    ['cleaned lists', 'Outbox', 'rolls/2026-05/10201/cleaned-list.xlsx', ['answer-unit']],
    ['feeds of accounts', 'Outbox', 'feeds/2026-05/accounts/10201.csv', ['answer-unit']],
    ['settlements', 'Outbox', 'settlements/2026-05/agribank/x.json', ['close-settlement', 'read-results']],
    ['reports', 'Outbox', 'reports/2026-05/p1/10201/form-1.json', ['render-reports']],
    ['which reports count', 'Outbox', 'reports/2026-05/manifest.json', ['publish-manifest']],
    ['books', 'Outbox', 'books/2026-05/books.json', ['publish-books']],
    ['lists of the unpaid', 'Outbox', 'unpaid/2026-05/10201/danh-sach-chua-chi-tra.xlsx', ['publish-books']],
    ['anything else to the outbox', 'Outbox', 'anything.txt', []],
    ['what is approved', 'Work', 'runs/2026-05-regular-1/manifest.json', ['assemble-manifest']],
    [
      'instruction files before approval',
      'Work',
      'runs/2026-05-regular-1/files/agribank/1.xml',
      ['build-instructions'],
    ],
    ['reference data', 'Reference', 'reference/current.json', []],
    ['lists', 'Inbox', 'lists/2026-05/10201/danh-sach.xlsx', ['unit']],
    ['lists of another unit', 'Inbox', 'lists/2026-05/10202/danh-sach.xlsx', []],
    ['results', 'Inbox', 'results/2026-05/agribank/ket-qua.xml', ['provider']],
    ['results of another provider', 'Inbox', 'results/2026-05/vietcombank/ket-qua.xml', []],
  ])('%s, but for those named', async (_, bucket, key, named) => {
    expect(await whoMay('s3:PutObject', object(bucket, key))).toEqual(named);
  });

  it.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectRetention', 's3:BypassGovernanceRetention'])(
    'over the past: %s is nobody’s',
    async (action) => {
      for (const bucket of ['Inbox', 'Work', 'Outbox', 'Reference']) {
        expect(await whoMay(action, object(bucket, 'payouts/2026-05/x/manifest.json'))).toEqual([]);
      }
    },
  );
});

describe('Of all roles, nobody may read', () => {
  it.each([
    ['a unit’s receipt', 'Outbox', 'receipts/2026-05/10201/x/receipt.json', ['answer-unit', 'unit']],
    ['another unit’s receipt', 'Outbox', 'receipts/2026-05/10202/x/receipt.json', ['answer-unit']],
    ['a provider’s file', 'Outbox', 'payouts/2026-05/2026-05-regular-1/agribank/1.xml', ['provider']],
    ['another provider’s file', 'Outbox', 'payouts/2026-05/2026-05-regular-1/vietcombank/1.xml', []],
    ['the office’s own funding papers', 'Outbox', 'payouts/2026-05/2026-05-regular-1/funding/agribank.pdf', []],
  ])('%s, but for those named', async (_, bucket, key, named) => {
    expect(await whoMay('s3:GetObject', object(bucket, key))).toEqual(named);
  });
});

describe('Of all roles, nobody may', () => {
  const machine = (name: string) => access.arnOf('AWS::StepFunctions::StateMachine', name);

  it.each([
    ['start a run', 'states:StartExecution', () => machine('RunPayout'), ['RunPayout', 'schedules', 'start-run']],
    [
      'close a period',
      'states:StartExecution',
      () => machine('ClosePeriod'),
      ['ask-closing', 'ask-unpaid-list', 'ClosePeriod', 'schedules'],
    ],
    [
      'let an approved run go on',
      'states:SendTaskSuccess',
      () => machine('RunPayout'),
      ['decide-run', 'request-approval'],
    ],
    [
      'instruct a payment',
      'dynamodb:PartiQLUpdate',
      () => access.arnOf('AWS::DynamoDB::GlobalTable', 'StoragePayments'),
      ['apply-results', 'count-books', 'decide-exception', 'draft-payments', 'instruct-payments'],
    ],
    [
      'draft a payment',
      'dynamodb:PartiQLInsert',
      () => access.arnOf('AWS::DynamoDB::GlobalTable', 'StoragePayments'),
      ['draft-payments'],
    ],
  ])('%s, but for those named', async (_, action, resource, named) => {
    expect((await whoMay(action, resource())).sort()).toEqual([...named].sort());
  });

  it.each(['DeleteItem', 'DeleteTable', 'Scan', 'PartiQLDelete'])('%s on a table', async (action) => {
    for (const { id } of template.all('AWS::DynamoDB::GlobalTable'))
      expect(await whoMay(`dynamodb:${action}`, template.arn(id))).toEqual([]);
  });
});

describe('Wildcards', () => {
  const granted = holders.flatMap(({ name, role }) => template.grantsOf(role).map((one) => ({ name, ...one })));

  it('stand in no action', () => {
    expect(granted.length).toBeGreaterThan(300);
    expect(granted.filter(({ action }) => action.includes('*'))).toEqual([]);
  });

  it('stand only in names of objects, log streams and a machine’s own executions', () => {
    const named =
      /^arn:aws:(s3:::storage[a-z0-9]+\/.|logs:[^*]+:log-group:[^*]+:\*$|states:[^*]+:execution:[A-Za-z0-9]+[:/]\*$)/;
    const elsewhere = granted.filter(({ resource }) => resource.includes('*') && !named.test(resource));
    // X-Ray has no resources; a machine's logs are delivered by the account's own delivery; ListStreams names no stream.
    const services = new Set(elsewhere.map(({ action }) => action.split(':')[0]));
    expect([...services].sort()).toEqual(['dynamodb', 'logs', 'xray']);
    const ofTables = elsewhere.filter(({ action }) => action.startsWith('dynamodb:'));
    expect(ofTables).toMatchObject([{ name: 'journal-changes', action: 'dynamodb:ListStreams' }]);
    expect(elsewhere.filter(({ resource }) => resource !== '*')).toEqual([]);
  });

  it('never open a whole bucket', () => {
    expect(granted.filter(({ resource }) => /^arn:aws:s3:::[^/]+\/\*/.test(resource))).toEqual([]);
    const lists = granted.filter(({ action }) => action === 's3:ListBucket');
    expect(lists.filter(({ condition }) => !condition?.includes('s3:prefix'))).toEqual([]);
  });
});

const definition = z.looseObject({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
});

describe('The role of a machine', () => {
  it.each(template.all('AWS::StepFunctions::StateMachine').map(({ id, properties }) => ({ id, properties })))(
    '$id may do just what its states do',
    ({ id, properties }) => {
      const { DefinitionString, DefinitionSubstitutions } = definition.parse(properties);
      const holder = holders.find(({ kind, name }) => kind === 'machine' && id.startsWith(`${name}Machine`));
      const granted = template
        .grantsOf(holder?.role ?? '')
        .filter(({ action }) => !/^(logs|xray):/.test(action))
        .map(({ action, resource }) => `${action} ${resource}`);
      const placeholders = [...DefinitionString.matchAll(/\$\{([A-Za-z]+)\}/g)].map(([, name = '']) => name);
      const done = placeholders.map((name) => {
        const on = DefinitionSubstitutions[name] ?? '';
        const action = on.includes(':lambda:')
          ? 'lambda:InvokeFunction'
          : on.includes(':sns:')
            ? 'sns:Publish'
            : 'states:StartExecution';
        return `${action} ${on}`;
      });
      const own = template.arn(id);
      // A distributed map starts executions of its own machine, watches and stops them.
      const children = DefinitionString.includes('"DISTRIBUTED"')
        ? [
            `states:StartExecution ${own}`,
            ...['states:DescribeExecution', 'states:StopExecution'].flatMap((action) =>
              granted.filter((one) => one.startsWith(`${action} `) && one.includes(':execution:')),
            ),
          ]
        : [];
      expect([...new Set(granted)].sort()).toEqual([...new Set([...done, ...children])].sort());
    },
  );
});

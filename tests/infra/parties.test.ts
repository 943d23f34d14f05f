import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../bin/security/resolved-template.ts';
import { realDeployment, sandboxDeployment, synthesised } from '../support/synthesised.ts';
import { TemplateAccess } from '../support/template-access.ts';

const at = new TemplateAccess(synthesised(realDeployment()));
const UNITS = at.idOf('AWS::IAM::Role', 'PartiesUnits');
const PROVIDERS = at.idOf('AWS::IAM::Role', 'PartiesProviders');
const inbox = (key: string) => at.arnOf('AWS::S3::Bucket', 'StorageInbox', key);
const outbox = (key: string) => at.arnOf('AWS::S3::Bucket', 'StorageOutbox', key);
const work = (key: string) => at.arnOf('AWS::S3::Bucket', 'StorageWork', key);

type Tags = Readonly<Record<string, string>>;
const tagged = (tags: Tags) =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value]));
const unitMay = (action: string, resource: string, tags: Tags = { unit: '10201' }, context: Tags = {}) =>
  at.mayDo(UNITS, { action, resource, context: { ...tagged(tags), ...context } });
const providerMay = (action: string, resource: string, tags: Tags = { provider: 'agribank' }) =>
  at.mayDo(PROVIDERS, { action, resource, context: tagged(tags) });
const PUT = 's3:PutObject';
const GET = 's3:GetObject';

describe('A unit', () => {
  it('sends its own lists', async () => {
    expect(await unitMay(PUT, inbox('lists/2026-05/10201/danh-sach.xlsx'))).toBe(true);
  });

  it.each([
    ['another unit’s list', 'lists/2026-05/10202/danh-sach.xlsx'],
    ['a folder of its name in another unit’s', 'lists/2026-05/10202/10201/danh-sach.xlsx'],
    ['a unit whose code begins as its own', 'lists/2026-05/102011/danh-sach.xlsx'],
    ['a way out of its own folder', 'lists/2026-05/10201/../10202/danh-sach.xlsx'],
    ['an empty folder in the path', 'lists/2026-05/10201//10202/danh-sach.xlsx'],
    ['a provider’s results', 'results/2026-05/10201/ket-qua.xml'],
    ['something beside the folders', 'danh-sach.xlsx'],
  ])('does not send %s', async (_, key) => {
    expect(await unitMay(PUT, inbox(key))).toBe(false);
  });

  it.each([
    'receipts/2026-05/10201/20260501T000000Z-0a1b2c3d/receipt.json',
    'worklists/2026-05/10201/worklists.json',
    'rolls/2026-05/10201/cleaned-list.xlsx',
    'unpaid/2026-05/10201/danh-sach-chua-chi-tra.xlsx',
    'feeds/2026-05/accounts/10201.csv',
    'reports/2026-05/20260514T000000Z-a1/10201/form-1.xlsx',
  ])('reads its own %s, and nobody else’s', async (key) => {
    expect(await unitMay(GET, outbox(key))).toBe(true);
    expect(await unitMay(GET, outbox(key), { unit: '10202' })).toBe(false);
  });

  it.each([
    ['what was paid through a provider', outbox('payouts/2026-05/2026-05-regular-1/agribank/1.xml')],
    ['the books', outbox('books/2026-05/books.json')],
    ['what was sent, its own neither', inbox('lists/2026-05/10201/danh-sach.xlsx')],
    ['what tasks leave for each other', work('submissions/2026-05/10201/rows.json.gz')],
  ])('does not read %s', async (_, resource) => {
    expect(await unitMay(GET, resource)).toBe(false);
  });

  it.each([
    ['writes no receipt', PUT, outbox('receipts/2026-05/10201/x/receipt.json')],
    ['takes nothing away', 's3:DeleteObject', inbox('lists/2026-05/10201/danh-sach.xlsx')],
    ['takes no lock off', 's3:BypassGovernanceRetention', inbox('lists/2026-05/10201/danh-sach.xlsx')],
  ])('%s', async (_, action, resource) => {
    expect(await unitMay(action, resource)).toBe(false);
  });

  it('lists its own folder, and not the one above', async () => {
    const list = (prefix: string) =>
      unitMay('s3:ListBucket', at.arnOf('AWS::S3::Bucket', 'StorageOutbox'), undefined, { 's3:prefix': prefix });
    expect(await list('receipts/2026-05/10201/')).toBe(true);
    expect(await list('receipts/2026-05/10202/')).toBe(false);
    expect(await list('receipts/2026-05/')).toBe(false);
    expect(await list('')).toBe(false);
  });

  it('uses the key of a zone through S3 only, and of no other zone', async () => {
    const key = (zone: string) => at.arnOf('AWS::KMS::Key', `Storage${zone}Key`);
    const through = (service: string) => ({ 'kms:ViaService': `${service}.ap-southeast-1.amazonaws.com` });
    expect(await unitMay('kms:GenerateDataKey', key('Inbox'), undefined, through('s3'))).toBe(true);
    expect(await unitMay('kms:Decrypt', key('Outbox'), undefined, through('s3'))).toBe(true);
    expect(await unitMay('kms:Decrypt', key('Outbox'), undefined, through('ec2'))).toBe(false);
    expect(await unitMay('kms:GenerateDataKey', key('Outbox'), undefined, through('s3'))).toBe(false);
    expect(await unitMay('kms:Decrypt', key('Our'), undefined, through('s3'))).toBe(false);
  });

  it.each([
    ['without TLS', { 'aws:SecureTransport': 'false' }],
    ['with an old TLS', { 's3:TlsVersion': '1.1' }],
    [
      'with a key of its own',
      { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:ap-southeast-1:999999999999:key/x' },
    ],
    ['with no key of ours', { 's3:x-amz-server-side-encryption': 'AES256' }],
  ])('sends nothing %s', async (_, context) => {
    expect(await unitMay(PUT, inbox('lists/2026-05/10201/danh-sach.xlsx'), undefined, context)).toBe(false);
  });

  it.each<[string, Tags]>([
    ['no tag', {}],
    ['a provider’s tag', { provider: '10201' }],
    ['a tag of all', { unit: '*' }],
    ['a tag of any letters', { unit: '?????' }],
  ])('whose session has %s reaches nobody', async (_, tags) => {
    expect(await unitMay(PUT, inbox('lists/2026-05/10201/danh-sach.xlsx'), tags)).toBe(false);
    expect(await unitMay(GET, outbox('receipts/2026-05/10201/x/receipt.json'), tags)).toBe(false);
  });
});

describe('A provider', () => {
  it('sends its own results, and nobody else’s', async () => {
    expect(await providerMay(PUT, inbox('results/2026-05/agribank/ket-qua.xml'))).toBe(true);
    expect(await providerMay(PUT, inbox('results/2026-05/bidv/ket-qua.xml'))).toBe(false);
    expect(await providerMay(PUT, inbox('results/2026-05/bidv/agribank/ket-qua.xml'))).toBe(false);
    expect(await providerMay(PUT, inbox('lists/2026-05/agribank/ket-qua.xml'))).toBe(false);
  });

  it.each(['payouts/2026-05/2026-05-regular-1/agribank/1.xml', 'unpaid/2026-05/providers/agribank.xlsx'])(
    'reads its own %s, and nobody else’s',
    async (key) => {
      expect(await providerMay(GET, outbox(key))).toBe(true);
      expect(await providerMay(GET, outbox(key), { provider: 'bidv' })).toBe(false);
    },
  );

  it.each([
    ['the figures of a whole run', outbox('payouts/2026-05/2026-05-regular-1/manifest.json')],
    ['what the office asks of the Treasury', outbox('payouts/2026-05/2026-05-regular-1/funding/agribank.xlsx')],
    ['a unit’s receipt', outbox('receipts/2026-05/agribank/x/receipt.json')],
    ['a unit’s unpaid list', outbox('unpaid/2026-05/10201/danh-sach-chua-chi-tra.xlsx')],
  ])('does not read %s', async (_, resource) => {
    expect(await providerMay(GET, resource)).toBe(false);
  });
});

describe('Whoever signs in', () => {
  const idp = `arn:aws:iam::${ACCOUNT}:saml-provider/so-noi-vu`;
  const bring = (role: string, tags: Tags, { by = idp, action = 'sts:AssumeRoleWithSAML' } = {}) =>
    at.mayBecome(by, role, action, {
      'SAML:aud': 'https://signin.aws.amazon.com/saml',
      'aws:TagKeys': Object.keys(tags),
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value])),
    });

  it('through the office’s identity provider is who it says', async () => {
    expect(await bring(UNITS, { unit: '10201' })).toBe(true);
    expect(await bring(PROVIDERS, { provider: 'agribank' })).toBe(true);
  });

  it.each<[string, string, Tags]>([
    ['without a tag', UNITS, {}],
    ['with the other tag', UNITS, { provider: 'agribank' }],
    ['with both tags', UNITS, { unit: '10201', provider: 'agribank' }],
    ['as all units', UNITS, { unit: '*' }],
    ['as a unit within another', UNITS, { unit: '1/2' }],
    ['as more than a unit', UNITS, { unit: '10201/10202' }],
    ['as a way out', PROVIDERS, { provider: '../bidv' }],
    ['as the folder of funding', PROVIDERS, { provider: 'funding' }],
  ])('%s is turned away', async (_, role, tags) => {
    expect(await bring(role, tags)).toBe(false);
  });

  it('with another provider of identities, or as a user of the account, is turned away where money is real', async () => {
    const other = `arn:aws:iam::${ACCOUNT}:saml-provider/other`;
    expect(await bring(UNITS, { unit: '10201' }, { by: other })).toBe(false);
    const user = `arn:aws:iam::${ACCOUNT}:user/somebody`;
    expect(await bring(UNITS, { unit: '10201' }, { by: user, action: 'sts:AssumeRole' })).toBe(false);
  });
});

it('Where no identity provider is named there are no roles of parties, but in a sandbox', () => {
  const { partiesIdentityProvider, ...unnamed } = realDeployment();
  expect(partiesIdentityProvider).toBeDefined();
  const roles = (template: ReturnType<typeof synthesised>) =>
    Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith('Parties'));
  expect(roles(synthesised(unnamed))).toEqual([]);
  expect(roles(synthesised(sandboxDeployment()))).toHaveLength(2);
});

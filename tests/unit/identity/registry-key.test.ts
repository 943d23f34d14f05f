import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { HttpIdentityRegistry, registrySettings } from '../../../lambdas/adapters/identity-registry.ts';
import { KeyedHttpClient } from '../../../lambdas/adapters/keyed-http.ts';
import { Secret } from '../../../lambdas/adapters/secrets.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { subject } from './subjects.ts';

const secrets = mockClient(SecretsManagerClient);
const client = () => new SecretsManagerClient({ region: 'ap-southeast-1' });
const stands = (value: string) => secrets.on(GetSecretValueCommand).resolves({ SecretString: value });
const reads = () => secrets.commandCalls(GetSecretValueCommand).length;

let http: HttpClient;
beforeEach(() => {
  secrets.reset();
  http = new HttpClient();
});
afterEach(() => http.close());

describe('The key of the registry', () => {
  const registryAt = (url: string) =>
    new HttpIdentityRegistry(
      registrySettings.parse({ url }),
      new KeyedHttpClient(http, 'x-api-key', new Secret('ansinh/registry', client())),
    );

  it('goes with every call, and is read once for all of them', async () => {
    stands('right');
    await using server = await startRegistryServer({ apiKey: 'right' });
    const registry = registryAt(server.url);
    for (let call = 0; call < 3; call++) await registry.verify([subject()]);
    expect(server.received.map(({ headers }) => headers['x-api-key'])).toEqual(['right', 'right', 'right']);
    expect(reads()).toBe(1);
  });

  it('that was changed is read again when the old one is refused, and nobody notices', async () => {
    secrets.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'old' }).resolves({ SecretString: 'new' });
    await using server = await startRegistryServer({ apiKey: 'new' });
    const { verifications } = await registryAt(server.url).verify([subject()]);
    expect(verifications).toMatchObject([{ answer: { outcome: 'matched' } }]);
    expect(server.received.map(({ headers }) => headers['x-api-key'])).toEqual(['old', 'new']);
  });

  it('that is refused as it stands is for an engineer: asked once, and no second time', async () => {
    stands('wrong');
    await using server = await startRegistryServer({ apiKey: 'right' });
    await expect(registryAt(server.url).verify([subject()])).rejects.toMatchObject({
      name: 'RegistryRefused',
      status: 401,
    });
    expect(server.received).toHaveLength(1);
  });
});

describe('A secret', () => {
  it('is remembered for five minutes, then read anew', async () => {
    let now = 0;
    const secret = new Secret('ansinh/registry', client(), () => now);
    stands('first');
    expect(await secret.value()).toBe('first');
    stands('second');
    now = 5 * 60 * 1000 - 1;
    expect(await secret.value()).toBe('first');
    now += 1;
    expect(await secret.value()).toBe('second');
  });

  it('without a text is an error, not an empty key', async () => {
    secrets.on(GetSecretValueCommand).resolves({});
    await expect(new Secret('ansinh/registry', client()).value()).rejects.toThrow('no text');
  });
});

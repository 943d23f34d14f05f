import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { KmsSigningKeys } from '../../../lambdas/adapters/signing-keys.ts';

const client = new KMSClient({});
const kms = mockClient(client);
const keys = new KmsSigningKeys(['arn:old', 'arn:new'], client);
const DIGEST = createHash('sha256').update('danh mục').digest();

beforeEach(() => {
  kms.reset();
});

it('has the newest key sign the hash of a manifest, which is longer than KMS takes itself', async () => {
  kms.on(SignCommand).resolves({ Signature: new Uint8Array([1]) });
  expect(await keys.sign(DIGEST)).toEqual(new Uint8Array([1]));
  expect(kms.commandCalls(SignCommand)[0]?.args[0].input).toEqual({
    KeyId: 'arn:new',
    Message: DIGEST,
    MessageType: 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  });
});

it('gives the public parts of all keys, the newest last', async () => {
  for (const [index, KeyId] of ['arn:old', 'arn:new'].entries()) {
    kms.on(GetPublicKeyCommand, { KeyId }).resolves({ PublicKey: new Uint8Array([index]) });
  }
  expect(await keys.publicKeys()).toEqual([new Uint8Array([0]), new Uint8Array([1])]);
});

it('fails loudly where KMS does', async () => {
  kms.on(SignCommand).rejects(new Error('the key is disabled'));
  await expect(keys.sign(DIGEST)).rejects.toThrow('the key is disabled');
});

import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { inParallel } from '../domain/in-parallel.ts';
import type { SigningKeys } from '../domain/ports.ts';
import { awsClient } from './aws-client.ts';

/** Keys of AWS KMS (ECC_NIST_P256): KMS signs, and gives nobody the secret part. */
export class KmsSigningKeys implements SigningKeys {
  readonly #client: KMSClient;
  readonly #keys: readonly string[];

  /** @param keys the ARNs, the one that signs now last. */
  constructor(keys: readonly string[], client = awsClient(KMSClient)) {
    this.#keys = keys;
    this.#client = client;
  }

  async sign(sha256: Uint8Array): Promise<Uint8Array> {
    const { Signature } = await this.#client.send(
      new SignCommand({
        KeyId: this.#keys.at(-1),
        Message: sha256,
        // KMS takes 4 KiB of a message at most, and a manifest is longer.
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
    if (!Signature) throw new Error('A signature came empty');
    return Signature;
  }

  async publicKeys(): Promise<Uint8Array[]> {
    return inParallel(4, this.#keys, async (KeyId) => {
      const { PublicKey } = await this.#client.send(new GetPublicKeyCommand({ KeyId }));
      if (!PublicKey) throw new Error('A public key came empty');
      return PublicKey;
    });
  }
}

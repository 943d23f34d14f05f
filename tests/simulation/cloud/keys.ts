import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { SigningKeysInMemory } from '../../support/in-memory/signing-keys.ts';
import { NotUnderstood } from './expression-reader.ts';

/** KMS as our adapter sees it: one key, which signs hashes. Each signature of the same hash is another. */
export class Keys {
  readonly #keys = new SigningKeysInMemory();

  /** To sign is no write, but a task may be lost before or after it, as at one. */
  static writes(command: unknown): boolean {
    return command instanceof SignCommand;
  }

  answer(command: unknown): object {
    if (command instanceof GetPublicKeyCommand) return { PublicKey: this.publicKey };
    if (command instanceof SignCommand) {
      const { Message, MessageType, SigningAlgorithm } = command.input;
      if (Message?.length !== 32 || MessageType !== 'DIGEST' || SigningAlgorithm !== 'ECDSA_SHA_256')
        throw new NotUnderstood('Only SHA-256 digests are signed');
      return { Signature: this.#keys.signNow(Message) };
    }
    throw new NotUnderstood('A request to KMS that the simulation does not know');
  }

  /** What everybody may know (SPKI, DER). */
  get publicKey(): Uint8Array {
    const [key] = this.#keys.publicKeysNow();
    if (!key) throw new Error('There is one key');
    return key;
  }
}

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from './aws-client.ts';

/** A new value is in use after five minutes at most, and a function asks for it a dozen times an hour, not every call. */
const REMEMBERED_MILLISECONDS = 5 * 60 * 1000;

/** One secret of Secrets Manager, read when it is first needed. It is in no template, environment or log. */
export class Secret {
  readonly #id: string;
  readonly #client: SecretsManagerClient;
  readonly #now: () => number;
  #remembered: { readonly value: string; readonly until: number } | undefined;

  /** `id` is its name or its ARN. */
  constructor(id: string, client = awsClient(SecretsManagerClient), now: () => number = Date.now) {
    this.#id = id;
    this.#client = client;
    this.#now = now;
  }

  /** Its value, as it was at most five minutes ago. */
  async value(): Promise<string> {
    if (this.#remembered && this.#now() < this.#remembered.until) return this.#remembered.value;
    return this.current();
  }

  /** Its value now: for when the remembered one is refused. */
  async current(): Promise<string> {
    const { SecretString } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#id }));
    if (!SecretString) throw new Error('A secret has no text');
    this.#remembered = { value: SecretString, until: this.#now() + REMEMBERED_MILLISECONDS };
    return SecretString;
  }
}

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { awsClient } from './aws-client.ts';

/** The people who may start, approve and reject: a Cognito user pool. */
export class UserPool {
  readonly #client: CognitoIdentityProviderClient;
  readonly #pool: string;

  constructor(pool: string, client = awsClient(CognitoIdentityProviderClient)) {
    this.#pool = pool;
    this.#client = client;
  }

  /** Makes a user with a password of their own in some groups. One who is there already gets the password and groups. */
  async ensureUser(name: string, password: string, groups: readonly string[]): Promise<void> {
    const user = { UserPoolId: this.#pool, Username: name };
    try {
      await this.#client.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    } catch (error) {
      if (!(error instanceof UsernameExistsException)) throw error;
    }
    await this.#client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    for (const group of groups) await this.#client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  }
}

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserPool } from '../../../lambdas/adapters/user-pool.ts';
import { refusal } from './answers.ts';

const client = new CognitoIdentityProviderClient({});
const cognito = mockClient(client);
const pool = new UserPool('pool', client);
const ensure = () => pool.ensureUser('lan', 'a password', ['officers', 'approvers']);

beforeEach(() => {
  cognito.reset();
  cognito.on(AdminCreateUserCommand).resolves({});
  cognito.on(AdminSetUserPasswordCommand).resolves({});
  cognito.on(AdminAddUserToGroupCommand).resolves({});
});

const groups = () => cognito.commandCalls(AdminAddUserToGroupCommand).map(({ args }) => args[0].input.GroupName);

describe('A user', () => {
  it('is made without a message to anybody, with a password that need not be changed, in the groups', async () => {
    await ensure();
    const user = { UserPoolId: 'pool', Username: 'lan' };
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      ...user,
      MessageAction: 'SUPPRESS',
    });
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toEqual({
      ...user,
      Password: 'a password',
      Permanent: true,
    });
    expect(groups()).toEqual(['officers', 'approvers']);
  });

  it('who is there already gets the password and the groups', async () => {
    cognito.on(AdminCreateUserCommand).rejects(refusal(UsernameExistsException));
    await ensure();
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)).toHaveLength(1);
    expect(groups()).toEqual(['officers', 'approvers']);
  });

  it('who cannot be made gets neither', async () => {
    cognito.on(AdminCreateUserCommand).rejects(new Error('no such pool'));
    await expect(ensure()).rejects.toThrow('no such pool');
    expect(cognito.calls()).toHaveLength(1);
  });
});

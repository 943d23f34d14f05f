import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { z } from 'zod';
import { UserPool } from '../adapters/user-pool.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';

const pool = new UserPool(readEnvironment(environment).USER_POOL_ID);

const properties = z.looseObject({
  users: z.array(z.object({ name: z.string(), password: z.string(), groups: z.array(z.string()) })),
});

/** A custom resource of sandboxes: makes the sample officer and approvers. Deleting the pool deletes them too. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  let failure: string | undefined;
  try {
    if (event.RequestType !== 'Delete') {
      for (const user of properties.parse(event.ResourceProperties).users) {
        await pool.ensureUser(user.name, user.password, user.groups);
      }
    }
  } catch (error) {
    failure = error instanceof Error ? error.name : 'unknown';
  }
  await fetch(event.ResponseURL, {
    method: 'PUT',
    body: JSON.stringify({
      Status: failure ? 'FAILED' : 'SUCCESS',
      ...(failure && { Reason: failure }),
      PhysicalResourceId: 'sample-users',
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    }),
  });
}

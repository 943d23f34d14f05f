import { z } from 'zod';

/**
 * The detail of an S3 "Object Created" event as EventBridge passes it to a state machine: which object landed. Without
 * a version (not every emulator tells it) the object is the one that stands under the key when it is first looked at.
 */
export const landedObject = z
  .object({ object: z.object({ key: z.string().min(1), 'version-id': z.string().optional() }) })
  .transform(({ object }) => ({ key: object.key, versionId: object['version-id'] }));
export type LandedObject = z.infer<typeof landedObject>;

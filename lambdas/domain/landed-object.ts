import { z } from 'zod';

/** The part of an S3 "Object Created" event that EventBridge's rules pass on to a state machine. */
export const landedObject = z.object({ key: z.string().min(1), versionId: z.string().nullable().default(null) });
export type LandedObject = z.infer<typeof landedObject>;

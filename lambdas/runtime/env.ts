import { z } from 'zod';

/** What every function of the HTTP API is told besides its own settings: whose tokens it believes. */
export const apiEnvironment = z.object({
  USER_POOL_ID: z.string(),
  USER_POOL_CLIENT_ID: z.string(),
  /** The AWS SDK's own name for a cloud elsewhere: the local one answers for the user pool too. */
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type ApiEnvironment = z.output<typeof apiEnvironment>;

/** ARNs of the keys that sign payouts, with commas between them: the one that signs now last. */
export const signingKeyArns = z
  .string()
  .min(1)
  .transform((text) => text.split(','));

/**
 * Reads a function's settings once, when its module loads. A missing or malformed one stops the function before it
 * touches anything. Each function states what it needs in its own `env.ts`.
 */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  return schema.parse(process.env);
}

import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  ENTITLEMENTS_TABLE: z.string(),
  CLAIMS_TABLE: z.string(),
  REGISTRY_URL: z.url(),
  /** Name or ARN of the secret that holds the registry's key. Empty where it asks for none. */
  REGISTRY_SECRET: z.string().transform((id) => id || undefined),
  /** This function's share of the calls that the registry allows each second. */
  REGISTRY_CALLS_PER_SECOND: z.coerce.number<string>().positive(),
});
export type Environment = z.input<typeof environment>;

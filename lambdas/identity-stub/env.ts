import { z } from 'zod';

/** Empty settings are settings that are not there: templates cannot always leave one out. */
const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined);

/**
 * Settings of the identity registry's stub. Without a bucket it answers from the documented test numbers. With a secret
 * it answers only calls that carry the key that stands there.
 */
export const environment = z.object({
  POPULATION_BUCKET: optional,
  POPULATION_KEY: z.string().min(1).default('population/people.csv'),
  REGISTRY_SECRET: optional,
});
export type Environment = z.input<typeof environment>;

import { z } from 'zod';

export const environment = z.object({ USER_POOL_ID: z.string() });
export type Environment = z.input<typeof environment>;

import { z } from 'zod';
import { programme } from './programme.ts';
import { unitCode } from './unit.ts';

/** Who lists a person for a programme in a period, and under which revision and row of their roll. */
export const claim = z.object({
  programme,
  unit: unitCode,
  revision: z.string(),
  position: z.number().int().nonnegative(),
});
export type Claim = z.infer<typeof claim>;

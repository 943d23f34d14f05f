import { z } from 'zod';

/** emergency: help after a natural disaster or an epidemic (đột xuất), with a roll and a run of its own. */
export const listPurpose = z.enum(['regular', 'emergency']);
export type ListPurpose = z.infer<typeof listPurpose>;

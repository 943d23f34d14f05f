import { z } from 'zod';
import type { ListPurpose } from './list-purpose.ts';
import { type Programme, programme } from './programme.ts';

/**
 * What a claim and a payment are about: one of the programmes, or emergency help (trợ giúp đột xuất: thiên tai, dịch
 * bệnh; S2.7c). Emergency rows are KHAC in the contract and in the forms, but somebody may receive both in one month.
 */
export const benefit = z.enum([...programme.options, 'EMERGENCY']);
export type Benefit = z.infer<typeof benefit>;

/** The benefit of a line: emergency help is one benefit a person and month, whatever programme its list names. */
export function benefitOf(purpose: ListPurpose, of: Programme): Benefit {
  return purpose === 'emergency' ? 'EMERGENCY' : of;
}

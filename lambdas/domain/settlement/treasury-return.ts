import { z } from 'zod';
import { dong } from '../money.ts';
import { day, period } from '../period.ts';
import { providerId } from '../reference-data.ts';

/** Money that an office gave back to the State Treasury from its account at a provider (nộp trả kinh phí). */
export const treasuryReturn = z.object({
  /** The period whose unpaid money it is. */
  period,
  provider: providerId,
  amount: dong,
  returnedOn: day,
  /** The voucher's number (số chứng từ): one voucher is recorded once. */
  document: z.string().min(1).max(60),
  by: z.string().min(1),
  at: z.iso.datetime(),
});
export type TreasuryReturn = z.infer<typeof treasuryReturn>;

import type { z } from 'zod';
import { rowValues } from '../lists/list-row.ts';
import { payment } from '../payouts/payment.ts';
import { entitlement } from '../rolls/entitlement.ts';

/*
 * What reports count of a line and of a payment. They read every line of two months and every payment of a year, so no
 * more of each is parsed than this.
 */

/** Of a line of a roll. */
export const countedLine = entitlement
  .pick({ outcome: true, registry: true, claim: true, notes: true, findings: true })
  .extend({
    values: rowValues.pick({
      personalId: true,
      fullName: true,
      birthDate: true,
      programme: true,
      category: true,
      amount: true,
      arrears: true,
      accountNumber: true,
      channel: true,
      village: true,
    }),
  });
export type CountedLine = z.infer<typeof countedLine>;

/** Of a payment. */
export const countedPayment = payment.pick({
  person: true,
  programme: true,
  category: true,
  amount: true,
  arrears: true,
  carried: true,
  channel: true,
  provider: true,
  state: true,
  period: true,
  unit: true,
  village: true,
});
export type CountedPayment = z.infer<typeof countedPayment>;

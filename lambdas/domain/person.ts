import { z } from 'zod';

/** A citizen's identification number (số định danh cá nhân, số CCCD): exactly 12 digits. */
export const personalId = z
  .string()
  .regex(/^\d{12}$/)
  .brand<'PersonalId'>();
export type PersonalId = z.infer<typeof personalId>;

/** As much of a birth date as the list gives: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export const birthDate = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
  .brand<'BirthDate'>();
export type BirthDate = z.infer<typeof birthDate>;

export const sex = z.enum(['male', 'female']);
export type Sex = z.infer<typeof sex>;

/** How somebody is paid. `cash` is through the post office. */
export const channel = z.enum(['account', 'wallet', 'mobile-money', 'cash']);
export type Channel = z.infer<typeof channel>;

/** Who receives in the beneficiary's place: người giám hộ, người được ủy quyền. */
export const payeeRole = z.enum(['guardian', 'authorised']);
export type PayeeRole = z.infer<typeof payeeRole>;

/** A bank's identification number (BIN, NAPAS): six digits. */
export const bankBin = z
  .string()
  .regex(/^\d{6}$/)
  .brand<'BankBin'>();
export type BankBin = z.infer<typeof bankBin>;

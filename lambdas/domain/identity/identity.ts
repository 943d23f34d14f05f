import { z } from 'zod';
import { day } from '../period.ts';
import { bankBin, birthDate, personalId, sex } from '../person.ts';

/**
 * The contract of the identity registry (CSDL quốc gia về dân cư): `POST /v1/verifications`, at most
 * {@link MAX_PEOPLE_PER_VERIFICATION} people a call. See `docs/identity-registry.md`.
 */
export const MAX_PEOPLE_PER_VERIFICATION = 100;

/** One person to verify, and the account that the list gives for them, whoever holds it. */
export const verificationSubject = z.object({
  personalId,
  fullName: z.string().nullable(),
  birthDate: birthDate.nullable(),
  sex: sex.nullable(),
  account: z.object({ bank: bankBin, number: z.string().min(1) }).nullable(),
});
export type VerificationSubject = z.infer<typeof verificationSubject>;

export const verificationRequest = z.object({
  people: z.array(verificationSubject).min(1).max(MAX_PEOPLE_PER_VERIFICATION),
});
export type VerificationRequest = z.infer<typeof verificationRequest>;

/** Whether the account is the social-security account that the citizen keeps on VNeID. */
const accountAnswer = z.enum(['registered', 'differs', 'none']);
export type AccountAnswer = z.infer<typeof accountAnswer>;

const identityField = z.enum(['fullName', 'birthDate', 'sex']);
export type IdentityField = z.infer<typeof identityField>;

/**
 * What the registry says of one person. It never tells its own value of a field. `nameWithoutMarks`: the name was
 * sent with no tone mark at all, and agrees once the registry's marks are taken off (ruling 11).
 * `account` answers for the account sent; null when none was sent.
 */
export const verificationAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('matched'),
    nameWithoutMarks: z.boolean(),
    account: accountAnswer.nullable(),
  }),
  z.object({
    outcome: z.literal('mismatched'),
    fields: z.array(identityField).min(1),
    account: accountAnswer.nullable(),
  }),
  z.object({ outcome: z.literal('not-found') }),
  /**
   * `fields` names what disagrees besides, if anything does: somebody who died in the month is still payable for it
   * (ruling 13), but only if it is the person that the list means.
   */
  z.object({ outcome: z.literal('deceased'), deceasedOn: day, fields: z.array(identityField).min(1).optional() }),
]);
export type VerificationAnswer = z.infer<typeof verificationAnswer>;

/** Answers in the order of the request's people, one each. */
export const verificationResponse = z.object({
  answers: z.array(z.object({ personalId, answer: verificationAnswer })),
});
export type VerificationResponse = z.infer<typeof verificationResponse>;

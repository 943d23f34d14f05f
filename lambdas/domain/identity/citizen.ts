import { z } from 'zod';
import { day } from '../period.ts';
import { bankBin, birthDate, personalId, sex } from '../person.ts';

/**
 * A person as a population file tells of them (contract *Own month*): what the registry's stub knows. Null is "the file
 * does not say", and what it does not say is not compared.
 */
export const citizen = z.object({
  personalId,
  fullName: z.string().min(1),
  birthDate: birthDate.nullable(),
  sex: sex.nullable(),
  deceasedOn: day.nullable(),
  /** The social-security accounts that the citizen keeps on VNeID; `bank` null where the file names none. */
  accounts: z.array(z.object({ bank: bankBin.nullable(), number: z.string().min(1) })),
});
export type Citizen = z.infer<typeof citizen>;

/** The people of a registry, by personal id. */
export type Population = ReadonlyMap<string, Citizen>;

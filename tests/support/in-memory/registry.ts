import type { Citizen } from '../../../lambdas/domain/identity/citizen.ts';
import type { VerificationSubject } from '../../../lambdas/domain/identity/identity.ts';
import type { IdentityRegistry, VerificationReport } from '../../../lambdas/domain/identity/identity-port.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import { verifyPerson } from '../../../lambdas/identity-stub/verify-person.ts';

/** A registry that answers at once, by the rules of the stub, from the citizens it is given. */
export class RegistryInMemory implements IdentityRegistry {
  readonly #citizens = new Map<PersonalId, Citizen>();
  /** How many people it was asked about. */
  asked = 0;

  enter(citizen: Citizen): void {
    this.#citizens.set(citizen.personalId, citizen);
  }

  async verify(subjects: readonly VerificationSubject[]): Promise<VerificationReport> {
    this.asked += subjects.length;
    return {
      verifications: subjects.map((subject) => ({
        subject,
        answer: verifyPerson(subject, this.#citizens.get(subject.personalId)),
      })),
      effort: { calls: subjects.length > 0 ? 1 : 0, retries: 0, throttled: 0, slowest: 0 },
    };
  }
}
